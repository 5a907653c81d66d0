/**
 * Values of rows in files that are imported, and times, which requests of the API may have in the same formats. Calls
 * {@code wire.json} and {@code domain}.
 */
@NullMarked
package dev.daybook.wire.row;

import org.jspecify.annotations.NullMarked;
