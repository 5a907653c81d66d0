/** Accounts with their keys, lists and employees, and the account of a demo, which can be reset. */
@NullMarked
package dev.daybook.store.account;

import org.jspecify.annotations.NullMarked;
