package dev.daybook.store.order;

import dev.daybook.domain.order.OrderChange;
import dev.daybook.store.Transaction;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The rows of attributes and associate fields of orders: what the account keeps beyond the vendor's own fields. */
final class OrderFields {
    private static final String INTO_ATTRIBUTES = "sales_order_attribute (cm_id, order_id, number, value)";

    private static final String PUT_ATTRIBUTE = "INSERT INTO " + INTO_ATTRIBUTES + """
             VALUES (?, ?, ?, ?)
            ON CONFLICT (cm_id, order_id, number) DO UPDATE SET value = excluded.value""";

    private static final String INTO_ASSOCIATES = "sales_order_associate_field (cm_id, order_id, name, value)";

    private static final String PUT_ASSOCIATE = "INSERT INTO " + INTO_ASSOCIATES + """
             VALUES (?, ?, ?, ?)
            ON CONFLICT (cm_id, order_id, name) DO UPDATE SET value = excluded.value""";

    private static final String ATTRIBUTES =
            "SELECT * FROM sales_order_attribute WHERE cm_id = :cmId AND order_id IN (<ids>)";

    private static final String ASSOCIATES =
            "SELECT * FROM sales_order_associate_field WHERE cm_id = :cmId AND order_id IN (<ids>)";

    private static final List<String> TABLES = List.of("sales_order_attribute", "sales_order_associate_field");

    private OrderFields() {}

    /** Puts what a change gives. */
    static void put(Transaction transaction, long cmId, long orderId, OrderChange change) {
        if (!change.attributes().isEmpty()) {
            try (var batch = transaction.rows(INTO_ATTRIBUTES, PUT_ATTRIBUTE, false)) {
                change.attributes()
                        .forEach((number, value) -> batch.add(cmId)
                                .add(orderId)
                                .add(number)
                                .add(value)
                                .endRow());
                batch.execute();
            }
        }
        if (!change.associates().isEmpty()) {
            try (var batch = transaction.rows(INTO_ASSOCIATES, PUT_ASSOCIATE, false)) {
                change.associates()
                        .forEach((name, value) -> batch.add(cmId)
                                .add(orderId)
                                .add(name)
                                .add(value)
                                .endRow());
                batch.execute();
            }
        }
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
