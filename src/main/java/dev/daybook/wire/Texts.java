package dev.daybook.wire;

import dev.daybook.domain.TextField;
import java.util.EnumMap;
import java.util.Map;

/** Gathers the given texts of one record from an object's fields. */
public final class Texts<F extends Enum<F> & TextField> {
    private final Fields fields;
    private final Map<F, String> given;

    /** Reads from these fields. */
    public Texts(Class<F> type, Fields fields) {
        this.fields = fields;
        this.given = new EnumMap<>(type);
    }

    /** Takes a text from the first of these names that has one. */
    public Texts<F> text(F field, String... names) {
        for (var name : names) {
            var value = fields.text(name, field.maxLength());
            if (!value.isEmpty()) {
                given.putIfAbsent(field, value);
            }
        }
        return this;
    }

    /** Takes a text that has no blanks around it, such as a code. */
    public Texts<F> word(F field, String... names) {
        text(field, names);
        given.computeIfPresent(field, (same, value) -> value.strip());
        return this;
    }

    /** What was given. */
    public Map<F, String> given() {
        return given;
    }
}
