/**
 * The puller: pulls long ranges of days into files that become complete however often a run is stopped, keeps pulling
 * new days, and maintains a file of changes. It calls {@code client} for the pages of a day, {@code client.call} and
 * {@code client.output}.
 */
@NullMarked
package dev.daybook.client.pull;

import org.jspecify.annotations.NullMarked;
