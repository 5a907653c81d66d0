/**
 * Webhooks: where status changes are posted, and the outbox, to which they are added in the transaction of the change.
 */
@NullMarked
package dev.daybook.store.webhook;

import org.jspecify.annotations.NullMarked;
