/**
 * Accounts, their keys, rights and lists. {@code http}, {@code store} and {@code cli} use it. It must not know how
 * keys are stored or sent.
 */
@NullMarked
package dev.daybook.domain.account;

import org.jspecify.annotations.NullMarked;
