package dev.daybook.client;

import dev.daybook.client.call.ClientException;
import dev.daybook.client.call.RetryingCaller;
import dev.daybook.client.request.TicketRequests;
import dev.daybook.domain.RecordKind;
import dev.daybook.domain.ticket.SavedTicket;
import dev.daybook.domain.ticket.TicketChange;
import dev.daybook.wire.Headers;
import dev.daybook.wire.Paths;
import dev.daybook.wire.ticket.TicketJson;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The tickets of an account. Each call throws a {@link ClientException} if it fails. */
public final class Tickets {
    /** The number of tickets per request, as in the vendor's clients. */
    private static final int PER_REQUEST = 50;

    private final RetryingCaller caller;
    private final ZoneId zone;

    Tickets(RetryingCaller caller, ZoneId zone) {
        this.caller = caller;
        this.zone = zone;
    }

    /**
     * The tickets that were created on these days of the account's zone, fetched page by page on demand. The stream
     * throws a {@link ClientException} if a request fails, and at its end if it is not certain that the past days
     * without tickets are really empty. For example, the server may have given no ticket at all: then its empty answers
     * may be failures.
     *
     * @param first the first day
     * @param last the last day, included
     * @throws IllegalArgumentException if the last day is before the first
     */
    public Stream<TicketJson> createdBetween(LocalDate first, LocalDate last) {
        return CreatedRecords.stream(caller, RecordKind.TICKET, zone, first, last, TicketJson::read);
    }

    /**
     * Adds a ticket, which must have a title. Each call has a new idempotency key, so a second call adds the ticket
     * again; {@link #add(TicketChange, String)} can be repeated safely.
     *
     * <p>If the answer has the header {@value Headers#IGNORED}, the result names the fields that the server ignored,
     * such as the id of an unknown customer. Daybook sends this header, but not when it repeats the answer to an
     * idempotency key; other servers do not send it.
     */
    public SavedTicket add(TicketChange change) {
        return add(change, UUID.randomUUID().toString());
    }

    /**
     * Adds a ticket with an idempotency key. A call that failed with {@link ClientException.Reason#UNCERTAIN} may be
     * repeated with the same change and key within a day; Daybook executes it only once.
     *
     * <p>An associate field is refused if the server would read its group as another field of the request, such as
     * {@code title} or {@code cm_id}. The group may have the name {@code status}, {@code sub_status}, {@code priority},
     * {@code callback_time} or {@code comment} if the change does not give this field and the server cannot read the
     * group's value as this field.
     *
     * @param idempotencyKey the key; empty for none. Daybook refuses a key of more than 255 characters
     * @throws IllegalArgumentException if the key has characters other than printable ASCII, or blanks at its ends; if
     *     a text has half of a surrogate pair; if the change has a time other than the due time and the call-back time;
     *     or if an associate field is refused
     */
    public SavedTicket add(TicketChange change, String idempotencyKey) {
        var request = TicketRequests.add(caller.cmId(), change, zone);
        return write(Paths.ADD_TICKET, request, idempotencyKey);
    }

    /**
     * Changes a ticket. Daybook requires at least one value. A blank associate field does not count as a value, nor
     * does a customer id such as N/A or 0. Without a status and a sub-status, the ticket keeps its status. Other
     * servers may require a sub-status: the vendor's page calls it mandatory. The result names the fields that the
     * server ignored, as in {@link #add(TicketChange)}.
     *
     * @param number the ticket's public number
     */
    public SavedTicket update(long number, TicketChange change) {
        return update(number, change, UUID.randomUUID().toString());
    }

    /** Changes a ticket with an idempotency key, as in {@link #add(TicketChange, String)}. */
    public SavedTicket update(long number, TicketChange change, String idempotencyKey) {
        var request = TicketRequests.update(caller.cmId(), number, change, zone);
        return write(Paths.UPDATE_TICKET, request, idempotencyKey);
    }

    private SavedTicket write(String path, byte[] request, String idempotencyKey) {
        return RetryingCaller.unchecked(() -> caller.write(
                path,
                request,
                idempotencyKey,
                reply -> TicketRequests.saved(
                        reply.body(), reply.header(Headers.IGNORED).orElse(""))));
    }

    /**
     * The tickets with these public numbers, in this order; unknown numbers are left out. Some servers answer only for
     * a part of the numbers in a request, so the missing tickets are requested again, one by one. An unknown number
     * among several costs one more request.
     */
    public List<TicketJson> get(List<Long> numbers) {
        var tickets = new ArrayList<TicketJson>();
        for (var from = 0; from < numbers.size(); from += PER_REQUEST) {
            tickets.addAll(some(numbers.subList(from, Math.min(numbers.size(), from + PER_REQUEST))));
        }
        return tickets;
    }

    private List<TicketJson> some(List<Long> numbers) {
        var order = numbers.stream().map(String::valueOf).toList();
        var tickets = new ArrayList<>(answered(numbers));
        var came = tickets.stream().map(TicketJson::ticketId).collect(Collectors.toSet());
        if (numbers.size() > 1) {
            for (var number : numbers) {
                if (came.add(Long.toString(number))) {
                    alone(number).ifPresent(tickets::add);
                }
            }
        }
        tickets.sort(Comparator.comparingInt(ticket -> order.indexOf(ticket.ticketId())));
        return tickets;
    }

    /** The ticket with this number; empty if the server says that there is none, or gives another ticket. */
    private Optional<TicketJson> alone(long number) {
        try {
            return answered(List.of(number)).stream().findFirst();
        } catch (ClientException failure) {
            if (failure.reason() == ClientException.Reason.NOT_FOUND) {
                return Optional.empty();
            }
            throw failure;
        }
    }

    /** The tickets of an answer. Those that were not requested are left out: some servers ignore the numbers. */
    private List<TicketJson> answered(List<Long> numbers) {
        var asked = numbers.stream().map(String::valueOf).toList();
        return caller
                .callUnchecked(Paths.GET_TICKET, TicketRequests.get(caller.cmId(), numbers), TicketRequests::got)
                .stream()
                .filter(ticket -> asked.contains(ticket.ticketId()))
                .toList();
    }
}
