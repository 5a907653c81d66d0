package dev.daybook.client;

import dev.daybook.client.ClientException.Reason;
import dev.daybook.domain.customer.CustomerChange;
import dev.daybook.domain.customer.CustomerQuery;
import dev.daybook.domain.customer.SavedCustomer;
import dev.daybook.wire.Paths;
import dev.daybook.wire.customer.CustomerJson;
import dev.daybook.wire.customer.GetCustomer;
import dev.daybook.wire.pulled.PulledCustomer;
import dev.daybook.wire.pulled.SaveCustomerRequest;
import java.time.LocalDate;
import java.util.Collections;
import java.util.HashSet;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** The customers of an account. Each call throws a {@link ClientException} if the server does not do as it is asked. */
public final class Customers {
    private final Caller caller;
    private final PullOptions options;

    Customers(Caller caller, PullOptions options) {
        this.caller = caller;
        this.options = options;
    }

    /**
     * The customers that were created on these days of the account's zone, fetched page by page as they are asked for.
     *
     * @param first the first day
     * @param last the last day, included
     */
    public Stream<CustomerJson> createdBetween(LocalDate first, LocalDate last) {
        Iterable<PulledCustomer> records = () -> new Records(first, last);
        return StreamSupport.stream(records.spliterator(), false).map(record -> CustomerJson.read(record.json()));
    }

    /** The customer that a query means: the newest, if several have that phone or e-mail. */
    public Optional<CustomerJson> find(CustomerQuery query) {
        try {
            return uninterrupted(() -> caller.call(
                    Paths.GET_CUSTOMER,
                    GetCustomer.request(options.cmId(), query),
                    reply -> GetCustomer.answer(reply.body())));
        } catch (ClientException failure) {
            if (failure.reason() == Reason.NOT_FOUND) {
                return Optional.empty();
            }
            throw failure;
        }
    }

    /** Adds a customer, or changes the one that the change names. */
    public SavedCustomer save(CustomerChange change) {
        return save(change, UUID.randomUUID().toString());
    }

    /**
     * The same, with a key by which Daybook knows it again: after {@link Reason#UNCERTAIN} it may be repeated with the
     * same key for a day, and is done once.
     */
    public SavedCustomer save(CustomerChange change, String idempotencyKey) {
        return uninterrupted(() -> caller.write(
                Paths.SAVE_CUSTOMER,
                SaveCustomerRequest.write(options.cmId(), change),
                idempotencyKey,
                reply -> SaveCustomerRequest.answer(reply.body())));
    }

    private interface Call<T> {
        T run() throws InterruptedException;
    }

    private static <T> T uninterrupted(Call<T> call) {
        try {
            return call.run();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new ClientException(Reason.INTERRUPTED, "the thread was interrupted", interrupted);
        }
    }

    /** The records of day after day; a page is fetched once the one before it is used up. */
    private final class Records implements Iterator<PulledCustomer> {
        private final LocalDate last;
        private LocalDate day;
        private DayPull pull;
        private Optional<Place> place = Optional.of(Place.START);
        private Iterator<PulledCustomer> page = Collections.emptyIterator();

        Records(LocalDate first, LocalDate last) {
            this.day = first;
            this.last = last;
            this.pull = pull();
        }

        private DayPull pull() {
            return new DayPull(caller, options.cmId(), options.pageSize(), day, new HashSet<>());
        }

        @Override
        public boolean hasNext() {
            while (!page.hasNext() && !day.isAfter(last)) {
                if (place.isPresent()) {
                    var from = place.get();
                    var fetched = uninterrupted(() -> pull.page(from));
                    page = fetched.records().iterator();
                    place = fetched.next();
                } else {
                    day = day.plusDays(1);
                    pull = pull();
                    place = Optional.of(Place.START);
                }
            }
            return page.hasNext();
        }

        @Override
        public PulledCustomer next() {
            if (!hasNext()) {
                throw new NoSuchElementException();
            }
            return page.next();
        }
    }
}
