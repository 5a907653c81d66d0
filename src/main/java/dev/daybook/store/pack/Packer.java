package dev.daybook.store.pack;

import dev.daybook.domain.DaySpan;
import dev.daybook.domain.Pack;
import dev.daybook.domain.PagePosition;
import dev.daybook.domain.PageRequest;
import dev.daybook.domain.RecordKind;
import dev.daybook.domain.Window;
import dev.daybook.domain.account.Account;
import dev.daybook.domain.proof.PullDigest;
import dev.daybook.store.Database;
import dev.daybook.store.Times;
import dev.daybook.store.Transaction;
import dev.daybook.store.record.Criteria;
import dev.daybook.store.record.RecordPages;
import dev.daybook.store.record.RecordProof;
import dev.daybook.store.record.Tables;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Packs the days of accounts in the background. A day that is over is marked first. Every change of a document of the
 * day removes the mark. If the mark is still there after a quiet time, the day's documents are read and compressed
 * outside of any transaction that writes. Their packs are added only while the mark is there. Finally the digest of the
 * day's records is stored.
 *
 * <p>A transaction that began before the mark was committed may change the day without seeing the mark. So a change
 * number is taken after the commit of the mark, and documents are read only after all transactions with lower numbers
 * have ended.
 */
public final class Packer {
    /** The longest day that is packed. The triggers that delete packs look no further back from a changed document. */
    private static final Duration LONGEST_DAY = Duration.ofHours(25);

    private static final Duration BETWEEN_LOOKS = Duration.ofMinutes(1);
    private static final int MOST_MARKS = 500;

    /** The number of packs added in one transaction. Adding them takes SQLite's only writer a few milliseconds. */
    private static final int PACKS_TOGETHER = 8;

    private static final String NEXT = """
            SELECT created_at FROM {documents} WHERE cm_id = :cmId AND created_at >= :from
            ORDER BY created_at, id LIMIT 1""";

    private final Database database;
    private final Duration quiet;
    private final Queue<Due> due = new ArrayDeque<>();
    private Iterator<Account> accounts = List.<Account>of().iterator();
    private Instant nextLook = Instant.EPOCH;
    private long counted;
    private volatile long packs;

    /**
     * Packs days of this database.
     *
     * @param quiet how long a day must have been unchanged
     */
    public Packer(Database database, Duration quiet) {
        this.database = database;
        this.quiet = quiet;
    }

    /**
     * A day to pack.
     *
     * @param account the account, as it was when the day was found
     * @param number the change number below which every transaction must have ended before the day is packed
     */
    private record Due(Account account, PackedDay day, long number) {}

    /** The number of packs, as of the last scan of all accounts. */
    public long packs() {
        return packs;
    }

    /**
     * Packs days until {@code time} has passed, then finishes only the current day. After the last account it scans all
     * accounts again, at most once a minute.
     *
     * @param all reads the accounts; called for each scan
     * @param stopping whether to end as soon as possible. A day that is not finished is found by the next scan
     */
    public void work(Supplier<List<Account>> all, Instant now, Duration time, BooleanSupplier stopping) {
        if (isDone() && !now.isBefore(nextLook)) {
            accounts = all.get().iterator();
            counted = 0;
            nextLook = now.plus(BETWEEN_LOOKS);
        }
        var start = System.nanoTime();
        while (!isDone() && !stopping.getAsBoolean() && System.nanoTime() - start < time.toNanos()) {
            var next = due.poll();
            if (next != null) {
                pack(next, now, stopping);
            } else {
                look(accounts.next(), now);
            }
        }
    }

    private boolean isDone() {
        return due.isEmpty() && !accounts.hasNext();
    }

    private void look(Account account, Instant now) {
        var waiting = new ArrayList<PackedDay>();
        for (var kind : RecordKind.values()) {
            for (var each : marked(account, kind, now)) {
                counted += each.packs();
                if (!each.isPacked() && !each.markedAt().plus(quiet).isAfter(now)) {
                    waiting.add(each.day());
                }
            }
        }
        if (!waiting.isEmpty()) {
            // This change number is taken after the marks were committed: every transaction with a higher number sees
            // the marks.
            var number = database.write("pack a day", Transaction::changeNumber);
            waiting.forEach(day -> due.add(new Due(account, day, number)));
        }
        if (!accounts.hasNext()) {
            packs = counted;
        }
    }

