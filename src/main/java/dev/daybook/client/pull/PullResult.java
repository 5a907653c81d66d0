package dev.daybook.client.pull;

import dev.daybook.client.server.ServerProfile;
import dev.daybook.domain.proof.PullDigest;
import java.time.LocalDate;
import java.util.List;
import java.util.SortedMap;
import java.util.stream.Stream;

/**
 * The result of a pull.
 *
 * @param days the digest of each day, including days that an earlier run fetched
 * @param fetched the number of days that this run fetched
 * @param open the days that were not over when they were pulled, and may get more records
 * @param requests the number of pages that this run fetched
 * @param repeated the number of records that came twice and were written once
 * @param rolledBack how often a day was removed from the files and pulled again, because its records moved to other
 *     pages during the pull
 * @param wireBytes the size of the answers with the pages of this run, as they were transferred; answers to other
 *     requests, such as probes, do not count
 * @param untimed the ids of the records without a readable time of creation, at most {@link #MOST_UNTIMED}
 * @param lenient the number of answers that were read although they deviated from their headers or from valid JSON
 * @param statesWindow whether a page of this run stated its window, as only pages of Daybook do
 * @param profile the behaviour of the server, as far as it is known
 */
public record PullResult(
        SortedMap<LocalDate, PullDigest> days,
        int fetched,
        List<LocalDate> open,
        long requests,
        long repeated,
        long rolledBack,
        long wireBytes,
        List<Long> untimed,
        long lenient,
        boolean statesWindow,
        ServerProfile profile) {
    /** The maximum number of ids in {@code untimed}: on some servers, no record has a readable time. */
    public static final int MOST_UNTIMED = 1_000;

    public PullResult {
        open = List.copyOf(open);
        untimed = List.copyOf(untimed);
    }

    /**
     * The result of a run that pulled twice: {@code first} is the result of the first pull, this one of the second.
     * Their numbers are added. If all days share a file, both pulls may have fetched the same days; these count once.
     */
    PullResult after(PullResult first) {
        return new PullResult(
                days,
                Math.min(fetched + first.fetched, days.size()),
                open,
                requests + first.requests,
                repeated + first.repeated,
                rolledBack + first.rolledBack,
                wireBytes + first.wireBytes,
                Stream.concat(first.untimed.stream(), untimed.stream())
                        .distinct()
                        .limit(MOST_UNTIMED)
                        .toList(),
                lenient + first.lenient,
                statesWindow || first.statesWindow,
                profile);
    }

    /** The number of records in the files. */
    public long records() {
        return days.values().stream().mapToLong(PullDigest::records).sum();
    }
}
