/**
 * Accounts with their keys, lists, employees and stored idempotent answers; the admin keys; the account of a demo,
 * which can be reset.
 */
@NullMarked
package dev.daybook.store.account;

import org.jspecify.annotations.NullMarked;
