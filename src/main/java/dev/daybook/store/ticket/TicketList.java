package dev.daybook.store.ticket;

import dev.daybook.domain.PagePosition;
import dev.daybook.domain.ticket.Priority;
import dev.daybook.domain.ticket.Ticket;
import dev.daybook.domain.ticket.TicketStatus;
import dev.daybook.domain.ticket.TicketTime;
import dev.daybook.store.EpochMillis;
import dev.daybook.store.Transaction;
import dev.daybook.store.record.RecordTable;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;

/** Lists of tickets for people who work on them: the queue, the tickets of a customer, and those with a number. */
public final class TicketList {
    private static final String BY_NUMBER =
            "SELECT id FROM ticket WHERE cm_id = :cmId AND number = :number AND deleted_at = 0";

    private static final String BEFORE = " AND (created_at, id) < (:time, :id)";

    private static final String RANGE = """
            SELECT * FROM (SELECT id, created_at FROM ticket
             WHERE cm_id = :cmId AND deleted_at = 0 AND status = '%s' AND priority = %d%s%s
             ORDER BY created_at DESC, id DESC LIMIT :limit) AS newest""";

    /**
     * The filter and the order of a queue.
     *
     * @param status the status; all if it is empty
     * @param priority the priority; all if it is empty
     * @param assignee the employee, 0 for nobody; all if it is empty
     * @param customer the customer; all if it is empty
     * @param late whether to show only late tickets
     * @param dueFirst whether to show only open tickets with a due time, those due first at the top; otherwise the
     *     newest come first
     */
    public record Filter(
            Optional<TicketStatus> status,
            Optional<Priority> priority,
            OptionalLong assignee,
            OptionalLong customer,
            boolean late,
            boolean dueFirst) {
        /** All tickets of a customer, the newest first. */
        public static Filter ofCustomer(long customerId) {
            return new Filter(
                    Optional.empty(),
                    Optional.empty(),
                    OptionalLong.empty(),
                    OptionalLong.of(customerId),
                    false,
                    false);
        }
    }

    private TicketList() {}

    /**
     * A page of the tickets that match a filter, in the order of the filter.
     *
     * @param after the position of the last ticket of the page before; empty for the first page
     */
    public static RecordTable.Page<Ticket> page(
            Transaction transaction, long cmId, Filter filter, Optional<PagePosition> after, int limit) {
        var ids = transaction
                .query(sql(filter, after.isPresent()), cmId)
                .bind("priority", filter.priority.map(Priority::number).orElse(0))
                .bind("assignee", filter.assignee.orElse(0))
                .bind("customer", filter.customer.orElse(0))
                .bind(
                        "time",
                        after.map(PagePosition::createdAt)
                                .map(EpochMillis::column)
                                .orElse(0L))
                .bind("id", after.map(PagePosition::id).orElse(0L));
        return TicketTable.ROWS.page(transaction, cmId, ids, limit, ticket -> position(ticket, filter.dueFirst));
    }

    private static PagePosition position(Ticket ticket, boolean byDue) {
        return byDue
                ? new PagePosition(ticket.time(TicketTime.DUE).orElse(Instant.EPOCH), ticket.id())
                : ticket.position();
    }

    /** The SQL of the first page, or of a later one ({@code continued}); also for the test of its query plan. */
    static String sql(Filter filter, boolean continued) {
        return isOfRanges(filter) ? sqlOfRanges(filter, continued) : sqlOfOne(filter, continued);
    }

    /**
     * Whether to search the index by status and priority, with one range for each pair of a status and a priority. Open
     * tickets do not need this, because they have an index of their own. Late tickets, and the tickets of one employee
     * or of one customer, do not need it, because they are few.
     */
    private static boolean isOfRanges(Filter filter) {
        return !filter.dueFirst
                && !filter.late
                && filter.customer.isEmpty()
                && filter.assignee.orElse(0) == 0
                && (filter.status.isEmpty()
                        ? filter.priority.isPresent()
                        : filter.status.get() == TicketStatus.COMPLETE);
    }

