/**
 * The puller: long date ranges into files that are whole however often a run is stopped, followers, changes, and the
 * comparison with what the server has. It calls {@code client}, which asks the server, and {@code client.output}.
 */
@NullMarked
package dev.daybook.client.pull;

import org.jspecify.annotations.NullMarked;
