/**
 * The database: opens SQLite or PostgreSQL by URL, migrates the schema, and has all SQL, in packages by subject. Jdbi,
 * Flyway, the connection pool, the drivers and {@code java.sql} stay in this room; Micrometer is here only for the
 * metrics of the pool and the writer. It may call {@code domain}. A rendered document is only bytes here: this room
 * does not know how documents are made.
 */
@NullMarked
package dev.daybook.store;

import org.jspecify.annotations.NullMarked;
