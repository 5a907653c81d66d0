/**
 * The API as its caller has it: requests written, answers read, whoever gave them, and pulled records on their way into
 * files, their fields read leniently and their times rewritten. It knows the shapes in {@code wire}, and is used by
 * {@code client} only.
 */
@NullMarked
package dev.daybook.wire.pulled;

import org.jspecify.annotations.NullMarked;
