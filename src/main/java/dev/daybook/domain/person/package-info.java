/**
 * People who use the console, their roles and rights, and the entries of the audit. This package must not know how a
 * person is authenticated.
 */
@NullMarked
package dev.daybook.domain.person;

import org.jspecify.annotations.NullMarked;
