package dev.daybook.domain.order;

import java.util.List;

/**
 * A line of an order.
 *
 * @param skuId the caller's own id of the product, possibly empty
 * @param name its name, possibly empty
 * @param parentName the name of the product that it is a variant of, possibly empty
 * @param rate the price of one unit
 * @param quantity the quantity
 * @param discount the discount on the whole line
 */
public record Product(String skuId, String name, String parentName, Amount rate, Amount quantity, Amount discount) {
    /** The total of the line, exactly. */
    public Amount total() {
        return rate.times(quantity).minus(discount);
    }

    /** The total of several lines, exactly. */
    public static Amount total(List<Product> products) {
        return products.stream().map(Product::total).reduce(Amount.ZERO, Amount::plus);
    }
}
