/** Accounts with their keys, their lists and their employees, and the account of a demo, which can be set back. */
@NullMarked
package dev.daybook.store.account;

import org.jspecify.annotations.NullMarked;
