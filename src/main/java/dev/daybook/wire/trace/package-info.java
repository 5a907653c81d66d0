/** The trace that a request belongs to, as W3C Trace Context writes it. Calls nothing. */
@NullMarked
package dev.daybook.wire.trace;

import org.jspecify.annotations.NullMarked;
