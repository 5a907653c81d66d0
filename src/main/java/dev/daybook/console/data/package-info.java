/**
 * Files that people download from the console or upload to it, and work that continues in the background after the
 * answer to a form. For the file formats this room only declares interfaces; {@code server} provides the
 * implementations.
 */
@NullMarked
package dev.daybook.console.data;

import org.jspecify.annotations.NullMarked;
