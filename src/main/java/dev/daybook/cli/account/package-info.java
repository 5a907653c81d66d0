/**
 * Commands about one account in the database: the account with its calendar and sub-statuses, its keys, its webhook,
 * and the removal of its customers.
 */
@NullMarked
package dev.daybook.cli.account;

import org.jspecify.annotations.NullMarked;
