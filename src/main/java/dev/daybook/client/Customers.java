package dev.daybook.client;

import dev.daybook.client.call.ClientException;
import dev.daybook.client.call.ClientException.Reason;
import dev.daybook.client.call.RetryingCaller;
import dev.daybook.client.request.CustomerRequests;
import dev.daybook.domain.RecordKind;
import dev.daybook.domain.customer.CustomerChange;
import dev.daybook.domain.customer.CustomerQuery;
import dev.daybook.domain.customer.SavedCustomer;
import dev.daybook.wire.Paths;
import dev.daybook.wire.customer.CustomerJson;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/** The customers of an account. Each call throws a {@link ClientException} if it fails. */
public final class Customers {
    private final RetryingCaller caller;
    private final ZoneId zone;

    Customers(RetryingCaller caller, ZoneId zone) {
        this.caller = caller;
        this.zone = zone;
    }

    /**
     * The customers that were created on these days of the account's zone, fetched page by page on demand. The stream
     * throws a {@link ClientException} if a request fails, and at its end if it is not certain that the past days
     * without customers are really empty. For example, the server may have given no customer at all: then its empty
     * answers may be failures.
     *
     * @param first the first day
     * @param last the last day, included
     * @throws IllegalArgumentException if the last day is before the first
     */
    public Stream<CustomerJson> createdBetween(LocalDate first, LocalDate last) {
        return CreatedRecords.stream(caller, RecordKind.CUSTOMER, zone, first, last, CustomerJson::read);
    }

    /**
     * The customer that matches a query; empty if there is none. If several customers have the phone or e-mail, Daybook
     * gives the newest; other servers may give another one.
     */
    public Optional<CustomerJson> find(CustomerQuery query) {
        return caller.callUnchecked(
                Paths.GET_CUSTOMER, CustomerRequests.get(caller.cmId(), query), CustomerRequests::got);
    }

    /**
     * Adds a customer, or changes an existing one: the one that the change names or, if {@code update} is true, one
     * with the same code, phone or e-mail. The result says that the customer is new only if the message of the answer
     * contains {@code Added}. Daybook sends such a message for a new customer; the vendor's older documentation shows
     * one, too.
     *
     * <p>Each call has a new idempotency key, so a second call may add the customer twice; {@link #save(CustomerChange,
     * String)} can be repeated safely.
     */
    public SavedCustomer save(CustomerChange change) {
        return save(change, UUID.randomUUID().toString());
    }

    /**
     * Saves a customer with an idempotency key. A call that failed with {@link Reason#UNCERTAIN} may be repeated with
     * the same key within a day; Daybook executes it only once.
     *
     * @param idempotencyKey the key; empty for none. Daybook refuses a key of more than 255 characters
     * @throws IllegalArgumentException if the key has characters other than printable ASCII, or blanks at its ends; or
     *     if a text has half of a surrogate pair
     */
    public SavedCustomer save(CustomerChange change, String idempotencyKey) {
        return caller.writeUnchecked(
                Paths.SAVE_CUSTOMER,
                CustomerRequests.save(caller.cmId(), change),
                idempotencyKey,
                CustomerRequests::saved);
    }
}
