package dev.daybook.client;

import dev.daybook.client.answer.PulledKind;
import dev.daybook.client.call.ClientException;
import dev.daybook.client.call.RetryingCaller;
import dev.daybook.client.request.SaveOrderRequest;
import dev.daybook.domain.RecordKind;
import dev.daybook.domain.order.OrderChange;
import dev.daybook.domain.order.SavedOrder;
import dev.daybook.wire.Paths;
import dev.daybook.wire.order.OrderJson;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.UUID;
import java.util.stream.Stream;

/** The orders of an account. Each call throws a {@link ClientException} if the server does not do as it is asked. */
public final class Orders {
    private final RetryingCaller caller;
    private final PullOptions options;
    private final ZoneId zone;

    Orders(RetryingCaller caller, PullOptions options, ZoneId zone) {
        this.caller = caller;
        this.options = options.of(PulledKind.of(RecordKind.ORDER));
        this.zone = zone;
    }

    /**
     * The orders that were created on these days of the account's zone, fetched page by page as they are asked for.
     *
     * @param first the first day
     * @param last the last day, included
     */
    public Stream<OrderJson> createdBetween(LocalDate first, LocalDate last) {
        return CreatedRecords.stream(caller, options.of(first, last), OrderJson::read);
    }

    /** Adds an order, with the customer who ordered, or changes the one that the change names. */
    public SavedOrder save(OrderChange change) {
        return save(change, UUID.randomUUID().toString());
    }

    /**
     * The same, with a key by which Daybook knows it again: after {@link ClientException.Reason#UNCERTAIN} it may be
     * repeated with the same key for a day, and is done once.
     */
    public SavedOrder save(OrderChange change, String idempotencyKey) {
        var request = SaveOrderRequest.write(options.cmId(), change, zone);
        return RetryingCaller.uninterrupted(() -> caller.write(
                Paths.SAVE_ORDER, request, idempotencyKey, reply -> SaveOrderRequest.answer(reply.body())));
    }
}
