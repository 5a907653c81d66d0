/**
 * Backups: the archive file and how it is written, verified and read back. Only this room writes rows as JSON, and only
 * this room, {@code client} and {@code http} use zstd. This room may call {@code store}, which has the tables and the
 * SQL, and {@code domain}.
 */
@NullMarked
package dev.daybook.backup;

import org.jspecify.annotations.NullMarked;
