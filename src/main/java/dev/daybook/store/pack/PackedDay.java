package dev.daybook.store.pack;

import dev.daybook.domain.RecordKind;
import dev.daybook.domain.Window;

/**
 * A day that was marked to be packed. As long as its row has this mark, no document of the day has changed since.
 *
 * @param cmId the account
 * @param kind the kind of its documents
 * @param window the day
 * @param mark the mark, which no other day and no later row of this day has
 */
record PackedDay(long cmId, RecordKind kind, Window window, long mark) {}
