/**
 * Imports of all kinds of records: joins rows to records, checks them, loads them batch by batch, continues unfinished
 * imports, and collects refused rows. Each kind of record has its {@link dev.daybook.cli.imports.ImportKind}. Files are
 * read in {@code cli.imports.file}; options are in {@code cli}. It may call {@code wire}, {@code server} and {@code
 * store}.
 */
@NullMarked
package dev.daybook.cli.imports;

import org.jspecify.annotations.NullMarked;
