package dev.daybook.console.page.data;

import dev.daybook.console.frame.PageAnswer;
import dev.daybook.console.frame.Visit;
import dev.daybook.domain.DaySpan;
import dev.daybook.domain.RecordKind;
import dev.daybook.domain.proof.DayDigest;
import dev.daybook.store.Database;
import dev.daybook.store.record.RecordProof;
import java.time.Clock;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Page of the proof: the digest of the records of each day of a month. */
public final class DataPages {
    private final Database database;
    private final Clock clock;

    /** @param clock the clock of records, which a sandbox can move */
    public DataPages(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /**
     * The proof of a month.
     *
     * @param days the digest of each day; in the current month only up to today
     */
    public record Calendar(RecordKind kind, YearMonth month, List<DayDigest> days) {
        /** How many records there are in all. */
        public long total() {
            return days.stream().mapToLong(day -> day.digest().records()).sum();
        }

        /** The darkness of a day in the calendar, from 0 for no records to 4. */
        public int shade(DayDigest day) {
            var most = days.stream()
                    .mapToLong(each -> each.digest().records())
                    .max()
                    .orElse(1);
            var records = day.digest().records();
            return records == 0 ? 0 : (int) Math.max(1, records * 4 / Math.max(1, most));
        }

        /** The kinds to choose from. */
        public List<RecordKind> kinds() {
            return List.of(RecordKind.values());
        }
    }

    /** GET data. */
    public PageAnswer calendar(Visit visit) {
        var kind = kind(visit.query("kind"));
        var today = LocalDate.ofInstant(clock.instant(), visit.account().zone());
        var month = month(visit.query("month")).orElse(YearMonth.from(today));
        var last = month.atEndOfMonth().isAfter(today) && !month.atDay(1).isAfter(today) ? today : month.atEndOfMonth();
        var days = database.read(transaction ->
                new RecordProof(kind).prove(transaction, visit.account(), new DaySpan(month.atDay(1), last)));
        return PageAnswer.page("data.jte", new Calendar(kind, month, days));
    }

    /** The kind whose plural is {@code word}, such as "orders"; customers if there is none. */
    static RecordKind kind(String word) {
        return Arrays.stream(RecordKind.values())
                .filter(kind -> kind.plural().equals(word))
                .findFirst()
                .orElse(RecordKind.CUSTOMER);
    }

    private static Optional<YearMonth> month(String text) {
        try {
            return Optional.of(YearMonth.parse(text)).filter(month -> month.getYear() > 0 && month.getYear() < 10_000);
        } catch (DateTimeParseException none) {
            return Optional.empty();
        }
    }
}
