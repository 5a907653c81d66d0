/**
 * Checks of a request that every web server of Daybook makes before it reads the content: the address of the sender,
 * and the time in which the body arrives. Also the shares by which senders divide a limited resource, the token buckets
 * that limit the requests of each sender, the last requests of each API key, the files of the jar that web servers
 * read, and a factory of daemon threads for all rooms. {@code http} and {@code console} share this package, because
 * they do not call each other. {@code webhook} uses {@link AddressRange} to test the addresses of receivers.
 */
@NullMarked
package dev.daybook.domain.request;

import org.jspecify.annotations.NullMarked;
