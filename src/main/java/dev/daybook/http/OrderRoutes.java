package dev.daybook.http;

import dev.daybook.domain.PageRequest;
import dev.daybook.domain.RecordKind;
import dev.daybook.domain.Window;
import dev.daybook.domain.order.OrderSpan;
import dev.daybook.http.pipeline.Answer;
import dev.daybook.http.pipeline.Call;
import dev.daybook.http.pipeline.Idempotency;
import dev.daybook.store.Database;
import dev.daybook.store.order.OrderCriteria;
import dev.daybook.store.order.OrderStore;
import dev.daybook.store.record.Criteria;
import dev.daybook.store.record.RecordPages;
import dev.daybook.wire.Answers;
import dev.daybook.wire.PullJson;
import dev.daybook.wire.order.OrderJson;
import dev.daybook.wire.order.PullOrders;
import dev.daybook.wire.order.SaveOrder;
import java.time.Clock;
import java.util.List;

/** Handlers of the operations on orders. */
public final class OrderRoutes {
    private final Database database;
    private final OrderStore orders;
    private final RecordPages pages;
    private final PackedPulls packed;
    private final Idempotency idempotency;
    private final Clock clock;
    private final int maxLimit;

    /**
     * Creates the handlers.
     *
     * @param packed the pages that are compressed already
     * @param maxLimit the maximum number of orders in a page
     */
    public OrderRoutes(
            Database database,
            OrderStore orders,
            RecordPages pages,
            PackedPulls packed,
            Idempotency idempotency,
            Clock clock,
            int maxLimit) {
        this.database = database;
        this.orders = orders;
        this.pages = pages;
        this.packed = packed;
        this.idempotency = idempotency;
        this.clock = clock;
        this.maxLimit = maxLimit;
    }

    /** Add Order and Update Order. */
    Answer save(Call call) {
        return idempotency.once(call, () -> {
            var account = call.account();
            var request = SaveOrder.decode(call.body(), account.zone());
            call.checkAccount(request.cmId());
            return transaction -> {
                var rights = call.caller().key().rights();
                var saved = orders.save(transaction, account, request.change(), rights, clock.instant());
                var ignored = saved.customerLeft() ? request.ignoredWithCustomer() : request.ignored();
                return new Idempotency.Written(
                        saved.customerId(),
                        () -> Answer.ok(call.older() ? Answers.savedByPush(saved) : Answers.saved(saved))
                                .withIgnored(ignored));
            };
        });
    }

    /** Pull Order. */
    Answer pull(Call call) {
        var request = PullOrders.decode(call.body(), maxLimit);
        call.checkAccount(request.cmId());
        call.checkLookup(request.filter().asksForHidden());
        var account = call.account();
        var filter = request.filter();
        var window = OrderCriteria.created(filter, account.zone());
        var criteria = OrderCriteria.of(filter, account.zone(), call.masks());
        var answer = packed.answer(call, !criteria.isEmpty(), window, request.page())
                .orElseGet(() -> answer(call, window, criteria, request.page()))
                .withIgnored(request.ignored());
        return filter.spans().containsKey(OrderSpan.CREATED) ? answer.withWindow(window) : answer;
    }

    private Answer answer(Call call, Window window, Criteria criteria, PageRequest request) {
        var page = database.read(
                transaction -> pages.page(transaction, call.account().cmId(), window, criteria, request));
        return Answer.ok(PullJson.encode(call.masks() ? masked(page.documents()) : page.documents()))
                .withPage(RecordKind.ORDER, page);
    }

    private static List<byte[]> masked(List<byte[]> documents) {
        return documents.stream().map(OrderJson::mask).toList();
    }
}
