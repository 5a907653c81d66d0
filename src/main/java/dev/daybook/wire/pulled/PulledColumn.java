package dev.daybook.wire.pulled;

import dev.daybook.wire.CalendarJson;
import dev.daybook.wire.customer.ContactJson;
import dev.daybook.wire.customer.CustomerJson;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;

/**
 * A field of a pulled record that has one value, as a column of a table.
 *
 * @param name the vendor's key
 * @param kind what it holds if the server keeps to the vendor's page
 */
public record PulledColumn(String name, Kind kind) {
    /** What a column holds. */
    public enum Kind {
        TEXT,
        NUMBER,
        FLAG,
        AMOUNT,
        TIME
    }

    /** The columns of a customer in the vendor's order, without its contacts. */
    public static final List<PulledColumn> OF_CUSTOMER = of(CustomerJson.class);

    /** The columns of a contact in the vendor's order. */
    public static final List<PulledColumn> OF_CONTACT = of(ContactJson.class);

    private static List<PulledColumn> of(Class<? extends Record> shape) {
        return Arrays.stream(shape.getRecordComponents())
                .filter(component -> component.getType() != List.class)
                .map(component -> new PulledColumn(component.getName(), kind(component)))
                .toList();
    }

    private static Kind kind(RecordComponent component) {
        var type = component.getType();
        if (type == CalendarJson.class || component.getName().equals("generationDate")) {
            return Kind.TIME;
        }
        if (type == boolean.class) {
            return Kind.FLAG;
        }
        if (type == double.class) {
            return Kind.AMOUNT;
        }
        return type == String.class ? Kind.TEXT : Kind.NUMBER;
    }
}
