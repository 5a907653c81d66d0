package dev.daybook.store.order;

import dev.daybook.domain.order.Amount;
import dev.daybook.domain.order.Order;
import dev.daybook.domain.order.Product;
import dev.daybook.store.Transaction;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The rows of the products of orders. */
final class ProductTable {
    private static final String INTO = """
            sales_order_product
            (cm_id, order_id, line, sku_id, name, parent_name, rate, quantity, discount)""";

    private static final String PUT = "INSERT INTO " + INTO + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)";

    private static final String DELETE = "DELETE FROM sales_order_product WHERE cm_id = :cmId AND order_id = :orderId";

    private static final String SELECT = """
            SELECT * FROM sales_order_product WHERE cm_id = :cmId AND order_id IN (<ids>) ORDER BY order_id, line""";

    private ProductTable() {}

    /** Puts the lines of an order in the place of those that are there. */
    static void replace(Transaction transaction, Order order) {
        transaction
                .handle()
                .createUpdate(DELETE)
                .bind("cmId", order.cmId())
                .bind("orderId", order.id())
                .execute();
        var line = 0;
        try (var batch = transaction.rows(INTO, PUT, false)) {
            for (var product : order.products()) {
                batch.add(order.cmId())
                        .add(order.id())
                        .add(++line)
                        .add(product.skuId())
                        .add(product.name())
                        .add(product.parentName())
                        .add(product.rate().text())
                        .add(product.quantity().text())
                        .add(product.discount().text())
                        .endRow();
            }
            batch.execute();
        }
    }

    /** The lines of each of these orders. */
    static Map<Long, List<Product>> select(Transaction transaction, long cmId, Collection<Long> ids) {
        var products = new HashMap<Long, List<Product>>();
        transaction
                .handle()
                .createQuery(SELECT)
                .bind("cmId", cmId)
                .bindList("ids", List.copyOf(ids))
                .map((row, context) -> Map.entry(
                        row.getLong("order_id"),
                        new Product(
                                row.getString("sku_id"),
                                row.getString("name"),
                                row.getString("parent_name"),
                                Amount.of(row.getString("rate")),
                                Amount.of(row.getString("quantity")),
                                Amount.of(row.getString("discount")))))
                .forEach(row -> products.computeIfAbsent(row.getKey(), id -> new ArrayList<>())
                        .add(row.getValue()));
        return products;
    }
}
