package dev.daybook.client.pull;

import dev.daybook.client.output.Disk;
import dev.daybook.client.pull.Plan.DaysOfZone;
import dev.daybook.domain.proof.PullDigest;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A hidden file beside the output that lists the days of complete pulls. It shows a repeated command which days are
 * done, and which were not over and must be pulled again. Days that were pulled in another time zone count as not over,
 * because they may have ended earlier in that zone; until they are pulled again, the file keeps their zone. A day whose
 * files have changed in length since its pull does not count as done.
 *
 * <p>A folder with files for each day has one receipt for all pulls into it: a block for each plan, the latest first. A
 * block is the line of the plan, and then a line for each day. The last blocks have the days of dropped plans, under a
 * line with only the zone and the output.
 */
final class Receipt {
    private static final String OPEN = "open";
    private static final String OVER = "over";
    private static final String NO_FILES = "-";

    /** The first word of each line with a plan. A line with a day has the day in this place. */
    private static final String PULLED = "pulled ";

    /** The maximum number of other plans that are kept completely, so that the file stays small. */
    private static final int MOST_OTHERS = 20;

    private final Map<Plan, SortedMap<LocalDate, Day>> others = new LinkedHashMap<>();
    private final SortedMap<LocalDate, Day> days = new TreeMap<>();
    private final Target target;
    private final Plan of;

