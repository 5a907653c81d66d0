/**
 * Posts the status changes that wait in the outbox: when, to which addresses, signed how. It makes the only connections
 * of a server but those to its database, over the JDK's own sockets, so that it connects to the address that it
 * checked. It may call {@code store}, {@code wire} and {@code domain}; {@code server} starts and stops it.
 */
@NullMarked
package dev.daybook.webhook;

import org.jspecify.annotations.NullMarked;
