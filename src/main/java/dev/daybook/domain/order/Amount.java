package dev.daybook.domain.order;

import java.math.BigDecimal;

/**
 * An exact decimal amount: money, or how many of something. Two amounts are the same if their values are; there is at
 * least one digit behind the point, as in all amounts of the vendor's.
 *
 * @param value the value, without zeros at its end beyond that digit
 */
public record Amount(BigDecimal value) {
    /** How many digits an amount that is sent may have before the point. */
    public static final int WHOLE_DIGITS = 14;

    /** How many digits an amount that is sent may have behind the point. */
    public static final int DECIMALS = 6;

    /** Nothing. */
    public static final Amount ZERO = new Amount(BigDecimal.ZERO);

    /** One. */
    public static final Amount ONE = new Amount(BigDecimal.ONE);

    public Amount {
        var shortest = value.signum() == 0 ? BigDecimal.ZERO : value.stripTrailingZeros();
        value = shortest.scale() < 1 ? shortest.setScale(1) : shortest;
    }

    /** The amount that a text of digits means, as the database keeps it. */
    public static Amount of(String text) {
        return new Amount(new BigDecimal(text));
    }

    /** The sum of both, exactly. */
    public Amount plus(Amount other) {
        return new Amount(value.add(other.value));
    }

    /** The difference of both, exactly. */
    public Amount minus(Amount other) {
        return new Amount(value.subtract(other.value));
    }

    /** The product of both, exactly. */
    public Amount times(Amount other) {
        return new Amount(value.multiply(other.value));
    }

    /** Whether it is less than nothing. */
    public boolean isNegative() {
        return value.signum() < 0;
    }

    /** The digits, without an exponent. */
    public String text() {
        return value.toPlainString();
    }
}
