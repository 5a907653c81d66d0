package dev.daybook.client;

import dev.daybook.client.ClientException.Reason;
import dev.daybook.domain.PullDigest;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
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
import java.util.zip.CRC32;

/**
 * How far a pull has come, a line for each step, in a file beside its output that goes away at the end. A line counts
 * once it is whole; what is in the output beyond the last line's lengths does not. The file is locked, so that no second
 * process writes to the same output.
 */
final class Journal implements AutoCloseable {
    private static final String NO_PLACE = "-";

    private final SortedMap<LocalDate, PullDigest> days = new TreeMap<>();
    private final Path file;
    private final FileChannel channel;
    private Optional<Step> step = Optional.empty();
    private Set<Long> seen = new HashSet<>();
    private boolean whole;
    private boolean fresh = true;

    /**
     * After a page.
     *
     * @param day whose page it was
     * @param next where the next page begins, empty if there is none
     * @param lengths how long each of the files was then, in bytes
     * @param digest what the day's records came to
     */
    @SuppressWarnings("OptionalUsedAsFieldOrParameterType")
    record Step(LocalDate day, Optional<Place> next, List<Long> lengths, PullDigest digest) {}

    private Journal(Path file, FileChannel channel) {
        this.file = file;
        this.channel = channel;
    }

    /**
     * Opens the journal of a pull, making it if there is none.
     *
     * @param plan the options on which the output's bytes depend, on one line
     * @throws ClientException if another process has it, or it is of a pull with other options
     */
    static Journal open(Path file, String plan) throws IOException {
        var channel =
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        try {
            if (!locked(channel)) {
                throw new ClientException(
                        Reason.OTHER_PULL, "another process is pulling to the same place (" + file + ")");
            }
            var journal = new Journal(file, channel);
            journal.read(plan);
            return journal;
        } catch (IOException | RuntimeException failure) {
            channel.close();
            throw failure;
        }
    }

    private static boolean locked(FileChannel channel) throws IOException {
        try {
            return channel.tryLock() != null;
        } catch (OverlappingFileLockException sameProcess) {
            return false;
        }
    }

    private void read(String plan) throws IOException {
        var end = 0L;
        try (var lines = new BufferedInputStream(Files.newInputStream(file))) {
            for (var line = line(lines); line.isPresent(); line = line(lines)) {
                var text = content(line.get());
                if (text.isEmpty()) {
                    break;
                }
                if (end == 0 && !text.get().equals(plan)) {
                    throw new ClientException(
                            Reason.OTHER_PULL,
                            "there is an unfinished pull with other options (" + text.get()
                                    + "); repeat those, or start over with --restart");
                }
                if (end > 0) {
                    take(text.get().split(" ", -1));
                }
                end += line.get().getBytes(StandardCharsets.UTF_8).length + 1;
            }
        }
        fresh = end == 0;
        channel.truncate(end);
        channel.position(channel.size());
        if (fresh) {
            append(plan);
        }
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
                var day = LocalDate.parse(words[1]);
                if (step.isEmpty() || !step.get().day().equals(day)) {
                    seen = new HashSet<>();
                }
                step = Optional.of(new Step(
                        day,
                        words[2].equals(NO_PLACE) ? Optional.empty() : Optional.of(Place.parse(words[2])),
                        numbers(words[3]),
                        new PullDigest(Long.parseLong(words[4]), Long.parseUnsignedLong(words[5], 16))));
                seen.addAll(numbers(words[6]));
            }
            case "whole" -> whole = true;
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
        append(String.join(
                " ",
                "page",
                page.day.toString(),
                page.next.map(Place::text).orElse(NO_PLACE),
                joined(page.lengths),
                Long.toString(page.digest.records()),
                page.digest.text(),
                joined(ids)));
        step = Optional.of(page);
    }

    /** Writes down that the files that are open have all their records. */
    void whole() throws IOException {
        append("whole");
        channel.force(false);
        whole = true;
    }

    /** Writes down that a day is done with. */
    void day(LocalDate day, PullDigest digest) throws IOException {
        append("day " + day + " " + digest.records() + " " + digest.text());
        days.put(day, digest);
        whole = false;
    }

    void force() throws IOException {
        channel.force(false);
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
        var bytes = ByteBuffer.wrap((line + " " + checksum(line) + "\n").getBytes(StandardCharsets.UTF_8));
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
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
