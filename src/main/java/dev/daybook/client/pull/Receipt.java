package dev.daybook.client.pull;

import dev.daybook.client.output.Disk;
import dev.daybook.domain.proof.PullDigest;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The record of complete pulls in a hidden file beside their output. It shows a repeated command which days are done,
 * and which were not over and must be pulled again. Days that were pulled in another time zone count as not over,
 * because they may have ended earlier in that zone. A day whose files have changed in length since its pull does not
 * count as done.
 */
final class Receipt {
    private static final String OPEN = "open";
    private static final String OVER = "over";
    private static final String NO_FILES = "-";

    private final SortedMap<LocalDate, Day> days = new TreeMap<>();
    private final Target target;
    private final Plan of;

    /**
     * A pulled day.
     *
     * @param digest the digest of its records
     * @param isOver whether it was over when it was pulled
     * @param files the lengths of its files in bytes; if the days share their files, only the last day has the lengths
     */
    private record Day(PullDigest digest, boolean isOver, List<Long> files) {
        /** Parses the result of {@link #text}, from the second word on; a day of another zone counts as not over. */
        static Day parse(String[] words, boolean isOfZone) {
            return new Day(
                    PullDigest.of(Long.parseLong(words[1]), words[2]),
                    isOfZone && words[3].equals(OVER),
                    words[4].equals(NO_FILES)
                            ? List.of()
                            : Stream.of(words[4].split(",", -1))
                                    .map(Long::valueOf)
                                    .toList());
        }

        String text(LocalDate day) {
            var lengths = files.stream().map(String::valueOf).collect(Collectors.joining(","));
            return day + " " + digest.records() + " " + digest.text() + " " + (isOver ? OVER : OPEN) + " "
                    + (files.isEmpty() ? NO_FILES : lengths);
        }
    }

    private Receipt(Target target, Plan of) {
        this.target = target;
        this.of = of;
    }

    /**
     * Reads the receipt of earlier pulls with these options. Without a receipt, the result has no days; after damage,
     * it has at most the days before the first damaged line. A receipt of an earlier build names no zone: its days
     * count as pulled in the zone of this pull.
     */
    static Receipt read(PullOptions options, Target target) throws IOException {
        var of = Plan.of(
                "pulled 1 " + Plan.source(options) + (target.byDay() ? "" : " " + options.from() + " " + options.to()),
                options.pages().zone(),
                target);
        var receipt = new Receipt(target, of);
        if (Files.exists(target.receipt())) {
            try (var lines = new BufferedInputStream(Files.newInputStream(target.receipt()))) {
                var found = next(lines).map(Plan::new).filter(of::isAlike);
                if (found.isPresent()) {
                    for (var line = next(lines); line.isPresent(); line = next(lines)) {
                        var words = line.get().split(" ", -1);
                        receipt.days.put(
                                LocalDate.parse(words[0]),
                                Day.parse(words, found.get().fits(of)));
                    }
                }
            } catch (DateTimeException | IndexOutOfBoundsException | NumberFormatException damaged) {
                receipt.days.clear();
            }
        }
        return receipt;
    }

    private static Optional<String> next(BufferedInputStream lines) throws IOException {
        return CheckedLines.next(lines).flatMap(CheckedLines::content);
    }

    /** The days of a range that were over when they were pulled and whose files are unchanged, with their digests. */
    SortedMap<LocalDate, PullDigest> done(LocalDate from, LocalDate to) throws IOException {
        var done = new TreeMap<LocalDate, PullDigest>();
        for (var day = from; !day.isAfter(to); day = day.plusDays(1)) {
            var pulled = days.get(day);
            if (pulled == null || !pulled.isOver || !isUnchanged(target.byDay() ? day : to)) {
                if (!target.byDay()) {
                    return new TreeMap<>();
                }
            } else {
                done.put(day, pulled.digest);
            }
        }
        return done;
    }

    /** The days that had records when they were pulled, newest first. */
    List<LocalDate> givingDays() {
        return days.entrySet().stream()
                .filter(day -> day.getValue().digest.records() > 0)
                .map(Map.Entry::getKey)
                .sorted(Comparator.reverseOrder())
                .toList();
    }

    /**
     * Whether the existing files of a day have lengths that its files had after their pull, so that a new pull may
     * replace them. Files may be missing: another program may move each file away when it has loaded it.
     */
    boolean mayReplace(LocalDate day) throws IOException {
        var pulled = days.get(day);
        return pulled != null && pulled.files.containsAll(lengths(day));
    }

    /**
     * Whether the files of a day still have the lengths that they had after their pull. A day with records counts as
     * changed if one of its files was missing when that pull ended.
     */
    private boolean isUnchanged(LocalDate day) throws IOException {
        var pulled = days.get(day);
        return pulled != null
                && pulled.files.equals(lengths(day))
                && (pulled.files.size() == target.files(day).size()
                        || (target.byDay() && pulled.digest.records() == 0));
    }

    private List<Long> lengths(LocalDate day) throws IOException {
        var lengths = new ArrayList<Long>();
        for (var file : target.files(day)) {
            if (Files.exists(file.path())) {
                lengths.add(Files.size(file.path()));
            }
        }
        return lengths;
    }

    /** Adds complete days and writes the receipt. */
    void add(PullResult pulled, PullOptions options) throws IOException {
        for (var day : pulled.days().entrySet()) {
            var hasFiles = target.byDay() || day.getKey().equals(options.to());
            days.put(
                    day.getKey(),
                    new Day(
                            day.getValue(),
                            !pulled.open().contains(day.getKey()),
                            hasFiles ? lengths(day.getKey()) : List.of()));
        }
        var text = new StringBuilder(CheckedLines.line(of.text()));
        days.forEach((day, known) -> text.append(CheckedLines.line(known.text(day))));
        Disk.write(target.receipt(), text.toString());
    }
}
