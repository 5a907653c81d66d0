package dev.daybook.domain.order;

import dev.daybook.domain.AssociateFieldLimits;
import dev.daybook.domain.Reason;
import dev.daybook.domain.account.EmployeeName;
import dev.daybook.domain.customer.CustomerChange;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * An Add or Update Order. Only the given values change.
 *
 * @param orderId the order to change; 0 if not given
 * @param update whether to update an order with the same ERP order id instead of adding one
 * @param texts the given texts of the order
 * @param dates the given times
 * @param amounts the given amounts
 * @param zone the given name from the account's list of zones; empty if none
 * @param assignee the employee to assign it to
 * @param products the given lines, which replace the existing ones; empty to keep those
 * @param attributes the given attributes by number (1 to 15)
 * @param associates the given associate fields: name to JSON text
 * @param customer the change of the customer; its id is {@link #NOT_NAMED} if not given
 */
public record OrderChange(
        long orderId,
        boolean update,
        Map<OrderField, String> texts,
        Map<OrderDate, Instant> dates,
        Map<OrderAmount, Amount> amounts,
        String zone,
        EmployeeName assignee,
        List<Product> products,
        Map<Integer, String> attributes,
        Map<String, String> associates,
        CustomerChange customer) {
    /** The id if the change names no customer: that of the order or, for a new order, one that is found or added. */
    public static final long NOT_NAMED = -1;

    /** The largest number of lines of an order. */
    public static final int MAX_PRODUCTS = 1_000;

    public OrderChange {
        texts = Map.copyOf(texts);
        dates = Map.copyOf(dates);
        amounts = Map.copyOf(amounts);
        products = List.copyOf(products);
        attributes = Map.copyOf(attributes);
        associates = Map.copyOf(associates);
        AssociateFieldLimits.check(associates);
        if (products.size() > MAX_PRODUCTS) {
            throw Reason.TOO_MANY_PRODUCTS.with(MAX_PRODUCTS, products.size());
        }
    }

    /** The same change with other lines. */
    public OrderChange with(List<Product> lines) {
        return new OrderChange(
                orderId, update, texts, dates, amounts, zone, assignee, lines, attributes, associates, customer);
    }

    /** The same change with another customer. */
    public OrderChange with(CustomerChange other) {
        return new OrderChange(
                orderId, update, texts, dates, amounts, zone, assignee, products, attributes, associates, other);
    }

    /** One of the given texts, empty if it is not given. */
    public String text(OrderField field) {
        return texts.getOrDefault(field, "");
    }
}
