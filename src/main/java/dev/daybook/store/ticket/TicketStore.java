package dev.daybook.store.ticket;

import dev.daybook.domain.AnswerRoom;
import dev.daybook.domain.Reason;
import dev.daybook.domain.account.Account;
import dev.daybook.domain.account.Author;
import dev.daybook.domain.account.Rights;
import dev.daybook.domain.ticket.Ticket;
import dev.daybook.domain.ticket.TicketChange;
import dev.daybook.domain.ticket.TicketEvent;
import dev.daybook.domain.ticket.TicketNote;
import dev.daybook.store.Transaction;
import dev.daybook.store.record.Documents;
import dev.daybook.store.record.RecordLoad;
import dev.daybook.store.record.RecordWrite;
import dev.daybook.store.webhook.Outbox;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.function.BinaryOperator;

/** Adds, changes and finds tickets. Each change updates the ticket's document in the same transaction. */
public final class TicketStore {
    /**
     * The largest number of events of each kind that are read for one ticket, the newest ones. Each status change adds
     * an event, so a ticket may have any number of them.
     */
    public static final int MOST_EVENTS = 1000;

    /**
     * The limit for the total size of the remarks that {@link #newestEvents} reads for each kind of event, in bytes.
     */
    private static final long MOST_EVENT_BYTES = 500_000;

    private static final String BY_NUMBER = """
            SELECT t.number, t.id, d.doc FROM ticket t
            JOIN ticket_document d ON d.cm_id = :cmId AND d.created_at = t.created_at AND d.id = t.id
            WHERE t.cm_id = :cmId AND t.number IN (<numbers>)""";

    /** Number of rows that PostgreSQL sends at a time: if the answer is too large, the remaining rows are not read. */
    private static final int FETCHED = 100;

    private final Documents<Ticket> documents;
    private final Outbox outbox;
    private final BinaryOperator<String> unmasked;
    private final TicketNumbers numbers = new TicketNumbers();
    private final Map<Transaction, TicketNumbers> rehearsed = Collections.synchronizedMap(new WeakHashMap<>());

    /**
     * Creates a store that writes each ticket with its document. {@link #update} also adds status changes to the
     * outbox.
     *
     * @param unmasked makes the new value of an associate field from its stored and its given JSON. The new value is
     *     the given one, but a part that equals the masked form of the stored part becomes the stored part
     */
    public TicketStore(Documents<Ticket> documents, Outbox outbox, BinaryOperator<String> unmasked) {
        this.documents = documents;
        this.outbox = outbox;
        this.unmasked = unmasked;
    }

    /**
     * A ticket that was found.
     *
     * @param id its internal id
     */
    public record Found(long id, byte[] document) {}

    /**
     * The result of a write.
     *
     * @param customerUnknown whether the change gives a customer id that is neither the id nor the code of a customer
     *     of this account, even if a customer was found by another value
     * @param statusChanged whether the ticket existed before with another status or sub-status
     */
    public record Saved(Ticket ticket, boolean customerUnknown, boolean statusChanged) {}

    /**
     * Performs an Add Ticket.
     *
     * @param rights the rights of the key, or {@link Rights#ALL} for a write without a key
     * @throws dev.daybook.domain.ProblemException ACCOUNT_GONE; INVALID_VALUE if the ticket would exceed a limit
     */
    public Saved add(
            Transaction transaction, Account account, TicketChange change, Rights rights, Author author, Instant now) {
        var write = writing(transaction, account, rights, author, Set.of());
        transaction.dialect().holdTicketNumbers(transaction, account.cmId());
        return write.write(new RecordWrite.Item<>(new NumberedChange(0, change), Optional.empty(), now), now)
                .saved();
    }

    /**
     * Performs an Update Ticket with the rights of a key, by an author.
     *
     * @throws dev.daybook.domain.ProblemException TICKET_UNKNOWN; INVALID_VALUE if the ticket would exceed a limit
     */
    public Saved update(
            Transaction transaction,
            Account account,
            long number,
            TicketChange change,
            Rights rights,
            Author author,
            Instant now) {
        var write = writing(transaction, account, rights, author, Set.of());
        var isPosted = outbox.isActive(transaction, account.cmId());
        var before =
                write.lock(List.of(Long.toString(number))).values().stream().findFirst();
        if (before.isEmpty()) {
            throw Reason.TICKET_UNKNOWN.with();
        }
        var item = new RecordWrite.Item<>(new NumberedChange(number, change), before, now);
        var saved = write.write(item, now).saved();
        if (saved.statusChanged() && isPosted.get()) {
            outbox.put(transaction, saved.ticket(), now.truncatedTo(ChronoUnit.MILLIS));
        }
        return saved;
    }

