/**
 * The steps of every request: keys, limits, body, request id, idempotent writes, and the status and body of each
 * problem. This package knows no operation and does not call {@code http}; {@code http} passes the routes to this
 * package.
 */
@NullMarked
package dev.daybook.http.pipeline;

import org.jspecify.annotations.NullMarked;
