/**
 * The puller: pulls long ranges of days into files that become complete however often a run is stopped, keeps pulling
 * new days, and maintains a file of changes. It may call {@code client.day}, {@code client.answer}, {@code
 * client.call}, {@code client.output}, {@code client.proof}, {@code client.server}, {@code wire} and {@code domain}.
 */
@NullMarked
package dev.daybook.client.pull;

import org.jspecify.annotations.NullMarked;
