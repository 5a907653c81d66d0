package dev.daybook.http;

import dev.daybook.http.pipeline.Answer;
import dev.daybook.http.pipeline.Call;
import dev.daybook.http.pipeline.Idempotency;
import dev.daybook.store.account.IdempotencyStore;
import dev.daybook.store.order.OrderCriteria;
import dev.daybook.store.order.OrderStore;
import dev.daybook.wire.order.PullOrders;
import dev.daybook.wire.order.SaveOrder;
import java.time.Clock;
import java.util.ArrayList;

/** Handlers of the operations on orders. */
public final class OrderRoutes {
    private final OrderStore orders;
    private final Pulls pulls;
    private final Idempotency idempotency;
    private final Clock clock;
    private final int maxLimit;

    /** @param maxLimit the maximum number of orders in a page */
    public OrderRoutes(OrderStore orders, Pulls pulls, Idempotency idempotency, Clock clock, int maxLimit) {
        this.orders = orders;
        this.pulls = pulls;
        this.idempotency = idempotency;
        this.clock = clock;
        this.maxLimit = maxLimit;
    }

    /** Add Order and Update Order. */
    Answer save(Call call) {
        var account = call.account();
        var rights = call.caller().key().rights();
        return idempotency.once(call, body -> SaveOrder.decode(body, account.zone()), (transaction, request) -> {
            call.checkOwnNames(request.asked().details().associates().keySet().stream());
            call.checkOwnNames(CustomerRoutes.ownNames(request.asked().customer()));
            var saved = orders.save(transaction, account, request.asked(), rights, clock.instant());
            // Parts of the request that changed nothing come before ignored fields, because the header has room for
            // only
            // twenty names.
            var ignored = new ArrayList<>(SaveOrder.left(request.asked(), saved));
            ignored.addAll(request.ignored());
            return new Idempotency.Written(
                    new IdempotencyStore.About(saved.customerId(), 0),
                    () -> Answer.ok(SaveOrder.encode(saved, call.older())).withIgnored(ignored));
        });
    }

    /** Pull Order. */
    Answer pull(Call call) {
        var request =
                call.request(body -> PullOrders.decode(body, call.account().cmId(), maxLimit));
        var filter = request.asked().filter();
        call.checkLookup(filter.asksForHidden());
        var zone = call.account().zone();
        var days = filter.created(zone);
        var page = request.asked().page().in(days);
        var criteria = OrderCriteria.of(filter, zone);
        return pulls.answer(call, OrderCriteria.created(filter, zone), criteria, page)
                .withWindow(days)
                .withIgnored(request.ignored());
    }
}
