package dev.daybook.client.pull;

import dev.daybook.client.ClientException;
import dev.daybook.client.ClientException.Reason;
import dev.daybook.client.Place;
import dev.daybook.client.output.Disk;
import dev.daybook.domain.PullDigest;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.CRC32;

/**
 * How far a pull has come, a line for each step, in a file beside its output that goes away at the end. A line counts
 * once it is whole; what is in the output beyond the last line's lengths does not. Some lines say that all before them is
 * on the disk: a power cut may have kept later lines and not the output that they are about. The file is locked, so that
 * no second process writes to the same output.
 */
final class Journal implements AutoCloseable {
    private static final String NO_PLACE = "-";
    private static final String SAFE_LINE = "safe";
    private static final String WHOLE_LINE = "whole";
    private static final Set<String> SAFE = Set.of(SAFE_LINE, WHOLE_LINE);

    private final SortedMap<LocalDate, PullDigest> days = new TreeMap<>();
    private final Path file;
    private final FileChannel channel;
    private Optional<Step> step = Optional.empty();
    private Set<Long> seen = new HashSet<>();
    private boolean whole;
    private boolean fresh = true;
    private long safe;

    /**
     * After a page.
     *
     * @param day whose page it was
     * @param next where the next page begins, empty if there is none
     * @param marks how far each of the files was then
     * @param digest what the day's records came to
     */
    @SuppressWarnings("OptionalUsedAsFieldOrParameterType")
    record Step(LocalDate day, Optional<Place> next, List<PartFile.Mark> marks, PullDigest digest) {
        private String text() {
            return String.join(
                    " ",
                    "page",
                    day.toString(),
                    next.map(Place::text).orElse(NO_PLACE),
                    marks.stream().map(PartFile.Mark::text).collect(Collectors.joining(",")),
                    Long.toString(digest.records()),
                    digest.text());
        }

        private static Step parse(String[] words) {
            return new Step(
                    LocalDate.parse(words[1]),
                    words[2].equals(NO_PLACE) ? Optional.empty() : Optional.of(Place.parse(words[2])),
                    Stream.of(words[3].split(",", -1)).map(PartFile.Mark::parse).toList(),
                    new PullDigest(Long.parseLong(words[4]), Long.parseUnsignedLong(words[5], 16)));
        }
    }

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
        var channel =
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
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
     * @param plan the options on which the output's bytes depend, on one line
     * @throws ClientException if it is of a pull with other options
     */
    void read(String plan) throws IOException {
        read(plan, Long.MAX_VALUE);
    }

    /** Goes back to the last line of which it is certain that all before it is on the disk. */
    void goBack(String plan) throws IOException {
        read(plan, safe);
    }

    private void read(String plan, long most) throws IOException {
        days.clear();
        step = Optional.empty();
        seen = new HashSet<>();
        whole = false;
        var end = 0L;
        // Not with another channel of its own: closing that one would end the lock.
        var lines = new BufferedInputStream(Channels.newInputStream(channel.position(0)));
        for (var line = line(lines); line.isPresent() && end < most; line = line(lines)) {
            var text = content(line.get());
            if (text.isEmpty()) {
                break;
            }
            var length = line.get().getBytes(StandardCharsets.UTF_8).length + 1L;
            if (end == 0) {
                check(text.get(), plan);
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

    private static void check(String found, String plan) {
        if (!found.equals(plan)) {
            throw new ClientException(
                    Reason.OTHER_PULL,
                    "there is an unfinished pull with other options (" + found
                            + "); repeat those, or start over with --restart");
        }
    }

    /** Forgets all, first of all: pieces without a journal are nothing, a journal without its pieces is in the way. */
    void clear() throws IOException {
        channel.truncate(0);
        channel.force(false);
    }

    /** Begins with the plan. */
    void begin(String plan) throws IOException {
        append(plan);
        channel.force(false);
        Disk.forceName(file);
        safe = channel.position();
    }

    /** The next line that is ended by a line feed. */
    private static Optional<String> line(InputStream lines) throws IOException {
        var line = new ByteArrayOutputStream();
        for (var letter = lines.read(); letter >= 0; letter = lines.read()) {
            if (letter == '\n') {
                return Optional.of(line.toString(StandardCharsets.UTF_8));
            }
            line.write(letter);
        }
        return Optional.empty();
    }

    private void take(String[] words) {
        switch (words[0]) {
            case "page" -> {
                var page = Step.parse(words);
                if (step.isEmpty() || !step.get().day().equals(page.day())) {
                    seen = new HashSet<>();
                }
                step = Optional.of(page);
                seen.addAll(numbers(words[6]));
            }
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
        append(page.text() + " " + joined(ids));
        step = Optional.of(page);
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
        Disk.append(channel, (line + " " + checksum(line) + "\n").getBytes(StandardCharsets.UTF_8));
    }

    /** What a line says, empty if it is not whole. */
    private static Optional<String> content(String line) {
        var blank = line.lastIndexOf(' ');
        if (blank < 0 || !line.substring(blank + 1).equals(checksum(line.substring(0, blank)))) {
            return Optional.empty();
        }
        return Optional.of(line.substring(0, blank));
    }

    private static String checksum(String line) {
        var crc = new CRC32();
        crc.update(line.getBytes(StandardCharsets.UTF_8));
        return String.format("%08x", crc.getValue());
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
