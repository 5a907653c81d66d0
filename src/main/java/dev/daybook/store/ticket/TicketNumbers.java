package dev.daybook.store.ticket;

import dev.daybook.store.Transaction;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Gives new tickets their public numbers: the creation in milliseconds less 10^12, as the vendor's, or the next one that
 * is free. What is in the database shows by a look at it; what other transactions of this server are about to put there
 * is remembered. What another server puts there in the same moment breaks the unique index, and the transaction is tried
 * again.
 */
final class TicketNumbers {
    private static final long VENDORS_START = 1_000_000_000_000L;

    /** More than one load puts at once, and than a server adds in the time that a transaction takes. */
    private static final int REMEMBERED = 4 * TicketLoad.BATCH;

    private static final int AT_ONCE = 500;

    private static final String TAKEN = "SELECT number FROM ticket WHERE cm_id = :cmId AND number IN (<numbers>)";

    private final LinkedHashSet<Given> given = new LinkedHashSet<>();

    /** The last number that was given for a wanted one: files often have a day for the time of a thousand tickets. */
    private final LinkedHashMap<Given, Long> last = new LinkedHashMap<>();

    private record Given(long cmId, long number) {}

    /** Numbers for tickets that were created at these instants, in their order. */
    List<Long> next(Transaction transaction, long cmId, List<Instant> created) {
        var numbers = new ArrayList<Long>(created.size());
        created.forEach(instant -> numbers.add(give(cmId, instant.toEpochMilli() - VENDORS_START)));
        for (var from = 0; from < numbers.size(); from += AT_ONCE) {
            free(transaction, cmId, numbers.subList(from, Math.min(numbers.size(), from + AT_ONCE)));
        }
        return numbers;
    }

    /** Puts free numbers in place of those that are taken. */
    private void free(Transaction transaction, long cmId, List<Long> numbers) {
        var taken = taken(transaction, cmId, numbers);
        while (!taken.isEmpty()) {
            var known = taken;
            numbers.replaceAll(number -> known.contains(number) ? (Long) give(cmId, number + 1) : number);
            taken = taken(transaction, cmId, numbers);
        }
    }

    private static Set<Long> taken(Transaction transaction, long cmId, List<Long> numbers) {
        return new HashSet<>(transaction
                .handle()
                .createQuery(TAKEN)
                .bind("cmId", cmId)
                .bindList("numbers", List.copyOf(numbers))
                .mapTo(Long.class)
                .list());
    }

    private synchronized long give(long cmId, long wanted) {
        var start = new Given(cmId, Math.max(1, wanted));
        var number =
                Optional.ofNullable(last.get(start)).map(known -> known + 1).orElse(start.number);
        while (!given.add(new Given(cmId, number))) {
            number++;
        }
        last.put(start, number);
        forgetOldest(given);
        forgetOldest(last.keySet());
        return number;
    }

    private static void forgetOldest(Set<Given> known) {
        if (known.size() > REMEMBERED) {
            var oldest = known.iterator();
            oldest.next();
            oldest.remove();
        }
    }
}
