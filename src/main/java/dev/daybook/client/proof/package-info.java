/**
 * Compares pulled records with those of the server: by the digests of the server's proof, and record by record for days
 * that differ. It calls {@code client}, {@code client.call} and {@code client.output}; the puller does not call it.
 */
@NullMarked
package dev.daybook.client.proof;

import org.jspecify.annotations.NullMarked;
