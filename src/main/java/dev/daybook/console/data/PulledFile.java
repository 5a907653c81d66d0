package dev.daybook.console.data;

import dev.daybook.domain.RecordKind;
import dev.daybook.domain.proof.DayDifference;
import dev.daybook.domain.proof.PullDigest;
import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A file that {@code daybook pull} wrote, as it is compared with an account.
 *
 * @param kind the kind of its records
 * @param days the digest of each day that it has records of
 * @param comparison compares it record by record
 */
public record PulledFile(RecordKind kind, SortedMap<LocalDate, PullDigest> days, Comparison comparison) {
    public PulledFile {
        days = Collections.unmodifiableSortedMap(new TreeMap<>(days));
    }

    /** Reader of such files, which {@code server} gives. */
    @FunctionalInterface
    public interface Reader {
        /**
         * Reads a file.
         *
         * @param file the file; the end of its name tells its format
         * @param kind the kind of its records, if it has none that tells
         * @param zone the account's zone
         * @throws IOException if it is cut, damaged, or not of a pull; the message says where and names the file
         * @throws IllegalArgumentException if its name ends like no file of a pull
         */
        PulledFile read(Path file, RecordKind kind, ZoneId zone) throws IOException;
    }

    /** Comparison of a file with the records of some days. */
    @FunctionalInterface
    public interface Comparison {
        /**
         * The difference of each of these days.
         *
         * @param there the time of the last change of each record of a day, by its id
         */
        List<DayDifference> with(SortedMap<LocalDate, Map<Long, LocalDateTime>> there) throws IOException;
    }
}
