/**
 * Files that people download from the console or upload to it, and work that continues in the background after the
 * answer to a form. For file formats, this package has only interfaces; {@code server} implements them.
 */
@NullMarked
package dev.daybook.console.data;

import org.jspecify.annotations.NullMarked;
