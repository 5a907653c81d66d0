package dev.daybook.console.frame;

import dev.daybook.domain.Problem;
import dev.daybook.domain.ProblemException;
import java.util.HashMap;
import java.util.Map;

/**
 * Places for files that are on their way, some in all and fewer for one person: a slow file holds a thread of the
 * server, and one person must not hold those of everybody. Thread-safe.
 */
final class FilePlaces {
    /** A person who has as many files on their way as one may have. */
    static final class HasEnough extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private final Kind kind;

        private HasEnough(Kind kind) {
            this.kind = kind;
        }

        /** The kind of the files. */
        Kind kind() {
            return kind;
        }
    }

    /** What the files are; each has its own page that refuses a person. */
    enum Kind {
        UPLOADS,
        DOWNLOADS
    }

    private final int all;
    private final int each;
    private final Kind kind;
    private final Map<Long, Integer> taken = new HashMap<>();

    /** Places for one kind of file. */
    FilePlaces(int all, int each, Kind kind) {
        this.all = all;
        this.each = each;
        this.kind = kind;
    }

    /**
     * Takes a place, which is to be released.
     *
     * @throws HasEnough if the person has as many as one may
     * @throws ProblemException UNAVAILABLE if all are taken
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
