package dev.daybook.store.order;

import static dev.daybook.store.record.Column.number;
import static dev.daybook.store.record.Column.text;

import dev.daybook.store.RoundTrip;
import dev.daybook.store.Transaction;
import dev.daybook.store.record.Columns;
import dev.daybook.store.record.RowTable;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;

/** The rows of attributes and associate fields of orders: what an account stores beyond the vendor's own fields. */
final class OrderFields {
    private static final RowTable<Attribute> ATTRIBUTES = new RowTable<>(
            "sales_order_attribute",
            new Columns<Attribute>()
                    .personal(
                            number("cm_id", row -> row.cmId),
                            number("order_id", row -> row.orderId),
                            number("number", row -> row.number)),
            new Columns<Attribute>().personal(text("value", Attribute::value)));

    private static final RowTable<Associate> ASSOCIATES = new RowTable<>(
            "sales_order_associate_field",
            new Columns<Associate>()
                    .personal(
                            number("cm_id", row -> row.cmId),
                            number("order_id", row -> row.orderId),
                            text("name", Associate::name)),
            new Columns<Associate>().personal(text("value", Associate::value)));

    private static final String SELECT = "SELECT * FROM %s WHERE cm_id = :cmId AND order_id IN (<ids>)";

    private OrderFields() {}

    private record Attribute(long cmId, long orderId, int number, String value) {}

    private record Associate(long cmId, long orderId, String name, String value) {}

    /** Writes the attributes and associate fields of changes. */
    static void put(Transaction transaction, long cmId, Collection<OrderWrite.Update> updates) {
        ATTRIBUTES.upsert(
                transaction,
                updates.stream()
                        .flatMap(update -> update.change().details().attributes().entrySet().stream()
                                .map(entry ->
                                        new Attribute(cmId, update.after().id(), entry.getKey(), entry.getValue())))
                        .toList());
        ASSOCIATES.upsert(
                transaction,
                updates.stream()
                        .flatMap(update -> update.change().details().associates().entrySet().stream()
                                .map(entry ->
                                        new Associate(cmId, update.after().id(), entry.getKey(), entry.getValue())))
                        .toList());
    }

    /** The attributes of each of these orders. Looks with the next round trip. */
    static Supplier<Map<Long, Map<Integer, String>>> attributes(
            Transaction transaction, long cmId, Collection<Long> ids) {
        return ask(
                transaction,
                "sales_order_attribute",
                cmId,
                ids,
                row -> Map.entry(row.getInt("number"), row.getString("value")));
    }

    /** The associate fields of each of these orders. Looks with the next round trip. */
    static Supplier<Map<Long, Map<String, String>>> associates(
            Transaction transaction, long cmId, Collection<Long> ids) {
        return ask(
                transaction,
                "sales_order_associate_field",
                cmId,
                ids,
                row -> Map.entry(row.getString("name"), row.getString("value")));
    }

    private static <K> Supplier<Map<Long, Map<K, String>>> ask(
            Transaction transaction,
            String table,
            long cmId,
            Collection<Long> ids,
            RoundTrip.Row<Map.Entry<K, String>> field) {
        return transaction
                .later(SELECT.formatted(table))
                .bind("cmId", cmId)
                .bindList("ids", ids)
                .ask(row -> Map.entry(row.getLong("order_id"), field.read(row)), rows -> {
                    var fields = new HashMap<Long, Map<K, String>>();
                    rows.forEach(row -> fields.computeIfAbsent(row.getKey(), id -> new HashMap<>())
                            .put(row.getValue().getKey(), row.getValue().getValue()));
                    return fields;
                });
    }
}
