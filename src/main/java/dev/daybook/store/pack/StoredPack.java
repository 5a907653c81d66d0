package dev.daybook.store.pack;

import dev.daybook.domain.Pack;
import dev.daybook.domain.PagePosition;

/**
 * A pack with its place in a day: consecutive documents after a position.
 *
 * @param after the position before its first document
 * @param last the position of its last document; the end of the day if the day has no more documents
 * @param ends whether the day has no more documents
 * @param records the number of its documents
 * @param pack the documents
 */
record StoredPack(PagePosition after, PagePosition last, boolean ends, int records, Pack pack) {}
