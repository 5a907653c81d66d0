/**
 * Commands about one account in the database: the account with its calendar and its steps of tickets, its keys, its
 * webhook, and the removal of its customers.
 */
@NullMarked
package dev.daybook.cli.account;

import org.jspecify.annotations.NullMarked;
