package dev.daybook.store.pack;

import dev.daybook.domain.Pack;
import dev.daybook.domain.PagePosition;

/**
 * A pack at its place: all documents of its day after a position.
 *
 * @param after the position before its first document
 * @param last the position of its last document
 * @param ends whether the day has no more documents
 * @param records the number of its documents
 * @param pack the documents
 */
record StoredPack(PagePosition after, PagePosition last, boolean ends, int records, Pack pack) {}
