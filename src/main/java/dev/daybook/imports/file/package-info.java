/**
 * Files as rows: CSV, NDJSON and folders of Markdown, their encoding and separator, and the progress of reading.
 * {@link dev.daybook.imports} decides what rows mean. This package may call {@code wire} and {@code domain}.
 */
@NullMarked
package dev.daybook.imports.file;

import org.jspecify.annotations.NullMarked;
