package dev.daybook.wire.order;

import dev.daybook.domain.order.Product;
import java.math.BigDecimal;

/** A line in an {@link OrderJson}. */
public record ProductJson(
        String skuId,
        String productName,
        String parentProductName,
        BigDecimal rate,
        BigDecimal quantity,
        BigDecimal discount,
        BigDecimal total) {
    static ProductJson from(Product product) {
        return new ProductJson(
                product.skuId(),
                product.name(),
                product.parentName(),
                product.rate().value(),
                product.quantity().value(),
                product.discount().value(),
                product.total().value());
    }
}
