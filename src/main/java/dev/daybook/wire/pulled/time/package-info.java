/** The times in the vendor's answers, in all their shapes, read and rewritten. It calls nothing of {@code wire.pulled}. */
@NullMarked
package dev.daybook.wire.pulled.time;

import org.jspecify.annotations.NullMarked;
