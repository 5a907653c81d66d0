package dev.daybook.client.proof;

import dev.daybook.client.DayPull;
import dev.daybook.client.PageCursor;
import dev.daybook.client.PageOptions;
import dev.daybook.client.answer.PulledKind;
import dev.daybook.client.answer.PulledRecord;
import dev.daybook.client.call.Connection;
import dev.daybook.client.call.RetryingCaller;
import dev.daybook.client.call.Watcher;
import dev.daybook.client.output.WrittenFile;
import dev.daybook.client.output.WrittenRecord;
import dev.daybook.client.server.ServerKnowledge;
import dev.daybook.domain.PullDigest;
import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/** Compares the files of a pull with the current records of the server. */
public final class Verification {
    private final List<Path> files;
    private final PulledKind kind;
    private final ZoneId zone;

    /**
     * A verification of these files together.
     *
     * @param kind the kind of their records
     * @param zone the account's zone, which the times in the files are in
     */
    public Verification(List<Path> files, PulledKind kind, ZoneId zone) {
        this.files = List.copyOf(files);
        this.kind = kind;
        this.zone = zone;
    }

    /**
     * The differences of a day.
     *
     * @param day the day
     * @param missing ids of records that only the server has
     * @param extra ids of records that only the files have, or that they have twice
     * @param changed ids of records that changed on the server since
     */
    public record Difference(LocalDate day, List<Long> missing, List<Long> extra, List<Long> changed) {
        /** Whether nothing differs, as when a change on the server was undone. */
        public boolean isNone() {
            return missing.isEmpty() && extra.isEmpty() && changed.isEmpty();
        }
    }

    /**
     * The digest of each day in the files.
     *
     * @throws IOException if a file cannot be read, is truncated or damaged, or a record in it has no time of creation
     */
    public SortedMap<LocalDate, PullDigest> days() throws IOException {
        var days = new TreeMap<LocalDate, PullDigest>();
        for (var file : files) {
            try (var records = WrittenFile.read(file, kind, zone)) {
                for (var record : (Iterable<WrittenRecord>) records::iterator) {
                    if (record.createdAt().equals(PulledRecord.UNKNOWN)) {
                        throw new IOException(
                                file + ": " + kind.word() + " " + record.id() + " does not say when it was created");
                    }
                    days.merge(
                            record.createdAt().toLocalDate(),
                            PullDigest.EMPTY.with(record.id(), record.modifiedAt()),
                            PullDigest::plus);
                }
            }
        }
        return days;
    }

    /** Fetches a day from the server and compares the files with it. */
    public Difference difference(Connection connection, PageOptions pages, LocalDate day)
            throws IOException, InterruptedException {
        var there = fetched(connection, pages, day);
        var here = new HashMap<Long, LocalDateTime>();
        var extra = new TreeSet<Long>();
        for (var file : files) {
            try (var records = WrittenFile.read(file, kind, zone)) {
                records.filter(record -> record.createdAt().toLocalDate().equals(day))
                        .forEach(record -> {
                            if (here.put(record.id(), record.modifiedAt()) != null || !there.containsKey(record.id())) {
                                extra.add(record.id());
                            }
                        });
            }
        }
        return new Difference(
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

    private static Map<Long, LocalDateTime> fetched(Connection connection, PageOptions pages, LocalDate day)
            throws InterruptedException {
        var there = new HashMap<Long, LocalDateTime>();
        try (var caller = RetryingCaller.of(connection, Watcher.NOBODY)) {
            var pull = new DayPull(
                    caller, pages, new ServerKnowledge(pages.profile(), sentence -> {}), day, new HashSet<>());
            for (var cursor = Optional.of(PageCursor.START); cursor.isPresent(); ) {
                var page = pull.page(cursor.get());
                page.records().forEach(record -> there.put(record.id(), record.modifiedAt()));
                cursor = page.next();
            }
        }
        return there;
    }
}
