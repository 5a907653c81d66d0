/** JSON of the operations on tickets, one file for each operation and shape. */
@NullMarked
package dev.daybook.wire.ticket;

import org.jspecify.annotations.NullMarked;
