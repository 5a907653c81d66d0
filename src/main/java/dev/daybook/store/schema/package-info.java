/**
 * The schema of a database: the migrations of this Daybook, and whether a database has them. A database calls it when
 * it is opened and when somebody asks whether it is ready, and a backup when it begins.
 */
@NullMarked
package dev.daybook.store.schema;

import org.jspecify.annotations.NullMarked;
