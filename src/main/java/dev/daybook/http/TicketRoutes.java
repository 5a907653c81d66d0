package dev.daybook.http;

import dev.daybook.domain.RecordKind;
import dev.daybook.domain.Window;
import dev.daybook.domain.account.Author;
import dev.daybook.domain.account.Scope;
import dev.daybook.domain.ticket.Ticket;
import dev.daybook.domain.ticket.TicketChange;
import dev.daybook.domain.ticket.TicketEvent;
import dev.daybook.domain.ticket.TicketNote;
import dev.daybook.http.pipeline.Answer;
import dev.daybook.http.pipeline.Call;
import dev.daybook.http.pipeline.Idempotency;
import dev.daybook.store.Database;
import dev.daybook.store.Transaction;
import dev.daybook.store.record.RecordPages;
import dev.daybook.store.ticket.TicketCriteria;
import dev.daybook.store.ticket.TicketStore;
import dev.daybook.wire.ticket.AddTicket;
import dev.daybook.wire.ticket.GetTickets;
import dev.daybook.wire.ticket.PullTickets;
import dev.daybook.wire.ticket.TicketAnswer;
import dev.daybook.wire.ticket.TicketJson;
import dev.daybook.wire.ticket.UpdateTicket;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.Supplier;

/** Handlers of the operations on tickets. */
public final class TicketRoutes {
    /** A window that contains every ticket. */
    private static final Window ALWAYS = new Window(Instant.EPOCH, Instant.ofEpochMilli(Long.MAX_VALUE));

    private final Database database;
    private final TicketStore tickets;
    private final RecordPages pages = new RecordPages(RecordKind.TICKET);
    private final PackedPulls packed;
    private final Idempotency idempotency;
    private final Clock clock;
    private final int maxLimit;

    /**
     * Creates the handlers.
     *
     * @param packed the pages that are compressed already
     * @param maxLimit the maximum number of tickets in a page
     */
    public TicketRoutes(
            Database database,
            TicketStore tickets,
            PackedPulls packed,
            Idempotency idempotency,
            Clock clock,
            int maxLimit) {
        this.database = database;
        this.tickets = tickets;
        this.packed = packed;
        this.idempotency = idempotency;
        this.clock = clock;
        this.maxLimit = maxLimit;
    }

    /** Add Ticket. */
    Answer add(Call call) {
        return idempotency.once(call, () -> {
            var account = call.account();
            var request = AddTicket.decode(call.body(), account.zone());
            call.checkAccount(request.cmId());
            return transaction -> {
                var key = call.caller().key();
                var saved = tickets.add(
                        transaction, account, request.change(), key.rights(), Author.key(key.id()), clock.instant());
                var shown = shown(call, saved.ticket(), request.change());
                return written(saved, () -> TicketAnswer.added(shown, account.zone(), call.masks()), request.ignored());
            };
        });
    }

    /** Update Ticket. */
    Answer update(Call call) {
        return idempotency.once(call, () -> {
            var account = call.account();
            var request = UpdateTicket.decode(call.body(), account.zone());
            call.checkAccount(request.cmId());
            return transaction -> {
                var key = call.caller().key();
                var saved = tickets.update(
                        transaction,
                        account,
                        request.number(),
                        request.change(),
                        key.rights(),
                        Author.key(key.id()),
                        clock.instant());
                var shown = shown(call, saved.ticket(), request.change());
                return written(
                        saved, () -> TicketAnswer.updated(shown, account.zone(), call.masks()), request.ignored());
            };
        });
    }

    private static Idempotency.Written written(TicketStore.Saved saved, Supplier<byte[]> body, List<String> ignored) {
        var all = new ArrayList<>(ignored);
        if (saved.customerUnknown()) {
            all.add("customer_id");
        }
        var customerId = saved.ticket().customer().customerId();
        return new Idempotency.Written(
                customerId == 0 ? saved.ticket().id() : customerId,
                () -> Answer.ok(body.get()).withIgnored(all));
    }

    /** Get Ticket. */
    Answer get(Call call) {
        var request = GetTickets.decode(call.body());
        call.checkAccount(request.cmId());
        var items = database.read(transaction -> items(transaction, call, request));
        var zone = call.account().zone();
        return Answer.ok(GetTickets.encode(items, !request.history().isEmpty(), zone))
                .withRows(items.size())
                .withIgnored(request.ignored());
    }

    private List<GetTickets.Item> items(Transaction transaction, Call call, GetTickets request) {
        var cmId = call.account().cmId();
        var room = request.room();
        var found = tickets.find(transaction, cmId, request.numbers(), room);
        var ids = found.values().stream().map(TicketStore.Found::id).toList();
        Map<Long, List<TicketNote>> notes = request.notes() ? tickets.notes(transaction, cmId, ids, room) : Map.of();
        var events = request.history().isEmpty()
                ? Map.<Long, List<TicketEvent>>of()
                : tickets.events(transaction, cmId, ids, room);
        return request.numbers().stream()
                .filter(found::containsKey)
                .map(found::get)
                .map(ticket -> new GetTickets.Item(
                        ticket.document(),
                        notes.getOrDefault(ticket.id(), List.of()),
                        events.getOrDefault(ticket.id(), List.of()).stream()
                                .filter(event -> request.history().contains(event.kind()))
                                .toList()))
                .map(item -> call.masks() ? item.masked() : item)
                .toList();
    }

    /** Pull Ticket by Date Range. */
    Answer pull(Call call) {
        var request = PullTickets.decode(call.body(), maxLimit, call.older());
        call.checkAccount(request.cmId());
        var window = request.range().map(range -> range.in(call.account().zone()));
        var within = window.orElse(ALWAYS);
        var answer = packed.answer(call, !request.isPlain(), within, request.page())
                .orElseGet(() -> answer(call, within, request));
        return window.map(answer::withWindow).orElse(answer).withIgnored(request.ignored());
    }

    private Answer answer(Call call, Window within, PullTickets request) {
        var cmId = call.account().cmId();
        return database.read(transaction -> {
            var criteria = TicketCriteria.of(transaction, cmId, request.filter());
            var page = pages.page(transaction, cmId, within, criteria, request.page());
            var total = request.counted()
                    ? OptionalLong.of(pages.count(transaction, cmId, within, criteria))
                    : OptionalLong.empty();
            return Answer.ok(PullTickets.encode(TicketJson.shown(page.documents(), call.masks()), total))
                    .withPage(RecordKind.TICKET, page);
        });
    }

    /** Removes stored customer data for a key that may not read tickets: it gets back only what it sent. */
    private static Ticket shown(Call call, Ticket ticket, TicketChange change) {
        return call.caller().key().may(Scope.TICKETS_READ) ? ticket : ticket.withCustomerOf(change);
    }
}
