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
 * A file that {@code daybook pull} wrote, for comparison with an account.
 *
 * @param days the digest of each day of which the file has records
 * @param comparison compares the file record by record
 */
public record PulledFile(RecordKind kind, SortedMap<LocalDate, PullDigest> days, Comparison comparison) {
    public PulledFile {
        days = Collections.unmodifiableSortedMap(new TreeMap<>(days));
    }

    /** Reader of pulled files; {@code server} provides the implementation. */
    @FunctionalInterface
    public interface Reader {
        /**
         * Reads a file.
         *
         * @param file the file; its format is recognised by its content or, if that is damaged, by the suffix of its
         *     name
         * @param kind the kind of its records, used only if the file does not name the kind
         * @param zone the account's zone
         * @throws IOException if the file is truncated, damaged, or not of a pull; the message names file and place
         * @throws IllegalArgumentException if neither the content nor the name shows a format of pulled files, or if
         *     this machine cannot read the format
         */
        PulledFile read(Path file, RecordKind kind, ZoneId zone) throws IOException;
    }

    /** Comparison of a file with the records of some days. */
    @FunctionalInterface
    public interface Comparison {
        /**
         * Compares the file with the account on these days. Returns the differences of each day.
         *
         * @param there for each day, the time of the last change of each record in the account, by id
         * @throws IOException if the file, which is read again, is damaged or cannot be read
         */
        List<DayDifference> with(SortedMap<LocalDate, Map<Long, LocalDateTime>> there) throws IOException;
    }
}
