/**
 * A pull as its caller has it: kinds of records, answers read, whoever gave them, and pulled records on their way into
 * files, their fields read leniently. It knows the shapes in {@code wire}, and is used by {@code client} only.
 */
@NullMarked
package dev.daybook.wire.pulled;

import org.jspecify.annotations.NullMarked;
