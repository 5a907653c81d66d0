/**
 * The conversation that a check has with a server: requests as values, what kind of thing an answer is, a day that has
 * records, and its pages. It judges nothing. It calls {@code client} and {@code wire}.
 */
@NullMarked
package dev.daybook.client.check.session;

import org.jspecify.annotations.NullMarked;
