/**
 * Writes the requests of the typed client as JSON, and reads the answers. This package may use Jackson. It may call
 * {@code client.answer} to read and check answers, {@code wire} for names and forms of the JSON, and {@code domain}; it
 * makes no HTTP calls.
 */
@NullMarked
package dev.daybook.client.request;

import org.jspecify.annotations.NullMarked;
