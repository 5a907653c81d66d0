/** Large answers as pieces of bytes, and the gzip format for answers that are made of packs. Calls {@code domain}. */
@NullMarked
package dev.daybook.wire.bytes;

import org.jspecify.annotations.NullMarked;
