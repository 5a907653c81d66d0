/**
 * Backups: the archive file and how it is written, verified and read back. Compression stays here and in {@code client},
 * JSON of rows stays here. It may call {@code store}, which has the tables and the SQL, and {@code domain}.
 */
@NullMarked
package dev.daybook.backup;

import org.jspecify.annotations.NullMarked;
