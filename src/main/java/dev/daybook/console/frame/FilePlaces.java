package dev.daybook.console.frame;

import dev.daybook.domain.Problem;
import dev.daybook.domain.ProblemException;
import java.util.HashMap;
import java.util.Map;

/**
 * Limit on concurrent transfers of files, in total and for each person: a slow transfer holds a thread of the server,
 * and one person must not hold all of these threads. Thread-safe.
 */
final class FilePlaces {
    /** Thrown if a person has as many running transfers as one person may have. */
    static final class HasEnough extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private final Kind kind;

        private HasEnough(Kind kind) {
            this.kind = kind;
        }

        Kind kind() {
            return kind;
        }
    }

    /** The direction of the transfers; each direction has its own text for a refusal. */
    enum Kind {
        UPLOADS,
        DOWNLOADS
    }

    private final int all;
    private final int each;
    private final Kind kind;
    private final Map<Long, Integer> taken = new HashMap<>();

    /** Allows so many transfers of one kind in total, and so many for each person. */
    FilePlaces(int all, int each, Kind kind) {
        this.all = all;
        this.each = each;
        this.kind = kind;
    }

    /**
     * Takes a place, which the caller must release.
     *
     * @throws HasEnough if the person has no place left
     * @throws ProblemException UNAVAILABLE if all places are taken
     */
    synchronized void take(long personId) {
        if (taken.getOrDefault(personId, 0) >= each) {
            throw new HasEnough(kind);
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
