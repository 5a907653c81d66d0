/**
 * Delivery of status changes from the outbox to receivers: when, to which addresses, signed how. Only this room opens
 * sockets, so that the connection goes to the address that was checked. {@code server} starts and stops it. It may
 * call {@code store}, {@code wire} and {@code domain}. It does not decide what is a status change; that is written to
 * the outbox by {@code store.ticket}.
 */
@NullMarked
package dev.daybook.webhook;

import org.jspecify.annotations.NullMarked;
