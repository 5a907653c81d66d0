package dev.daybook.store.order;

import static dev.daybook.store.record.Column.number;
import static dev.daybook.store.record.Column.text;

import dev.daybook.domain.account.RecordDetails;
import dev.daybook.domain.order.Order;
import dev.daybook.store.Transaction;
import dev.daybook.store.record.Column;
import dev.daybook.store.record.Columns;
import dev.daybook.store.record.RowTable;
import dev.daybook.store.statement.RoundTrip;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * The rows of attributes and associate fields of orders: values that an account stores beyond the vendor's own fields.
 */
final class OrderFields {
    private static final RowTable<Field<Integer>> ATTRIBUTES =
            table("sales_order_attribute", number("number", Field::key));

    private static final RowTable<Field<String>> ASSOCIATES =
            table("sales_order_associate_field", text("name", Field::key));

    private static final String SELECT = "SELECT * FROM %s WHERE cm_id = :cmId AND order_id IN (<ids>)";

    private OrderFields() {}

    private record Field<K>(long cmId, long orderId, K key, String value) {}

    private static <K> RowTable<Field<K>> table(String name, Column<Field<K>> key) {
        return new RowTable<>(
                name,
                new Columns<Field<K>>().personal(number("cm_id", Field::cmId), number("order_id", Field::orderId), key),
                new Columns<Field<K>>().personal(text("value", Field::value)));
    }

    /** Writes the attributes and associate fields that changes give, as the orders have them after the changes. */
    static void put(Transaction transaction, long cmId, Collection<OrderWrite.Update> updates) {
        ATTRIBUTES.upsert(transaction, fields(cmId, updates, RecordDetails::attributes, Order::attributes));
        ASSOCIATES.upsert(transaction, fields(cmId, updates, RecordDetails::associates, Order::associates));
    }

    private static <K> List<Field<K>> fields(
            long cmId,
            Collection<OrderWrite.Update> updates,
            Function<RecordDetails, Map<K, String>> given,
            Function<Order, Map<K, String>> after) {
        return updates.stream()
                .flatMap(update -> after.apply(update.after()).entrySet().stream()
                        .filter(entry -> given.apply(update.change().details()).containsKey(entry.getKey()))
                        .map(entry -> new Field<>(cmId, update.after().id(), entry.getKey(), entry.getValue())))
                .toList();
    }

    /** The attributes of each of these orders, without orders that have none. Runs with the next round trip. */
    static Supplier<Map<Long, Map<Integer, String>>> attributes(
            Transaction transaction, long cmId, Collection<Long> ids) {
        return ask(transaction, cmId, "sales_order_attribute", ids, row -> row.getInt("number"));
    }

    /** The associate fields of each of these orders. Runs with the next round trip. */
    static Supplier<Map<Long, Map<String, String>>> associates(
            Transaction transaction, long cmId, Collection<Long> ids) {
        return ask(transaction, cmId, "sales_order_associate_field", ids, row -> row.getString("name"));
    }

    private static <K> Supplier<Map<Long, Map<K, String>>> ask(
            Transaction transaction, long cmId, String table, Collection<Long> ids, RoundTrip.Row<K> key) {
        return transaction
                .later(SELECT.formatted(table), cmId)
                .bindList("ids", ids)
                .ask(
                        row -> new Field<>(cmId, row.getLong("order_id"), key.read(row), row.getString("value")),
                        fields -> {
                            var byOrder = new HashMap<Long, Map<K, String>>();
                            fields.forEach(field -> byOrder.computeIfAbsent(field.orderId, id -> new HashMap<>())
                                    .put(field.key, field.value));
                            return byOrder;
                        });
    }
}
