/**
 * Files of records of any kind: reading CSV and NDJSON row by row, checking them, loading them, keeping what was
 * refused. A kind of record is one {@link dev.daybook.cli.imports.ImportKind}. The CSV library stays in this room. It may
 * call {@code wire}, {@code server} and {@code store}; options are {@code cli}'s.
 */
@NullMarked
package dev.daybook.cli.imports;

import org.jspecify.annotations.NullMarked;
