package dev.daybook.store.order;

import dev.daybook.domain.PagePosition;
import dev.daybook.domain.TextKey;
import dev.daybook.domain.Window;
import dev.daybook.domain.order.Order;
import dev.daybook.store.EpochMillis;
import dev.daybook.store.Transaction;
import dev.daybook.store.record.RecordTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Lists of orders for people: the newest orders, optionally of one status, and the orders of a customer. */
public final class OrderList {
    /** The largest number of statuses to choose from. The status that is chosen already may come in addition. */
    public static final int MOST_STATUSES = 50;

    private static final String NEWEST = """
            SELECT id FROM sales_order WHERE cm_id = :cmId AND deleted_at = 0%s
            AND created_at >= :start AND (created_at, id) < (:time, :id)
            ORDER BY created_at DESC, id DESC LIMIT :limit""";

    /**
     * The newest orders of one customer. The {@code +} keeps the database from using the index by time. With this
     * index, it would read the orders of all customers until it has found enough orders of this customer.
     */
    static final String OF_CUSTOMER = """
            SELECT id FROM sales_order WHERE cm_id = :cmId AND customer_id = :customerId AND deleted_at = 0
            ORDER BY +created_at DESC, id DESC LIMIT :limit""";

    /**
     * The statuses of an account's orders, each once, and written as in the newest order with this status. Steps
     * through the index from one status to the next, because an account may have many orders and few statuses.
     */
    static final String STATUSES = """
            WITH RECURSIVE step(status_key, place) AS (
             SELECT MIN(order_status_key), 1 FROM sales_order
             WHERE cm_id = :cmId AND deleted_at = 0 AND order_status_key > ''
             UNION ALL SELECT (SELECT MIN(o.order_status_key) FROM sales_order o
              WHERE o.cm_id = :cmId AND o.deleted_at = 0 AND o.order_status_key > step.status_key), place + 1
             FROM step WHERE status_key IS NOT NULL AND place < :limit)
            SELECT (SELECT o.order_status FROM sales_order o
             WHERE o.cm_id = :cmId AND o.deleted_at = 0 AND o.order_status_key = step.status_key
             ORDER BY o.created_at DESC, o.id DESC LIMIT 1) FROM step WHERE status_key IS NOT NULL ORDER BY place""";

    private OrderList() {}

    /**
     * A page of the orders that were created in a window and before a position, the newest first.
     *
     * @param status their status, ignoring case; empty for any
     */
    public static RecordTable.Page<Order> newest(
            Transaction transaction, long cmId, String status, Window window, PagePosition before, int limit) {
        var ids = transaction
                .query(NEWEST.formatted(status.isEmpty() ? "" : " AND order_status_key = :status"), cmId)
                .bind("status", TextKey.of(status))
                .bind("start", EpochMillis.column(window.start()))
                .bind("time", EpochMillis.column(before.createdAt()))
                .bind("id", before.id());
        return OrderTable.ROWS.page(transaction, cmId, ids, limit, Order::position);
    }

    /** The newest orders of a customer, the newest first. */
    public static List<Order> ofCustomer(Transaction transaction, long cmId, long customerId, int limit) {
        var ids = transaction
                .query(OF_CUSTOMER, cmId)
                .bind("customerId", customerId)
                .bind("limit", limit)
                .mapTo(Long.class)
                .list();
        return OrderTable.ROWS.inOrder(transaction, cmId, ids);
    }

    /** An order by its id. */
    public static Optional<Order> find(Transaction transaction, long cmId, long id) {
        return OrderTable.select(transaction, cmId, List.of(id)).stream().findFirst();
    }

    /**
     * Statuses to choose from.
     *
     * @param list the first {@value #MOST_STATUSES} in alphabetical order, each written as in the newest order with
     *     this status, and then the chosen one, if it is not among these
     * @param chosen the chosen status, as it is in the list; empty for none
     * @param cut whether the account has more than {@value #MOST_STATUSES} statuses
     */
    public record Statuses(List<String> list, String chosen, boolean cut) {}

    /**
     * The statuses to choose from.
     *
     * @param chosen the status that is chosen already, in upper or lower case; empty for none
     */
    public static Statuses statuses(Transaction transaction, long cmId, String chosen) {
        var found = transaction
                .query(STATUSES, cmId)
                .bind("limit", MOST_STATUSES + 1)
                .mapTo(String.class)
                .list();
        var isCut = found.size() > MOST_STATUSES;
        var listed = new ArrayList<>(isCut ? found.subList(0, MOST_STATUSES) : found);
        var same = listed.stream()
                .filter(status -> TextKey.of(status).equals(TextKey.of(chosen)))
                .findFirst();
        if (same.isEmpty() && !chosen.isEmpty()) {
            listed.add(chosen);
        }
        return new Statuses(listed, same.orElse(chosen), isCut);
    }
}
