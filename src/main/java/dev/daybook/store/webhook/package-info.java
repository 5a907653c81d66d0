/**
 * The webhooks of accounts, and the outbox of the status changes that wait to be posted to them. A status change is
 * added to the outbox in the transaction that makes it.
 */
@NullMarked
package dev.daybook.store.webhook;

import org.jspecify.annotations.NullMarked;
