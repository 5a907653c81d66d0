package dev.daybook.store.ticket;

import dev.daybook.store.Transaction;
import java.time.Instant;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Gives new tickets their public numbers: the creation in milliseconds less 10^12, as the vendor's, or the next one that
 * is free. What this server gave away a moment ago may not be in the database yet and is remembered; if another server
 * was faster, the transaction breaks the unique index and is tried again.
 */
final class TicketNumbers {
    private static final long VENDORS_START = 1_000_000_000_000L;
    private static final int AT_ONCE = 500;

    /** Many more than can be on their way into the database at a time. */
    private static final int REMEMBERED = 4 * TicketLoad.BATCH;

    private static final String TAKEN = "SELECT number FROM ticket WHERE cm_id = :cmId AND number IN (<numbers>)";

    /** The first number from one on that is free, given that this one is not. */
    private static final String FREE = """
            SELECT t.number + 1 FROM ticket t WHERE t.cm_id = :cmId AND t.number >= :number
            AND NOT EXISTS (SELECT 1 FROM ticket n WHERE n.cm_id = t.cm_id AND n.number = t.number + 1)
            ORDER BY t.number LIMIT 1""";

    private record Place(long cmId, long number) {}

    /** The numbers that were given away, each with the first one after it that may be free. */
    private final Map<Place, Long> given = new LinkedHashMap<>();

    /** Numbers for new tickets of an account, by when they were created. */
    List<Long> next(Transaction transaction, long cmId, List<Instant> createdAt) {
        var numbers = createdAt.stream()
                .map(created -> take(cmId, Math.max(1, created.toEpochMilli() - VENDORS_START)))
                .toList();
        var taken = taken(transaction, cmId, numbers);
        return numbers.stream()
                .map(number -> taken.contains(number) ? nextFree(transaction, cmId, number) : number)
                .toList();
    }

    private long nextFree(Transaction transaction, long cmId, long taken) {
        var number = taken;
        do {
            var free = transaction
                    .handle()
                    .createQuery(FREE)
                    .bind("cmId", cmId)
                    .bind("number", number)
                    .mapTo(Long.class)
                    .one();
            number = take(cmId, free);
        } while (!taken(transaction, cmId, List.of(number)).isEmpty());
        return number;
    }

    private static Set<Long> taken(Transaction transaction, long cmId, List<Long> numbers) {
        var taken = new HashSet<Long>();
        for (var from = 0; from < numbers.size(); from += AT_ONCE) {
            transaction
                    .handle()
                    .createQuery(TAKEN)
                    .bind("cmId", cmId)
                    .bindList("numbers", numbers.subList(from, Math.min(numbers.size(), from + AT_ONCE)))
                    .mapTo(Long.class)
                    .forEach(taken::add);
        }
        return taken;
    }

    /** The first number from one on that was not given away. */
    private synchronized long take(long cmId, long wanted) {
        var number = wanted;
        for (var next = given.get(new Place(cmId, number)); next != null; ) {
            number = next;
            next = given.get(new Place(cmId, number));
        }
        // Straight past the whole run, should the same be wanted again.
        given.put(new Place(cmId, number), number + 1);
        given.put(new Place(cmId, wanted), number + 1);
        var oldest = given.keySet().iterator();
        while (given.size() > REMEMBERED && oldest.hasNext()) {
            oldest.next();
            oldest.remove();
        }
        return number;
    }
}
