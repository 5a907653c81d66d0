package dev.daybook.store.ticket;

import static dev.daybook.store.record.Column.number;
import static dev.daybook.store.record.Column.text;
import static dev.daybook.store.record.Column.time;

import dev.daybook.domain.AnswerRoom;
import dev.daybook.domain.account.Author;
import dev.daybook.domain.ticket.Ticket;
import dev.daybook.domain.ticket.TicketEvent;
import dev.daybook.domain.ticket.TicketNote;
import dev.daybook.domain.ticket.TicketStatus;
import dev.daybook.domain.ticket.TicketUpdate;
import dev.daybook.store.EpochMillis;
import dev.daybook.store.Transaction;
import dev.daybook.store.record.Columns;
import dev.daybook.store.record.RowTable;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jdbi.v3.core.mapper.RowMapper;
import org.jdbi.v3.core.statement.Query;

/** The events of tickets, including notes, in the order of their arrival. A note is an event of kind response. */
final class EventTable {
    private static final RowTable<Row> ROWS = new RowTable<>(
            "ticket_event",
            new Columns<Row>()
                    .personal(
                            number("cm_id", row -> row.ticket.cmId()),
                            number("ticket_id", row -> row.ticket.id()),
                            number("id", row -> row.id)),
            new Columns<Row>()
                    .personal(
                            time("created_at", row -> row.event.at()),
                            text("kind", row -> row.event.kind().name()),
                            text("status", row -> row.event.status().key()),
                            text("sub_status", row -> row.event.subStatus()),
                            text("remark", row -> row.event.remark()))
                    .kept(
                            number("person_id", row -> row.event.author().personId()),
                            number("key_id", row -> row.event.author().keyId())));

    private static final String NOTES = """
            SELECT ticket_id, id, created_at, remark FROM ticket_event
            WHERE cm_id = :cmId AND ticket_id IN (<tickets>) AND kind = 'RESPONSE' ORDER BY ticket_id, id""";

    /**
     * The newest events of tickets, the oldest of them first. A ticket has at most {@code :most} events of each kind,
     * and their remarks have at most {@code :bytes} bytes together. The newest event of each kind is always included.
     */
    private static final String EVENTS = """
            SELECT ticket_id, created_at, kind, status, sub_status, remark, person_id, key_id FROM (
             SELECT e.*, row_number() OVER newer AS place, sum(octet_length(remark)) OVER newer AS bytes
             FROM ticket_event e
             WHERE cm_id = :cmId AND ticket_id IN (<tickets>) AND kind IN (<kinds>)
             WINDOW newer AS (PARTITION BY ticket_id, kind ORDER BY id DESC)) newest
            WHERE place <= :most AND (place = 1 OR bytes <= :bytes) ORDER BY ticket_id, id""";

    private static final String NOTE_BYTES = """
            SELECT ticket_id, sum(octet_length(remark)) AS bytes FROM ticket_event
            WHERE cm_id = :cmId AND ticket_id IN (<tickets>) AND kind = 'RESPONSE' GROUP BY ticket_id""";

    /** Number of rows that PostgreSQL sends at a time: if the answer is too large, the remaining rows are not read. */
    private static final int FETCHED = 100;

    /**
     * The number of characters that a note has in an answer in addition to its text. For an event, the number is
     * {@link #REST_OF_EVENT}.
     */
    private static final int REST_OF_NOTE = 60;

    private static final int REST_OF_EVENT = 110;

    private EventTable() {}

    private record Row(Ticket ticket, long id, TicketEvent event) {}

    /** Adds the events of updates. */
    static void insert(Transaction transaction, Collection<TicketUpdate> updates) {
        transaction.reserveIds(
                updates.stream().mapToInt(update -> update.events().size()).sum());
        ROWS.insert(
                transaction,
                updates.stream()
                        .flatMap(update -> update.events().stream()
                                .map(event -> new Row(update.after(), transaction.takeId(), event)))
                        .toList());
    }

    /**
     * The total size of the notes of each of these tickets in bytes, without tickets that have no notes. Runs with the
     * next round trip.
     */
    static Supplier<Map<Long, Long>> noteBytes(Transaction transaction, long cmId, Collection<Long> tickets) {
        return transaction
                .later(NOTE_BYTES, cmId)
                .bindList("tickets", tickets)
                .ask(
                        row -> Map.entry(row.getLong("ticket_id"), row.getLong("bytes")),
                        rows -> rows.stream().collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue)));
    }

    static long count(Transaction transaction, long cmId, long ticket) {
        return transaction
                .query("SELECT count(*) FROM ticket_event WHERE cm_id = :cmId AND ticket_id = :ticketId", cmId)
                .bind("ticketId", ticket)
                .mapTo(Long.class)
                .one();
    }

    /**
     * The notes of tickets, by ticket, the newest last. Tickets without notes are left out.
     *
     * @param room the remaining size of the answer
     */
    static Map<Long, List<TicketNote>> notes(
            Transaction transaction, long cmId, Collection<Long> tickets, AnswerRoom room) {
        return byTicket(transaction, transaction.query(NOTES, cmId), tickets, (row, context) -> {
            var note = new TicketNote(row.getLong(2), EpochMillis.instant(row.getLong(3)), row.getString(4));
            room.take(REST_OF_NOTE);
            room.takeText(note.detail());
            return note;
        });
    }

    /**
     * The newest events of each of these kinds, by ticket, the newest last: at most {@link TicketStore#MOST_EVENTS} of
     * each kind. Tickets without such events are left out.
     *
     * @param bytes the largest size of the remarks of one kind of a ticket; the newest remark alone may be larger
     * @param room the remaining size of the answer
     */
    static Map<Long, List<TicketEvent>> events(
            Transaction transaction,
            long cmId,
            Collection<Long> tickets,
            Collection<TicketEvent.Kind> kinds,
            long bytes,
            AnswerRoom room) {
        var names = kinds.stream().map(TicketEvent.Kind::name).toList();
        var query = transaction
                .query(EVENTS, cmId)
                .bindList("kinds", names)
                .bind("most", TicketStore.MOST_EVENTS)
                .bind("bytes", bytes);
        return byTicket(transaction, query, tickets, (row, context) -> {
            var event = new TicketEvent(
                    TicketEvent.Kind.valueOf(row.getString(3)),
                    EpochMillis.instant(row.getLong(2)),
                    TicketStatus.of(row.getString(4)).orElseThrow(),
                    row.getString(5),
                    row.getString(6),
                    new Author(row.getLong(7), row.getLong(8)));
            room.take(REST_OF_EVENT);
            room.takeText(event.subStatus());
            room.takeText(event.remark());
            return event;
        });
    }

    /** Groups rows by ticket, which is their first column. */
    private static <T> Map<Long, List<T>> byTicket(
            Transaction transaction, Query query, Collection<Long> tickets, RowMapper<T> mapper) {
        return transaction.fetching(() -> {
            var found = new HashMap<Long, List<T>>();
            query.bindList("tickets", List.copyOf(tickets))
                    .setFetchSize(FETCHED)
                    .map((row, context) -> Map.entry(row.getLong(1), mapper.map(row, context)))
                    .forEach(entry -> found.computeIfAbsent(entry.getKey(), ticket -> new ArrayList<>())
                            .add(entry.getValue()));
            return found;
        });
    }
}
