package dev.daybook.store.ticket;

import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Gives new tickets their public numbers: the creation in milliseconds less 10^12, as the vendor's, or the next one if
 * this server gave that away already. What another server gave away shows in the database, by its unique index; the
 * transaction is then tried again and gets a later number.
 */
final class TicketNumbers {
    private static final long VENDORS_START = 1_000_000_000_000L;

    private final Map<Long, Long> last = new ConcurrentHashMap<>();

    /** The next number for an account. */
    long next(long cmId, Instant createdAt) {
        var wanted = createdAt.toEpochMilli() - VENDORS_START;
        return last.merge(cmId, wanted, (given, now) -> Math.max(given + 1, now));
    }
}
