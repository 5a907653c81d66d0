package dev.daybook.wire;

import java.math.BigDecimal;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ValueNode;

/**
 * Makes the values of a JSON tree, and refuses decimal numbers whose exponent stands for more digits than a record may
 * have: {@code 1e999999} is eight characters on the wire and a million digits wherever it is written out.
 */
final class BoundedNumbers extends JsonNodeFactory {
    /** Enough for every number that a double holds, which is what most programs send. */
    static final int MAX_SCALE = 400;

    private static final long serialVersionUID = 1L;

    /**
     * The value of a number.
     *
     * @throws NumberFormatException as the parser does for exponents that Java has no number for
     */
    @Override
    public ValueNode numberNode(BigDecimal number) {
        if (!take(number)) {
            throw new NumberFormatException("an exponent beyond " + MAX_SCALE);
        }
        return super.numberNode(number);
    }

    /** Whether a number is taken. */
    static boolean take(String number) {
        try {
            return take(new BigDecimal(number));
        } catch (NumberFormatException tooLarge) {
            return false;
        }
    }

    private static boolean take(BigDecimal number) {
        return number.scale() <= MAX_SCALE && number.scale() >= -MAX_SCALE;
    }
}
