package dev.daybook.store.ticket;

import dev.daybook.store.Transaction;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Assigns public numbers to new tickets: the creation time in milliseconds minus 10^12, as the vendor does, or the next
 * free number. Numbers in the database are looked up. Numbers that other transactions of this server are about to store
 * are cached. If two servers store the same number concurrently, the unique index refuses the second one, and the
 * transaction of the second one is retried. During its second and each later retry, no other transaction of the account
 * assigns numbers ({@link dev.daybook.store.Dialect#holdTicketNumbers}).
 *
 * <p>Consecutive taken numbers are cached as one run, because runs can be long. A server that adds more than one ticket
 * per millisecond assigns numbers further and further ahead of its clock. A file often gives thousands of tickets the
 * same day as their time.
 */
final class TicketNumbers {
    private static final long VENDORS_START = 1_000_000_000_000L;

    /**
     * The largest number of cached runs of consecutive taken numbers. If there are more, the cache is emptied. A load
     * needs at most one run for each ticket of a batch.
     */
    private static final int REMEMBERED = 40_000;

    private static final int BATCH_SIZE = 500;

    /**
     * The first free number after the run of taken numbers that contains {@code :number}; no row if this number is
     * free.
     */
    private static final String FREE = """
            SELECT t.number + 1 FROM ticket t WHERE t.cm_id = :cmId AND t.number >= :number
            AND EXISTS (SELECT 1 FROM ticket f WHERE f.cm_id = :cmId AND f.number = :number)
            AND NOT EXISTS (SELECT 1 FROM ticket n WHERE n.cm_id = :cmId AND n.number = t.number + 1)
            ORDER BY t.number LIMIT 1""";

    /** The taken numbers: the first number of each run, and the number after its last. */
    private final TreeMap<First, Long> runs =
            new TreeMap<>(Comparator.comparingLong(First::cmId).thenComparingLong(First::number));

    private record First(long cmId, long number) {}

    /**
     * Assigns numbers to tickets that were created at these instants. The supplier returns the numbers in the same
     * order. The next round trip looks up which of them are taken in the database.
     *
     * @param own the numbers that other new tickets of the same batch bring with them
     * @param reserved further numbers, which must not be assigned
     */
    Supplier<List<Long>> next(
            Transaction transaction, long cmId, List<Long> own, List<Instant> created, Set<Long> reserved) {
        forgetTooMany();
        if (!created.isEmpty()) {
            own.forEach(number -> take(cmId, number, number + 1));
        }
        var numbers = new ArrayList<Long>(created.size());
        created.forEach(instant -> numbers.add(assign(cmId, instant.toEpochMilli() - VENDORS_START, reserved)));
        var found = new TreeMap<Long, Long>();
        var looks = new ArrayList<Runnable>();
        for (var from = 0; from < numbers.size(); from += BATCH_SIZE) {
            var some = numbers.subList(from, Math.min(numbers.size(), from + BATCH_SIZE));
            var taken = TicketTable.taken(transaction, cmId, some);
            looks.add(() -> replaceTaken(transaction, cmId, some, taken.get(), reserved, found));
        }
        return () -> {
            looks.forEach(Runnable::run);
            return numbers;
        };
    }

    /**
     * Replaces the numbers that are taken in the database by free ones.
     *
     * @param taken those of {@code numbers} that are taken in the database
     * @param reserved further numbers, which must not be assigned
     * @param found the runs of taken numbers that this call and earlier ones found in the database. So thousands of
     *     tickets of one day need only one lookup
     */
    private void replaceTaken(
            Transaction transaction,
            long cmId,
            List<Long> numbers,
            Set<Long> taken,
            Set<Long> reserved,
            NavigableMap<Long, Long> found) {
        var open = taken;
        while (!open.isEmpty()) {
            var replaced = open;
            numbers.replaceAll(number -> replaced.contains(number)
                    ? (Long) replacement(transaction, cmId, number, reserved, found)
                    : number);
            open = TicketTable.taken(transaction, cmId, numbers).get();
        }
    }

    private long replacement(
            Transaction transaction, long cmId, long number, Set<Long> reserved, NavigableMap<Long, Long> found) {
        var run = found.floorEntry(number);
        if (run == null || number >= run.getValue()) {
            var end = firstFreeAfter(transaction, cmId, number);
            found.put(number, end);
            take(cmId, number, end);
        }
        return assign(cmId, number, reserved);
    }

    /**
     * For a taken number, the first greater number that is free in the database. If the ticket with the taken number
     * has been removed since it was found, returns {@code number + 1}, which may be taken. So the caller looks up
     * whether the result is free.
     */
    private static long firstFreeAfter(Transaction transaction, long cmId, long number) {
        return transaction
                .query(FREE, cmId)
                .bind("number", number)
                .mapTo(Long.class)
                .findOne()
                .orElse(number + 1);
    }

    private synchronized long assign(long cmId, long wanted, Set<Long> reserved) {
        var from = Math.max(1, wanted);
        var number = from;
        do {
            var run = run(cmId, from);
            number = run == null ? from : Math.max(from, run.getValue());
            take(cmId, number, number + 1);
        } while (reserved.contains(number));
        return number;
    }

    /** Records that the numbers from {@code from} to {@code to - 1} are taken, and merges them with adjacent runs. */
    private synchronized void take(long cmId, long from, long to) {
        var first = from;
        var end = to;
        for (var run = run(cmId, to); run != null && run.getValue() >= from; run = run(cmId, to)) {
            first = Math.min(first, run.getKey().number);
            end = Math.max(end, run.getValue());
            runs.remove(run.getKey());
        }
        runs.put(new First(cmId, first), end);
    }

    /** The last run of taken numbers of the account that starts at or before a number; null if there is none. */
    private Map.@Nullable Entry<First, Long> run(long cmId, long number) {
        var run = runs.floorEntry(new First(cmId, number));
        return run != null && run.getKey().cmId == cmId ? run : null;
    }

    /** Forgets the numbers of an account whose tickets are all deleted. */
    synchronized void forget(long cmId) {
        runs.subMap(new First(cmId, Long.MIN_VALUE), true, new First(cmId, Long.MAX_VALUE), true)
                .clear();
    }

    private synchronized void forgetTooMany() {
        if (runs.size() > REMEMBERED) {
            runs.clear();
        }
    }
}
