/**
 * The database: opening SQLite or PostgreSQL by URL, the schema, and one class per noun with its SQL in plain sight.
 * Jdbi, Flyway, the connection pool, the drivers and {@code java.sql} stay in this room; Micrometer is here for the pool's figures. It may call {@code domain};
 * a rendered document is bytes to it, and how they were made is not its business.
 */
@NullMarked
package dev.daybook.store;

import org.jspecify.annotations.NullMarked;
