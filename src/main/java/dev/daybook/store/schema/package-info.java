/**
 * The schema of a database: the migrations of this Daybook, and whether a database has them. Only {@code
 * store.Database} calls it.
 */
@NullMarked
package dev.daybook.store.schema;

import org.jspecify.annotations.NullMarked;
