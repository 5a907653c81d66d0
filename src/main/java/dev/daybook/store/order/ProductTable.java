package dev.daybook.store.order;

import static dev.daybook.store.record.Column.number;
import static dev.daybook.store.record.Column.text;

import dev.daybook.domain.order.Amount;
import dev.daybook.domain.order.Order;
import dev.daybook.domain.order.Product;
import dev.daybook.store.Transaction;
import dev.daybook.store.record.Columns;
import dev.daybook.store.record.RowTable;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** The table of the products of orders. */
final class ProductTable {
    private static final RowTable<Line> ROWS = new RowTable<>(
            "sales_order_product",
            new Columns<Line>()
                    .kept(
                            number("cm_id", row -> row.order.cmId()),
                            number("order_id", row -> row.order.id()),
                            number("line", row -> row.number)),
            new Columns<Line>()
                    .kept(
                            text("sku_id", row -> row.product.skuId()),
                            text("name", row -> row.product.name()),
                            text("parent_name", row -> row.product.parentName()),
                            text("rate", row -> row.product.rate().text()),
                            text("quantity", row -> row.product.quantity().text()),
                            text("discount", row -> row.product.discount().text())));

    private static final String DELETE = "DELETE FROM sales_order_product WHERE cm_id = :cmId AND order_id IN (<ids>)";

    private static final String SELECT = """
            SELECT * FROM sales_order_product WHERE cm_id = :cmId AND order_id IN (<ids>) ORDER BY order_id, line""";

    private ProductTable() {}

    private record Line(Order order, int number, Product product) {}

    /** Adds the lines of new orders. */
    static void insert(Transaction transaction, List<Order> orders) {
        var lines = new ArrayList<Line>();
        for (var order : orders) {
            var number = 0;
            for (var product : order.products()) {
                lines.add(new Line(order, ++number, product));
            }
        }
        ROWS.insert(transaction, lines);
    }

    static void replace(Transaction transaction, long cmId, List<Order> orders) {
        if (!orders.isEmpty()) {
            transaction
                    .later(DELETE, cmId)
                    .bindList("ids", orders.stream().map(Order::id).toList())
                    .execute();
            insert(transaction, orders);
        }
    }

    /** The lines of each of these orders; orders without lines are left out. Runs with the next round trip. */
    static Supplier<Map<Long, List<Product>>> ask(Transaction transaction, long cmId, Collection<Long> ids) {
        return transaction
                .later(SELECT, cmId)
                .bindList("ids", ids)
                .askByKey(row -> Map.entry(
                        row.getLong("order_id"),
                        new Product(
                                row.getString("sku_id"),
                                row.getString("name"),
                                row.getString("parent_name"),
                                Amount.of(row.getString("rate")),
                                Amount.of(row.getString("quantity")),
                                Amount.of(row.getString("discount")))));
    }
}
