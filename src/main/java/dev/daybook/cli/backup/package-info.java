/** Commands for backup and restore of a whole database. The work is done by the room {@code backup}. */
@NullMarked
package dev.daybook.cli.backup;

import org.jspecify.annotations.NullMarked;
