package dev.daybook.http;

import dev.daybook.domain.PageRequest;
import dev.daybook.domain.Problem;
import dev.daybook.domain.RecordKind;
import dev.daybook.domain.Window;
import dev.daybook.http.pipeline.Answer;
import dev.daybook.http.pipeline.Call;
import dev.daybook.http.pipeline.Idempotency;
import dev.daybook.store.Database;
import dev.daybook.store.customer.CustomerCriteria;
import dev.daybook.store.customer.CustomerStore;
import dev.daybook.store.record.Criteria;
import dev.daybook.store.record.RecordPages;
import dev.daybook.wire.Answers;
import dev.daybook.wire.PullJson;
import dev.daybook.wire.customer.CustomerFilterJson;
import dev.daybook.wire.customer.CustomerJson;
import dev.daybook.wire.customer.FlatEnquiry;
import dev.daybook.wire.customer.GetCustomer;
import dev.daybook.wire.customer.PullCustomers;
import dev.daybook.wire.customer.SaveCustomer;
import java.time.Clock;
import java.util.List;
import java.util.function.Function;

/** Handlers of the operations on customers. */
public final class CustomerRoutes {
    private final Database database;
    private final CustomerStore customers;
    private final RecordPages pages;
    private final PackedPulls packed;
    private final Idempotency idempotency;
    private final Clock clock;
    private final int maxLimit;

    /**
     * Creates the handlers.
     *
     * @param packed the pages that are compressed already
     * @param maxLimit the maximum number of customers in a page
     */
    public CustomerRoutes(
            Database database,
            CustomerStore customers,
            RecordPages pages,
            PackedPulls packed,
            Idempotency idempotency,
            Clock clock,
            int maxLimit) {
        this.database = database;
        this.customers = customers;
        this.pages = pages;
        this.packed = packed;
        this.idempotency = idempotency;
        this.clock = clock;
        this.maxLimit = maxLimit;
    }

    /** Pull Customer by Date Range. */
    Answer pull(Call call) {
        var request = PullCustomers.decode(call.body(), maxLimit);
        call.checkAccount(request.cmId());
        call.checkLookup(request.filter().asksForHidden());
        var account = call.account();
        var window = request.range().in(account.zone());
        var filter = request.allCustomerPage()
                ? request.filter().filledFrom(CustomerFilterJson.parse(account.allCustomerPage()))
                : request.filter();
        var criteria = CustomerCriteria.of(filter, call.masks());
        return packed.answer(call, !criteria.isEmpty(), window, request.page())
                .orElseGet(() -> answer(call, window, criteria, request.page()))
                .withWindow(window)
                .withIgnored(request.ignored());
    }

    private Answer answer(Call call, Window window, Criteria criteria, PageRequest request) {
        var page = database.read(
                transaction -> pages.page(transaction, call.account().cmId(), window, criteria, request));
        return Answer.ok(PullJson.encode(call.masks() ? masked(page.documents()) : page.documents()))
                .withPage(RecordKind.CUSTOMER, page);
    }

    /** Add Customer and Update Customer. */
    Answer save(Call call) {
        return save(call, SaveCustomer::decode);
    }

    /** The older Enquiry Push. */
    Answer saveEnquiry(Call call) {
        return save(call, FlatEnquiry::decode);
    }

    private Answer save(Call call, Function<byte[], SaveCustomer> decode) {
        return idempotency.once(call, () -> {
            var request = decode.apply(call.body());
            call.checkAccount(request.cmId());
            return transaction -> {
                var rights = call.caller().key().rights();
                var saved = customers.save(transaction, call.account(), request.change(), rights, clock.instant());
                return new Idempotency.Written(
                        saved.id(), () -> Answer.ok(Answers.saved(saved)).withIgnored(request.ignored()));
            };
        });
    }

    /** Get Customer. */
    Answer get(Call call) {
        var request = GetCustomer.decode(call.body());
        call.checkAccount(request.cmId());
        call.checkLookup(request.query().asksForHidden());
        var masking = call.masks();
        var document = database.read(transaction ->
                        customers.find(transaction, call.account().cmId(), request.query(), masking))
                .orElseThrow(() -> Problem.CUSTOMER_NOT_FOUND.because("no such customer"));
        var shown = masking ? CustomerJson.mask(document) : document;
        return Answer.ok(GetCustomer.encode(shown)).withRows(1).withIgnored(request.ignored());
    }

    private static List<byte[]> masked(List<byte[]> documents) {
        return documents.stream().map(CustomerJson::mask).toList();
    }
}
