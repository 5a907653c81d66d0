package dev.daybook.client.pull;

import dev.daybook.client.DayPull;
import dev.daybook.client.Place;
import dev.daybook.client.PullOptions;
import dev.daybook.client.answer.PulledKind;
import dev.daybook.client.answer.PulledRecord;
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

/** Compares files that a pull wrote with what the server has now. */
public final class Verification {
    private final List<Path> files;
    private final PulledKind kind;
    private final ZoneId zone;

    /**
     * A verification of these files together.
     *
     * @param kind what their records are
     * @param zone the account's zone, in which the files' times are meant
     */
    public Verification(List<Path> files, PulledKind kind, ZoneId zone) {
        this.files = List.copyOf(files);
        this.kind = kind;
        this.zone = zone;
    }

    /**
     * How a day differs.
     *
     * @param day the day
     * @param missing ids of records that the server has and the files have not
     * @param extra ids of records that the files have, or have twice, and the server has not
     * @param changed ids of records that changed at the server since
     */
    public record Difference(LocalDate day, List<Long> missing, List<Long> extra, List<Long> changed) {
        /** Whether nothing differs, as when the server has by now what it had before. */
        public boolean isNone() {
            return missing.isEmpty() && extra.isEmpty() && changed.isEmpty();
        }
    }

    /**
     * What the files have of each day.
     *
     * @throws IOException if a file cannot be read, is cut or damaged, or a record in it has no time of creation
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

    /** Fetches a day from the server and says how the files differ from it. */
    public Difference difference(PullOptions options, Watcher watcher, LocalDate day)
            throws IOException, InterruptedException {
        var there = fetched(options, watcher, day);
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

    private static Map<Long, LocalDateTime> fetched(PullOptions options, Watcher watcher, LocalDate day)
            throws InterruptedException {
        var there = new HashMap<Long, LocalDateTime>();
        try (var caller = RetryingCaller.of(options.connection(), watcher)) {
            var pull = new DayPull(
                    caller, options, new ServerKnowledge(options.profile(), sentence -> {}), day, new HashSet<>());
            for (var place = Optional.of(Place.START); place.isPresent(); ) {
                var page = pull.page(place.get());
                page.records().forEach(record -> there.put(record.id(), record.modifiedAt()));
                place = page.next();
            }
        }
        return there;
    }
}