    /**
     * SQL that finds the newest tickets of each pair of status and priority, and then the newest of all these. Each
     * subquery reads a short range of an index.
     */
    private static String sqlOfRanges(Filter filter, boolean continued) {
        var statuses = filter.status.map(List::of).orElse(List.of(TicketStatus.values()));
        var priorities = filter.priority.map(List::of).orElse(List.of(Priority.values()));
        return statuses.stream()
                .flatMap(status -> priorities.stream()
                        .map(priority -> RANGE.formatted(
                                status.key(),
                                priority.number(),
                                // The "+" keeps the database from using the index by assignee, in which nearly all
                                // tickets may be assigned to nobody.
                                filter.assignee.isPresent() ? " AND +assigned_to_id = 0" : "",
                                continued ? BEFORE : "")))
                .collect(Collectors.joining(
                        " UNION ALL ",
                        "SELECT id FROM (",
                        ") AS found ORDER BY created_at DESC, id DESC LIMIT :limit"));
    }

    /**
     * SQL that finds tickets in the order of one index. Late tickets are read from their own index, because they are
     * few, and often there are none. The tickets of a customer are read from the index by customer, and sorted. A
     * {@code +} before a column or {@code || ''} after it keeps the database from using an index of that column
     * instead. For example, the index by assignee would be slow if nearly all tickets of the account are assigned to
     * nobody, and the index by time if the customer has few tickets.
     */
    private static String sqlOfOne(Filter filter, boolean continued) {
        var ofCustomer = filter.customer.isPresent();
        var ofLate = filter.late && !ofCustomer && !filter.dueFirst && filter.assignee.orElse(0) == 0;
        var plus = ofCustomer || ofLate ? "+" : "";
        var ofOther = ofCustomer ? "+" : "";
        var place = ofOther + (filter.dueFirst ? "due" : "created_at");
        var status = filter.dueFirst ? Optional.of(TicketStatus.PENDING) : filter.status;
        var sql = new StringBuilder("SELECT id FROM ticket WHERE cm_id = :cmId AND deleted_at = 0");
        if (ofCustomer) {
            sql.append(" AND customer_id = :customer AND customer_id <> 0");
        }
        status.ifPresent(one -> sql.append(plus.isEmpty() ? " AND status = '" : " AND status || '' = '")
                .append(one.key())
                .append('\''));
        if (filter.dueFirst) {
            sql.append(" AND ").append(place).append(" <> 0");
        }
        if (filter.priority.isPresent()) {
            sql.append(" AND ").append(plus).append("priority = :priority");
        }
        if (filter.assignee.isPresent()) {
            sql.append(" AND ").append(plus).append("assigned_to_id = :assignee");
        }
        if (filter.late) {
            sql.append(" AND ").append(ofOther).append("late = 1");
        }
        if (continued) {
            sql.append(" AND (")
                    .append(place)
                    .append(", id) ")
                    .append(filter.dueFirst ? '>' : '<')
                    .append(" (:time, :id)");
        }
        return sql.append(" ORDER BY ")
                .append(place)
                .append(filter.dueFirst ? ", id" : " DESC, id DESC")
                .append(" LIMIT :limit")
                .toString();
    }

    /**
     * The tickets that a person may mean by a number: the one with this public number, and the one with this id, which
     * programs see.
     */
    public static List<Ticket> search(Transaction transaction, long cmId, long number) {
        var ids = new LinkedHashSet<>(ids(transaction, cmId, number));
        ids.add(number);
        return TicketTable.ROWS.inOrder(transaction, cmId, List.copyOf(ids));
    }

    /** The ticket with a public number. */
    public static Optional<Ticket> find(Transaction transaction, long cmId, long number) {
        return TicketTable.select(transaction, cmId, ids(transaction, cmId, number)).stream()
                .findFirst();
    }

    private static List<Long> ids(Transaction transaction, long cmId, long number) {
        return transaction
                .query(BY_NUMBER, cmId)
                .bind("number", number)
                .mapTo(Long.class)
                .list();
    }
}
