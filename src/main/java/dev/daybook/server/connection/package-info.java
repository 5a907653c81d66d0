/**
 * The connections of a port, and the bounds on how slowly a client may send and read. This room knows no request and
 * no answer, so its bounds apply to all of them.
 */
@NullMarked
package dev.daybook.server.connection;

import org.jspecify.annotations.NullMarked;
