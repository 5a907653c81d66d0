/**
 * The vendor's JSON: the shape of every request and answer, one file per operation, with the paths, dates and lenient
 * input values that belong to it. Jackson stays in this room. It may call {@code domain}, and never sees the store.
 */
@NullMarked
package dev.daybook.wire;

import org.jspecify.annotations.NullMarked;
