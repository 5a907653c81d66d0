/** What the sandbox of a demo has: a clock that can be moved, and rules by which answers go wrong. */
@NullMarked
package dev.daybook.domain.sandbox;

import org.jspecify.annotations.NullMarked;
