/** JSON of the operations on tickets: one file for each operation and shape, and files for their times and numbers. */
@NullMarked
package dev.daybook.wire.ticket;

import org.jspecify.annotations.NullMarked;
