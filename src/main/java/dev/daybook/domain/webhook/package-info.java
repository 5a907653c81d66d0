/**
 * Webhooks: receiver and secret of an account, deliveries, and the waits between attempts. {@code store.webhook},
 * {@code webhook} and {@code cli.account} use it. It must not open connections.
 */
@NullMarked
package dev.daybook.domain.webhook;

import org.jspecify.annotations.NullMarked;
