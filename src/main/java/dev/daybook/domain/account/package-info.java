/**
 * Accounts, their keys, rights and lists. Used by {@code http}, {@code store} and {@code cli}. It must not know how
 * keys are stored or sent.
 */
@NullMarked
package dev.daybook.domain.account;

import org.jspecify.annotations.NullMarked;
