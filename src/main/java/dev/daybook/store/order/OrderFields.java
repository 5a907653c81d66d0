package dev.daybook.store.order;

import dev.daybook.domain.order.OrderChange;
import dev.daybook.store.Transaction;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The rows of attributes and associate fields of orders: what the account keeps beyond the vendor's own fields. */
final class OrderFields {
    private static final String PUT_ATTRIBUTE = """
            INSERT INTO sales_order_attribute (cm_id, order_id, number, value)
            VALUES (:cmId, :orderId, :number, :value)
            ON CONFLICT (cm_id, order_id, number) DO UPDATE SET value = excluded.value""";

    private static final String PUT_ASSOCIATE = """
            INSERT INTO sales_order_associate_field (cm_id, order_id, name, value)
            VALUES (:cmId, :orderId, :name, :value)
            ON CONFLICT (cm_id, order_id, name) DO UPDATE SET value = excluded.value""";

    private static final String ATTRIBUTES =
            "SELECT * FROM sales_order_attribute WHERE cm_id = :cmId AND order_id IN (<ids>)";

    private static final String ASSOCIATES =
            "SELECT * FROM sales_order_associate_field WHERE cm_id = :cmId AND order_id IN (<ids>)";

    private static final List<String> TABLES = List.of("sales_order_attribute", "sales_order_associate_field");

    private OrderFields() {}

    /** Puts what a change gives. */
    static void put(Transaction transaction, long cmId, long orderId, OrderChange change) {
        change.attributes()
                .forEach((number, value) -> transaction
                        .handle()
                        .createUpdate(PUT_ATTRIBUTE)
                        .bind("cmId", cmId)
                        .bind("orderId", orderId)
                        .bind("number", number)
                        .bind("value", value)
                        .execute());
        change.associates()
                .forEach((name, value) -> transaction
                        .handle()
                        .createUpdate(PUT_ASSOCIATE)
                        .bind("cmId", cmId)
                        .bind("orderId", orderId)
                        .bind("name", name)
                        .bind("value", value)
                        .execute());
    }

    /** Takes all that there are of these orders away. */
    static void delete(Transaction transaction, long cmId, Collection<Long> ids) {
        for (var table : TABLES) {
            transaction
                    .handle()
                    .createUpdate("DELETE FROM " + table + " WHERE cm_id = :cmId AND order_id IN (<ids>)")
                    .bind("cmId", cmId)
                    .bindList("ids", List.copyOf(ids))
                    .execute();
        }
    }

    /** The attributes of each of these orders. */
    static Map<Long, Map<Integer, String>> attributes(Transaction transaction, long cmId, Collection<Long> ids) {
        var attributes = new HashMap<Long, Map<Integer, String>>();
        transaction
                .handle()
                .createQuery(ATTRIBUTES)
                .bind("cmId", cmId)
                .bindList("ids", List.copyOf(ids))
                .map((row, context) ->
                        Map.entry(row.getLong("order_id"), Map.entry(row.getInt("number"), row.getString("value"))))
                .forEach(row -> attributes
                        .computeIfAbsent(row.getKey(), id -> new HashMap<>())
                        .put(row.getValue().getKey(), row.getValue().getValue()));
        return attributes;
    }

    /** The associate fields of each of these orders. */
    static Map<Long, Map<String, String>> associates(Transaction transaction, long cmId, Collection<Long> ids) {
        var associates = new HashMap<Long, Map<String, String>>();
        transaction
                .handle()
                .createQuery(ASSOCIATES)
                .bind("cmId", cmId)
                .bindList("ids", List.copyOf(ids))
                .map((row, context) ->
                        Map.entry(row.getLong("order_id"), Map.entry(row.getString("name"), row.getString("value"))))
                .forEach(row -> associates
                        .computeIfAbsent(row.getKey(), id -> new HashMap<>())
                        .put(row.getValue().getKey(), row.getValue().getValue()));
        return associates;
    }
}
