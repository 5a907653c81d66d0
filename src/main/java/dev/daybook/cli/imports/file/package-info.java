/**
 * Files as rows: CSV, NDJSON and folders of Markdown, their encoding and separator, and how much of a file has been read. What the rows mean is
 * for {@link dev.daybook.cli.imports} to say. May call {@code wire} and {@code domain}.
 */
@NullMarked
package dev.daybook.cli.imports.file;

import org.jspecify.annotations.NullMarked;
