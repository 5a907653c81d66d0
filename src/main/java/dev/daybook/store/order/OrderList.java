package dev.daybook.store.order;

import dev.daybook.domain.PagePosition;
import dev.daybook.domain.TextKey;
import dev.daybook.domain.Window;
import dev.daybook.domain.order.Order;
import dev.daybook.store.Times;
import dev.daybook.store.Transaction;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Orders for people who look at them: the newest first, of a status or of a customer. */
public final class OrderList {
    private static final String NEWEST = """
            SELECT id FROM sales_order WHERE cm_id = :cmId AND deleted_at = 0%s
            AND created_at >= :start AND (created_at, id) < (:time, :id)
            ORDER BY created_at DESC, id DESC LIMIT :limit""";

    private static final String OF_CUSTOMER = """
            SELECT id FROM sales_order WHERE cm_id = :cmId AND customer_id = :customerId AND deleted_at = 0
            ORDER BY id DESC LIMIT :limit""";

    private static final String STATUSES = """
            SELECT DISTINCT order_status FROM (
             SELECT order_status FROM sales_order WHERE cm_id = :cmId AND deleted_at = 0
             ORDER BY created_at DESC, id DESC LIMIT 1000) newest
            WHERE order_status <> '' ORDER BY order_status LIMIT 50""";

    /**
     * A part of the list.
     *
     * @param orders the orders, the newest first
     * @param next the position of the last of them, if more follow
     */
    public record Page(List<Order> orders, Optional<PagePosition> next) {
        public Page {
            orders = List.copyOf(orders);
        }
    }

    /**
     * The orders created in a window, from before a position on.
     *
     * @param status their status, ignoring case; empty for any
     */
    public Page newest(
            Transaction transaction, long cmId, String status, Window window, PagePosition before, int limit) {
        var query = transaction
                .query(NEWEST.formatted(status.isEmpty() ? "" : " AND order_status_key = :status"))
                .bind("cmId", cmId)
                .bind("start", Times.column(window.start()))
                .bind("time", Times.column(before.createdAt()))
                .bind("id", before.id())
                .bind("limit", limit + 1);
        if (!status.isEmpty()) {
            query.bind("status", TextKey.of(status));
        }
        var ids = query.mapTo(Long.class).list();
        var orders = inOrder(transaction, cmId, ids.subList(0, Math.min(limit, ids.size())));
        return new Page(
                orders,
                ids.size() > limit && !orders.isEmpty()
                        ? Optional.of(new PagePosition(
                                orders.get(orders.size() - 1).createdAt(),
                                orders.get(orders.size() - 1).id()))
                        : Optional.empty());
    }

    /** The newest orders of a customer, the newest first. */
    public List<Order> ofCustomer(Transaction transaction, long cmId, long customerId, int limit) {
        var ids = transaction
                .query(OF_CUSTOMER, cmId)
                .bind("customerId", customerId)
                .bind("limit", limit)
                .mapTo(Long.class)
                .list();
        return inOrder(transaction, cmId, ids);
    }

    /** An order by its id. */
    public Optional<Order> find(Transaction transaction, long cmId, long id) {
        return OrderTable.select(transaction, cmId, List.of(id)).stream().findFirst();
    }

    /** The statuses that the newest orders have. */
    public List<String> statuses(Transaction transaction, long cmId) {
        return transaction.query(STATUSES, cmId).mapTo(String.class).list();
    }

    private static List<Order> inOrder(Transaction transaction, long cmId, List<Long> ids) {
        var order = new ArrayList<>(ids);
        return OrderTable.select(transaction, cmId, order).stream()
                .sorted(Comparator.comparingInt(each -> order.indexOf(each.id())))
                .toList();
    }
}
