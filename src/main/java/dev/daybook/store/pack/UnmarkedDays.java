package dev.daybook.store.pack;

import dev.daybook.domain.RecordKind;
import dev.daybook.domain.Window;
import dev.daybook.domain.account.Account;
import dev.daybook.store.EpochMillis;
import dev.daybook.store.Transaction;
import dev.daybook.store.record.TableNames;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Days of an account that are over and have documents, but are not in the table of packed days. */
final class UnmarkedDays {
    /**
     * The length of the longest day that is packed. When a document changes, the triggers look for days that began at
     * most this long before the document's creation.
     */
    private static final Duration LONGEST_DAY = Duration.ofHours(25);

    /** The most days that one call finds. Marking them takes SQLite's only writer a few milliseconds. */
    private static final int MOST = 500;

    private static final String NEXT = """
            SELECT created_at FROM {documents} WHERE cm_id = :cmId AND created_at >= :from
            ORDER BY created_at, id LIMIT 1""";

    private UnmarkedDays() {}

    /**
     * Finds days that are over and have documents, but are not in the table of packed days: at most {@link #MOST}, from
     * the earliest on.
     */
    static List<Window> find(
            Transaction transaction, Account account, RecordKind kind, List<PackedDays.Known> known, Instant now) {
        var zone = account.zone();
        var today = LocalDate.ofInstant(now, zone);
        var ends =
                known.stream().map(each -> each.day().window()).collect(Collectors.toMap(Window::start, Window::end));
        var found = new ArrayList<Window>();
        var document = next(transaction, account.cmId(), kind, Instant.EPOCH);
        while (document.isPresent() && found.size() < MOST) {
            var day = LocalDate.ofInstant(document.get(), zone);
            if (!day.isBefore(today)) {
                break;
            }
            var window = Window.ofDays(day, day, zone);
            if (!window.end().isAfter(document.get())) {
                // The clocks were set back over midnight, for example from 0:01 to 23:01. By its date, this document
                // belongs to the day that had already ended. By its instant, it is in the window of the next day.
                window = Window.ofDays(day.plusDays(1), day.plusDays(1), zone);
            }
            if (!ends.containsKey(window.start())
                    && Duration.between(window.start(), window.end()).compareTo(LONGEST_DAY) <= 0) {
                found.add(window);
            }
            var from = window.end();
            while (ends.containsKey(from)) {
                from = ends.get(from);
            }
            document = next(transaction, account.cmId(), kind, from);
        }
        return found;
    }

    private static Optional<Instant> next(Transaction transaction, long cmId, RecordKind kind, Instant from) {
        return transaction
                .query(TableNames.of(kind).in(NEXT), cmId)
                .bind("from", EpochMillis.column(from))
                .mapTo(Long.class)
                .findOne()
                .map(EpochMillis::instant);
    }
}
