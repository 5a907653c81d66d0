/**
 * Reads the answers of any server that speaks the API: pages, changes, proofs and refusals. It also describes the kinds
 * of records, and reads the fields of pulled records for output files. This package may use Jackson. It may call
 * {@code wire} for the names and forms of the JSON, and {@code domain}; it makes no HTTP calls.
 */
@NullMarked
package dev.daybook.client.answer;

import org.jspecify.annotations.NullMarked;
