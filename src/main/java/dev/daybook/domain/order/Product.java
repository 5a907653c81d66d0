package dev.daybook.domain.order;

import java.util.List;

/**
 * A line of an order.
 *
 * @param skuId the caller's own id of the product, maybe empty
 * @param name its name, maybe empty
 * @param parentName the name of what it is a variant of, maybe empty
 * @param rate what one costs
 * @param quantity how many
 * @param discount the amount that is taken off the whole line
 */
public record Product(String skuId, String name, String parentName, Amount rate, Amount quantity, Amount discount) {
    /** What the line comes to, exactly. */
    public Amount total() {
        return rate.times(quantity).minus(discount);
    }

    /** What lines come to together, exactly. */
    public static Amount total(List<Product> products) {
        return products.stream().map(Product::total).reduce(Amount.ZERO, Amount::plus);
    }
}
