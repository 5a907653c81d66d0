/**
 * Reads the rows of imported files. Also reads times, because requests of the API may have times in the same formats.
 * Calls {@code wire.json} and {@code domain}.
 */
@NullMarked
package dev.daybook.wire.row;

import org.jspecify.annotations.NullMarked;
