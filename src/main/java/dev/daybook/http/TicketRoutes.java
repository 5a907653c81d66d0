package dev.daybook.http;

import dev.daybook.domain.PageRequest;
import dev.daybook.domain.RecordKind;
import dev.daybook.domain.Window;
import dev.daybook.domain.account.Author;
import dev.daybook.domain.account.Scope;
import dev.daybook.domain.ticket.TicketChange;
import dev.daybook.domain.ticket.TicketNote;
import dev.daybook.http.pipeline.Answer;
import dev.daybook.http.pipeline.Call;
import dev.daybook.http.pipeline.Idempotency;
import dev.daybook.store.Database;
import dev.daybook.store.Transaction;
import dev.daybook.store.account.IdempotencyStore;
import dev.daybook.store.pack.PackedPages;
import dev.daybook.store.record.Criteria;
import dev.daybook.store.record.RecordPages;
import dev.daybook.store.ticket.TicketCriteria;
import dev.daybook.store.ticket.TicketStore;
import dev.daybook.wire.ticket.AddTicket;
import dev.daybook.wire.ticket.GetTickets;
import dev.daybook.wire.ticket.PullTickets;
import dev.daybook.wire.ticket.TicketAnswer;
import dev.daybook.wire.ticket.UpdateTicket;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.stream.Stream;

/** Handlers of the operations on tickets. */
public final class TicketRoutes {
    private final Database database;
    private final TicketStore tickets;
    private final RecordPages pages = new RecordPages(RecordKind.TICKET);
    private final PackedPages packedPages = new PackedPages(RecordKind.TICKET);
    private final Pulls pulls;
    private final Idempotency idempotency;
    private final Clock clock;
    private final int maxLimit;

    /** @param maxLimit the maximum number of tickets in a page */
    public TicketRoutes(
            Database database, TicketStore tickets, Pulls pulls, Idempotency idempotency, Clock clock, int maxLimit) {
        this.database = database;
        this.tickets = tickets;
        this.pulls = pulls;
        this.idempotency = idempotency;
        this.clock = clock;
        this.maxLimit = maxLimit;
    }

    /** Add Ticket. */
    Answer add(Call call) {
        var account = call.account();
        var key = call.caller().key();
        return idempotency.once(call, body -> AddTicket.decode(body, account.zone()), (transaction, request) -> {
            var change = request.asked();
            checkOwnNames(call, change);
            var saved = tickets.add(transaction, account, change, key.rights(), Author.key(key.id()), clock.instant());
            return written(call, saved, change, TicketAnswer.ADDED, request.ignored());
        });
    }

    /** Update Ticket. */
    Answer update(Call call) {
        var account = call.account();
        var key = call.caller().key();
        return idempotency.once(call, body -> UpdateTicket.decode(body, account.zone()), (transaction, request) -> {
            var change = request.asked().change();
            checkOwnNames(call, change);
            var saved = tickets.update(
                    transaction,
                    account,
                    request.asked().number(),
                    change,
                    key.rights(),
                    Author.key(key.id()),
                    clock.instant());
            return written(call, saved, change, TicketAnswer.UPDATED, request.ignored());
        });
    }

    private static void checkOwnNames(Call call, TicketChange change) {
        call.checkOwnNames(
                change.associates().list().stream().flatMap(field -> Stream.of(field.group(), field.name())));
    }

    private static Idempotency.Written written(
            Call call, TicketStore.Saved saved, TicketChange change, String message, List<String> ignored) {
        // A key that may not read tickets gets back only the customer texts that it sent.
        var readable = call.caller().key().may(Scope.TICKETS_READ);
        var shown = readable ? saved.ticket() : saved.ticket().withCustomerOf(change);
        var all = new ArrayList<>(ignored);
        if (saved.customerUnknown()) {
            all.add("customer_id");
        }
        return new Idempotency.Written(
                new IdempotencyStore.About(
                        saved.ticket().customer().customerId(), saved.ticket().id()),
                () -> Answer.ok(TicketAnswer.encode(shown, call.account().zone(), call.masks(), message))
                        .withIgnored(all));
    }

    /** Get Ticket. */
    Answer get(Call call) {
        var request = call.request(GetTickets::decode);
        var asked = request.asked();
        Function<Transaction, List<GetTickets.Item>> question = transaction -> items(transaction, call, asked);
        // The ticket shows its status and the number of its notes, so notes and history must be of the same moment.
        var items = asked.notes() || !asked.history().isEmpty()
                ? database.readConsistently(question)
                : database.read(question);
        return Answer.ok(GetTickets.encode(
                        items, !asked.history().isEmpty(), call.account().zone()))
                .withRows(items.size())
                .withIgnored(request.ignored());
    }

    private List<GetTickets.Item> items(Transaction transaction, Call call, GetTickets asked) {
        var cmId = call.account().cmId();
        var room = asked.room(call.memory());
        var found = tickets.find(transaction, cmId, asked.numbers(), room);
        var ids = found.values().stream().map(TicketStore.Found::id).toList();
        Map<Long, List<TicketNote>> notes = asked.notes() ? tickets.notes(transaction, cmId, ids, room) : Map.of();
        var events = tickets.events(transaction, cmId, ids, asked.history(), room);
        return asked.numbers().stream()
                .filter(found::containsKey)
                .map(found::get)
                .map(ticket -> new GetTickets.Item(
                        ticket.document(),
                        notes.getOrDefault(ticket.id(), List.of()),
                        events.getOrDefault(ticket.id(), List.of())))
                .map(item -> call.masks() ? item.masked() : item)
                .toList();
    }

    /** Pull Ticket by Date Range. */
    Answer pull(Call call) {
        var request =
                call.request(body -> PullTickets.decode(body, call.account().cmId(), maxLimit, call.older()));
        var pull = request.asked();
        var window = pull.range().map(range -> range.in(call.account().zone()));
        var asked = pull.page().in(window);
        var within = window.orElse(Window.ALWAYS);
        var answer = pulls.packed(call, pull.isPlain(), within, asked, page -> head(pull, page))
                .orElseGet(() -> answer(call, within, asked, pull));
        return answer.withWindow(window).withIgnored(request.ignored());
    }

    private static Optional<byte[]> head(PullTickets pull, PackedPages.Page page) {
        var total = pull.counted() ? page.total() : OptionalLong.empty();
        return total.isPresent() == pull.counted() ? Optional.of(PullTickets.head(total)) : Optional.empty();
    }

    private Answer answer(Call call, Window within, PageRequest asked, PullTickets pull) {
        return database.read(transaction -> {
            var cmId = call.account().cmId();
            var criteria = TicketCriteria.of(transaction, cmId, within, pull.filter());
            var page = pages.page(transaction, cmId, within, criteria, asked);
            var total = pull.counted()
                    ? OptionalLong.of(total(transaction, cmId, within, criteria, asked, page))
                    : OptionalLong.empty();
            return Answer.ok(PullTickets.encode(pulls.shown(call, page), total))
                    .withPage(RecordKind.TICKET, cmId, within, page);
        });
    }

    /** The number of matches on all pages. Counts them unless the first page has all, or the packs have the number. */
    private long total(
            Transaction transaction,
            long cmId,
            Window within,
            Criteria criteria,
            PageRequest request,
            RecordPages.Page page) {
        if (request.isFirst() && page.next().isEmpty()) {
            return page.documents().size();
        }
        var stored = criteria.isEmpty() ? packedPages.total(transaction, cmId, within) : OptionalLong.empty();
        return stored.orElseGet(() -> pages.count(transaction, cmId, within, criteria));
    }
}
