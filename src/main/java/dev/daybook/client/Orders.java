package dev.daybook.client;

import dev.daybook.client.call.ClientException;
import dev.daybook.client.call.RetryingCaller;
import dev.daybook.client.request.OrderRequests;
import dev.daybook.domain.RecordKind;
import dev.daybook.domain.order.OrderChange;
import dev.daybook.domain.order.SavedOrder;
import dev.daybook.wire.Headers;
import dev.daybook.wire.Paths;
import dev.daybook.wire.order.OrderJson;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.UUID;
import java.util.stream.Stream;

/** The orders of an account. Each call throws a {@link ClientException} if it fails. */
public final class Orders {
    private final RetryingCaller caller;
    private final ZoneId zone;

    Orders(RetryingCaller caller, ZoneId zone) {
        this.caller = caller;
        this.zone = zone;
    }

    /**
     * The orders that were created on these days of the account's zone, fetched page by page on demand. The stream
     * throws a {@link ClientException} if a request fails, and at its end if it is not certain that the past days
     * without orders are really empty. For example, the server may have given no order at all: then its empty answers
     * may be failures.
     *
     * @param first the first day
     * @param last the last day, included
     * @throws IllegalArgumentException if the last day is before the first
     */
    public Stream<OrderJson> createdBetween(LocalDate first, LocalDate last) {
        return CreatedRecords.stream(caller, RecordKind.ORDER, zone, first, last, OrderJson::read);
    }

    /**
     * Adds an order with its customer, or changes an existing order: the one that the change names or, if {@code
     * update} is true, one with the same ERP order id. Each call has a new idempotency key, so a second call may add
     * the order twice; {@link #save(OrderChange, String)} can be repeated safely.
     *
     * <p>A change of an existing order also changes the order's customer. Daybook moves the order to another customer
     * if the change has the id of that customer, or if it describes a person who shares no name, code, contact, phone
     * or e-mail with the present customer.
     *
     * <p>If the answer has the header {@value Headers#IGNORED}, the result says whether the server ignored the given
     * customer or contact. Daybook sends this header, but not when it repeats the answer to an idempotency key; other
     * servers do not send it. The result says that the order is new only if the message of the answer contains {@code
     * Added}. Daybook sends such a message for a new order; the vendor's older documentation shows one, too.
     */
    public SavedOrder save(OrderChange change) {
        return save(change, UUID.randomUUID().toString());
    }

    /**
     * Saves an order with an idempotency key. A call that failed with {@link ClientException.Reason#UNCERTAIN} may be
     * repeated with the same key within a day; Daybook executes it only once.
     *
     * @param idempotencyKey the key; empty for none. Daybook refuses a key of more than 255 characters
     * @throws IllegalArgumentException if the key has characters other than printable ASCII, or blanks at its ends; or
     *     if a text has half of a surrogate pair
     */
    public SavedOrder save(OrderChange change, String idempotencyKey) {
        var request = OrderRequests.save(caller.cmId(), change, zone);
        return RetryingCaller.unchecked(() -> caller.write(
                Paths.SAVE_ORDER,
                request,
                idempotencyKey,
                reply -> OrderRequests.saved(
                        reply.body(), reply.header(Headers.IGNORED).orElse(""))));
    }
}
