/**
 * Delivery of status changes from the outbox to receivers: when, to which addresses, and with which signature. Only
 * this room makes connections by plain sockets, so that each goes to the address that was checked: Java's HTTP client
 * would look the name up again. {@code server} starts and stops the delivery. This room may call {@code store}, {@code
 * wire} and {@code domain}. It does not decide what a status change is: {@code store.ticket} writes status changes to
 * the outbox.
 */
@NullMarked
package dev.daybook.webhook;

import org.jspecify.annotations.NullMarked;
