/** JSON of the operations on orders, one file for each operation and shape. */
@NullMarked
package dev.daybook.wire.order;

import org.jspecify.annotations.NullMarked;
