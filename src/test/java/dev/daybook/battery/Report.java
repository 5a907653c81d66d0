package dev.daybook.battery;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.joining;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Joins the results of a run of the battery, prints them, and writes them into the table of docs/reliability.md. Rows
 * of other checks stay. Exits with 1 if a trial missed or a check left no result.
 *
 * <p>Arguments: the folder of results, the page, the size of the battery, place and time of the measurement, and the
 * numbers of the checks, separated by spaces.
 */
final class Report {
    private static final String HEAD = """
            | | check | tried | held | missed | seed | seconds | size | measured |
            |---|---|---|---|---|---|---|---|---|
            """;
    private static final Pattern BLANKS = Pattern.compile("\\s+");
    private static final Pattern ROW = Pattern.compile("\\| (\\d+) \\|.*");
    private static final String START = "<!-- battery -->\n";
    private static final String END = "<!-- end of battery -->\n";

    private final Map<Check, List<Result>> results;
    private final String size;
    private final String measured;

    Report(Stream<Result> results, String size, String measured) {
        this.results = new EnumMap<>(results.collect(groupingBy(Result::check)));
        this.size = size;
        this.measured = measured;
    }

    public static void main(String[] arguments) throws IOException {
        var folder = Path.of(arguments[0]);
        var page = Path.of(arguments[1]);
        var checks = EnumSet.noneOf(Check.class);
        BLANKS.splitAsStream(arguments[4].strip()).map(Check::of).forEach(checks::add);
        var report = new Report(read(folder), arguments[2], arguments[3]);
        Files.writeString(page, report.into(Files.readString(page), checks));
        checks.forEach(check -> System.out.print(report.row(check)));
        System.exit(report.failed(checks).isEmpty() ? 0 : 1);
    }

    /** The results that tests left in a folder. */
    static Stream<Result> read(Path folder) throws IOException {
        var lines = new ArrayList<Result>();
        try (var files = Files.newDirectoryStream(folder, "*.tsv")) {
            for (var file : files) {
                Files.readAllLines(file).stream().map(Result::parse).forEach(lines::add);
            }
        }
        return lines.stream();
    }

    /** The checks with a missed trial or without a result. */
    Set<Check> failed(Set<Check> checks) {
        var failed = EnumSet.copyOf(checks);
        failed.removeIf(check ->
                results.containsKey(check) && results.get(check).stream().allMatch(result -> result.missed() == 0));
        return failed;
    }

    /** The page with new rows for these checks; the rows of other checks stay. */
    String into(String page, Set<Check> checks) {
        var start = page.indexOf(START) + START.length();
        var end = page.indexOf(END);
        var known = new EnumMap<Check, String>(Check.class);
        page.substring(start, end).lines().forEach(line -> {
            var row = ROW.matcher(line);
            if (row.matches()) {
                known.put(Check.of(row.group(1)), line + "\n");
            }
        });
        checks.forEach(check -> known.put(check, row(check)));
        var rows = Stream.of(Check.values())
                .map(check -> known.getOrDefault(check, row(check, "not run yet", "")))
                .collect(joining());
        return page.substring(0, start) + HEAD + rows + page.substring(end);
    }

    private String row(Check check) {
        var parts = results.getOrDefault(check, List.of());
        var notRun = parts.stream()
                .filter(part -> !part.wasRun())
                .map(part -> "Not run: " + part.part() + ": " + part.note())
                .distinct()
                .collect(joining("<br>"));
        var run = parts.stream().filter(Result::wasRun).toList();
        if (parts.isEmpty()) {
            return row(check, "no result: the run ended before it", measured);
        } else if (run.isEmpty()) {
            return row(check, notRun, measured);
        }
        var numbers = "%d | %d | %d | %d | %.0f | %s"
                .formatted(
                        run.stream().mapToLong(Result::tried).sum(),
                        run.stream().mapToLong(Result::held).sum(),
                        run.stream().mapToLong(Result::missed).sum(),
                        run.get(0).seed(),
                        run.stream().mapToDouble(Result::seconds).sum(),
                        size);
        return String.format(
                Locale.ROOT,
                "| %d | %s%s | %s | %s |\n",
                check.number(),
                check.text(),
                notRun.isEmpty() ? "" : "<br>" + notRun,
                numbers,
                measured);
    }

    /** The row of a check without trials. */
    private static String row(Check check, String why, String measured) {
        return "| %d | %s<br>%s | | | | | | |%s |\n"
                .formatted(check.number(), check.text(), why, measured.isEmpty() ? "" : " " + measured);
    }
}
