/**
 * Puts a running server together, read from top to bottom: settings, database, stores, routes, listening. It may call
 * every room but {@code cli} and {@code client}; no rule of the business is decided here.
 */
@NullMarked
package dev.daybook.server;

import org.jspecify.annotations.NullMarked;
