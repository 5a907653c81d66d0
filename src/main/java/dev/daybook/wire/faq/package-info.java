/** JSON of the operations on the FAQ, one file for each operation and shape, and the rows of its import files. */
@NullMarked
package dev.daybook.wire.faq;

import org.jspecify.annotations.NullMarked;
