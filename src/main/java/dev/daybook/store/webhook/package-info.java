/** Webhooks: where status changes go, and the outbox in which they wait, in the same transaction as the change. */
@NullMarked
package dev.daybook.store.webhook;

import org.jspecify.annotations.NullMarked;
