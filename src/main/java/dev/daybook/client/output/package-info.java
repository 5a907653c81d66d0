/**
 * The output files of a pull: NDJSON, CSV and Parquet, plain or compressed. Only this package uses the library for
 * Parquet. This package may call {@code client.answer}, {@code wire} and {@code domain}; it knows no server and makes
 * no request.
 */
@NullMarked
package dev.daybook.client.output;

import org.jspecify.annotations.NullMarked;
