/**
 * The files that a pull writes: NDJSON, CSV and Parquet, plain or compressed. The libraries for these formats stay in
 * this room. It may call {@code wire} and {@code domain}; it knows no server and makes no request.
 */
@NullMarked
package dev.daybook.client.output;

import org.jspecify.annotations.NullMarked;
