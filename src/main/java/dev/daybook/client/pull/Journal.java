package dev.daybook.client.pull;

import dev.daybook.client.call.ClientException;
import dev.daybook.client.call.ClientException.Reason;
import dev.daybook.client.output.Disk;
import dev.daybook.client.server.WindowEnd;
import dev.daybook.domain.PullDigest;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * How far a pull has come, a line for each step, in a file beside its output that goes away at the end. A line counts
 * once it is whole; what is in the output beyond the last line's lengths does not. Some lines say that all before them is
 * on the disk: a power cut may have kept later lines and not the output that they are about. The file is locked, so that
 * no second process writes to the same output.
 */
final class Journal implements AutoCloseable {
    private static final String AGAIN = "again";
    private static final String KNOWS = "knows";
    private static final String UNTIMED = "untimed";
    private static final String SAFE_LINE = "safe";
    private static final String WHOLE_LINE = "whole";
    private static final Set<String> SAFE = Set.of(SAFE_LINE, WHOLE_LINE);

    private final SortedMap<LocalDate, PullDigest> days = new TreeMap<>();
    private final Path file;
    private final FileChannel channel;
    private Optional<Step> step = Optional.empty();
    private Optional<List<PartFile.Mark>> before = Optional.empty();
    private Set<Long> seen = new HashSet<>();
    private final Set<Long> untimed = new LinkedHashSet<>();
    private WindowEnd windowEnd = WindowEnd.UNKNOWN;
    private int pageSize;
    private int largestPage;
    private boolean whole;
    private boolean fresh = true;
    private long safe;

    private Journal(Path file, FileChannel channel) {
        this.file = file;
        this.channel = channel;
    }

    /**
     * Opens a journal for this process alone, making an empty one if there is none.
     *
     * @throws ClientException if another process has it
     */
    static Journal open(Path file) throws IOException {
        Disk.createFolders(file.toAbsolutePath().getParent());
        var channel = Disk.open(file);
        var opened = false;
        try {
            // One that was finished between opening and locking is gone from the folder.
            if (!locked(channel) || Files.notExists(file)) {
                throw new ClientException(
                        Reason.OTHER_PULL, "another process is pulling to the same place (" + file + ")");
            }
            opened = true;
            return new Journal(file, channel);
        } finally {
            if (!opened) {
                channel.close();
            }
        }
    }

    private static boolean locked(FileChannel channel) throws IOException {
        try {
            return channel.tryLock() != null;
        } catch (OverlappingFileLockException sameProcess) {
            return false;
        }
    }

    /**
     * Reads what an earlier run wrote down.
     *
     * @param plan what the pull is to do
     * @throws ClientException if it is of a pull with other options
     */
    void read(Plan plan) throws IOException {
        read(plan, Long.MAX_VALUE);
    }

    /** Goes back to the last line of which it is certain that all before it is on the disk. */
    void goBack(Plan plan) throws IOException {
        read(plan, safe);
    }

    private void read(Plan plan, long most) throws IOException {
        days.clear();
        step = Optional.empty();
        before = Optional.empty();
        seen = new HashSet<>();
        untimed.clear();
        largestPage = 0;
        windowEnd = WindowEnd.UNKNOWN;
        whole = false;
        pageSize = plan.pageSize(0);
        var end = 0L;
        // Not with another channel of its own: closing that one would end the lock.
        var lines = new BufferedInputStream(Channels.newInputStream(channel.position(0)));
        for (var line = CheckedLines.next(lines); line.isPresent() && end < most; line = CheckedLines.next(lines)) {
            var text = CheckedLines.content(line.get());
            if (text.isEmpty()) {
                break;
            }
            var length = line.get().getBytes(StandardCharsets.UTF_8).length + 1L;
            if (end == 0) {
                check(new Plan(text.get()), plan);
                pageSize = new Plan(text.get()).pageSize(pageSize);
                safe = length;
            } else {
                take(text.get().split(" ", -1));
                safe = SAFE.contains(text.get()) ? end + length : safe;
            }
            end += length;
        }
        fresh = end == 0;
        channel.truncate(end);
        channel.position(end);
    }

    private static void check(Plan found, Plan plan) {
        if (!found.fits(plan)) {
            throw new ClientException(
                    Reason.OTHER_PULL,
                    "there is an unfinished pull with other options (" + found.text()
                            + "); repeat those, or start over with --restart");
        }
    }

    /** Forgets all, first of all: pieces without a journal are nothing, a journal without its pieces is in the way. */
    void clear() throws IOException {
        channel.truncate(0);
        channel.force(false);
    }

    /** Begins with the plan. */
    void begin(Plan plan) throws IOException {
        append(plan.text());
        channel.force(false);
        Disk.forceName(file);
        safe = channel.position();
    }

