/** Backup and restore of a whole database, by the room {@code backup}. */
@NullMarked
package dev.daybook.cli.backup;

import org.jspecify.annotations.NullMarked;
