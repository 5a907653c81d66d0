/** One value of a request, and how leniently it is read. */
@NullMarked
package dev.daybook.wire.value;

import org.jspecify.annotations.NullMarked;
