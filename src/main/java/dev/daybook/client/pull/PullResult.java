package dev.daybook.client.pull;

import dev.daybook.domain.PullDigest;
import java.time.LocalDate;
import java.util.SortedMap;

/**
 * What a pull brought.
 *
 * @param days what the records of each day come to, also of those that an earlier run fetched
 * @param requests how many pages this run fetched
 * @param repeated how many records came twice and were written once
 * @param wireBytes the size of the answers of this run as they were sent
 */
public record PullResult(SortedMap<LocalDate, PullDigest> days, long requests, long repeated, long wireBytes) {
    /** How many records the files have. */
    public long records() {
        return days.values().stream().mapToLong(PullDigest::records).sum();
    }
}
