/** Large answers as pieces of bytes, the gzip format for answers made of packs, and a reader of gzip. Calls domain. */
@NullMarked
package dev.daybook.wire.bytes;

import org.jspecify.annotations.NullMarked;
