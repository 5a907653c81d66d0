package dev.daybook.store.pack;

import dev.daybook.domain.Pack;
import dev.daybook.domain.PagePosition;
import dev.daybook.domain.PageRequest;
import dev.daybook.domain.RecordKind;
import dev.daybook.domain.account.Account;
import dev.daybook.store.Database;
import dev.daybook.store.Transaction;
import dev.daybook.store.record.Criteria;
import dev.daybook.store.record.RecordPages;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * Packs the days of accounts in the background. A day that is over is marked first. Every change of a document of the
 * day removes the mark. If the mark is still there after a quiet time, the day's documents are read and compressed
 * outside of any transaction that writes. Their packs are added only while the mark is there. Finally the number of the
 * day's documents is stored. A day that has lost its mark is stale: its packs are deleted, and then it can be marked
 * again.
 *
 * <p>A transaction that began before the mark was committed may change the day without seeing the mark. So a change
 * number is taken after the commit of the mark, and documents are read only after all transactions with lower numbers
 * have ended.
 */
public final class Packer {
    private static final Duration BETWEEN_LOOKS = Duration.ofMinutes(1);

    /**
     * The least size of a day that is packed, in bytes of its documents. A few documents compress badly: the packs of
     * smaller days would need more than 12 % of the space of their documents.
     */
    static final int LEAST_BYTES = 25_600;

    /** The number of packs added in one transaction. Adding them takes SQLite's only writer a few milliseconds. */
    private static final int PACKS_TOGETHER = 8;

    /**
     * The total size of documents, in bytes, at which a transaction adds no more packs. Eight packs of typical
     * customers are a little smaller.
     */
    private static final long BYTES_TOGETHER = 2 << 20;

    private final Database database;
    private final Duration quiet;
    private final Deque<Due> due = new ArrayDeque<>();
    private final Deque<PackedDay> stale = new ArrayDeque<>();
    private final Deque<Look> looks = new ArrayDeque<>();
    private Instant lookedAt = Instant.EPOCH;
    private long counted;
    private volatile long packs;

    /**
     * Packs days of this database.
     *
     * @param quiet how long a day must have been unchanged before it is packed
     */
    public Packer(Database database, Duration quiet) {
        this.database = database;
        this.quiet = quiet;
    }

    /**
     * A part of the search for days, still to be done: it marks days of an account, and finds the days to pack and to
     * unpack.
     *
     * @param from where the search for unmarked days begins; later than {@link Instant#EPOCH} if an earlier part has
     *     marked the days before it
     */
    private record Look(Account account, RecordKind kind, Instant from) {}

    /**
     * A day to pack, or the rest of it.
     *
     * @param number a change number; the day is packed after every transaction with a lower number has ended
     * @param after the position after which the packing continues
     * @param packs the number of packs before this position
     * @param records the number of documents in these packs
     */
    private record Due(PackedDay day, long number, PagePosition after, int packs, long records) {}

    /** The number of packs, as of the last scan of all accounts. */
    public long packs() {
        return packs;
    }

    /**
     * Packs days until {@code time} has passed, in steps that are short: one look at the days of an account, or a few
     * packs of a day. Does at least one step, if there is one to do, unless {@code stopping} is true. A later call
     * continues with the same day. After the last account all accounts are scanned again, at most once a minute.
     *
     * @param all reads the accounts; called for each scan
     * @param stopping whether to end as soon as possible
     */
    public void work(Supplier<List<Account>> all, Instant now, Duration time, BooleanSupplier stopping) {
        if (isDone() && isPast(lookedAt, BETWEEN_LOOKS, now)) {
            for (var account : all.get()) {
                for (var kind : RecordKind.values()) {
                    looks.add(new Look(account, kind, Instant.EPOCH));
                }
            }
            counted = 0;
            lookedAt = now;
        }
        var start = System.nanoTime();
        while (!isDone() && !stopping.getAsBoolean()) {
            step(now);
            if (System.nanoTime() - start >= time.toNanos()) {
                return;
            }
        }
    }

