package dev.daybook.store.ticket;

import dev.daybook.domain.AssociateFieldLimits;
import dev.daybook.domain.Reason;
import dev.daybook.domain.account.Account;
import dev.daybook.domain.account.Author;
import dev.daybook.domain.account.Rights;
import dev.daybook.domain.ticket.Assignee;
import dev.daybook.domain.ticket.Ticket;
import dev.daybook.domain.ticket.TicketChange;
import dev.daybook.domain.ticket.TicketRules;
import dev.daybook.domain.ticket.TicketUpdate;
import dev.daybook.store.Transaction;
import dev.daybook.store.account.NamedIds;
import dev.daybook.store.record.Documents;
import dev.daybook.store.record.RecordWrite;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.function.BinaryOperator;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Writes changes of tickets with their fields and events. */
final class TicketWrite extends RecordWrite<NumberedChange, Ticket, TicketWrite.Update> {
    private static final int MANY = 10;

    /**
     * From this number of notes on, another note is checked against the limit on the total size. With fewer notes, all
     * are within the limit, even if each has the largest size.
     */
    private static final int MANY_NOTES = TicketChange.MAX_NOTE_BYTES / (4 * TicketChange.MAX_COMMENT);

    private final NamedIds names;
    private final TicketNumbers numbers;
    private final Set<Long> reserved;
    private final Supplier<TicketRules> rules;
    private final Author author;
    private final BinaryOperator<String> unmasked;
    private final CustomerTags tags;
    private final Queue<Long> free = new ArrayDeque<>();

    TicketWrite(
            Transaction transaction,
            Account account,
            Rights rights,
            Author author,
            Documents<Ticket> documents,
            TicketNumbers numbers,
            Set<Long> reserved,
            BinaryOperator<String> unmasked) {
        super(transaction, account, TicketTable.ROWS, documents);
        this.names = new NamedIds(transaction, account.cmId());
        this.numbers = numbers;
        this.reserved = reserved;
        // The account is locked by now. So the names of sub-statuses, which documents contain, stay as they are until
        // the transaction ends.
        this.rules = TicketRulesStore.ask(transaction, account.cmId());
        this.author = author;
        this.unmasked = unmasked;
        this.tags = new CustomerTags(transaction, account.cmId(), rights);
    }

    /**
     * The result of one change.
     *
     * @param result the ticket after the change, with the new events
     * @param sameFields whether its associate fields are unchanged
     * @param saved the result for the caller
     */
    record Update(TicketUpdate result, boolean sameFields, TicketStore.Saved saved) {}

    @Override
    protected String key(NumberedChange change) {
        return change.number() == 0 ? "" : Long.toString(change.number());
    }

    @Override
    protected Map<String, Ticket> lock(Collection<String> keys) {
        var wanted = keys.stream().map(Long::valueOf).toList();
        var cmId = account().cmId();
        // Only a file has many numbers at once, and most numbers in a file are new. So first find the numbers of
        // existing tickets: for new numbers, PostgreSQL would search the associate fields of all tickets.
        var candidates = wanted.size() < MANY
                ? wanted
                : Transaction.inParts(
                        wanted,
                        some -> TicketTable.taken(transaction(), cmId, some).get());
        var locks = Transaction.parts(candidates).stream()
                .map(some -> TicketTable.lock(transaction(), cmId, some))
                .toList();
        // Events and webhook calls of a ticket are ordered by id. Before these locks were taken, another write may have
        // added events with higher ids than those that this write had reserved. So reserve new ids now.
        transaction().discardIds();
        expect(wanted.size());
        var tickets = Transaction.inParts(candidates, some -> TicketTable.numbered(transaction(), cmId, some, rules));
        var locked = locks.stream().flatMap(ids -> ids.get().stream()).collect(Collectors.toSet());
        return tickets.stream()
                .filter(ticket -> locked.contains(ticket.id()))
                .collect(Collectors.toMap(ticket -> Long.toString(ticket.number()), Function.identity()));
    }

    @Override
    protected Ticket withTextsOf(Ticket before, Ticket after) {
        return after.withTextsOf(before);
    }

    @Override
    protected NumberedChange loaded(NumberedChange change, Ticket present) {
        return new NumberedChange(change.number(), change.change().withoutRepeats(present));
    }

