/**
 * The sandbox of a demo: a clock that can be moved, and fault rules. {@code http} and {@code server} use it. It must
 * have no effect in {@code daybook serve}.
 */
@NullMarked
package dev.daybook.domain.sandbox;

import org.jspecify.annotations.NullMarked;
