/**
 * Packs: the documents of complete days, compressed once in the background, so that pulls need not read them
 * one by one, nor compress them again. A packed day also has the number of its documents. All of this is derived data:
 * whenever a document of the day changes, triggers delete the pack to which it belongs, and the day's other packs and
 * its number are no longer used.
 */
@NullMarked
package dev.daybook.store.pack;

import org.jspecify.annotations.NullMarked;
