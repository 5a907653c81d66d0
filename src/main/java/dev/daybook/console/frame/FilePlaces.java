package dev.daybook.console.frame;

import dev.daybook.domain.Problem;
import java.util.HashMap;
import java.util.Map;

/**
 * Places for files that are on their way, some in all and fewer for one person: a slow file holds a thread of the
 * server, and one person must not hold those of everybody. Thread-safe.
 */
final class FilePlaces {
    private final int all;
    private final int each;
    private final String kind;
    private final Map<Long, Integer> taken = new HashMap<>();

    /**
     * Places for one kind of file.
     *
     * @param kind the end of the key of the page that refuses a person
     */
    FilePlaces(int all, int each, String kind) {
        this.all = all;
        this.each = each;
        this.kind = kind;
    }

    /**
     * Takes a place, which is to be released.
     *
     * @throws dev.daybook.domain.ProblemException TOO_MANY_REQUESTS if the person has as many as one may, UNAVAILABLE if
     *     all are taken
     */
    synchronized void take(long personId) {
        if (taken.getOrDefault(personId, 0) >= each) {
            throw Problem.TOO_MANY_REQUESTS.because(kind);
        }
        if (taken.values().stream().mapToInt(Integer::intValue).sum() >= all) {
            throw Problem.UNAVAILABLE.because("too many files are on their way");
        }
        taken.merge(personId, 1, Integer::sum);
    }

    /** Gives a place of a person back. */
    synchronized void release(long personId) {
        taken.computeIfPresent(personId, (person, places) -> places == 1 ? null : places - 1);
    }
}
