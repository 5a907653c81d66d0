/** Markdown that people wrote, as safe HTML, with bounded work. */
@NullMarked
package dev.daybook.console.markdown;

import org.jspecify.annotations.NullMarked;
