/** Accounts, their keys, rights and lists. This package must not know how keys are stored or sent. */
@NullMarked
package dev.daybook.domain.account;

import org.jspecify.annotations.NullMarked;