    /** Marks days of the account for packing, and returns all of its days that have a mark. */
    private List<PackedDays.Known> marked(Account account, RecordKind kind, Instant now) {
        var known = known(account, kind);
        var days = database.read(transaction -> unmarked(transaction, account, kind, known, now));
        if (days.isEmpty()) {
            return known;
        }
        database.run("mark days", transaction -> PackedDays.mark(transaction, account.cmId(), kind, days, now));
        return known(account, kind);
    }

    private List<PackedDays.Known> known(Account account, RecordKind kind) {
        return database.read(transaction -> PackedDays.list(transaction, account.cmId(), kind));
    }

    /**
     * The days to mark for packing: they are over, have documents and have no mark yet. At most {@value #MOST_MARKS}.
     */
    private static List<Window> unmarked(
            Transaction transaction, Account account, RecordKind kind, List<PackedDays.Known> known, Instant now) {
        var zone = account.zone();
        var today = LocalDate.ofInstant(now, zone);
        var ends =
                known.stream().map(each -> each.day().window()).collect(Collectors.toMap(Window::start, Window::end));
        var found = new ArrayList<Window>();
        var document = next(transaction, account.cmId(), kind, Instant.EPOCH);
        while (document.isPresent() && found.size() < MOST_MARKS) {
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
                .query(Tables.of(kind).in(NEXT), cmId)
                .bind("from", Times.column(from))
                .mapTo(Long.class)
                .findOne()
                .map(Times::instant);
    }

    private void pack(Due next, Instant now, BooleanSupplier stopping) {
        var isSettled = database.read(transaction -> transaction
                        .query("SELECT " + transaction.dialect().settled())
                        .mapTo(Long.class)
                        .one()
                >= next.number);
        if (!isSettled) {
            // A transaction with a lower change number is still running. The next scan finds the day again.
            return;
        }
        var day = next.day;
        var pages = new RecordPages(day.kind());
        var after = Optional.of(new PagePosition(day.window().start(), 0));
        while (after.isPresent()) {
            if (stopping.getAsBoolean()) {
                return;
            }
            var some = new ArrayList<StoredPack>();
            while (after.isPresent() && some.size() < PACKS_TOGETHER) {
                after = next(pages, day, after.get(), some);
            }
            if (!database.write("pack a day", transaction -> PackedDays.add(transaction, day, some))) {
                return;
            }
        }
        var digest = digest(next);
        database.run(
                "pack a day", transaction -> PackedDays.finish(transaction, day, next.account.zone(), digest, now));
    }

    /**
     * The digest of a day's records. It is used only while the account has its present zone, because only in this zone
     * the window is a day.
     */
    private PullDigest digest(Due due) {
        var date = LocalDate.ofInstant(due.day.window().start(), due.account.zone());
        var proof = new RecordProof(due.day.kind());
        return database.read(transaction -> proof.prove(transaction, due.account, new DaySpan(date, date)))
                .get(0)
                .digest();
    }

    /**
     * Reads the documents that follow a position, and adds them to {@code some} as a pack. Returns the position of the
     * last of them, if more packs can follow.
     */
    private Optional<PagePosition> next(RecordPages pages, PackedDay day, PagePosition after, List<StoredPack> some) {
        var request = new PageRequest(Pack.DOCUMENTS, 0, Optional.of(after));
        var page = database.read(
                transaction -> pages.page(transaction, day.cmId(), day.window(), new Criteria(), request));
        var count = page.documents().size();
        var isComplete = page.next().isEmpty() || count == Pack.DOCUMENTS;
        if (count == 0 || !isComplete) {
            // No document is left; or the documents are so large that a page reaches its limit of bytes before it has
            // enough documents for a pack.
            return Optional.empty();
        }
        var last = page.next();
        some.add(new StoredPack(
                after,
                last.orElse(new PagePosition(day.window().end(), 0)),
                last.isEmpty(),
                count,
                Pack.of(page.documents())));
        return last;
    }
}
