package dev.daybook.http;

import dev.daybook.domain.Problem;
import dev.daybook.domain.customer.CustomerChange;
import dev.daybook.domain.customer.EnquiryChange;
import dev.daybook.http.pipeline.Answer;
import dev.daybook.http.pipeline.Call;
import dev.daybook.http.pipeline.Idempotency;
import dev.daybook.store.Database;
import dev.daybook.store.account.IdempotencyStore;
import dev.daybook.store.customer.CustomerCriteria;
import dev.daybook.store.customer.CustomerStore;
import dev.daybook.wire.Request;
import dev.daybook.wire.customer.CustomerFilterJson;
import dev.daybook.wire.customer.CustomerJson;
import dev.daybook.wire.customer.FlatEnquiry;
import dev.daybook.wire.customer.GetCustomer;
import dev.daybook.wire.customer.PullCustomers;
import dev.daybook.wire.customer.SaveCustomer;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/** Handlers of the operations on customers. */
public final class CustomerRoutes {
    private final Database database;
    private final CustomerStore customers;
    private final Pulls pulls;
    private final Idempotency idempotency;
    private final Clock clock;
    private final int maxLimit;

    /** @param maxLimit the maximum number of customers in a page */
    public CustomerRoutes(
            Database database,
            CustomerStore customers,
            Pulls pulls,
            Idempotency idempotency,
            Clock clock,
            int maxLimit) {
        this.database = database;
        this.customers = customers;
        this.pulls = pulls;
        this.idempotency = idempotency;
        this.clock = clock;
        this.maxLimit = maxLimit;
    }

    /** Pull Customer by Date Range. */
    Answer pull(Call call) {
        var request =
                call.request(body -> PullCustomers.decode(body, call.account().cmId(), maxLimit));
        var pull = request.asked();
        call.checkLookup(pull.filter().asksForHidden());
        var account = call.account();
        var window = pull.range().in(account.zone());
        var page = pull.page().in(Optional.of(window));
        var filter = pull.allCustomerPage()
                ? pull.filter().filledFrom(CustomerFilterJson.parse(account.allCustomerPage()))
                : pull.filter();
        return pulls.answer(call, window, CustomerCriteria.of(filter), page)
                .withWindow(window)
                .withIgnored(request.ignored());
    }

    /** Add Customer and Update Customer. */
    Answer save(Call call) {
        return save(call, SaveCustomer::decode);
    }

    /** Enquiry Push, an older operation of the vendor. */
    Answer saveEnquiry(Call call) {
        return save(call, FlatEnquiry::decode);
    }

    private Answer save(Call call, Function<byte[], Request<CustomerChange>> decode) {
        var rights = call.caller().key().rights();
        return idempotency.once(call, decode, (transaction, request) -> {
            call.checkOwnNames(ownNames(request.asked()));
            var saved = customers.save(transaction, call.account(), request.asked(), rights, clock.instant());
            return new Idempotency.Written(
                    new IdempotencyStore.About(saved.id(), 0),
                    () -> Answer.ok(SaveCustomer.encode(saved)).withIgnored(request.ignored()));
        });
    }

    /** The names of the associate fields that a change gives to a customer and its enquiry. */
    static Stream<String> ownNames(CustomerChange change) {
        var ofEnquiry = change.enquiry().map(EnquiryChange::associates).orElse(Map.of());
        return Stream.concat(change.details().associates().keySet().stream(), ofEnquiry.keySet().stream());
    }

    /** Get Customer. */
    Answer get(Call call) {
        var request = call.request(GetCustomer::decode);
        var query = request.asked();
        call.checkLookup(query.asksForHidden());
        var document = database.read(transaction ->
                        customers.find(transaction, call.account().cmId(), query))
                .orElseThrow(() -> Problem.CUSTOMER_NOT_FOUND.because("no such customer"));
        var shown = call.masks() ? CustomerJson.mask(document) : document;
        return Answer.ok(GetCustomer.encode(shown)).withRows(1).withIgnored(request.ignored());
    }
}
