package dev.daybook.store.order;

import dev.daybook.domain.PagePosition;
import dev.daybook.domain.TextKey;
import dev.daybook.domain.Window;
import dev.daybook.domain.order.Order;
import dev.daybook.store.Times;
import dev.daybook.store.Transaction;
import dev.daybook.store.record.RecordTable;
import java.util.List;
import java.util.Optional;

/** Lists of orders for people: the newest orders, optionally of one status, and the orders of a customer. */
public final class OrderList {
    private static final String NEWEST = """
            SELECT id FROM sales_order WHERE cm_id = :cmId AND deleted_at = 0%s
            AND created_at >= :start AND (created_at, id) < (:time, :id)
            ORDER BY created_at DESC, id DESC LIMIT :limit""";

    /** The {@code +} keeps the database from the index by time, as in the list of a customer's tickets. */
    static final String OF_CUSTOMER = """
            SELECT id FROM sales_order WHERE cm_id = :cmId AND customer_id = :customerId AND deleted_at = 0
            ORDER BY +created_at DESC, id DESC LIMIT :limit""";

    private static final String STATUSES = """
            SELECT DISTINCT order_status FROM (
             SELECT order_status FROM sales_order WHERE cm_id = :cmId AND deleted_at = 0
             ORDER BY created_at DESC, id DESC LIMIT 1000) newest
            WHERE order_status <> '' ORDER BY order_status LIMIT 50""";

    /**
     * A page of the orders that were created in a window and before a position, the newest first.
     *
     * @param status their status, ignoring case; empty for any
     */
    public RecordTable.Page<Order> newest(
            Transaction transaction, long cmId, String status, Window window, PagePosition before, int limit) {
        var ids = transaction
                .query(NEWEST.formatted(status.isEmpty() ? "" : " AND order_status_key = :status"), cmId)
                .bind("status", TextKey.of(status))
                .bind("start", Times.column(window.start()))
                .bind("time", Times.column(before.createdAt()))
                .bind("id", before.id())
                .bind("limit", limit + 1)
                .mapTo(Long.class)
                .list();
        return OrderTable.ROWS.page(transaction, cmId, ids, limit, Order::position);
    }

    /** The newest orders of a customer, the newest first. */
    public List<Order> ofCustomer(Transaction transaction, long cmId, long customerId, int limit) {
        var ids = transaction
                .query(OF_CUSTOMER, cmId)
                .bind("customerId", customerId)
                .bind("limit", limit)
                .mapTo(Long.class)
                .list();
        return OrderTable.ROWS.inOrder(transaction, cmId, ids);
    }

    /** An order by its id. */
    public Optional<Order> find(Transaction transaction, long cmId, long id) {
        return OrderTable.select(transaction, cmId, List.of(id)).stream().findFirst();
    }

    /** The statuses of the newest 1,000 orders, at most 50. */
    public List<String> statuses(Transaction transaction, long cmId) {
        return transaction.query(STATUSES, cmId).mapTo(String.class).list();
    }
}
