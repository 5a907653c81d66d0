/**
 * The vendor's JSON: the shape of every request and answer, one file per operation, with paths, dates and lenient input
 * values. Jackson is used here and in the rooms that {@code ArchitectureTest} names. This room may call {@code domain},
 * and never the store.
 */
@NullMarked
package dev.daybook.wire;

import org.jspecify.annotations.NullMarked;
