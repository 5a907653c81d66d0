package dev.daybook.cli;

import dev.daybook.cli.option.Nearest;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/** Which field each column of a file is: the one of its name, unless it is mapped to another or to none. */
final class Columns implements UnaryOperator<String> {
    private final List<String> fields;
    private final Map<String, String> mapped;

    /**
     * Columns with these mappings.
     *
     * @param fields the names of all fields
     * @throws IllegalArgumentException if one maps to a field that does not exist
     */
    Columns(List<String> fields, Map<String, String> mapped) {
        mapped.forEach((column, field) -> {
            if (!field.isEmpty() && !fields.contains(field)) {
                throw new IllegalArgumentException("--map " + column + "=" + field + ": there is no field '" + field
                        + "'; did you mean '" + Nearest.to(field, fields) + "'?");
            }
        });
        this.fields = List.copyOf(fields);
        this.mapped = Map.copyOf(mapped);
    }

    @Override
    public String apply(String column) {
        var field = mapped.getOrDefault(column, column);
        if (field.isEmpty() || fields.contains(field)) {
            return field;
        }
        var nearest = Nearest.to(column, fields);
        throw new IllegalArgumentException("unknown column '" + column + "'; the nearest field is '" + nearest
                + "'. Map it with --map '" + column + "=" + nearest + "' or ignore it with --map '" + column + "='");
    }
}
