package dev.daybook.store.ticket;

import dev.daybook.domain.ticket.TicketEvent;
import dev.daybook.domain.ticket.TicketNote;
import dev.daybook.domain.ticket.TicketStatus;
import dev.daybook.store.Times;
import dev.daybook.store.Transaction;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.mapper.RowMapper;

/** The rows of what happened to tickets and was said about them, in the order in which it came. A note is a response. */
final class EventTable {
    private static final String INTO =
            "ticket_event (cm_id, ticket_id, id, created_at, kind, status, sub_status, remark)";

    private static final String NOTES = """
            SELECT ticket_id, id, created_at, remark FROM ticket_event
            WHERE cm_id = :cmId AND ticket_id IN (<tickets>) AND kind = 'RESPONSE' ORDER BY ticket_id, id""";

    private static final String EVENTS = """
            SELECT ticket_id, created_at, kind, status, sub_status, remark FROM ticket_event
            WHERE cm_id = :cmId AND ticket_id IN (<tickets>) ORDER BY ticket_id, id""";

    private EventTable() {}

    static void add(Transaction transaction, long cmId, Map<Long, List<TicketEvent>> events, boolean many) {
        var put = "INSERT INTO " + INTO + " VALUES (?, ?, ?, ?, ?, ?, ?, ?)";
        transaction.reserveIds(events.values().stream().mapToInt(List::size).sum());
        try (var batch = transaction.rows(INTO, put, many)) {
            events.forEach((ticket, list) -> list.forEach(event -> batch.add(cmId)
                    .add(ticket)
                    .add(transaction.takeId())
                    .add(Times.column(event.at()))
                    .add(event.kind().name())
                    .add(event.status().key())
                    .add(event.subStatus())
                    .add(event.remark())
                    .endRow()));
            batch.execute();
        }
    }

    /** The notes of tickets, by ticket, the newest last. */
    static Map<Long, List<TicketNote>> notes(Transaction transaction, long cmId, Collection<Long> tickets) {
        return byTicket(
                transaction,
                NOTES,
                cmId,
                tickets,
                (row, context) -> new TicketNote(row.getLong(2), Times.instant(row.getLong(3)), row.getString(4)));
    }

    /** What happened to tickets, by ticket, the newest last. */
    static Map<Long, List<TicketEvent>> events(Transaction transaction, long cmId, Collection<Long> tickets) {
        return byTicket(
                transaction,
                EVENTS,
                cmId,
                tickets,
                (row, context) -> new TicketEvent(
                        TicketEvent.Kind.valueOf(row.getString(3)),
                        Times.instant(row.getLong(2)),
                        TicketStatus.of(row.getString(4)).orElseThrow(),
                        row.getString(5),
                        row.getString(6)));
    }

    /** Rows whose first column is the ticket. */
    private static <T> Map<Long, List<T>> byTicket(
            Transaction transaction, String sql, long cmId, Collection<Long> tickets, RowMapper<T> mapper) {
        var found = new HashMap<Long, List<T>>();
        transaction
                .handle()
                .createQuery(sql)
                .bind("cmId", cmId)
                .bindList("tickets", List.copyOf(tickets))
                .map((row, context) -> Map.entry(row.getLong(1), mapper.map(row, context)))
                .forEach(entry -> found.computeIfAbsent(entry.getKey(), ticket -> new ArrayList<>())
                        .add(entry.getValue()));
        return found;
    }
}
