package dev.daybook.console.page;

import dev.daybook.console.frame.PageAnswer;
import dev.daybook.console.frame.Sight;
import dev.daybook.console.frame.Visit;
import dev.daybook.domain.PagePosition;
import dev.daybook.domain.Problem;
import dev.daybook.domain.message.Blanks;
import dev.daybook.domain.order.Order;
import dev.daybook.domain.order.OrderField;
import dev.daybook.domain.person.AuditAction;
import dev.daybook.domain.person.Right;
import dev.daybook.store.Database;
import dev.daybook.store.account.ListStore;
import dev.daybook.store.order.OrderList;
import dev.daybook.store.record.RecordTable;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

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
     * @param words the number to search for; empty for the orders that match the filter
     * @param from the first day, empty for any
     * @param to the last day, empty for any
     * @param statuses the statuses to choose from, with the chosen one
     * @param customerId the id of the chosen customer, empty for all
     * @param customer the name of the chosen customer, empty for all
     * @param next the cursor of the next page, empty if there is none
     */
    public record Found(
            String words,
            String from,
            String to,
            OrderList.Statuses statuses,
            String customerId,
            String customer,
            List<Order> orders,
            String next) {
        /** Whether the list is not filtered. */
        public boolean isAll() {
            return statuses.chosen().isEmpty() && from.isEmpty() && to.isEmpty() && customerId.isEmpty();
        }
    }

    /**
     * An order.
     *
     * @param sight the masking of its texts
     * @param assignee the name of the employee to whom the order is assigned, maybe empty
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

    /** GET orders. If the query has a number to search for, and only one order is found, redirects to this order. */
    public PageAnswer list(Visit visit) {
        var words = visit.query("q");
        var customer = visit.queryNumber("customer").filter(id -> id > 0);
        var filter = new OrderList.Filter(
                visit.query("status"),
                customer.map(OptionalLong::of).orElse(OptionalLong.empty()),
                CustomerPages.window(visit));
        var found = database.read(transaction -> {
            var page = words.isEmpty()
                    ? OrderList.newest(
                            transaction, visit.cmId(), filter, visit.after().orElse(filter.start()), ROWS)
                    : new RecordTable.Page<>(
                            OrderList.search(transaction, visit.cmId(), Blanks.fold(words)),
                            Optional.<PagePosition>empty());
            return new Found(
                    words,
                    visit.query("from"),
                    visit.query("to"),
                    OrderList.statuses(transaction, visit.cmId(), filter.status()),
                    customer.map(String::valueOf).orElse(""),
                    customer.map(id -> CustomerPages.name(transaction, visit.cmId(), id))
                            .orElse(""),
                    page.records(),
                    page.next().map(Visit::cursor).orElse(""));
        });
        return !words.isEmpty() && found.orders.size() == 1
                ? PageAnswer.redirect(visit.url("orders/" + found.orders.get(0).id()))
                : PageAnswer.page("orders.jte", found);
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
