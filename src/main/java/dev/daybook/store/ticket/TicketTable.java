package dev.daybook.store.ticket;

import dev.daybook.domain.ticket.Assignee;
import dev.daybook.domain.ticket.AssociateFields;
import dev.daybook.domain.ticket.Priority;
import dev.daybook.domain.ticket.SubStatuses;
import dev.daybook.domain.ticket.TaggedCustomer;
import dev.daybook.domain.ticket.Ticket;
import dev.daybook.domain.ticket.TicketField;
import dev.daybook.domain.ticket.TicketStatus;
import dev.daybook.domain.ticket.TicketTime;
import dev.daybook.store.Times;
import dev.daybook.store.Transaction;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** The rows of tickets. */
public final class TicketTable {
    private static final List<TicketColumn> COLUMNS = List.of(TicketColumn.values());

    private static final String INTO =
            "ticket (cm_id, id, number, created_at, modified_at, deleted_at, version, changed_in, "
                    + COLUMNS.stream().map(TicketColumn::sql).collect(Collectors.joining(", ")) + ")";

    private static final String INSERT =
            "INSERT INTO " + INTO + " VALUES (?, ?, ?, ?, ?, ?, ?, ?" + ", ?".repeat(COLUMNS.size()) + ")";

    private static final String UPDATE = """
            UPDATE ticket SET modified_at = ?, version = version + 1, changed_in = ?%s WHERE cm_id = ? AND id = ?""";

    private static final String SELECT = """
            SELECT t.*, CASE WHEN e.name <> '' THEN e.name WHEN e.code <> '' THEN e.code ELSE e.email END AS assignee
            FROM ticket t
            LEFT JOIN employee e ON e.cm_id = t.cm_id AND e.id = t.assigned_to_id
            WHERE t.cm_id = :cmId AND t.deleted_at = 0 AND t.%s IN (<wanted>) ORDER BY t.id %s""";

    private TicketTable() {}

    /** Adds tickets. */
    static void add(Transaction transaction, List<Ticket> tickets) {
        var changedIn = transaction.changeNumber();
        try (var batch = transaction.rows(INTO, INSERT, tickets.size() > 1)) {
            for (var ticket : tickets) {
                batch.add(ticket.cmId())
                        .add(ticket.id())
                        .add(ticket.number())
                        .add(Times.column(ticket.createdAt()))
                        .add(Times.column(ticket.modifiedAt()))
                        .add(0)
                        .add(1)
                        .add(changedIn);
                COLUMNS.forEach(column -> column.addTo(batch, ticket));
                batch.endRow();
            }
            batch.execute();
        }
    }

    /**
     * A ticket that becomes another.
     *
     * @param before the ticket as it is there
     * @param after the ticket as it is to be
     */
    record Change(Ticket before, Ticket after) {
        /** Only those: SQLite would write an index anew for each column that is named, changed or not. */
        private List<TicketColumn> columns() {
            return COLUMNS.stream()
                    .filter(column -> column.differs(before, after))
                    .toList();
        }
    }

    /** Puts tickets in place of what is there as their next versions; no two may be of the same ticket. */
    static void change(Transaction transaction, List<Change> changes) {
        var changedIn = transaction.changeNumber();
        var alike = changes.stream().collect(Collectors.groupingBy(Change::columns));
        alike.forEach((columns, some) -> {
            var sets =
                    columns.stream().map(column -> ", " + column.sql() + " = ?").collect(Collectors.joining());
            try (var batch = transaction.rows(INTO, UPDATE.formatted(sets), false)) {
                for (var change : some) {
                    var ticket = change.after;
                    batch.add(Times.column(ticket.modifiedAt())).add(changedIn);
                    columns.forEach(column -> column.addTo(batch, ticket));
                    batch.add(ticket.cmId()).add(ticket.id()).endRow();
                }
                batch.execute();
            }
        });
    }

    /**
     * The tickets with these public numbers, as far as they are there, kept from other writers until the transaction ends.
     */
    static List<Ticket> lock(Transaction transaction, long cmId, Collection<Long> numbers, SubStatuses subStatuses) {
        var sql = SELECT.formatted("number", transaction.dialect().forUpdateOf("t"));
        return select(transaction, cmId, sql, numbers, subStatuses);
    }

    /** The tickets with these ids, as far as they are there. */
    public static List<Ticket> select(Transaction transaction, long cmId, Collection<Long> ids) {
        return ids.isEmpty()
                ? List.of()
                : select(
                        transaction,
                        cmId,
                        SELECT.formatted("id", ""),
                        ids,
                        TicketRulesStore.find(transaction, cmId).subStatuses());
    }

    private static List<Ticket> select(
            Transaction transaction, long cmId, String sql, Collection<Long> wanted, SubStatuses subStatuses) {
        if (wanted.isEmpty()) {
            return List.of();
        }
        var tickets = transaction
                .handle()
                .createQuery(sql)
                .bind("cmId", cmId)
                .bindList("wanted", List.copyOf(wanted))
                .map((row, context) -> ticket(row, subStatuses))
                .list();
        var associates = AssociateTable.select(
                transaction.handle(), cmId, tickets.stream().map(Ticket::id).toList());
        return tickets.stream()
                .map(ticket -> ticket.withAssociates(associates.getOrDefault(ticket.id(), AssociateFields.NONE)))
                .toList();
    }

    private static Ticket ticket(ResultSet row, SubStatuses subStatuses) throws SQLException {
        return new Ticket(
                row.getLong("cm_id"),
                row.getLong("id"),
                row.getLong("number"),
                Times.instant(row.getLong("created_at")),
                Times.instant(row.getLong("modified_at")),
                TicketStatus.of(row.getString("status")).orElseThrow(),
                subStatuses.of(row.getString("sub_status")),
                texts(row),
                new TaggedCustomer(row.getLong("customer_id"), row.getLong("contact_id")),
                Priority.of(row.getString("priority")).orElseThrow(),
                row.getLong("assigned_to_id") == 0
                        ? Assignee.NOBODY
                        : new Assignee(row.getLong("assigned_to_id"), row.getString("assignee")),
                times(row),
                row.getInt("late") != 0,
                Duration.ofMinutes(row.getLong("tat_minutes")),
                Duration.ofMinutes(row.getLong("sla_minutes")),
                row.getInt("notes"),
                AssociateFields.NONE);
    }

    private static Map<TicketField, String> texts(ResultSet row) throws SQLException {
        var texts = new EnumMap<TicketField, String>(TicketField.class);
        for (var field : TicketField.values()) {
            var text = row.getString(field.name().toLowerCase(Locale.ROOT));
            if (!text.isEmpty()) {
                texts.put(field, text);
            }
        }
        return texts;
    }

    private static Map<TicketTime, Instant> times(ResultSet row) throws SQLException {
        var times = new EnumMap<TicketTime, Instant>(TicketTime.class);
        for (var time : TicketTime.values()) {
            var column = row.getLong(time.name().toLowerCase(Locale.ROOT));
            if (column != 0) {
                times.put(time, Times.instant(column));
            }
        }
        return times;
    }
}
