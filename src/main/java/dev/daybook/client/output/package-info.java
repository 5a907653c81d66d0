/**
 * The output files of a pull: NDJSON, CSV and Parquet, plain or compressed. The libraries for these formats stay in
 * this room. It may call {@code client.answer}, {@code wire} and {@code domain}; it knows no server and makes no
 * request.
 */
@NullMarked
package dev.daybook.client.output;

import org.jspecify.annotations.NullMarked;
