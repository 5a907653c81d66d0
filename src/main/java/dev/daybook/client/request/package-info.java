/**
 * The requests of the typed client as JSON, and the answers to them. It may use Jackson. It may call
 * {@code client.answer} (which reads refusals), {@code wire}, whose shapes it knows, and {@code domain}; it makes no
 * HTTP calls.
 */
@NullMarked
package dev.daybook.client.request;

import org.jspecify.annotations.NullMarked;
