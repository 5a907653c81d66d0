package dev.daybook.client.answer;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.daybook.client.answer.time.IsoDates;
import dev.daybook.wire.CalendarJson;
import java.lang.reflect.RecordComponent;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;

/**
 * A column of a table: a field of a pulled record, or of an object in a list of the record. A list itself is no column.
 *
 * @param name the vendor's key
 * @param kind the kind of its values according to the vendor's reference
 */
public record PulledColumn(String name, Kind kind) {
    /** The kinds of values. */
    public enum Kind {
        /** A text; objects are written as JSON. */
        TEXT,
        NUMBER,
        FLAG,
        AMOUNT,
        /** An amount of which all digits are kept. */
        DECIMAL,
        TIME
    }

    /** The columns of a record in the order of its JSON, without its lists. */
    static List<PulledColumn> of(Class<? extends Record> shape) {
        return Arrays.stream(shape.getRecordComponents())
                .filter(component -> component.getType() != List.class)
                .map(PulledColumn::of)
                .toList();
    }

    private static PulledColumn of(RecordComponent component) {
        var renamed = component.getAccessor().getAnnotation(JsonProperty.class);
        var name = renamed == null ? component.getName() : renamed.value();
        return new PulledColumn(name, IsoDates.isTime(name) ? Kind.TIME : kind(component.getType()));
    }

    private static Kind kind(Class<?> type) {
        if (type == boolean.class) {
            return Kind.FLAG;
        }
        if (type == double.class) {
            return Kind.AMOUNT;
        }
        if (type == BigDecimal.class) {
            return Kind.DECIMAL;
        }
        if (type == CalendarJson.class) {
            return Kind.TIME;
        }
        return type == long.class || type == int.class ? Kind.NUMBER : Kind.TEXT;
    }
}