    private void take(String[] words) {
        switch (words[0]) {
            case "page" -> {
                var page = Step.parse(words);
                if (step.isEmpty() || !step.get().day().equals(page.day())) {
                    seen = new HashSet<>();
                }
                to(page);
                var ids = numbers(words[6]);
                seen.addAll(ids);
                largestPage = Math.max(largestPage, ids.size());
            }
            case AGAIN -> {
                to(Step.parse(words));
                seen = new HashSet<>();
            }
            case KNOWS -> windowEnd = WindowEnd.valueOf(words[1]);
            case UNTIMED -> untimed.addAll(numbers(words[1]));
            case SAFE_LINE -> {
                // Where to go back to, if need be.
            }
            case WHOLE_LINE -> whole = true;
            case "day" -> {
                days.put(
                        LocalDate.parse(words[1]),
                        new PullDigest(Long.parseLong(words[2]), Long.parseUnsignedLong(words[3], 16)));
                whole = false;
            }
            default -> throw new IllegalStateException("the journal " + file + " has a line of another version");
        }
    }

    private static List<Long> numbers(String words) {
        var numbers = new ArrayList<Long>();
        for (var word : words.split(",", -1)) {
            if (!word.isEmpty()) {
                numbers.add(Long.parseLong(word));
            }
        }
        return numbers;
    }

    private void to(Step next) {
        if (step.isPresent() && !step.get().day().equals(next.day())) {
            before = Optional.of(step.get().marks());
        }
        step = Optional.of(next);
    }

    /** How far the files were before a day, if it is the one of the last step or the next one; empty at their beginning. */
    Optional<List<PartFile.Mark>> marksBefore(LocalDate day) {
        return step.isPresent() && !step.get().day().equals(day)
                ? Optional.of(step.get().marks())
                : before;
    }

    /** Whether nothing was written down before. */
    boolean isFresh() {
        return fresh;
    }

    /** The days whose records are all in the files. */
    SortedMap<LocalDate, PullDigest> days() {
        return days;
    }

    /** The last page that counts. */
    Optional<Step> step() {
        return step;
    }

    /** The ids of the records of that page's day so far. */
    Set<Long> seen() {
        return seen;
    }

    /** Whether the files have all their records, and at most lack their last form. */
    boolean isWhole() {
        return whole;
    }

    /** Writes down that a page is in the files, with the ids of its records. */
    void page(Step page, List<Long> ids) throws IOException {
        append("page " + page.text() + " " + joined(ids));
        to(page);
        largestPage = Math.max(largestPage, ids.size());
    }

    /** Writes down that a day is pulled again, and how far the files are before it. */
    void again(Step before) throws IOException {
        append(AGAIN + " " + before.text());
        to(before);
        seen = new HashSet<>();
    }

    /** Writes down how the server understands a window, if that is new. */
    void knows(WindowEnd end) throws IOException {
        if (end != windowEnd) {
            append(KNOWS + " " + end);
            windowEnd = end;
        }
    }

    /** How the server understands a window, as far as an earlier run found out. */
    WindowEnd windowEnd() {
        return windowEnd;
    }

    /** Writes down which records do not say when they were created. */
    void untimed(List<Long> ids) throws IOException {
        append(UNTIMED + " " + joined(ids));
        untimed.addAll(ids);
    }

    /** The records that do not say when they were created, or not in a form that can be read. */
    Set<Long> untimed() {
        return untimed;
    }

    /** How many records a page has, as the first run asked for them. */
    int pageSize() {
        return pageSize;
    }

    /** The most records that a page brought. */
    int largestPage() {
        return largestPage;
    }

    /** Writes down that the files that are open have all their records, and have them on the disk. */
    void whole() throws IOException {
        append(WHOLE_LINE);
        channel.force(false);
        whole = true;
    }

    /** Writes down that a day is done with. */
    void day(LocalDate day, PullDigest digest) throws IOException {
        append("day " + day + " " + digest.records() + " " + digest.text());
        days.put(day, digest);
        whole = false;
    }

    /** Writes down that the files are on the disk so far. */
    void safe() throws IOException {
        append(SAFE_LINE);
        channel.force(false);
    }

    /** Whether there is nothing to go on with: not one page. */
    boolean isEmpty() {
        return step.isEmpty();
    }

    /** Takes the journal away, once there is nothing to go on with. */
    void delete() throws IOException {
        Files.delete(file);
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }

    private void append(String line) throws IOException {
        Disk.append(channel, CheckedLines.bytes(line));
    }

    private static String joined(List<Long> numbers) {
        var joined = new StringBuilder();
        for (var number : numbers) {
            if (!joined.isEmpty()) {
                joined.append(',');
            }
            joined.append(number);
        }
        return joined.toString();
    }
}
