/**
 * People who use the console, their roles and rights, and what the audit says of them. {@code store} and {@code console}
 * use it. It must not know how a person is recognised.
 */
@NullMarked
package dev.daybook.domain.person;

import org.jspecify.annotations.NullMarked;
