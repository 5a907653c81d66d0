package dev.daybook.imports.file;

import dev.daybook.domain.message.Suggestion;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * Map from each column of a file to a field: the field that a mapping names for the column, or else the field with the
 * name of the column. A mapping may also name no field; then the column is ignored. Collects unknown columns, so that
 * they can be reported together.
 */
public final class ColumnMap implements UnaryOperator<String> {
    /**
     * The maximum number of columns of a file, because a page of the console shows a list of all fields for each
     * column. Without this limit, a file of JSON objects whose keys are data, such as product codes, could have any
     * number of columns.
     */
    private static final int MOST = 1_000;

    /** The maximum number of characters in the names of all columns together. */
    private static final int MOST_CHARACTERS = 250_000;

    private final List<String> fields;
    private final Map<String, String> mapped;
    private final boolean mayKeep;
    private final boolean keepUnknown;
    private final boolean takesAll;
    private final Set<String> seen = new LinkedHashSet<>();
    private final Set<String> unknown = new LinkedHashSet<>();
    private Optional<Set<String>> chosen = Optional.empty();
    private int characters;
    private boolean some;

    /**
     * Columns with these mappings.
     *
     * @param fields the names of all fields
     * @param keepUnknown whether an unknown column is kept under its own name
     * @param mayKeep whether records of this kind can keep an unknown column; otherwise it is always refused
     * @throws IllegalArgumentException if a mapping names an unknown field
     */
    public ColumnMap(List<String> fields, Map<String, String> mapped, boolean keepUnknown, boolean mayKeep) {
        mapped.forEach((column, field) -> {
            if (!field.isEmpty() && !fields.contains(field)) {
                throw new IllegalArgumentException("--map " + column + "=" + field + ": there is no field '" + field
                        + "'; did you mean '" + Suggestion.to(field, fields) + "'?");
            }
        });
        this.fields = List.copyOf(fields);
        this.mapped = new LinkedHashMap<>(mapped);
        this.mayKeep = mayKeep;
        this.keepUnknown = keepUnknown && mayKeep;
        this.takesAll = false;
    }

    private ColumnMap() {
        this.fields = List.of();
        this.mapped = Map.of();
        this.mayKeep = true;
        this.keepUnknown = true;
        this.takesAll = true;
    }

    /** Columns that all keep their own names. They serve to list the columns of a file before the fields are known. */
    static ColumnMap asTheyAre() {
        return new ColumnMap();
    }

    /**
     * Returns the field of a column; empty if it has none. Remembers the column for {@link #seen()} and {@link
     * #check()}.
     *
     * @throws IllegalArgumentException if the file has too many columns, or too long names
     */
    @Override
    public String apply(String column) {
        if (!seen.contains(column)) {
            if (seen.size() == MOST || characters + column.length() > MOST_CHARACTERS) {
                // The column is not added: a page still lists the columns before it.
                throw new IllegalArgumentException("column " + (seen.size() + 1) + ": expected at most " + MOST
                        + " columns, with " + MOST_CHARACTERS + " characters in their names. If the keys of the"
                        + " objects are data, make them values; otherwise split the file");
            }
            seen.add(column);
            characters += column.length();
        }
        if (chosen.map(names -> names.contains(column)).orElse(true)) {
            var field = mapped.getOrDefault(column, column);
            if (field.isEmpty() || fields.contains(field)) {
                return field;
            }
            if (keepUnknown && !column.isBlank()) {
                return column;
            }
        }
        unknown.add(column);
        return "";
    }

    /**
     * Takes only these columns; any other column is unknown, even if it has the name of a field. Used for the console,
     * where a person chooses a field for each column. {@link FileStart} reads only the beginning of the file, so the
     * person has not seen a column that first appears later.
     */
    public void onlyChosen(Set<String> names) {
        chosen = Optional.of(names);
    }

    /**
     * Allows mappings of columns that the file lacks. Used for the file of refused rows of an NDJSON import: a mapped
     * column may be a key that only accepted rows have.
     */
    void areSome() {
        some = true;
    }

    /**
     * Checks the columns after all of them were seen. Accepts a file without columns.
     *
     * @throws IllegalArgumentException if some are unknown, or if a mapping names a missing column and {@link #areSome}
     *     was not called
     */
    public void check() {
        if (seen.isEmpty() || takesAll) {
            return;
        }
        var idle = mapped.keySet().stream()
                .filter(column -> !seen.contains(column))
                .toList();
        if (!idle.isEmpty() && !some) {
            throw new IllegalArgumentException(
                    "--map: the file has no column " + quoted(idle) + "; its columns are " + quoted(List.copyOf(seen)));
        }
        if (!unknown.isEmpty() && chosen.isPresent()) {
            throw new IllegalArgumentException(
                    "the column '" + unknown.iterator().next() + "' first appears further"
                            + " down in the file: change the choices, and make one for it");
        }
        if (!unknown.isEmpty()) {
            throw new IllegalArgumentException("unknown column" + (unknown.size() == 1 ? " " : "s ")
                    + quoted(List.copyOf(unknown)) + ". Save these lines as a file, correct them (nothing after the ="
                    + " ignores a column), and name it with --map-file"
                    + (mayKeep ? "; or keep the columns as the account's own fields with --keep-unknown" : "")
                    + ":\n\n" + mapping());
        }
    }

    private String mapping() {
        return suggested().entrySet().stream()
                .map(mapping -> MapFile.line(mapping.getKey(), mapping.getValue()))
                .collect(Collectors.joining("\n"));
    }

    /** The columns that were seen, in their order. */
    public List<String> seen() {
        return List.copyOf(seen);
    }

    /** Proposes a field for each unknown column: one that no other column has, or an empty text if none fits. */
    Map<String, String> suggested() {
        var taken =
                seen.stream().map(column -> mapped.getOrDefault(column, column)).toList();
        return Proposal.of(List.copyOf(unknown), fields, taken);
    }

    private static String quoted(List<String> names) {
        return names.stream().map(name -> "'" + name + "'").collect(Collectors.joining(", "));
    }
}
