package dev.daybook.domain.order;

import dev.daybook.domain.Reason;
import dev.daybook.domain.account.AccountList;
import dev.daybook.domain.account.RecordDetails;
import dev.daybook.domain.customer.CustomerChange;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * An Add or Update Order. Only the given values change.
 *
 * @param orderId the order to change; 0 if not given
 * @param update whether to update an order with the same ERP order id instead of adding one
 * @param texts the given texts of the order; an ERP order id counts as not given if it is a
 *     {@link CustomerChange#isMissing word for a missing value}
 * @param dates the given times
 * @param details the given zone, employee, attributes and associate fields
 * @param products the given lines, which replace the existing lines; empty to keep those
 * @param customer the change of the customer; its customer id is {@link CustomerChange#NOT_NAMED} if the caller gives
 *     none
 */
public record OrderChange(
        long orderId,
        boolean update,
        Map<OrderField, String> texts,
        Map<OrderDate, Instant> dates,
        Map<OrderAmount, Amount> amounts,
        RecordDetails details,
        List<Product> products,
        CustomerChange customer) {
    /** The largest number of lines of an order. */
    public static final int MAX_PRODUCTS = 1_000;

    public OrderChange {
        texts = isNumbered(texts) ? Map.copyOf(texts) : withoutNumber(texts);
        dates = Map.copyOf(dates);
        amounts = Map.copyOf(amounts);
        products = List.copyOf(products);
        if (products.size() > MAX_PRODUCTS) {
            throw Reason.TOO_MANY_PRODUCTS.with(MAX_PRODUCTS, products.size());
        }
    }

    private static boolean isNumbered(Map<OrderField, String> texts) {
        return !CustomerChange.isMissing(texts.getOrDefault(OrderField.ERP_ORDER_ID, ""));
    }

    private static Map<OrderField, String> withoutNumber(Map<OrderField, String> texts) {
        var others = new EnumMap<>(texts);
        others.remove(OrderField.ERP_ORDER_ID);
        return Map.copyOf(others);
    }

    /** A change that gives only texts of the order, and the change of its customer. */
    public static OrderChange ofTexts(
            long orderId, boolean update, Map<OrderField, String> texts, CustomerChange customer) {
        return new OrderChange(orderId, update, texts, Map.of(), Map.of(), RecordDetails.NONE, List.of(), customer);
    }

    /**
     * The sales zone as the caller gave it: a name, which may be new, or the id of an entry of the account list. Empty
     * if none is given.
     */
    public String zone() {
        return details.listed().getOrDefault(AccountList.ZONE, "");
    }

    /** One of the given texts, empty if it is not given. */
    public String text(OrderField field) {
        return texts.getOrDefault(field, "");
    }
}
