/**
 * The common parts of customers, tickets and orders: writing rows and documents, the pages of a pull, the proof that a
 * copy is complete, and the feed of changes.
 */
@NullMarked
package dev.daybook.store.record;

import org.jspecify.annotations.NullMarked;
