package dev.daybook.store.order;

import dev.daybook.domain.PagePosition;
import dev.daybook.domain.TextKey;
import dev.daybook.domain.Window;
import dev.daybook.domain.order.Order;
import dev.daybook.store.EpochMillis;
import dev.daybook.store.Transaction;
import dev.daybook.store.record.RecordTable;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/** Lists of orders for people: the newest orders, optionally of one status or one customer, and those with a number. */
public final class OrderList {
    /** The largest number of statuses to choose from. The status that is chosen already may come in addition. */
    public static final int MOST_STATUSES = 50;

    private static final String NEWEST = """
            SELECT id FROM sales_order WHERE cm_id = :cmId AND deleted_at = 0%1$s
            AND %2$screated_at >= :start AND (%2$screated_at, id) < (:time, :id)
            ORDER BY %2$screated_at DESC, id DESC LIMIT :limit""";

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

    private static final Pattern ID = Pattern.compile("[0-9]{1,18}");

    private OrderList() {}

    /**
     * A choice of orders.
     *
     * @param status their status, ignoring case; empty for any
     * @param customer their customer; empty for any
     * @param window when they were created
     */
    public record Filter(String status, OptionalLong customer, Window window) {
        /** All orders of a customer. */
        public static Filter ofCustomer(long customerId) {
            return new Filter("", OptionalLong.of(customerId), Window.ALWAYS);
        }

        /** The position before the first page. */
        public PagePosition start() {
            return new PagePosition(window.end(), 0);
        }
    }

    /** A page of the orders that match a filter and were created before a position, the newest first. */
    public static RecordTable.Page<Order> newest(
            Transaction transaction, long cmId, Filter filter, PagePosition before, int limit) {
        var ids = transaction
                .query(sql(filter), cmId)
                .bind("status", TextKey.of(filter.status))
                .bind("customer", filter.customer.orElse(0))
                .bind("start", EpochMillis.column(filter.window.start()))
                .bind("time", EpochMillis.column(before.createdAt()))
                .bind("id", before.id());
        return OrderTable.ROWS.page(transaction, cmId, ids, limit, Order::position);
    }

    /**
     * The SQL of a page; also for the test of its query plan. The orders of a customer are read from the index by
     * customer, and sorted. For them, a {@code +} before a column or {@code || ''} after it prevents the use of the
     * index by time or by status. From such an index, the database would read the orders of all customers until it has
     * found enough orders of this customer.
     */
    static String sql(Filter filter) {
        var ofCustomer = filter.customer.isPresent();
        var status = ofCustomer ? " AND order_status_key || '' = :status" : " AND order_status_key = :status";
        return NEWEST.formatted(
                (ofCustomer ? " AND customer_id = :customer" : "") + (filter.status.isEmpty() ? "" : status),
                ofCustomer ? "+" : "");
    }

    /**
     * The orders that a person may mean by a number: those with this ERP order id, and the one with this id.
     *
     * @param words the text; a number sign in front may belong to the ERP order id
     */
    public static List<Order> search(Transaction transaction, long cmId, String words) {
        var number = words.replaceFirst("^#", "");
        var ids = new LinkedHashSet<>(
                OrderTable.idsByErpId(transaction, cmId, List.of(words, number)).values());
        if (ID.matcher(number).matches()) {
            ids.add(Long.parseLong(number));
        }
        return OrderTable.ROWS.inOrder(transaction, cmId, List.copyOf(ids));
    }

    /** The order with this id; empty if it is missing or deleted. */
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