    /** Reserves the change number, and three ids for each ticket: for the ticket, its creation event and a note. */
    private void expect(int tickets) {
        transaction().expectChange();
        transaction().reserveIds(3 * tickets);
    }

    @Override
    protected void prepare(List<Item<NumberedChange, Ticket>> items, Instant now) {
        expect(items.size());
        if (items.size() == 1) {
            names.expect(items.get(0).change().change().assignee());
        }
        var noteCheck = noteCheck(items);
        var added = items.stream().filter(item -> item.before().isEmpty()).toList();
        var given = numbers.next(
                transaction(),
                account().cmId(),
                added.stream()
                        .map(item -> item.change().number())
                        .filter(number -> number != 0)
                        .toList(),
                added.stream()
                        .filter(item -> item.change().number() == 0)
                        .map(Item::createdAt)
                        .toList(),
                reserved);
        tags.lookUp(items);
        noteCheck.run();
        free.addAll(given.get());
    }

    /**
     * Looks up, with the next round trip, the total size of the notes of each ticket that has many notes and gets
     * another one.
     *
     * @return the check: refuses a note if all notes of its ticket together would be larger than the limit
     */
    private Runnable noteCheck(List<Item<NumberedChange, Ticket>> items) {
        var noted = new HashMap<Long, String>();
        for (var item : items) {
            var comment = item.change().change().comment();
            item.before()
                    .filter(before -> !comment.isEmpty() && before.notes() >= MANY_NOTES)
                    .ifPresent(before -> noted.put(before.id(), comment));
        }
        var parts = Transaction.parts(noted.keySet()).stream()
                .map(some -> EventTable.noteBytes(transaction(), account().cmId(), some))
                .toList();
        return () -> parts.forEach(part -> part.get().forEach((ticket, bytes) -> {
            if (bytes + AssociateFieldLimits.bytes(noted.getOrDefault(ticket, "")) > TicketChange.MAX_NOTE_BYTES) {
                throw Reason.NOTES_TOO_LARGE.with(TicketChange.MAX_NOTE_BYTES);
            }
        }));
    }

    @Override
    protected Update apply(Item<NumberedChange, Ticket> item, Instant now) {
        var change = item.change().change();
        var tag = tags.of(change);
        var byId = tag.filter(CustomerTags.Tag::byId).isPresent();
        var context = new TicketUpdate.Context(
                rules.get(),
                zone(),
                item.before().map(before -> notBefore(before, now)).orElse(now),
                tag.map(CustomerTags.Tag::customer),
                tag.map(CustomerTags.Tag::texts).orElse(Map.of()),
                byId,
                assignee(change),
                author,
                unmasked);
        var result = item.before()
                .map(before -> TicketUpdate.changed(before, change, context))
                .orElseGet(() -> TicketUpdate.added(
                        account().cmId(),
                        transaction().takeId(),
                        item.change().number() != 0 ? item.change().number() : free.remove(),
                        item.createdAt(),
                        change,
                        context));
        var after = result.after();
        var saved = new TicketStore.Saved(
                after, !change.customerId().isEmpty() && !byId, item.before().isPresent() && result.statusChanged());
        var sameFields = item.before()
                .filter(before -> before.associates().equals(after.associates()))
                .isPresent();
        return new Update(result, sameFields, saved);
    }

    private Optional<Assignee> assignee(TicketChange change) {
        if (change.assignee().isNobody()) {
            return Optional.empty();
        }
        var employee = names.findOrAdd(change.assignee());
        return Optional.of(new Assignee(employee.id(), employee.name()));
    }

    @Override
    protected Ticket after(Update update) {
        return update.result.after();
    }

    @Override
    protected void putParts(List<Update> added, List<Update> changed) {
        AssociateTable.insert(transaction(), added.stream().map(this::after).toList());
        AssociateTable.replace(
                transaction(),
                account().cmId(),
                changed.stream()
                        .filter(update -> !update.sameFields)
                        .map(this::after)
                        .toList());
        EventTable.insert(
                transaction(),
                Stream.concat(added.stream(), changed.stream())
                        .map(Update::result)
                        .toList());
    }
}
