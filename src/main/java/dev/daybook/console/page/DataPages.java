package dev.daybook.console.page;

import dev.daybook.console.frame.Reply;
import dev.daybook.console.frame.Visit;
import dev.daybook.domain.DayDigest;
import dev.daybook.domain.DaySpan;
import dev.daybook.domain.PagePosition;
import dev.daybook.domain.PageRequest;
import dev.daybook.domain.Problem;
import dev.daybook.domain.RecordKind;
import dev.daybook.domain.Window;
import dev.daybook.domain.person.AuditAction;
import dev.daybook.store.Database;
import dev.daybook.store.audit.AuditStore;
import dev.daybook.store.record.Criteria;
import dev.daybook.store.record.RecordPages;
import dev.daybook.store.record.RecordProof;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Clock;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Page of the proof, day by day, and the download of a range of days. */
public final class DataPages {
    private static final int AT_ONCE = 500;

    private final Database database;
    private final AuditStore audit;
    private final Clock clock;

    /** Joins what it needs, with the clock of records. */
    public DataPages(Database database, AuditStore audit, Clock clock) {
        this.database = database;
        this.audit = audit;
        this.clock = clock;
    }

    /**
     * The proof of a month.
     *
     * @param kind of what records
     * @param month the month
     * @param days the digest of each day up to today
     */
    public record Calendar(RecordKind kind, YearMonth month, List<DayDigest> days) {
        /** How many days of the week there are before the first day, from Monday on. */
        public int blanks() {
            return month.atDay(1).getDayOfWeek().getValue() - 1;
        }

        /** How many records there are in all. */
        public long total() {
            return days.stream().mapToLong(day -> day.digest().records()).sum();
        }

        /** How dark a day is, from 0 to 4. */
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
    public Reply calendar(Visit visit) {
        var kind = kind(visit.query("kind"));
        var today = LocalDate.ofInstant(clock.instant(), visit.account().zone());
        var month = month(visit.query("month")).orElse(YearMonth.from(today));
        var last = month.atEndOfMonth().isAfter(today) && !month.atDay(1).isAfter(today) ? today : month.atEndOfMonth();
        var days = database.read(transaction ->
                new RecordProof(kind).prove(transaction, visit.account(), new DaySpan(month.atDay(1), last)));
        return Reply.page("data.jte", new Calendar(kind, month, days));
    }

    private static RecordKind kind(String word) {
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

    /** GET data/download: the documents of a range of days, one a line, as a pull of the API gives them. */
    public Reply download(Visit visit) {
        var kind = kind(visit.query("kind"));
        var first = visit.day("from").orElseThrow(() -> bad(visit));
        var last = visit.day("to").orElseThrow(() -> bad(visit));
        if (last.isBefore(first) || first.plusDays(DaySpan.MAX_DAYS).isBefore(last)) {
            throw bad(visit);
        }
        database.write("audit", transaction -> {
            audit.write(transaction, visit.act(), AuditAction.valueOf("DOWNLOAD_" + kind.name() + "S"), 0);
            return true;
        });
        var window = new DaySpan(first, last).in(visit.account().zone());
        return new Reply.Download(
                kind.plural() + "-" + first + "-" + last + ".ndjson",
                "application/x-ndjson",
                out -> write(kind, visit.cmId(), window, out));
    }

    private static RuntimeException bad(Visit visit) {
        return Problem.INVALID_VALUE.because(visit.messages().text("error.days"));
    }

    /** Each page is a transaction of its own, so that a slow reader holds no connection. */
    private void write(RecordKind kind, long cmId, Window window, OutputStream out) throws IOException {
        var pages = new RecordPages(kind);
        var after = Optional.<PagePosition>empty();
        do {
            var request = new PageRequest(AT_ONCE, 0, after);
            var page = database.read(transaction -> pages.page(transaction, cmId, window, new Criteria(), request));
            for (var document : page.documents()) {
                out.write(document);
                out.write('\n');
            }
            after = page.next();
        } while (after.isPresent());
    }
}