    /**
     * A pulled day.
     *
     * @param digest the digest of its records
     * @param isOver whether it was over when it was pulled
     * @param files the lengths of its files in bytes; if the days share their files, only the last day has the lengths
     * @param isOfZone whether it was pulled in the zone of this pull; if not, it is also in {@link #others}
     */
    private record Day(PullDigest digest, boolean isOver, List<Long> files, boolean isOfZone) {
        /** Parses the words of {@link #text} after the date, or throws. A day of another zone counts as not over. */
        static Day parse(String[] words, boolean isOfZone) {
            return new Day(
                    PullDigest.of(Long.parseLong(words[1]), words[2]),
                    isOfZone && words[3].equals(OVER),
                    words[4].equals(NO_FILES)
                            ? List.of()
                            : Stream.of(words[4].split(",", -1))
                                    .map(Long::valueOf)
                                    .toList(),
                    isOfZone);
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
     * it has at most the days before the first damaged line.
     */
    static Receipt read(PullOptions options, Target target) throws IOException {
        var of = Plan.of(
                PULLED + "1 " + Plan.source(options)
                        + (target.byDay() ? "" : " " + options.from() + " " + options.to()),
                options.pages().zone(),
                target);
        var receipt = new Receipt(target, of);
        if (Files.exists(target.receipt())) {
            try (var lines = new BufferedInputStream(Files.newInputStream(target.receipt()))) {
                receipt.readBlocks(lines);
            } catch (DateTimeException | IndexOutOfBoundsException | NumberFormatException damaged) {
                receipt.days.clear();
            }
        }
        return receipt;
    }

    private void readBlocks(BufferedInputStream lines) throws IOException {
        SortedMap<LocalDate, Day> block = new TreeMap<>();
        var isAlike = false;
        for (var line = next(lines); line.isPresent(); line = next(lines)) {
            if (line.get().startsWith(PULLED)) {
                var plan = new Plan(line.get());
                isAlike = plan.isAlike(of);
                block = plan.fits(of) ? days : others.computeIfAbsent(plan, other -> new TreeMap<>());
            } else {
                var words = line.get().split(" ", -1);
                var day = LocalDate.parse(words[0]);
                block.put(day, Day.parse(words, true));
                if (isAlike && block != days) {
                    days.putIfAbsent(day, Day.parse(words, false));
                }
            }
        }
    }

    private static Optional<String> next(BufferedInputStream lines) throws IOException {
        return CheckedLines.next(lines).flatMap(CheckedLines::content);
    }

    /**
     * The days of a range that were over when they were pulled and whose files are unchanged, with their digests. If
     * all days share their files, the result has all days of the range, or none.
     */
    SortedMap<LocalDate, PullDigest> done(LocalDate from, LocalDate to) throws IOException {
        var done = new TreeMap<LocalDate, PullDigest>();
        for (var day = from; !day.isAfter(to); day = day.plusDays(1)) {
            var pulled = days.get(day);
            if (pulled != null && pulled.isOver && isUnchanged(target.byDay() ? day : to)) {
                done.put(day, pulled.digest);
            } else if (!target.byDay()) {
                return new TreeMap<>();
            }
        }
        return done;
    }

    /** The digest of a day as it was last pulled; {@link PullDigest#EMPTY} if the receipt does not have the day. */
    PullDigest digest(LocalDate day) {
        var pulled = days.get(day);
        return pulled == null ? PullDigest.EMPTY : pulled.digest;
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
     * Whether a new pull may replace the existing files of a day: the receipt has the day, and the length of each file
     * is among those that it has for this day. Files may be missing: another program may move each file away when it
     * has loaded it.
     */
    boolean mayReplace(LocalDate day) throws IOException {
        var pulled = days.get(day);
        return pulled != null && pulled.files.containsAll(target.lengths(day));
    }

    /**
     * The kind of key (masking or not) with which the existing files of a day were pulled, as words for messages. Empty
     * if it is the kind of this pull's key, or if no pull in the receipt left files of the same lengths.
     */
    Optional<String> otherKey(LocalDate day) throws IOException {
        var lengths = target.lengths(day);
        return others.entrySet().stream()
                .filter(other -> isMaskedOtherwise(other.getKey()))
                .filter(other -> other.getValue().containsKey(day)
                        && other.getValue().get(day).files.equals(lengths))
                .map(other -> other.getKey().key())
                .findFirst();
    }

    /** The other complete plans with which days of the folder were pulled; none if all days share their files. */
    Stream<Plan> otherPlans() {
        return others.entrySet().stream()
                .filter(other -> target.byDay() && !other.getValue().isEmpty())
                .map(Map.Entry::getKey)
                .filter(other -> !other.isOnlyZone());
    }

    /**
     * Another zone in which days of the folder were pulled, with the first and the last of these days. A day counts if
     * its files have the names of this pull's files, it begins or ends at another time in that zone, and it is outside
     * the given range. Empty if there are no such days, or if all days share their files.
     *
     * @param isNamed whether the server named the account's zone. If not, the zone that a command gives decides only
     *     how times are written, not which records a day has. Then only files with instants or offsets count
     */
    Optional<DaysOfZone> otherZoneOfFolder(LocalDate from, LocalDate to, boolean isNamed) {
        return others.entrySet().stream()
                .filter(other -> target.byDay() && other.getKey().isOfOtherZone(of))
                .filter(other -> isNamed || (other.getKey().hasTimesOfZone() && of.hasTimesOfZone()))
                .flatMap(other -> other.getValue().keySet().stream()
                        .filter(day -> !days.containsKey(day) || !days.get(day).isOfZone)
                        .filter(day -> day.isBefore(from) || day.isAfter(to))
                        .filter(day -> !other.getKey().hasSameTimes(day, of))
                        .map(day -> new DaysOfZone(other.getKey().zone().orElseThrow(), day, day)))
                .reduce(DaysOfZone::with);
    }

    private boolean isMaskedOtherwise(Plan other) {
        return !other.isOnlyZone() && other.isMasked() != of.isMasked();
    }

    /**
     * Whether the receipt has the day with all its files, and the files still have the same lengths. If each day has
     * its own files, a day without records needs none.
     */
    private boolean isUnchanged(LocalDate day) throws IOException {
        var pulled = days.get(day);
        return pulled != null
                && pulled.files.equals(target.lengths(day))
                && (pulled.files.size() == target.files(day).size()
                        || (target.byDay() && pulled.digest.records() == 0));
    }

    /**
     * Adds complete days and writes the receipt. If each day has its own files, their lengths are read from the journal
     * and not from the disk: something else may have written the files since the day was complete.
     */
    void add(PullResult pulled, PullOptions options, JournalState state) throws IOException {
        for (var day : pulled.days().entrySet()) {
            var shared = day.getKey().equals(options.to()) ? target.lengths(day.getKey()) : List.<Long>of();
            var files = target.byDay() ? state.lengths(day.getKey()) : shared;
            add(day.getKey(), new Day(day.getValue(), !pulled.open().contains(day.getKey()), files, true));
        }
        write();
    }

    /**
     * Adds a day and writes the receipt, so that the next pull may replace the day's files. The pull of this day is
     * discarded, although it may have given files their final names already.
     *
     * @param last the last step of the discarded pull. Its offsets are the lengths of the files that are only renamed
     * @param converted the lengths of the files that were converted, for example to Parquet
     */
    void addDiscarded(Step last, List<Long> converted) throws IOException {
        var files = new ArrayList<Long>();
        Optional.ofNullable(days.get(last.day())).ifPresent(before -> files.addAll(before.files));
        last.offsets().forEach(file -> files.add(file.length()));
        files.addAll(converted);
        add(last.day(), new Day(last.digest(), false, files, true));
        write();
    }

    /**
     * Adds a day. Its new files may have replaced files of another plan for the same day. A plan recognises its files
     * only by their lengths. If a new file is as long as a file of the other plan, the other plan would take the new
     * file for its own. So the day is removed from every such plan, and from the plans of another zone with a file of
     * the same name.
     */
    private void add(LocalDate day, Day pulled) {
        days.put(day, pulled);
        others.forEach((plan, other) -> {
            var known = other.get(day);
            if (known != null && (plan.isOfOtherZone(of) || !Collections.disjoint(known.files, pulled.files))) {
                other.remove(day);
            }
        });
    }

    /**
     * Writes the receipt. Drops plans of the other kind of key (masking or not) than this pull's key, which exist only
     * if the pull was started with {@code --restart}. Drops plans beyond the first {@link #MOST_OTHERS} other plans
     * too. Of a dropped plan, only zone, output and days are kept, because the files may still be there. If it has no
     * zone, nothing of it is kept.
     */
    private void write() throws IOException {
        days.values().removeIf(day -> !day.isOfZone);
        others.values().removeIf(known -> known.isEmpty() || !target.byDay());
        var blocks = new LinkedHashMap<Plan, SortedMap<LocalDate, Day>>();
        var dropped = new LinkedHashMap<Plan, SortedMap<LocalDate, Day>>();
        blocks.put(of, days);
        others.forEach((plan, known) -> {
            if (!plan.isOnlyZone() && !isMaskedOtherwise(plan) && blocks.size() <= MOST_OTHERS) {
                blocks.put(plan, known);
            } else if (plan.zone().isPresent()) {
                dropped.computeIfAbsent(plan.onlyZone(), only -> new TreeMap<>())
                        .putAll(known);
            }
        });
        blocks.putAll(dropped);
        var text = new StringBuilder();
        blocks.forEach((plan, known) -> {
            text.append(CheckedLines.line(plan.text()));
            known.forEach((day, pulled) -> text.append(CheckedLines.line(pulled.text(day))));
        });
        Disk.write(target.receipt(), text.toString());
    }
}
