package dev.daybook.store.pack;

import dev.daybook.domain.RecordKind;
import dev.daybook.domain.Window;
import java.time.LocalDate;
import java.time.ZoneId;

/**
 * A day that was marked to be packed. As long as the row of the day has this mark, no document of the day has changed
 * since the day was marked. A change sets the mark of the row to 0.
 *
 * @param kind the kind of its documents
 * @param window the day
 * @param mark a random number, so that a later row of this day has another one; 0 if the day is stale
 */
record PackedDay(long cmId, RecordKind kind, Window window, long mark) {
    /**
     * Whether the day has lost its mark. Either a document of the day has changed since the day was marked, or the day
     * is of a former zone of the account and its packs are being deleted.
     */
    boolean isStale() {
        return mark == 0;
    }

    /**
     * Whether this is a whole day in a zone. It is not if the zone of the account has changed since the day was marked,
     * or if another version of Java has other rules for the zone.
     */
    boolean isDayIn(ZoneId zone) {
        var date = LocalDate.ofInstant(window.start(), zone);
        return window.equals(Window.ofDays(date, date, zone));
    }
}
