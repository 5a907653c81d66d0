/**
 * What customers, tickets and orders have in common: a table of documents in the order of pulls, the pages of a pull, the
 * proof that one is complete, and the feed of changes.
 */
@NullMarked
package dev.daybook.store.record;

import org.jspecify.annotations.NullMarked;
