/**
 * Imports of files of any kind of record: joining rows to records, checking them, loading them batch by batch, going on
 * with an import that ended early, keeping what was refused. A kind of record is one {@link
 * dev.daybook.cli.imports.ImportKind}. Files are read in {@code cli.imports.file}; options are {@code cli}'s. It may call
 * {@code wire}, {@code server} and {@code store}.
 */
@NullMarked
package dev.daybook.cli.imports;

import org.jspecify.annotations.NullMarked;
