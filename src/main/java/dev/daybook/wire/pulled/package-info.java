/**
 * Pulled records on their way into files: their fields read leniently, and their times rewritten. It knows the shapes in
 * {@code wire}, and is used by the puller only.
 */
@NullMarked
package dev.daybook.wire.pulled;

import org.jspecify.annotations.NullMarked;
