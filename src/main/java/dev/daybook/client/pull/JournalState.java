package dev.daybook.client.pull;

import dev.daybook.client.pull.Step.FileOffset;
import dev.daybook.client.server.WindowEnd;
import dev.daybook.domain.proof.PullDigest;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The progress of a pull, and the form of the lines of its journal. Progress changes only when a line is read; the run
 * that writes a line reads it too. So a later run that reads the same lines gets the same progress.
 */
final class JournalState {
    /** The line that says that the open files have all their records; they may lack their final form. */
    static final String WHOLE = "whole";

    /** The line of a checkpoint: everything before it is on the disk. */
    static final String SAFE = "safe";

    /**
     * The line that ends the list of what existed before the pull: complete days, and files of other days. It is a
     * checkpoint, too.
     */
    static final String BEGUN = "begun";

    /** The first word of a line about files that existed before the pull. */
    private static final String FINDS = "finds";

    private static final String PAGE = "page";
    private static final String AGAIN = "again";
    private static final String KNOWS = "knows";
    private static final String UNTIMED = "untimed";
    private static final String DAY = "day";

    /** The last word in the line of a day that was not over when it was pulled. */
    private static final String OPEN = "open";

    /** The last word in the line of a page that was fetched when its day was over. */
    private static final String OVER = "over";

    private final SortedMap<LocalDate, PullDigest> days = new TreeMap<>();
    private final SortedSet<LocalDate> open = new TreeSet<>();
    private final Map<LocalDate, List<Long>> lengths = new HashMap<>();
    private final Map<LocalDate, String> found = new HashMap<>();
    private final Set<Long> untimed = new LinkedHashSet<>();
    private Optional<Step> step = Optional.empty();
    private Optional<List<FileOffset>> before = Optional.empty();
    private Set<Long> seen = new HashSet<>();
    private Set<Long> seenBefore = Set.of();
    private WindowEnd windowEnd = WindowEnd.UNKNOWN;
    private int largestPage;
    private Optional<LocalDate> givingDay = Optional.empty();
    private boolean begun;
    private boolean hasCompleted;
    private boolean over;
    private boolean whole;

    /**
     * Reads a line.
     *
     * @param isOfEarlierRun whether an earlier run wrote the line. If not, data that only a resumption needs is not
     *     collected
     * @throws RuntimeException of any kind if the line is of another version
     */
    void read(String line, boolean isOfEarlierRun) {
        var words = line.split(" ", -1);
        switch (words[0]) {
            case PAGE -> {
                if (!begun) {
                    throw new IllegalArgumentException("a page before " + BEGUN);
                }
                var page = Step.parse(words);
                var isOfSameDay = isOfLastPage(page.day());
                if (isOfEarlierRun) {
                    addRecords(page.day(), isOfSameDay, ids(words[6]));
                }
                over = words[words.length - 1].equals(OVER) && (over || !isOfSameDay);
                to(page);
            }
            case AGAIN -> {
                to(Step.parse(words));
                seen = new HashSet<>();
                over = true;
            }
            case KNOWS -> windowEnd = WindowEnd.valueOf(words[1]);
            case FINDS -> found.put(LocalDate.parse(words[1]), words[2]);
            case UNTIMED ->
                ids(words[1]).stream()
                        .filter(id -> untimed.size() < PullResult.MOST_UNTIMED)
                        .forEach(untimed::add);
            case BEGUN -> begun = true;
            case SAFE -> {
                // Only a checkpoint: the line has no data to read.
            }
            case WHOLE -> whole = true;
            case DAY -> {
                var day = LocalDate.parse(words[1]);
                days.put(day, PullDigest.of(Long.parseLong(words[2]), words[3]));
                lengths.put(day, ids(words[4]));
                hasCompleted |= begun;
                if (words[words.length - 1].equals(OPEN)) {
                    open.add(day);
                }
                whole = false;
            }
            default -> throw new IllegalArgumentException(words[0]);
        }
    }

    /** The line for a page that is in the files, with the ids of its records, and whether its day was over. */
    static String page(Step page, List<Long> ids, boolean isOver) {
        return PAGE + " " + page.text() + " " + joined(ids) + (isOver ? " " + OVER : "");
    }

    private void addRecords(LocalDate day, boolean isOfSameDay, List<Long> ids) {
        if (!isOfSameDay) {
            seenBefore = seen.isEmpty() ? seenBefore : seen;
            seen = new HashSet<>();
        }
        seen.addAll(ids);
        largestPage = Math.max(largestPage, ids.size());
        if (!ids.isEmpty()) {
            givingDay = Optional.of(day);
        }
    }

