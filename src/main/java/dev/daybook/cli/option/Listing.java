package dev.daybook.cli.option;

import dev.daybook.wire.json.CommandJson;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;

/**
 * A list that a command prints: at a terminal in columns with headings, elsewhere one line per entry with tabs between
 * the values, or on request as JSON. If the list is empty, standard error says so, except with JSON.
 */
public final class Listing {
    private final String nouns;
    private final List<String> columns;
    private final List<List<Object>> rows = new ArrayList<>();

    /**
     * @param nouns the plural noun for the entries; also the name of the field in JSON
     * @param columns the names of the values of an entry
     */
    public Listing(String nouns, String... columns) {
        this.nouns = nouns;
        this.columns = List.of(columns);
    }

    /** Adds an entry, with as many values as there are columns. */
    public void add(Object... values) {
        if (values.length != columns.size()) {
            throw new IllegalArgumentException(values.length + " values for " + columns);
        }
        rows.add(List.of(values));
    }

    /** A time as the value of an entry; "never" for null. */
    public static String orNever(@Nullable Object time) {
        return time == null ? "never" : time.toString();
    }

    /**
     * Prints the list.
     *
     * @param json whether to print a JSON object
     */
    void print(CommandSpec command, boolean json) {
        var out = command.commandLine().getOut();
        if (json) {
            out.println(new CommandJson().with(nouns, objects()));
        } else if (rows.isEmpty()) {
            command.commandLine().getErr().println("There are no " + words(nouns) + ".");
        } else if (Terminal.isInteractive()) {
            printColumns(out, texts());
        } else {
            texts().forEach(row -> out.println(String.join("\t", row)));
        }
    }

    /** The values as texts without control characters: some values were chosen by the owners of accounts. */
    private List<List<String>> texts() {
        return rows.stream()
                .map(row -> row.stream()
                        .map(value -> Terminal.line(value.toString()))
                        .toList())
                .toList();
    }

    private List<Map<String, Object>> objects() {
        return rows.stream()
                .map(row -> {
                    var object = new LinkedHashMap<String, Object>();
                    IntStream.range(0, columns.size()).forEach(index -> object.put(columns.get(index), row.get(index)));
                    return (Map<String, Object>) object;
                })
                .toList();
    }

    private void printColumns(PrintWriter out, List<List<String>> texts) {
        var headings = columns.stream().map(Listing::heading).toList();
        var widths = IntStream.range(0, columns.size())
                .map(index -> Math.max(
                        headings.get(index).length(),
                        texts.stream()
                                .mapToInt(row -> row.get(index).length())
                                .max()
                                .orElse(0)))
                .toArray();
        out.println(padded(headings, widths));
        texts.forEach(row -> out.println(padded(row, widths)));
    }

    /** The name of a column as people read it: {@code lastUse} is LAST USE. */
    private static String heading(String column) {
        return words(column).toUpperCase(Locale.ROOT);
    }

    private static String words(String name) {
        return name.replaceAll("([A-Z])", " $1").toLowerCase(Locale.ROOT);
    }

    private static String padded(List<String> values, int... widths) {
        return IntStream.range(0, values.size())
                .mapToObj(index -> values.get(index)
                        + " ".repeat(widths[index] - values.get(index).length()))
                .collect(Collectors.joining("  "))
                .stripTrailing();
    }
}
