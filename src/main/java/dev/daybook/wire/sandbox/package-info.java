/** The requests and answers of the sandbox, which are Daybook's own. */
@NullMarked
package dev.daybook.wire.sandbox;

import org.jspecify.annotations.NullMarked;
