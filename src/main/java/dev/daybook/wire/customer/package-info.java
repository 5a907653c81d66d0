/** JSON of the operations on customers, one file for each operation and shape. */
@NullMarked
package dev.daybook.wire.customer;

import org.jspecify.annotations.NullMarked;
