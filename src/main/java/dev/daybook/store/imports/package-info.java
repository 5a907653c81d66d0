/**
 * Unfinished imports of files: their progress, the limit on refused records, and the removal of the records that they
 * added. Each kind of record is loaded by its own package. This package uses mainly the tables that all kinds share. A
 * removal also looks up which customers have tickets or orders.
 */
@NullMarked
package dev.daybook.store.imports;

import org.jspecify.annotations.NullMarked;
