package dev.daybook.store.ticket;

import dev.daybook.domain.ticket.AssociateField;
import dev.daybook.domain.ticket.AssociateFields;
import dev.daybook.domain.ticket.Ticket;
import dev.daybook.store.Transaction;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;

/** The rows of tickets' associate fields. */
final class AssociateTable {
    private static final String INTO = "ticket_associate (cm_id, ticket_id, position, group_name, field, value)";

    private static final String PUT = "INSERT INTO " + INTO + " VALUES (?, ?, ?, ?, ?, ?)";

    private static final String DELETE =
            "DELETE FROM ticket_associate WHERE cm_id = :cmId AND ticket_id IN (<tickets>)";

    private static final String SELECT = """
            SELECT ticket_id, group_name, field, value FROM ticket_associate
            WHERE cm_id = :cmId AND ticket_id IN (<tickets>) ORDER BY ticket_id, position""";

    private AssociateTable() {}

    /**
     * Puts the fields of tickets in place of those that are there.
     *
     * @param fresh whether none are there
     */
    static void put(Transaction transaction, long cmId, List<Ticket> tickets, boolean fresh) {
        if (tickets.isEmpty()) {
            return;
        }
        if (!fresh) {
            transaction
                    .handle()
                    .createUpdate(DELETE)
                    .bind("cmId", cmId)
                    .bindList("tickets", tickets.stream().map(Ticket::id).toList())
                    .execute();
        }
        if (tickets.stream().allMatch(ticket -> ticket.associates().list().isEmpty())) {
            return;
        }
        try (var batch = transaction.rows(INTO, PUT, fresh && tickets.size() > 1)) {
            for (var ticket : tickets) {
                var position = 0;
                for (var field : ticket.associates().list()) {
                    batch.add(cmId)
                            .add(ticket.id())
                            .add(position++)
                            .add(field.group())
                            .add(field.name())
                            .add(field.json())
                            .endRow();
                }
            }
            batch.execute();
        }
    }

    /** The fields of tickets, by ticket. */
    static Map<Long, AssociateFields> select(Handle handle, long cmId, Collection<Long> tickets) {
        if (tickets.isEmpty()) {
            return Map.of();
        }
        var found = new HashMap<Long, List<AssociateField>>();
        handle.createQuery(SELECT)
                .bind("cmId", cmId)
                .bindList("tickets", List.copyOf(tickets))
                .map((row, context) -> Map.entry(
                        row.getLong(1), new AssociateField(row.getString(2), row.getString(3), row.getString(4))))
                .forEach(entry -> found.computeIfAbsent(entry.getKey(), ticket -> new ArrayList<>())
                        .add(entry.getValue()));
        var fields = new HashMap<Long, AssociateFields>();
        found.forEach((ticket, list) -> fields.put(ticket, new AssociateFields(list)));
        return fields;
    }
}
