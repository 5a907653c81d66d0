package dev.daybook.store.ticket;

import dev.daybook.domain.Window;
import dev.daybook.domain.ticket.Priority;
import dev.daybook.domain.ticket.Ticket;
import dev.daybook.store.EpochMillis;
import dev.daybook.store.Transaction;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Counts of open, late and due tickets for the overview. */
public final class TicketCounts {
    /** The largest exact count: counting stops at one ticket more. */
    public static final int COUNTED = 10_000;

    /** The open tickets. Repeats the conditions of the partial index word for word, so that the database can use it. */
    private static final String OPEN = "FROM ticket WHERE cm_id = :cmId AND status = 'P' AND deleted_at = 0";

    private static final String COUNT = """
            SELECT priority, count(*) AS tickets
            FROM (SELECT priority %s ORDER BY created_at, id LIMIT :limit) AS counted
            GROUP BY priority""".formatted(OPEN);

    /** Counts late open tickets. Reads the index of late tickets, as {@link TicketList#sql} does. */
    static final String LATE = """
            SELECT count(*) FROM (SELECT id FROM ticket
             WHERE cm_id = :cmId AND deleted_at = 0 AND late = 1 AND status || '' = 'P'
             ORDER BY created_at DESC, id DESC LIMIT :limit) AS counted""";

    private static final String DUE = """
            SELECT count(*) AS tickets, coalesce(sum(late), 0) AS late
            FROM (SELECT late FROM ticket WHERE cm_id = :cmId AND due <> 0 AND deleted_at = 0
             AND due >= :from AND due < :to ORDER BY due DESC LIMIT :limit) AS counted""";

    private static final String OLDEST = "SELECT id " + OPEN + " ORDER BY created_at, id LIMIT 1";

    /**
     * How many tickets are open.
     *
     * @param byPriority how many open tickets each priority has; counts only the oldest {@link #COUNTED} and one more
     * @param late how many are late; counting stops at one more than {@link #COUNTED}
     * @param oldest the oldest open ticket, if there is one
     */
    public record Open(Map<Priority, Long> byPriority, long late, Optional<Ticket> oldest) {
        public Open {
            byPriority = Map.copyOf(byPriority);
        }

        /** The number of open tickets that were counted, of all priorities together. */
        public long total() {
            return byPriority.values().stream().mapToLong(Long::longValue).sum();
        }

        /** Whether there are more tickets than {@link #COUNTED}. */
        public boolean isBeyond() {
            return total() > COUNTED;
        }
    }

    /**
     * The number of tickets that were due in a window.
     *
     * @param late how many of them were not complete in time
     */
    public record Due(long tickets, long late) {
        /** The percentage of tickets that were complete in time; 100 if none was due. */
        public long percentInTime() {
            return tickets == 0 ? 100 : (tickets - late) * 100 / tickets;
        }

        /** Whether there are more tickets than {@link #COUNTED}. Some may then be missing from the counts. */
        public boolean isBeyond() {
            return tickets > COUNTED;
        }
    }

    private TicketCounts() {}

    /** Counts the open tickets, and the late tickets among them. Each count stops at one more than {@link #COUNTED}. */
    public static Open open(Transaction transaction, long cmId) {
        var groups = transaction
                .query(COUNT, cmId)
                .bind("limit", COUNTED + 1)
                .map((row, context) ->
                        new Group(Priority.of(row.getString("priority")).orElseThrow(), row.getLong("tickets")))
                .list();
        var oldest = transaction.query(OLDEST, cmId).mapTo(Long.class).list();
        return new Open(
                groups.stream().collect(Collectors.groupingBy(Group::priority, Collectors.summingLong(Group::tickets))),
                transaction
                        .query(LATE, cmId)
                        .bind("limit", COUNTED + 1)
                        .mapTo(Long.class)
                        .one(),
                TicketTable.select(transaction, cmId, oldest).stream().findFirst());
    }

    private record Group(Priority priority, long tickets) {}

    /**
     * Counts the tickets that were due in a window, the latest due times first. The count stops at one more than {@link
     * #COUNTED}.
     */
    public static Due due(Transaction transaction, long cmId, Window window) {
        return transaction
                .query(DUE, cmId)
                .bind("from", EpochMillis.column(window.start()))
                .bind("to", EpochMillis.column(window.end()))
                .bind("limit", COUNTED + 1)
                .map((row, context) -> new Due(row.getLong("tickets"), row.getLong("late")))
                .one();
    }
}
