package dev.daybook.store.order;

import static dev.daybook.store.record.Column.givenTime;
import static dev.daybook.store.record.Column.key;
import static dev.daybook.store.record.Column.nameKey;
import static dev.daybook.store.record.Column.number;
import static dev.daybook.store.record.Column.phone;
import static dev.daybook.store.record.Column.text;
import static dev.daybook.store.record.Column.texts;

import dev.daybook.domain.RecordKind;
import dev.daybook.domain.order.Amount;
import dev.daybook.domain.order.Buyer;
import dev.daybook.domain.order.BuyerField;
import dev.daybook.domain.order.Order;
import dev.daybook.domain.order.OrderAmount;
import dev.daybook.domain.order.OrderDate;
import dev.daybook.domain.order.OrderField;
import dev.daybook.store.EpochMillis;
import dev.daybook.store.Transaction;
import dev.daybook.store.record.Column;
import dev.daybook.store.record.Columns;
import dev.daybook.store.record.RecordTable;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The rows of orders, without their products and fields. */
public final class OrderTable {
    /** Columns about what was ordered, paid and done are kept on an erasure; columns about the buyer are personal. */
    public static final RecordTable<Order> ROWS = new RecordTable<>(
            RecordKind.ORDER,
            new Columns<Order>()
                    .kept(
                            number("customer_id", order -> order.buyer().customerId()),
                            number("zone_id", Order::zoneId),
                            number("assigned_to_id", Order::assignedToId),
                            date(OrderDate.BOOKING),
                            date(OrderDate.EXPECTED_DELIVERY),
                            amount(OrderAmount.GRAND_TOTAL),
                            amount(OrderAmount.TOTAL_PAID),
                            key("order_status", order -> order.text(OrderField.ORDER_STATUS)),
                            key("order_sub_status", order -> order.text(OrderField.ORDER_SUB_STATUS)))
                    .personal(
                            number("contact_id", order -> order.buyer().contactId()),
                            number("enquiry_id", Order::enquiryId),
                            nameKey("customer_name", order -> order.buyer().text(BuyerField.CUSTOMER_NAME)))
                    .all(texts(OrderField.class, Order::text))
                    .all(texts(BuyerField.class, (order, field) -> order.buyer().text(field)))
                    .all(buyerKeys())
                    .all(phone("customer_phone", order -> order.buyer().customerPhone()))
                    .all(phone("contact_phone", order -> order.buyer().contactPhone())),
            OrderTable::select);

    private static final String SELECT =
            "SELECT * FROM sales_order WHERE cm_id = :cmId AND id IN (<ids>) AND deleted_at = 0";

    private static final String BY_ERP_IDS = """
            SELECT id, customer_id, erp_order_id FROM sales_order
            WHERE cm_id = :cmId AND erp_order_id IN (<erpIds>) AND erp_order_id <> '' AND deleted_at = 0""";

    private static final String AT = "_at";

    private OrderTable() {}

    private static Column<Order> date(OrderDate date) {
        return givenTime(
                Column.nameOf(date) + AT,
                order -> Optional.ofNullable(order.dates().get(date)));
    }

    private static Column<Order> amount(OrderAmount amount) {
        return text(Column.nameOf(amount), order -> order.amount(amount).text());
    }

    private static List<Column<Order>> buyerKeys() {
        return Stream.of(
                        BuyerField.CUSTOMER_EMAIL,
                        BuyerField.CONTACT_EMAIL,
                        BuyerField.CITY,
                        BuyerField.STATE,
                        BuyerField.COUNTRY)
                .map(field -> Column.<Order>key(
                        Column.nameOf(field), order -> order.buyer().text(field)))
                .toList();
    }

    /** The ids of the existing orders with these ERP order ids, by ERP order id. */
    static Map<String, Long> idsByErpId(Transaction transaction, long cmId, Collection<String> erpIds) {
        return byErpId(transaction, cmId, erpIds, "id");
    }

    /** The customer ids of the existing orders with these ERP order ids, by ERP order id. */
    static Map<String, Long> buyersByErpId(Transaction transaction, long cmId, Collection<String> erpIds) {
        return byErpId(transaction, cmId, erpIds, "customer_id");
    }

    private static Map<String, Long> byErpId(
            Transaction transaction, long cmId, Collection<String> erpIds, String column) {
        return Transaction.inParts(
                        erpIds,
                        some -> transaction
                                .later(BY_ERP_IDS, cmId)
                                .bindList("erpIds", some)
                                .ask(row -> Map.entry(row.getString("erp_order_id"), row.getLong(column)))
                                .get())
                .stream()
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    /** The existing orders with these ids, with their products and fields, in no particular order. */
    public static List<Order> select(Transaction transaction, long cmId, Collection<Long> ids) {
        if (ids.isEmpty()) {
            return List.of();
        }
        var products = ProductTable.ask(transaction, cmId, ids);
        var attributes = OrderFields.attributes(transaction, cmId, ids);
        var associates = OrderFields.associates(transaction, cmId, ids);
        return transaction
                .later(SELECT, cmId)
                .bindList("ids", ids)
                .ask(row -> {
                    var id = row.getLong("id");
                    return new Order(
                            cmId,
                            id,
                            EpochMillis.instant(row.getLong("created_at")),
                            EpochMillis.instant(row.getLong("modified_at")),
                            new Buyer(
                                    row.getLong("customer_id"),
                                    row.getLong("contact_id"),
                                    texts(row, BuyerField.class)),
                            row.getLong("enquiry_id"),
                            row.getLong("zone_id"),
                            row.getLong("assigned_to_id"),
                            texts(row, OrderField.class),
                            Column.times(row, OrderDate.class, AT),
                            Map.of(
                                    OrderAmount.GRAND_TOTAL, Amount.of(row.getString("grand_total")),
                                    OrderAmount.TOTAL_PAID, Amount.of(row.getString("total_paid"))),
                            products.get().getOrDefault(id, List.of()),
                            attributes.get().getOrDefault(id, Map.of()),
                            associates.get().getOrDefault(id, Map.of()));
                })
                .get();
    }
}
