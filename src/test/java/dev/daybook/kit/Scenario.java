package dev.daybook.kit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * A request and the expected answer, as one line of a table in {@code src/test/resources/scenarios}. The columns are
 * name, request, body, status and expectations, separated by {@code " | "}. A request is {@code [METHOD] path} followed
 * by headers, each as {@code <Name: value>}. Expectations are separated by {@code " && "}: {@code fails TEXT} is the
 * complete body of a refusal, {@code = BODY} the complete body, {@code @Name: value} a header, {@code @Name: *} a
 * header with any value, {@code !TEXT} a text that must be missing, and anything else a text that must be in the body.
 *
 * @param name the name of the scenario
 * @param method the HTTP method
 * @param path the path
 * @param headers the additional headers of the request
 * @param body the body of the request
 * @param status the expected status
 * @param expectations the other expectations
 */
public record Scenario(
        String name,
        String method,
        String path,
        Map<String, String> headers,
        String body,
        int status,
        List<String> expectations) {
    private static final int COLUMNS = 5;

    public Scenario {
        headers = Map.copyOf(headers);
        expectations = List.copyOf(expectations);
    }

    /** The scenarios of a table, with placeholders (braces after a dollar sign) filled in. */
    public static List<Scenario> table(String name, UnaryOperator<String> fill) {
        return resource("/scenarios/" + name)
                .lines()
                .filter(line -> !line.isBlank() && !line.startsWith("#"))
                .map(line -> parse(line, fill))
                .toList();
    }

    /** This scenario with the remaining placeholders filled in. */
    public Scenario filled(UnaryOperator<String> fill) {
        var values = new LinkedHashMap<String, String>();
        headers.forEach((header, value) -> values.put(header, fill.apply(value)));
        return new Scenario(
                name,
                method,
                fill.apply(path),
                values,
                fill.apply(body),
                status,
                expectations.stream().map(fill).toList());
    }

    /** This scenario with only some of its expectations. */
    public Scenario expecting(Predicate<String> wanted) {
        return new Scenario(
                name,
                method,
                path,
                headers,
                body,
                status,
                expectations.stream().filter(wanted).toList());
    }

    /** The text of a resource. */
    public static String resource(String path) {
        try (var input = Objects.requireNonNull(Scenario.class.getResourceAsStream(path), path)) {
            return new String(input.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static Scenario parse(String line, UnaryOperator<String> fill) {
        var columns = Stream.of(line.split("\\|", -1)).map(String::strip).toList();
        if (columns.size() != COLUMNS) {
            throw new IllegalArgumentException("not a scenario of " + COLUMNS + " columns: " + line);
        }
        var parts = columns.get(1).split("<", -1);
        var words = parts[0].strip().split(" ", -1);
        var headers = new LinkedHashMap<String, String>();
        for (var i = 1; i < parts.length; i++) {
            var header = fill.apply(parts[i].strip().replaceFirst(">$", "")).split(":", 2);
            headers.put(header[0].strip(), header[1].strip());
        }
        return new Scenario(
                columns.get(0),
                words.length == 1 ? "POST" : words[0],
                fill.apply(words[words.length - 1]),
                headers,
                fill.apply(columns.get(2)),
                Integer.parseInt(columns.get(3)),
                Stream.of(columns.get(4).split(" && ", -1))
                        .map(String::strip)
                        .filter(text -> !text.isEmpty())
                        .map(fill)
                        .toList());
    }
}