    private boolean isOfLastPage(LocalDate day) {
        return step.isPresent() && step.get().day().equals(day);
    }

    private void to(Step next) {
        if (step.isPresent() && !step.get().day().equals(next.day())) {
            before = Optional.of(step.get().offsets());
        }
        step = Optional.of(next);
    }

    /** The line for a day that is rolled back to the given step, so that it is pulled again. */
    static String rolledBack(Step start) {
        return AGAIN + " " + start.text();
    }

    /** The line that says whether the server includes the end date of a window. */
    static String knows(WindowEnd end) {
        return KNOWS + " " + end;
    }

    /** The line for those files of a day that existed before the pull, as {@link OpenFiles#found} describes them. */
    static String finds(LocalDate day, String files) {
        return FINDS + " " + day + " " + files;
    }

    /**
     * The files of a day that existed before the pull, as {@link OpenFiles#found} describes them; empty if there were
     * none.
     */
    Optional<String> found(LocalDate day) {
        return Optional.ofNullable(found.get(day));
    }

    /** Whether the journal has the complete list of what existed before the pull, and so the line {@link #BEGUN}. */
    boolean isBegun() {
        return begun;
    }

    /** The line for records without a readable time of creation. */
    static String untimed(List<Long> ids) {
        return UNTIMED + " " + joined(ids);
    }

    /**
     * The line for a day whose records are all in the files; a day that is not over may get more.
     *
     * @param files the lengths of the day's own files
     */
    static String day(LocalDate day, PullDigest digest, boolean isOver, List<Long> files) {
        return DAY + " " + day + " " + digest.records() + " " + digest.text() + " " + joined(files)
                + (isOver ? "" : " " + OPEN);
    }

    private static List<Long> ids(String words) {
        return Stream.of(words.split(",", -1))
                .filter(word -> !word.isEmpty())
                .map(Long::valueOf)
                .toList();
    }

    private static String joined(List<Long> ids) {
        return ids.stream().map(String::valueOf).collect(Collectors.joining(","));
    }

    /** The complete days. */
    SortedMap<LocalDate, PullDigest> days() {
        return days;
    }

    /** The lengths in bytes that a day's own files had when the day was complete; empty if unknown. */
    List<Long> lengths(LocalDate day) {
        return lengths.getOrDefault(day, List.of());
    }

    /** Those of the complete days that were not over when they were pulled. */
    SortedSet<LocalDate> open() {
        return open;
    }

    /**
     * Where to continue: after the last page, or at the start of the day that was rolled back; empty if there is no
     * page yet.
     */
    Optional<Step> step() {
        return step;
    }

    /** The ids of the records that earlier runs wrote for the day of their last page. */
    Set<Long> seen() {
        return seen;
    }

    /**
     * The ids that earlier runs wrote for the previous day with records, the last one before the day of {@link #seen}.
     */
    Set<Long> seenBefore() {
        return seenBefore;
    }

    /**
     * The offset in each file where the records of a day begin, which is the end of the records of all earlier days.
     * Empty if the files have no earlier day.
     *
     * @param day the day of the last step or a later one; for an earlier day the result is wrong
     */
    Optional<List<FileOffset>> offsetsBefore(LocalDate day) {
        return step.isPresent() && !step.get().day().equals(day)
                ? Optional.of(step.get().offsets())
                : before;
    }

    /** How the server understands the end of a window; {@link WindowEnd#UNKNOWN} if no answer has shown it. */
    WindowEnd windowEnd() {
        return windowEnd;
    }

    /** The first records without a readable time of creation, up to {@link PullResult#MOST_UNTIMED}. */
    Set<Long> untimed() {
        return untimed;
    }

    /** The most records that a page had. */
    int largestPage() {
        return largestPage;
    }

    /** The day of the last page with records, empty if no page had any. */
    Optional<LocalDate> givingDay() {
        return givingDay;
    }

    /** Whether the day of the last page was over when each of its pages was fetched; if not, records may be missing. */
    boolean isOver() {
        return over;
    }

    /** Whether the files have all their records. They may still lack their final form. */
    boolean isWhole() {
        return whole;
    }

    /** Whether the pull has written no page and completed no day. If it then fails, its journal may be deleted. */
    boolean isEmpty() {
        return step.isEmpty() && !hasCompleted;
    }
}
