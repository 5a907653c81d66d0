/**
 * Commands about accounts: an account with its calendar and sub-statuses, its keys, its webhook, and the removal of its
 * customers; also the keys of the admin API, which is for all accounts.
 */
@NullMarked
package dev.daybook.cli.account;

import org.jspecify.annotations.NullMarked;
