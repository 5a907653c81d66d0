package dev.daybook.client.request;

import dev.daybook.client.answer.AnswerFrame;
import dev.daybook.domain.order.OrderChange;
import dev.daybook.domain.order.Product;
import dev.daybook.domain.order.SavedOrder;
import dev.daybook.wire.order.OrderNames;
import dev.daybook.wire.order.SaveOrder;
import java.time.ZoneId;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/** Encodes requests of Add and Update Order, with the names that {@link SaveOrder} reads, and decodes the answers. */
public final class OrderRequests {
    private OrderRequests() {}

    /**
     * The request that adds or changes an order.
     *
     * @param zone the account's zone, in which times are sent
     */
    public static byte[] save(long cmId, OrderChange change, ZoneId zone) {
        var request = CustomerRequests.parts(cmId, change.customer());
        var info = request.putObject("order_info");
        if (change.orderId() != 0) {
            info.put("order_id", change.orderId());
        }
        info.put("update", change.update());
        RequestJson.sorted(change.texts()).forEach((field, text) -> info.put(OrderNames.TEXTS.name(field), text));
        RequestJson.sorted(change.dates())
                .forEach((date, at) -> info.put(OrderNames.DATES.get(date), RequestJson.exact(at, zone)));
        RequestJson.sorted(change.amounts())
                .forEach((amount, value) -> info.put(OrderNames.AMOUNTS.get(amount), value.text()));
        info.put("zone", change.zone());
        RequestJson.details(info, "assign_emp_", change.details());
        var products = request.putArray(OrderNames.PRODUCTS);
        change.products().forEach(product -> product(products.addObject(), product));
        return RequestJson.bytes(request);
    }

    private static void product(ObjectNode object, Product product) {
        object.put(OrderNames.SKU_ID, product.skuId())
                .put(OrderNames.PRODUCT_NAME, product.name())
                .put(OrderNames.PARENT_PRODUCT_NAME, product.parentName())
                .put(OrderNames.RATE, product.rate().text())
                .put(OrderNames.QUANTITY, product.quantity().text())
                .put(OrderNames.DISCOUNT, product.discount().text());
    }

    /**
     * Reads the answer of Add or Update Order.
     *
     * @param ignored the value of the header that lists the ignored parts of the request, such as {@code contact_info};
     *     empty if the answer has no such header
     * @throws IllegalArgumentException if the body is not the answer to a successful save
     */
    public static SavedOrder saved(byte[] body, String ignored) {
        var answer = AnswerFrame.readChecked(body);
        var left = List.of(ignored.split(", ", -1));
        return new SavedOrder(
                SavedId.ORDER.requiredIn(answer),
                AnswerFrame.message(answer).contains("Added"),
                SavedId.CUSTOMER.in(answer),
                SavedId.ENQUIRY.in(answer),
                left.contains("customer_info") || left.contains("enquiry_info"),
                left.contains("contact_info"));
    }
}
