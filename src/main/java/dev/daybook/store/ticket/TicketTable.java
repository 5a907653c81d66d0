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
import dev.daybook.store.RowBatch;
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

/** The rows of tickets. */
public final class TicketTable {
    private static final String INTO = """
            ticket
            (cm_id, id, number, created_at, modified_at, deleted_at, version, changed_in, status, sub_status, customer_id,
             contact_id, priority, assigned_to_id, due, call_back, follow_up, ended, conversation, late, tat_minutes,
             sla_minutes, notes, title, detail, queue, disposition, classification, due_date, customer_name,
             customer_code, phone, email, address)""";

    /** Adds a ticket, or puts another in its place as its next version. */
    private static final String PUT = "INSERT INTO " + INTO + """

            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT (cm_id, id) DO UPDATE SET
             modified_at = excluded.modified_at, version = ticket.version + 1, changed_in = excluded.changed_in,
             status = excluded.status, sub_status = excluded.sub_status, customer_id = excluded.customer_id,
             contact_id = excluded.contact_id, priority = excluded.priority,
             assigned_to_id = excluded.assigned_to_id, due = excluded.due, call_back = excluded.call_back,
             follow_up = excluded.follow_up, ended = excluded.ended, conversation = excluded.conversation,
             late = excluded.late, tat_minutes = excluded.tat_minutes, sla_minutes = excluded.sla_minutes,
             notes = excluded.notes, title = excluded.title, detail = excluded.detail, queue = excluded.queue,
             disposition = excluded.disposition, classification = excluded.classification,
             due_date = excluded.due_date, customer_name = excluded.customer_name,
             customer_code = excluded.customer_code, phone = excluded.phone, email = excluded.email,
             address = excluded.address""";

    private static final String SELECT = """
            SELECT t.*, CASE WHEN e.name <> '' THEN e.name WHEN e.code <> '' THEN e.code ELSE e.email END AS assignee
            FROM ticket t
            LEFT JOIN employee e ON e.cm_id = t.cm_id AND e.id = t.assigned_to_id
            WHERE t.cm_id = :cmId AND t.deleted_at = 0 AND t.%s IN (<wanted>) ORDER BY t.id %s""";

    private TicketTable() {}

    /**
     * Adds tickets, or puts them in place of what is there; no two may have the same id.
     *
     * @param fresh whether none of them is there
     */
    static void put(Transaction transaction, List<Ticket> tickets, boolean fresh) {
        var changedIn = transaction.changeNumber();
        try (var batch = transaction.rows(INTO, PUT, fresh)) {
            tickets.forEach(ticket -> add(batch, ticket, changedIn));
            batch.execute();
        }
    }

    private static void add(RowBatch batch, Ticket ticket, long changedIn) {
        batch.add(ticket.cmId())
                .add(ticket.id())
                .add(ticket.number())
                .add(Times.column(ticket.createdAt()))
                .add(Times.column(ticket.modifiedAt()))
                .add(0)
                .add(1)
                .add(changedIn)
                .add(ticket.status().key())
                .add(ticket.subStatus().key())
                .add(ticket.customer().customerId())
                .add(ticket.customer().contactId())
                .add(ticket.priority().number())
                .add(ticket.assignee().id());
        for (var time : TicketTime.values()) {
            batch.add(Times.column(ticket.time(time).orElse(Instant.EPOCH)));
        }
        batch.add(ticket.late())
                .add(ticket.taken().toMinutes())
                .add(ticket.allowed().toMinutes())
                .add(ticket.notes());
        for (var field : TicketField.values()) {
            batch.add(ticket.text(field));
        }
        batch.endRow();
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
