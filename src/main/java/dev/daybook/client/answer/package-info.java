/**
 * Reads the answers of any server that speaks the API: pages, changes, proofs and refusals, the kinds of records, and
 * the fields of pulled records on their way into files. It may use Jackson. It may call {@code wire}, whose shapes it
 * knows, and {@code domain}; it makes no calls.
 */
@NullMarked
package dev.daybook.client.answer;

import org.jspecify.annotations.NullMarked;
