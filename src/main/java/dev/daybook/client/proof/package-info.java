/**
 * Compares pulled records with those of the server: by the digests of the server's proof, and record by record for days
 * that differ. It calls {@code client} (except {@code client.pull}, {@code client.check} and {@code client.request}),
 * {@code wire} and {@code domain}.
 */
@NullMarked
package dev.daybook.client.proof;

import org.jspecify.annotations.NullMarked;
