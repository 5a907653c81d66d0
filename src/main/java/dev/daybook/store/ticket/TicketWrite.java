package dev.daybook.store.ticket;

import dev.daybook.domain.OwnFields;
import dev.daybook.domain.Problem;
import dev.daybook.domain.account.Account;
import dev.daybook.domain.account.Rights;
import dev.daybook.domain.ticket.Assignee;
import dev.daybook.domain.ticket.AssociateFields;
import dev.daybook.domain.ticket.Ticket;
import dev.daybook.domain.ticket.TicketChange;
import dev.daybook.domain.ticket.TicketEvent;
import dev.daybook.domain.ticket.TicketRules;
import dev.daybook.domain.ticket.TicketUpdate;
import dev.daybook.store.Transaction;
import dev.daybook.store.account.ListStore;
import dev.daybook.store.account.NamedIds;
import dev.daybook.store.record.Documents;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Writes changes of tickets, one or thousands together: their rows, fields and history, and the documents of what
 * they are then. One instance serves one transaction, because it remembers the ids of names and the account's rules.
 */
final class TicketWrite {
    private final Transaction transaction;
    private final Account account;
    private final Rights rights;
    private final ListStore lists;
    private final NamedIds names;
    private final Documents<Ticket> documents;
    private final TicketNumbers numbers;
    private final TicketRules rules;

    TicketWrite(
            Transaction transaction,
            Account account,
            Rights rights,
            ListStore lists,
            Documents<Ticket> documents,
            TicketNumbers numbers) {
        this.transaction = transaction;
        this.account = account;
        this.rights = rights;
        this.lists = lists;
        this.names = new NamedIds(lists, transaction, account.cmId());
        this.documents = documents;
        this.numbers = numbers;
        this.rules = TicketRulesStore.find(transaction, account.cmId());
    }

    /**
     * One change.
     *
     * @param change what is asked for
     * @param before the ticket to change; empty adds one
     * @param number the public number of a new ticket, 0 for the next one
     * @param createdAt when it was created, if it is added
     */
    @SuppressWarnings("OptionalUsedAsFieldOrParameterType")
    record Item(TicketChange change, Optional<Ticket> before, long number, Instant createdAt) {}

    private record Written(Item item, TicketUpdate update, TicketStore.Saved saved) {
        Ticket ticket() {
            return update.after();
        }

        boolean sameFields() {
            return item.before
                    .map(Ticket::associates)
                    .orElse(AssociateFields.NONE)
                    .equals(ticket().associates());
        }

        TicketTable.Change change() {
            return new TicketTable.Change(item.before.orElseThrow(), ticket());
        }
    }

    /** The tickets with these numbers, as far as they are there, kept from other writers. */
    List<Ticket> lock(List<Long> wanted) {
        return TicketTable.lock(transaction, account.cmId(), wanted, rules.subStatuses());
    }

    /** Writes a change; what became of it. */
    TicketStore.Saved write(Item item, Instant now) {
        return write(List.of(item), now).get(0);
    }

    /** Writes changes, of which no two may be of the same ticket; what became of each, in their order. */
    List<TicketStore.Saved> write(List<Item> items, Instant now) {
        // A ticket, its coming, and maybe a response.
        transaction.reserveIds(3 * items.size());
        var added = new ArrayList<Written>();
        var changed = new ArrayList<Written>();
        var saved = new ArrayList<TicketStore.Saved>();
        var free = numbers(items).iterator();
        for (var item : items) {
            var written = write(item, free, item.before.isPresent() ? now : item.createdAt);
            (item.before.isPresent() ? changed : added).add(written);
            saved.add(written.saved);
        }
        put(added, items.size() > 1, true);
        put(changed, items.size() > 1, false);
        return saved;
    }

    /** The numbers of those that are new and come without one. */
    private List<Long> numbers(List<Item> items) {
        var created = items.stream()
                .filter(item -> item.before.isEmpty() && item.number == 0)
                .map(Item::createdAt)
                .toList();
        return numbers.next(transaction, account.cmId(), created);
    }

    /** Looks only at tickets with several notes: a few of the longest are within the bound in any case. */
    private void checkNotes(Item item) {
        var notes = item.before.map(Ticket::notes).orElse(0);
        if (item.change.comment().isEmpty() || notes < TicketChange.MAX_NOTE_BYTES / (4 * TicketChange.MAX_COMMENT)) {
            return;
        }
        var bytes = EventTable.noteBytes(
                        transaction, account.cmId(), item.before.orElseThrow().id())
                + OwnFields.bytes(item.change.comment());
        if (bytes > TicketChange.MAX_NOTE_BYTES) {
            throw Problem.INVALID_VALUE.because("comment: expected at most " + TicketChange.MAX_NOTE_BYTES
                    + " bytes of notes on one ticket; change it without a comment");
        }
    }

    private Written write(Item item, Iterator<Long> free, Instant now) {
        checkNotes(item);
        var tag = item.change.namesCustomer()
                ? CustomerTag.find(transaction, account.cmId(), item.change, rights)
                : Optional.<CustomerTag>empty();
        var context = new TicketUpdate.Context(
                rules,
                account.zone(),
                now,
                tag.map(CustomerTag::tag),
                tag.map(CustomerTag::known).orElse(Map.of()),
                assignee(item.change));
        var update = item.before
                .map(before -> TicketUpdate.changed(before, item.change, context))
                .orElseGet(() -> TicketUpdate.added(
                        account.cmId(),
                        transaction.takeId(),
                        item.number != 0 ? item.number : free.next(),
                        item.createdAt,
                        item.change,
                        context));
        var customerUnknown = !item.change.customerId().isEmpty() && tag.isEmpty();
        return new Written(
                item,
                update,
                new TicketStore.Saved(
                        update.after(), customerUnknown, item.before.isPresent() && update.statusChanged()));
    }

    private Optional<Assignee> assignee(TicketChange change) {
        if (change.assignee().isNobody()) {
            return Optional.empty();
        }
        var id = names.of(change.assignee());
        return Optional.of(new Assignee(id, lists.employeeName(transaction, account.cmId(), id)));
    }

    private void put(List<Written> written, boolean many, boolean fresh) {
        if (written.isEmpty()) {
            return;
        }
        var cmId = account.cmId();
        var tickets = written.stream().map(Written::ticket).toList();
        if (fresh) {
            TicketTable.add(transaction, tickets);
        } else {
            TicketTable.change(
                    transaction, written.stream().map(Written::change).toList());
        }
        AssociateTable.put(
                transaction,
                cmId,
                written.stream()
                        .filter(each -> !each.sameFields())
                        .map(Written::ticket)
                        .toList(),
                fresh);
        var events = new LinkedHashMap<Long, List<TicketEvent>>();
        written.forEach(each -> events.put(each.ticket().id(), each.update.events()));
        EventTable.add(transaction, cmId, events, many);
        if (fresh || many || written.get(0).item.change.describes()) {
            documents.put(transaction, tickets, account.zone(), fresh && many);
        } else {
            documents.rerender(transaction, tickets, account.zone());
        }
    }
}
