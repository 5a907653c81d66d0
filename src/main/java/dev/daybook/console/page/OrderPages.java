package dev.daybook.console.page;

import dev.daybook.console.frame.PageAnswer;
import dev.daybook.console.frame.Sight;
import dev.daybook.console.frame.Visit;
import dev.daybook.domain.PagePosition;
import dev.daybook.domain.Problem;
import dev.daybook.domain.order.Order;
import dev.daybook.domain.order.OrderField;
import dev.daybook.domain.person.AuditAction;
import dev.daybook.domain.person.Right;
import dev.daybook.store.Database;
import dev.daybook.store.account.ListStore;
import dev.daybook.store.order.OrderList;
import java.util.List;

/** Pages to find and read an order. */
public final class OrderPages {
    private static final int ROWS = 25;

    private final Database database;

    public OrderPages(Database database) {
        this.database = database;
    }

    /**
     * Orders in a list.
     *
     * @param from the first day, empty for any
     * @param to the last day, empty for any
     * @param statuses the statuses to choose from, with the chosen one
     * @param orders the orders
     * @param next the cursor of the next page, empty if there is none
     */
    public record Found(String from, String to, OrderList.Statuses statuses, List<Order> orders, String next) {
        /** Whether the list is not filtered. */
        public boolean isAll() {
            return statuses.chosen().isEmpty() && from.isEmpty() && to.isEmpty();
        }
    }

    /**
     * An order.
     *
     * @param order the order
     * @param sight the masking of its texts
     * @param assignee the name of the employee it is assigned to, maybe empty
     */
    public record Shown(Order order, Sight sight, String assignee) {}

    /** The ERP order id of an order; if it has none, its id in Daybook. */
    public static String title(Order order) {
        var erpId = order.text(OrderField.ERP_ORDER_ID);
        return erpId.isEmpty() ? Long.toString(order.id()) : erpId;
    }

    /** The status of an order with its sub-status. */
    static String status(Order order) {
        var sub = order.text(OrderField.ORDER_SUB_STATUS);
        return order.text(OrderField.ORDER_STATUS) + (sub.isEmpty() ? "" : " · " + sub);
    }

    /** GET orders. */
    public PageAnswer list(Visit visit) {
        var window = CustomerPages.window(visit);
        var status = visit.query("status");
        return PageAnswer.page("orders.jte", database.read(transaction -> {
            var page = OrderList.newest(
                    transaction,
                    visit.cmId(),
                    status,
                    window,
                    visit.after().orElse(new PagePosition(window.end(), 0)),
                    ROWS);
            return new Found(
                    visit.query("from"),
                    visit.query("to"),
                    OrderList.statuses(transaction, visit.cmId(), status),
                    page.records(),
                    page.next().map(Visit::cursor).orElse(""));
        }));
    }

    /** GET orders/{id}. */
    public PageAnswer show(Visit visit) {
        var id = visit.number("id");
        var sight = new Sight(!visit.may(Right.SEE_REACH));
        var shown = database.read(transaction -> OrderList.find(transaction, visit.cmId(), id)
                        .map(order -> new Shown(
                                order, sight, ListStore.employeeName(transaction, visit.cmId(), order.assignedToId()))))
                .orElseThrow(() -> Problem.NO_SUCH_PATH.because("no such order"));
        if (!sight.masks()) {
            visit.audited(database, AuditAction.LOOK_AT_ORDER, id);
        }
        return PageAnswer.page("order.jte", shown);
    }
}
