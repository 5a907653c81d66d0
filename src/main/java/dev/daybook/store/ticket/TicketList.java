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
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;

/** Lists of tickets for people who work on them: the queue, and the tickets of a customer. */
public final class TicketList {
    /**
     * The newest tickets of one customer. The {@code +} keeps the database from using the index by time. With this
     * index, it would read the tickets of all customers until it has found enough tickets of this customer.
     */
    static final String OF_CUSTOMER = """
            SELECT id FROM ticket WHERE cm_id = :cmId AND customer_id = :customerId AND customer_id <> 0
            AND deleted_at = 0 ORDER BY +created_at DESC, id DESC LIMIT :limit""";

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
     * @param late whether to show only late tickets
     * @param dueFirst whether to show only open tickets with a due time, those due first at the top; otherwise the
     *     newest come first
     */
    public record Filter(
            Optional<TicketStatus> status,
            Optional<Priority> priority,
            OptionalLong assignee,
            boolean late,
            boolean dueFirst) {}

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

    /** The SQL of a page; also for the test of its query plan. */
    static String sql(Filter filter, boolean continued) {
        return isOfRanges(filter) ? sqlOfRanges(filter, continued) : sqlOfOne(filter, continued);
    }

    /**
     * Whether to search the index by status and priority, with one range for each pair of a status and a priority. Open
     * tickets do not need this, because they have an index of their own. Late tickets and the tickets of one employee
     * do not need it, because they are few.
     */
    private static boolean isOfRanges(Filter filter) {
        return !filter.dueFirst
                && !filter.late
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
     * few, and often there are none. A {@code +} before a column or {@code || ''} after it keeps the database from
     * using an index of that column instead. For example, the index by assignee would be slow if nearly all tickets of
     * the account are assigned to nobody.
     */
    private static String sqlOfOne(Filter filter, boolean continued) {
        var ofLate = filter.late && !filter.dueFirst && filter.assignee.orElse(0) == 0;
        var plus = ofLate ? "+" : "";
        var sql = new StringBuilder("SELECT id FROM ticket WHERE cm_id = :cmId AND deleted_at = 0");
        if (filter.dueFirst) {
            sql.append(" AND status = 'P' AND due <> 0");
        } else {
            filter.status.ifPresent(status -> sql.append(ofLate ? " AND status || '' = '" : " AND status = '")
                    .append(status.key())
                    .append('\''));
        }
        if (filter.priority.isPresent()) {
            sql.append(" AND ").append(plus).append("priority = :priority");
        }
        if (filter.assignee.isPresent()) {
            sql.append(" AND ").append(plus).append("assigned_to_id = :assignee");
        }
        if (filter.late) {
            sql.append(" AND late = 1");
        }
        if (continued) {
            sql.append(filter.dueFirst ? " AND (due, id) > (:time, :id)" : BEFORE);
        }
        return sql.append(filter.dueFirst ? " ORDER BY due, id" : " ORDER BY created_at DESC, id DESC")
                .append(" LIMIT :limit")
                .toString();
    }

    /** The newest tickets of a customer, the newest first. */
    public static List<Ticket> ofCustomer(Transaction transaction, long cmId, long customerId, int limit) {
        var ids = transaction
                .query(OF_CUSTOMER, cmId)
                .bind("customerId", customerId)
                .bind("limit", limit)
                .mapTo(Long.class)
                .list();
        return TicketTable.ROWS.inOrder(transaction, cmId, ids);
    }

    /** The ticket with a public number. */
    public static Optional<Ticket> find(Transaction transaction, long cmId, long number) {
        var ids = transaction
                .query(BY_NUMBER, cmId)
                .bind("number", number)
                .mapTo(Long.class)
                .list();
        return TicketTable.select(transaction, cmId, ids).stream().findFirst();
    }
}
