package dev.daybook.domain.order;

import java.util.List;

/**
 * A line of an order.
 *
 * @param skuId the caller's own id of the product, possibly empty
 * @param name the product's name, possibly empty
 * @param parentName the name of the product of which this one is a variant, possibly empty
 * @param rate the price of one unit
 * @param discount the discount on the whole line
 */
public record Product(String skuId, String name, String parentName, Amount rate, Amount quantity, Amount discount) {
    /** Whether the line has no id, name, parent name, price or discount. Its quantity alone means nothing. */
    public boolean isBlank() {
        return skuId.isEmpty()
                && name.isEmpty()
                && parentName.isEmpty()
                && rate.equals(Amount.ZERO)
                && discount.equals(Amount.ZERO);
    }

    /** The exact total of the line: rate times quantity, minus the discount. */
    public Amount total() {
        return rate.times(quantity).minus(discount);
    }

    /** The exact total of several lines. */
    public static Amount total(List<Product> products) {
        return products.stream().map(Product::total).reduce(Amount.ZERO, Amount::plus);
    }
}
