package dev.daybook.store.pack;

import dev.daybook.domain.Pack;
import dev.daybook.domain.PagePosition;

/**
 * A pack and its place in a day.
 *
 * @param after the position of the last document before the pack, or the start of the day
 * @param last the position of the last document of the pack; the end of the day if the day has no more documents
 * @param ends whether the day has no more documents
 * @param records the number of documents in the pack
 * @param pack the documents
 */
record StoredPack(PagePosition after, PagePosition last, boolean ends, int records, Pack pack) {}
