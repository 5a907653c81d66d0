/**
 * Webhooks: the receiver and secret of an account, deliveries, and the waits between attempts. This package must not
 * open connections.
 */
@NullMarked
package dev.daybook.domain.webhook;

import org.jspecify.annotations.NullMarked;
