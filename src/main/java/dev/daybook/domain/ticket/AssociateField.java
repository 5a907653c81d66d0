package dev.daybook.domain.ticket;

import java.util.regex.Pattern;

/**
 * An associate field of a ticket: a value that the vendor's own fields do not cover.
 *
 * @param group the key of its group, unchanged
 * @param name its name within the group. Empty if this field is the whole group. This is so in three cases: the group
 *     is neither an object nor an array of one object, its object is empty, or its object has an empty key
 * @param json its value as JSON
 */
public record AssociateField(String group, String name, String json) {
    /** A blank in a JSON text: a space, an invisible character, or the escape of white space, such as a line break. */
    private static final String SPACE = "(?:[\\p{Z}\\p{Cf}]|\\\\(?:[tnfr]|u00(?:0B|1[C-F])))";

    /** JSON of only brackets, separators, keys, nulls and blank texts. */
    private static final Pattern BLANK =
            Pattern.compile("(?:[\\[\\]{},:]|null|\"" + SPACE + "*+\"|\"(?:[^\"\\\\]|\\\\.)*+\":)*+");

    /**
     * Whether this field and {@code other} belong to the same group but cannot exist together: one of them has a name,
     * the other one is the whole group.
     */
    boolean excludes(AssociateField other) {
        return group.equals(other.group) && name.isEmpty() != other.name.isEmpty();
    }

    /**
     * Whether the field has no value: at every depth, it has only nulls and blank texts. Such a field replaces nothing,
     * like a blank field of a customer or an order.
     */
    public boolean isBlank() {
        return BLANK.matcher(json).matches();
    }
}
