/**
 * The session of a check with a server: requests as values, classified answers, a day with records, and its pages. It
 * judges nothing. It calls {@code client}, {@code wire} and {@code domain}.
 */
@NullMarked
package dev.daybook.client.check.session;

import org.jspecify.annotations.NullMarked;
