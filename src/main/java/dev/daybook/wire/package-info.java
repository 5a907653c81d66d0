/**
 * The vendor's JSON: the shape of every request and answer, one file per operation, with their paths, dates and lenient
 * input values. Jackson stays in this room. It may call {@code domain}, and never the store.
 */
@NullMarked
package dev.daybook.wire;

import org.jspecify.annotations.NullMarked;
