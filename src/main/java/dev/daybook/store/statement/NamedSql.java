package dev.daybook.store.statement;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * SQL with named parameters: {@code :cmId} for a value, {@code <numbers>} for a list. Every write uses several such
 * texts, so each text is parsed once, and the result is cached. The cache stays small: values are never part of a text,
 * so the program has only a few hundred texts.
 *
 * @param names the names in their order
 * @param parts the text between the names: one part more than there are names
 * @param single the text if every list has one element, as in a single write
 */
record NamedSql(List<String> names, List<String> parts, String single) {
    private static final Pattern NAME = Pattern.compile(":([A-Za-z]+)|<([A-Za-z]+)>");

    private static final Map<String, NamedSql> PARSED = new ConcurrentHashMap<>();

    /** Parses a text, or returns the result of an earlier call. */
    static NamedSql of(String sql) {
        return PARSED.computeIfAbsent(sql, NamedSql::parsed);
    }

    private static NamedSql parsed(String sql) {
        var names = NAME.matcher(sql)
                .results()
                .map(name -> name.group().replaceAll("[:<>]", ""))
                .toList();
        var parts = List.of(NAME.split(sql, -1));
        return new NamedSql(names, parts, String.join("?", parts));
    }

    /**
     * Returns the text with a question mark for each value, and for each element of a list.
     *
     * @param values the values by name; for the name of a list a {@link List}, which is not empty
     * @param bound receives the values in the order of the question marks
     */
    String marked(Map<String, ?> values, List<? super @Nullable Object> bound) {
        var isSingle = true;
        for (var name : names) {
            var value = value(name, values);
            if (value instanceof List<?> some) {
                bound.addAll(some);
                isSingle &= some.size() == 1;
            } else {
                bound.add(value);
            }
        }
        return isSingle ? single : withMarks(values);
    }

    private String withMarks(Map<String, ?> values) {
        var marked = new StringBuilder(parts.get(0));
        for (var place = 0; place < names.size(); place++) {
            var count = value(names.get(place), values) instanceof List<?> some ? some.size() : 1;
            marked.append("?").append(", ?".repeat(count - 1)).append(parts.get(place + 1));
        }
        return marked.toString();
    }

    private static Object value(String name, Map<String, ?> values) {
        return Objects.requireNonNull(values.get(name), name);
    }
}
