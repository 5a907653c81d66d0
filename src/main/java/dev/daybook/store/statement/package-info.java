/**
 * How statements reach the database: prepared and cached, together in one round trip, or as a batch of rows. It calls
 * only the JDK, Jdbi and the drivers.
 */
@NullMarked
package dev.daybook.store.statement;

import org.jspecify.annotations.NullMarked;
