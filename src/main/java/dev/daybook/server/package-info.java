/**
 * A running server, put together from top to bottom: settings, database, stores, routes, ports. {@code cli} starts and
 * stops it. This room may call every room except {@code cli}. It contains no business rule and handles no request.
 */
@NullMarked
package dev.daybook.server;

import org.jspecify.annotations.NullMarked;
