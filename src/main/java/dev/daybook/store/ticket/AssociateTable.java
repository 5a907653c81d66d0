package dev.daybook.store.ticket;

import static dev.daybook.store.record.Column.number;
import static dev.daybook.store.record.Column.text;

import dev.daybook.domain.ticket.AssociateField;
import dev.daybook.domain.ticket.Ticket;
import dev.daybook.store.Transaction;
import dev.daybook.store.record.Columns;
import dev.daybook.store.record.RowTable;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** The rows of tickets' associate fields. */
final class AssociateTable {
    private static final RowTable<Row> ROWS = new RowTable<>(
            "ticket_associate",
            new Columns<Row>()
                    .personal(
                            number("cm_id", row -> row.ticket.cmId()),
                            number("ticket_id", row -> row.ticket.id()),
                            number("position", row -> row.position)),
            new Columns<Row>()
                    .personal(
                            text("group_name", row -> row.field.group()),
                            text("field", row -> row.field.name()),
                            text("value", row -> row.field.json())));

    private static final String DELETE =
            "DELETE FROM ticket_associate WHERE cm_id = :cmId AND ticket_id IN (<tickets>)";

    private static final String SELECT = """
            SELECT ticket_id, group_name, field, value FROM ticket_associate WHERE cm_id = :cmId
            AND ticket_id IN (SELECT id FROM ticket WHERE cm_id = :cmId AND %s IN (<wanted>))
            ORDER BY ticket_id, position""";

    private AssociateTable() {}

    private record Row(Ticket ticket, int position, AssociateField field) {}

    static void insert(Transaction transaction, List<Ticket> tickets) {
        var rows = new ArrayList<Row>();
        for (var ticket : tickets) {
            var position = 0;
            for (var field : ticket.associates().list()) {
                rows.add(new Row(ticket, position++, field));
            }
        }
        ROWS.insert(transaction, rows);
    }

    static void replace(Transaction transaction, long cmId, List<Ticket> tickets) {
        if (!tickets.isEmpty()) {
            transaction
                    .later(DELETE, cmId)
                    .bindList("tickets", tickets.stream().map(Ticket::id).toList())
                    .execute();
            insert(transaction, tickets);
        }
    }

    /**
     * The fields, by ticket id, of the tickets that have one of the wanted values in a column. Runs with the next round
     * trip.
     *
     * @param column the column of the table {@code ticket}, such as {@code number}
     */
    static Supplier<Map<Long, List<AssociateField>>> ask(
            Transaction transaction, long cmId, String column, Collection<Long> wanted) {
        return transaction
                .later(SELECT.formatted(column), cmId)
                .bindList("wanted", wanted)
                .askByKey(row -> Map.entry(
                        row.getLong(1), new AssociateField(row.getString(2), row.getString(3), row.getString(4))));
    }
}
