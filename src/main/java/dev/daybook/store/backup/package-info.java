/**
 * The database's part of a backup: Daybook's tables with the columns that the database's catalogue lists, all rows as
 * of one moment, and loading them into an empty database. Only the room {@code backup} knows the file format.
 */
@NullMarked
package dev.daybook.store.backup;

import org.jspecify.annotations.NullMarked;
