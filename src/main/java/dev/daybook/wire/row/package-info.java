/** Values of rows in files that are imported. Calls {@code wire.json} and {@code domain}. */
@NullMarked
package dev.daybook.wire.row;

import org.jspecify.annotations.NullMarked;
