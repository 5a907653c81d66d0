package dev.daybook.store.ticket;

import static dev.daybook.store.record.Column.flag;
import static dev.daybook.store.record.Column.givenTime;
import static dev.daybook.store.record.Column.number;
import static dev.daybook.store.record.Column.resolved;
import static dev.daybook.store.record.Column.text;
import static dev.daybook.store.record.Column.texts;

import dev.daybook.domain.RecordKind;
import dev.daybook.domain.ticket.Assignee;
import dev.daybook.domain.ticket.AssociateField;
import dev.daybook.domain.ticket.AssociateFields;
import dev.daybook.domain.ticket.Priority;
import dev.daybook.domain.ticket.SubStatuses;
import dev.daybook.domain.ticket.TaggedCustomer;
import dev.daybook.domain.ticket.Ticket;
import dev.daybook.domain.ticket.TicketField;
import dev.daybook.domain.ticket.TicketRules;
import dev.daybook.domain.ticket.TicketStatus;
import dev.daybook.domain.ticket.TicketTime;
import dev.daybook.store.EpochMillis;
import dev.daybook.store.Transaction;
import dev.daybook.store.account.ListStore;
import dev.daybook.store.record.Column;
import dev.daybook.store.record.Columns;
import dev.daybook.store.record.RecordTable;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** The rows of tickets. */
public final class TicketTable {
    /**
     * The columns of a ticket. An erasure keeps those of what was done and when, and empties the personal ones: what
     * was said, and about whom.
     */
    public static final RecordTable<Ticket> ROWS = new RecordTable<>(
            RecordKind.TICKET,
            new Columns<Ticket>()
                    .kept(
                            number("number", Ticket::number),
                            text("status", ticket -> ticket.status().key()),
                            resolved("sub_status", ticket -> ticket.subStatus().key()),
                            number("priority", ticket -> ticket.priority().number()),
                            number("assigned_to_id", ticket -> ticket.assignee().id()),
                            flag("late", Ticket::late),
                            number("tat_minutes", ticket -> ticket.taken().toMinutes()),
                            number("sla_minutes", ticket -> ticket.allowed().toMinutes()))
                    .personal(
                            number("customer_id", ticket -> ticket.customer().customerId()),
                            number("contact_id", ticket -> ticket.customer().contactId()),
                            number("notes", Ticket::notes))
                    .all(Stream.of(TicketTime.values()).map(TicketTable::moment).toList())
                    .all(texts(TicketField.class, Ticket::text)),
            TicketTable::select);

    private static final String SELECT = """
            SELECT t.*, %s AS assignee FROM ticket t
            LEFT JOIN employee e ON e.cm_id = :cmId AND e.id = t.assigned_to_id
            WHERE t.cm_id = :cmId AND t.deleted_at = 0 AND t.%s IN (<wanted>) ORDER BY t.id""";

    private static final String LOCK = """
            SELECT id FROM ticket WHERE cm_id = :cmId AND deleted_at = 0 AND number IN (<numbers>) ORDER BY id""";

    private static final String TAKEN = "SELECT number FROM ticket WHERE cm_id = :cmId AND number IN (<numbers>)";

    private TicketTable() {}

    private static Column<Ticket> moment(TicketTime moment) {
        Column<Ticket> column = givenTime(Column.nameOf(moment), ticket -> ticket.time(moment));
        return column.kept();
    }

    /** Finds which of these public numbers are taken, also by deleted tickets. Runs with the next round trip. */
    static Supplier<Set<Long>> taken(Transaction transaction, long cmId, Collection<Long> numbers) {
        return transaction.later(TAKEN, cmId).bindList("numbers", numbers).ask(row -> row.getLong(1), Set::copyOf);
    }

    /**
     * Locks the existing tickets with these public numbers until the transaction ends. Runs with the next round trip.
     * Read the tickets by a later statement: a statement that waited for a row lock reads the locked row again, but not
     * the rows joined to it.
     *
     * @return their ids
     */
    static Supplier<Set<Long>> lock(Transaction transaction, long cmId, Collection<Long> numbers) {
        return transaction
                .later(LOCK + " " + transaction.dialect().forUpdate(), cmId)
                .bindList("numbers", numbers)
                .ask(row -> row.getLong(1), Set::copyOf);
    }

    /** The existing tickets with these public numbers. */
    static List<Ticket> numbered(
            Transaction transaction, long cmId, Collection<Long> numbers, Supplier<TicketRules> rules) {
        return select(transaction, cmId, "number", numbers, rules);
    }

    /** The existing tickets with these ids. */
    public static List<Ticket> select(Transaction transaction, long cmId, Collection<Long> ids) {
        return ids.isEmpty()
                ? List.of()
                : select(transaction, cmId, "id", ids, TicketRulesStore.ask(transaction, cmId));
    }

    private static List<Ticket> select(
            Transaction transaction, long cmId, String column, Collection<Long> wanted, Supplier<TicketRules> rules) {
        var associates = AssociateTable.ask(transaction, cmId, column, wanted);
        return transaction
                .later(SELECT.formatted(ListStore.SHOWN_EMPLOYEE, column), cmId)
                .bindList("wanted", wanted)
                .ask(row -> ticket(row, rules.get().subStatuses(), associates.get()))
                .get();
    }

    private static Ticket ticket(ResultSet row, SubStatuses subStatuses, Map<Long, List<AssociateField>> associates)
            throws SQLException {
        return new Ticket(
                row.getLong("cm_id"),
                row.getLong("id"),
                row.getLong("number"),
                EpochMillis.instant(row.getLong("created_at")),
                EpochMillis.instant(row.getLong("modified_at")),
                TicketStatus.of(row.getString("status")).orElseThrow(),
                subStatuses.of(row.getString("sub_status")),
                texts(row, TicketField.class),
                new TaggedCustomer(row.getLong("customer_id"), row.getLong("contact_id")),
                Priority.of(row.getString("priority")).orElseThrow(),
                row.getLong("assigned_to_id") == 0
                        ? Assignee.NOBODY
                        : new Assignee(row.getLong("assigned_to_id"), row.getString("assignee")),
                Column.times(row, TicketTime.class, ""),
                row.getInt("late") != 0,
                Duration.ofMinutes(row.getLong("tat_minutes")),
                Duration.ofMinutes(row.getLong("sla_minutes")),
                row.getInt("notes"),
                new AssociateFields(associates.getOrDefault(row.getLong("id"), List.of())));
    }
}
