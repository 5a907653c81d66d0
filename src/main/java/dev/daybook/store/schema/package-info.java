/**
 * The schema of a database: the migrations of this Daybook, and whether a database has them. It is called when a
 * database is opened, before each write, in checks of readiness, and at the beginning of a backup or a restore.
 */
@NullMarked
package dev.daybook.store.schema;

import org.jspecify.annotations.NullMarked;
