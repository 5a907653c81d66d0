package dev.daybook.client;

import dev.daybook.client.answer.PulledKind;
import dev.daybook.client.call.ClientException;
import dev.daybook.client.call.RetryingCaller;
import dev.daybook.client.request.TicketRequests;
import dev.daybook.domain.RecordKind;
import dev.daybook.domain.ticket.SavedTicket;
import dev.daybook.domain.ticket.TicketChange;
import dev.daybook.wire.Paths;
import dev.daybook.wire.ticket.TicketJson;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

/** The tickets of an account. Each call throws a {@link ClientException} if the server does not do as it is asked. */
public final class Tickets {
    /** How many tickets are asked for at once, as the vendor's clients do. */
    private static final int AT_ONCE = 50;

    private final RetryingCaller caller;
    private final PullOptions options;
    private final ZoneId zone;

    Tickets(RetryingCaller caller, PullOptions options, ZoneId zone) {
        this.caller = caller;
        this.options = options.of(PulledKind.of(RecordKind.TICKET));
        this.zone = zone;
    }

    /**
     * The tickets that were created on these days of the account's zone, fetched page by page as they are asked for.
     *
     * @param first the first day
     * @param last the last day, included
     */
    public Stream<TicketJson> createdBetween(LocalDate first, LocalDate last) {
        return CreatedRecords.stream(caller, options.of(first, last), TicketJson::read);
    }

    /** Adds a ticket, which must have a title. */
    public SavedTicket add(TicketChange change) {
        return add(change, UUID.randomUUID().toString());
    }

    /**
     * The same, with a key by which Daybook knows it again: after {@link ClientException.Reason#UNCERTAIN} it may be
     * repeated with the same key for a day, and is done once.
     */
    public SavedTicket add(TicketChange change, String idempotencyKey) {
        var request = TicketRequests.add(options.cmId(), change, zone);
        return RetryingCaller.uninterrupted(() ->
                caller.write(Paths.ADD_TICKET, request, idempotencyKey, reply -> TicketRequests.saved(reply.body())));
    }

    /**
     * Changes a ticket; the change must say a status or a sub-status.
     *
     * @param number its public number
     */
    public SavedTicket update(long number, TicketChange change) {
        return update(number, change, UUID.randomUUID().toString());
    }

    /** The same, with a key by which Daybook knows it again, as in {@link #add(TicketChange, String)}. */
    public SavedTicket update(long number, TicketChange change, String idempotencyKey) {
        var request = TicketRequests.update(options.cmId(), number, change, zone);
        return RetryingCaller.uninterrupted(() -> caller.write(
                Paths.UPDATE_TICKET, request, idempotencyKey, reply -> TicketRequests.saved(reply.body())));
    }

    /** The tickets that have these public numbers, in this order; a number that is not known has none. */
    public List<TicketJson> get(List<Long> numbers) {
        var tickets = new ArrayList<TicketJson>();
        for (var from = 0; from < numbers.size(); from += AT_ONCE) {
            var some = numbers.subList(from, Math.min(numbers.size(), from + AT_ONCE));
            tickets.addAll(RetryingCaller.uninterrupted(() -> caller.call(
                    Paths.GET_TICKET,
                    TicketRequests.get(options.cmId(), some),
                    reply -> TicketRequests.got(reply.body()))));
        }
        return tickets;
    }
}
