/**
 * The records of one day: requests its pages until all records are there, and learns from the answers how the server
 * understands a window, a page and an empty day. The typed client and the puller use this package. It may call
 * {@code client.answer}, {@code client.call}, {@code client.server}, {@code wire} and {@code domain}.
 */
@NullMarked
package dev.daybook.client.day;

import org.jspecify.annotations.NullMarked;