    private TicketWrite writing(
            Transaction transaction, Account account, Rights rights, Author author, Set<Long> reserved) {
        // A rehearsal is rolled back, so its numbers must stay free: it has its own TicketNumbers.
        var given = transaction.isRehearsal()
                ? rehearsed.computeIfAbsent(transaction, begun -> new TicketNumbers())
                : numbers;
        return new TicketWrite(transaction, account, rights, author, documents, given, reserved, unmasked);
    }

    /**
     * Forgets the cached numbers of an account's tickets, so that new tickets can get these numbers. Call it in the
     * transaction that deleted all tickets of the account, and only if no other transaction adds a ticket concurrently.
     */
    public void forgetNumbers(long cmId) {
        numbers.forget(cmId);
    }

    /** Loads many tickets. A ticket whose number exists is updated. */
    public RecordLoad load(
            Transaction transaction, Account account, List<RecordLoad.Row<NumberedChange>> rows, Instant now) {
        return load(transaction, account, rows, Set.of(), now);
    }

    /**
     * Loads one part of many tickets. A ticket whose number exists is updated.
     *
     * @param reserved the numbers that tickets of the other parts have: a ticket without a number gets none of them
     */
    public RecordLoad load(
            Transaction transaction,
            Account account,
            List<RecordLoad.Row<NumberedChange>> rows,
            Set<Long> reserved,
            Instant now) {
        var write = writing(transaction, account, Rights.ALL, Author.UNKNOWN, reserved);
        if (rows.stream().anyMatch(row -> row.change().number() == 0)) {
            transaction.dialect().holdTicketNumbers(transaction, account.cmId());
        }
        return write.load(rows, now);
    }

    /**
     * The documents of the existing tickets with these public numbers, by number.
     *
     * @param room the remaining size of the answer
     */
    public Map<Long, Found> find(Transaction transaction, long cmId, Collection<Long> wanted, AnswerRoom room) {
        if (wanted.isEmpty()) {
            return Map.of();
        }
        return wanted.size() <= FETCHED
                ? found(transaction, cmId, wanted, room)
                : transaction.fetching(() -> found(transaction, cmId, wanted, room));
    }

    private static Map<Long, Found> found(
            Transaction transaction, long cmId, Collection<Long> wanted, AnswerRoom room) {
        var found = new HashMap<Long, Found>();
        transaction
                .query(BY_NUMBER, cmId)
                .bindList("numbers", List.copyOf(wanted))
                .setFetchSize(FETCHED)
                .map((row, context) -> Map.entry(row.getLong(1), new Found(row.getLong(2), row.getBytes(3))))
                .forEach(entry -> {
                    room.take(entry.getValue().document.length);
                    found.put(entry.getKey(), entry.getValue());
                });
        return found;
    }

    /**
     * The notes of tickets, by the tickets' internal ids, the newest last. Tickets without notes are left out.
     *
     * @throws dev.daybook.domain.ProblemException if the notes do not fit into {@code room}
     */
    public Map<Long, List<TicketNote>> notes(
            Transaction transaction, long cmId, Collection<Long> ids, AnswerRoom room) {
        return ids.isEmpty() ? Map.of() : EventTable.notes(transaction, cmId, ids, room);
    }

    /**
     * The newest {@link #MOST_EVENTS} events of each of these kinds, by internal id of the ticket, the newest last.
     * Tickets without such events are left out.
     *
     * @throws dev.daybook.domain.ProblemException if the events do not fit into {@code room}
     */
    public Map<Long, List<TicketEvent>> events(
            Transaction transaction,
            long cmId,
            Collection<Long> ids,
            Collection<TicketEvent.Kind> kinds,
            AnswerRoom room) {
        return ids.isEmpty() || kinds.isEmpty()
                ? Map.of()
                : EventTable.events(transaction, cmId, ids, kinds, Long.MAX_VALUE, room);
    }

    /**
     * The newest events of one ticket, the newest last. Of each kind: at most {@link #MOST_EVENTS} events, with remarks
     * of at most {@link #MOST_EVENT_BYTES} bytes together, but in any case the newest event.
     */
    public List<TicketEvent> newestEvents(Transaction transaction, long cmId, long id) {
        var kinds = List.of(TicketEvent.Kind.values());
        var room = AnswerRoom.endless();
        return EventTable.events(transaction, cmId, List.of(id), kinds, MOST_EVENT_BYTES, room)
                .getOrDefault(id, List.of());
    }

    /** The number of all events of one ticket. */
    public long eventCount(Transaction transaction, long cmId, long id) {
        return EventTable.count(transaction, cmId, id);
    }
}
