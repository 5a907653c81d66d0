/** One value of a request, and how leniently it is read. Used by the rest of {@code wire}. */
@NullMarked
package dev.daybook.wire.value;

import org.jspecify.annotations.NullMarked;