    /**
     * Whether at least {@code time} has passed since {@code from}. Also true if {@code from} lies in the future by more
     * than {@code time}: then the clock was set back.
     */
    private static boolean isPast(Instant from, Duration time, Instant now) {
        return !from.plus(time).isAfter(now) || from.minus(time).isAfter(now);
    }

    private boolean isDone() {
        return due.isEmpty() && stale.isEmpty() && looks.isEmpty();
    }

    /**
     * Unpacks a part of a stale day, packs a part of a day, or looks at some days of an account. If this fails, a later
     * scan finds the day again.
     */
    private void step(Instant now) {
        if (!stale.isEmpty()) {
            unpack(stale.remove());
        } else if (!due.isEmpty()) {
            pack(due.remove(), now);
        } else {
            look(looks.remove(), now);
        }
    }

    private void look(Look look, Instant now) {
        var account = look.account;
        var kind = look.kind;
        var days = database.read(transaction -> UnmarkedDays.find(transaction, account, kind, look.from, now));
        if (!days.isEmpty()) {
            database.run("mark days", transaction -> PackedDays.mark(transaction, account.cmId(), kind, days, now));
        }
        if (days.size() == UnmarkedDays.MOST) {
            looks.addFirst(new Look(account, kind, days.get(days.size() - 1).end()));
            return;
        }
        sort(account, kind, now);
        if (looks.isEmpty()) {
            packs = counted;
        }
    }

    /**
     * Adds the stale days of an account to {@code stale}, and the days that have been quiet for long enough to {@code
     * due}. Also counts the packs.
     */
    private void sort(Account account, RecordKind kind, Instant now) {
        var waiting = new ArrayList<PackedDay>();
        for (var each : database.read(transaction -> PackedDays.list(transaction, account.cmId(), kind))) {
            counted += each.packs();
            if (each.day().isStale() || !each.day().isDayIn(account.zone())) {
                stale.add(each.day());
            } else if (!each.isPacked() && isPast(each.markedAt(), quiet, now)) {
                waiting.add(each.day());
            }
        }
        if (!waiting.isEmpty()) {
            // This change number is taken after the marks were committed: every transaction with a higher number sees
            // the marks.
            var number = database.write("pack a day", Transaction::changeNumber);
            waiting.forEach(day ->
                    due.add(new Due(day, number, new PagePosition(day.window().start(), 0), 0, 0)));
        }
    }

    private void unpack(PackedDay day) {
        if (database.write("unpack a day", transaction -> StaleDays.unpack(transaction, day))) {
            stale.addFirst(day);
        }
    }

    private void pack(Due next, Instant now) {
        if (next.packs == 0 && !isSettled(next.number)) {
            // A transaction with a lower change number is still running. The next scan finds the day again.
            return;
        }
        var day = next.day;
        var pages = new RecordPages(day.kind());
        var some = new ArrayList<StoredPack>();
        var after = Optional.of(next.after);
        while (after.isPresent() && some.size() < PACKS_TOGETHER && bytes(some) < BYTES_TOGETHER) {
            after = next(pages, day, after.get(), some);
        }
        var records =
                next.records + some.stream().mapToLong(StoredPack::records).sum();
        var isWhole = !some.isEmpty() && some.get(some.size() - 1).ends();
        if (next.packs == 0 && after.isEmpty() && bytes(some) < LEAST_BYTES) {
            some.clear();
        }
        if (!database.write("pack a day", transaction -> PackedDays.add(transaction, day, some))) {
            return;
        }
        var packs = next.packs + some.size();
        if (after.isPresent()) {
            due.addFirst(new Due(day, next.number, after.get(), packs, records));
        } else {
            var total = isWhole ? records : PackedDays.UNKNOWN;
            database.run("pack a day", transaction -> PackedDays.finish(transaction, day, packs, total, now));
        }
    }

    private boolean isSettled(long number) {
        return database.read(transaction -> transaction.dialect().nextChange(transaction) >= number);
    }

    private static long bytes(List<StoredPack> packs) {
        return packs.stream().mapToLong(each -> each.pack().length()).sum();
    }

    /**
     * Reads the documents after the position {@code after}. If they are enough for a pack, or the last ones of the day,
     * adds the pack to {@code some}. Returns the position of the last document; empty if no more packs can follow.
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
