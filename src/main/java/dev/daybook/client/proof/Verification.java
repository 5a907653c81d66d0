package dev.daybook.client.proof;

import dev.daybook.client.answer.PulledKind;
import dev.daybook.client.answer.PulledRecord;
import dev.daybook.client.call.ClientException;
import dev.daybook.client.call.Connection;
import dev.daybook.client.call.RetryingCaller;
import dev.daybook.client.call.Watcher;
import dev.daybook.client.day.DayPull;
import dev.daybook.client.day.PageCursor;
import dev.daybook.client.day.PageOptions;
import dev.daybook.client.output.WrittenFile;
import dev.daybook.client.output.WrittenRecord;
import dev.daybook.client.server.ServerKnowledge;
import dev.daybook.domain.proof.DayDifference;
import dev.daybook.domain.proof.PullDigest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * Compares the files of a pull with the current records of the server.
 *
 * @param files the files, which are verified together
 * @param kind the kind of their records
 * @param zone the account's zone, for the times in the files
 * @param bounds how much may be in the files
 */
public record Verification(List<Path> files, PulledKind kind, ZoneId zone, Bounds bounds) {
    /**
     * Days are compared as soon as this many of their records are fetched. A record takes up to 300 bytes of memory.
     */
    private static final int MOST_FETCHED = 500_000;

    public Verification {
        files = List.copyOf(files);
    }

    /** Compares files of any size. */
    public Verification(List<Path> files, PulledKind kind, ZoneId zone) {
        this(files, kind, zone, new Bounds(Long.MAX_VALUE, Long.MAX_VALUE, Integer.MAX_VALUE));
    }

    /**
     * How much may be in files that somebody else sent: a small compressed file may have very many records.
     *
     * @param bytes the maximum number of bytes of one file's text, decompressed
     * @param records the maximum number of records in all files together
     * @param days the maximum number of days on which these records were created
     */
    public record Bounds(long bytes, long records, int days) {
        private void check(Path file, long records, int days) throws IOException {
            if (records > this.records) {
                throw new IOException(file + String.format(Locale.ROOT, ": more than %,d records", this.records));
            }
            if (days > this.days) {
                throw new IOException(file + String.format(Locale.ROOT, ": records of more than %,d days", this.days));
            }
        }
    }

    /**
     * The digest of each day in the files.
     *
     * @throws IOException if a file cannot be opened, its beginning is damaged, a record in it has no time of creation,
     *     or there are too many records or days
     * @throws UncheckedIOException if a file turns out to be truncated or damaged while it is read, or its text is too
     *     long
     */
    public SortedMap<LocalDate, PullDigest> days() throws IOException {
        var days = new TreeMap<LocalDate, PullDigest>();
        var count = 0L;
        for (var file : files) {
            try (var records = WrittenFile.read(file, kind, zone, bounds.bytes)) {
                for (var record : (Iterable<WrittenRecord>) records::iterator) {
                    if (record.createdAt().equals(PulledRecord.UNKNOWN)) {
                        throw new IOException(
                                file + ": " + kind.word() + " " + record.id() + " does not say when it was created");
                    }
                    days.merge(
                            record.createdAt().toLocalDate(),
                            PullDigest.EMPTY.with(record.id(), record.modifiedAt()),
                            PullDigest::plus);
                    count++;
                    bounds.check(file, count, days.size());
                }
            }
        }
        return days;
    }

    /**
     * Fetches days from the server and compares the files with them. Days with few records are compared together, so
     * that the files are read only once for them.
     *
     * @param result gets the difference of each of these days, in their order, as soon as it is known
     * @throws ClientException if a day cannot be fetched; the days before it are compared first
     * @throws UncheckedIOException as {@link #days} does
     */
    public void compare(Connection connection, PageOptions pages, List<LocalDate> days, Consumer<DayDifference> result)
            throws IOException, InterruptedException {
        compare(connection, pages, days, MOST_FETCHED, result);
    }

    /**
     * Like {@link #compare(Connection, PageOptions, List, Consumer)}.
     *
     * @param most days are compared as soon as at least this many records of them are fetched
     */
    void compare(
            Connection connection, PageOptions pages, List<LocalDate> days, int most, Consumer<DayDifference> result)
            throws IOException, InterruptedException {
        var there = new TreeMap<LocalDate, Map<Long, LocalDateTime>>();
        try (var caller = new RetryingCaller(connection, Watcher.NOBODY)) {
            for (var day : days) {
                there.put(day, fetched(caller, pages, day));
                if (there.values().stream().mapToInt(Map::size).sum() >= most) {
                    differences(there).forEach(result);
                    there.clear();
                }
            }
        } catch (ClientException failure) {
            try {
                differences(there).forEach(result);
            } catch (IOException | UncheckedIOException unread) {
                failure.addSuppressed(unread);
            }
            throw failure;
        }
        differences(there).forEach(result);
    }

    /**
     * Compares the files with the server's records of some days; reads the files once, or not at all if there are no
     * days.
     *
     * @param there for each day, the id of each record on the server, with the time of its last change
     * @return the difference of each of these days
     * @throws UncheckedIOException as {@link #days} does
     */
    public List<DayDifference> differences(SortedMap<LocalDate, Map<Long, LocalDateTime>> there) throws IOException {
        if (there.isEmpty()) {
            return List.of();
        }
        var here = new HashMap<LocalDate, Map<Long, LocalDateTime>>();
        var extra = new HashMap<LocalDate, SortedSet<Long>>();
        for (var file : files) {
            try (var records = WrittenFile.read(file, kind, zone, bounds.bytes)) {
                for (var record : (Iterable<WrittenRecord>) records::iterator) {
                    var day = record.createdAt().toLocalDate();
                    var others = there.get(day);
                    if (others == null) {
                        continue;
                    }
                    var before =
                            here.computeIfAbsent(day, none -> new HashMap<>()).put(record.id(), record.modifiedAt());
                    if (before != null || !others.containsKey(record.id())) {
                        extra.computeIfAbsent(day, none -> new TreeSet<>()).add(record.id());
                    }
                }
            }
        }
        return there.entrySet().stream()
                .map(day -> difference(
                        day.getKey(),
                        day.getValue(),
                        here.getOrDefault(day.getKey(), Map.of()),
                        extra.getOrDefault(day.getKey(), Collections.emptySortedSet())))
                .toList();
    }

    private static DayDifference difference(
            LocalDate day, Map<Long, LocalDateTime> there, Map<Long, LocalDateTime> here, SortedSet<Long> extra) {
        return new DayDifference(
                day,
                there.keySet().stream()
                        .filter(id -> !here.containsKey(id))
                        .sorted()
                        .toList(),
                List.copyOf(extra),
                here.entrySet().stream()
                        .filter(record -> there.containsKey(record.getKey())
                                && !record.getValue().equals(there.get(record.getKey())))
                        .map(Map.Entry::getKey)
                        .sorted()
                        .toList());
    }

    private static Map<Long, LocalDateTime> fetched(RetryingCaller caller, PageOptions pages, LocalDate day)
            throws InterruptedException {
        var there = new HashMap<Long, LocalDateTime>();
        var pull = new DayPull(
                caller, pages, new ServerKnowledge(pages.endIsExclusive(), sentence -> {}), day, new HashSet<>());
        for (var cursor = Optional.of(PageCursor.START); cursor.isPresent(); ) {
            var page = pull.page(cursor.get());
            page.records().forEach(record -> there.put(record.id(), record.modifiedAt()));
            cursor = page.next();
        }
        return there;
    }
}
