/**
 * Imports of all kinds of records: joins rows to records, checks them, loads them batch by batch, continues unfinished
 * imports, and collects refused rows. Each kind of record has its {@link dev.daybook.imports.ImportKind}. Files are
 * read in {@code imports.file}; commands are in {@code cli}, pages in {@code console}. This room may call {@code wire},
 * {@code store} and {@code domain}.
 */
@NullMarked
package dev.daybook.imports;

import org.jspecify.annotations.NullMarked;
