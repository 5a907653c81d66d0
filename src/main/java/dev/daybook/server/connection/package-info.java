/**
 * The connections of a port, and the bounds on how slowly a client may send and read. The bounds do not depend on what
 * a request asks for, so they apply to all requests and answers.
 */
@NullMarked
package dev.daybook.server.connection;

import org.jspecify.annotations.NullMarked;
