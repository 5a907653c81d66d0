/**
 * Reads JSON strictly and its values leniently, and writes JSON, also that of the commands. Calls {@code wire.bytes}
 * and {@code domain}.
 */
@NullMarked
package dev.daybook.wire.json;

import org.jspecify.annotations.NullMarked;
