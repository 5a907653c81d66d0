/**
 * The sandbox of a demo: a movable clock, and fault rules. It must have no effect in {@code daybook serve}.
 */
@NullMarked
package dev.daybook.domain.sandbox;

import org.jspecify.annotations.NullMarked;
