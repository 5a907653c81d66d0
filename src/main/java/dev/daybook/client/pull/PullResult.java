package dev.daybook.client.pull;

import dev.daybook.client.server.ServerProfile;
import dev.daybook.domain.PullDigest;
import java.time.LocalDate;
import java.util.List;
import java.util.SortedMap;

/**
 * What a pull brought.
 *
 * @param days what the records of each day come to, also of those that an earlier run fetched
 * @param fetched how many of these days this run fetched
 * @param open the days that were not over, which may get more records
 * @param requests how many pages this run fetched
 * @param repeated how many records came twice and were written once
 * @param again how many times a day was pulled again because its records moved
 * @param wireBytes the size of the answers of this run as they were sent
 * @param untimed the ids of the records that do not say when they were created, or not in a form that can be read
 * @param lenient how many answers were not valid JSON and were read all the same
 * @param profile what is known of the server
 */
public record PullResult(
        SortedMap<LocalDate, PullDigest> days,
        int fetched,
        List<LocalDate> open,
        long requests,
        long repeated,
        long again,
        long wireBytes,
        List<Long> untimed,
        long lenient,
        ServerProfile profile) {
    public PullResult {
        open = List.copyOf(open);
        untimed = List.copyOf(untimed);
    }

    /** How many records the files have. */
    public long records() {
        return days.values().stream().mapToLong(PullDigest::records).sum();
    }
}
