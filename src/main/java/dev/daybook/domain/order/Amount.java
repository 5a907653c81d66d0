package dev.daybook.domain.order;

import java.math.BigDecimal;

/**
 * An exact decimal amount of money or quantity. Amounts of the same value are equal, such as 1.5 and 1.50. An amount
 * has at least one decimal, such as 2.0, as all amounts of the vendor have.
 *
 * @param value the value, without trailing zeros after the first decimal
 */
public record Amount(BigDecimal value) {
    /** The largest number of digits before the decimal point in a request. */
    public static final int WHOLE_DIGITS = 14;

    /** The largest number of digits after the decimal point in a request. */
    public static final int DECIMALS = 6;

    public static final Amount ZERO = new Amount(BigDecimal.ZERO);

    public static final Amount ONE = new Amount(BigDecimal.ONE);

    public Amount {
        var shortest = value.signum() == 0 ? BigDecimal.ZERO : value.stripTrailingZeros();
        value = shortest.scale() < 1 ? shortest.setScale(1) : shortest;
    }

    /** Parses a decimal number as the database stores it. */
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

    /** Whether it is less than zero. */
    public boolean isNegative() {
        return value.signum() < 0;
    }

    /** The digits in plain notation, without an exponent. */
    public String text() {
        return value.toPlainString();
    }
}
