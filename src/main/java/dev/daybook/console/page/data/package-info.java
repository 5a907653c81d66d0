/** The Data pages: the proof as a calendar, download of days, comparison with a file, and import. */
@NullMarked
package dev.daybook.console.page.data;

import org.jspecify.annotations.NullMarked;
