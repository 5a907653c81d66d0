package dev.daybook.console.frame;

import dev.daybook.domain.Problem;
import dev.daybook.domain.ProblemException;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * Limit on concurrent work that may hold a thread of the server for long, in total and for each sender, so that one
 * sender cannot hold all of these threads. The work is a transfer of a file or form, a comparison of files, or the hash
 * of a password; all of these are called transfers here. Thread-safe.
 */
public final class TransferPlaces {
    /**
     * Kind of transfer, which decides the message to a sender who has no place left. For forms, this is the message of
     * a busy server; each of the other kinds has its own message.
     */
    public enum Kind {
        UPLOADS,
        DOWNLOADS,
        COMPARISONS,
        FORMS
    }

    private final int all;
    private final int each;
    private final int quiet;
    private final Kind kind;
    private final Map<Object, Integer> taken = new HashMap<>();

    /** Allows at most {@code all} transfers of one kind in total, and at most {@code each} for each sender. */
    public TransferPlaces(int all, int each, Kind kind) {
        this(all, each, 0, kind);
    }

    /**
     * Allows at most {@code all} transfers of one kind in total, and at most {@code each} for each sender.
     *
     * @param quiet the number of transfers in total below which a sender may have any number: many people may send from
     *     one address
     */
    TransferPlaces(int all, int each, int quiet, Kind kind) {
        this.all = all;
        this.each = each;
        this.quiet = quiet;
        this.kind = kind;
    }

    /**
     * Takes a place, which the caller must release.
     *
     * @param sender the id of a person, an address, or the number of an account
     * @throws FailurePage.Refused if the sender has no place left
     * @throws ProblemException UNAVAILABLE if all places are taken
     */
    public synchronized void take(Object sender) {
        var total = taken.values().stream().mapToInt(Integer::intValue).sum();
        if (taken.getOrDefault(sender, 0) >= each && total >= quiet) {
            throw new FailurePage.Refused(
                    kind == Kind.FORMS ? "busy" : kind.name().toLowerCase(Locale.ROOT), 429);
        }
        if (total >= all) {
            throw Problem.UNAVAILABLE.because("too many files or forms are on their way");
        }
        taken.merge(sender, 1, Integer::sum);
    }

    /** Gives a place of a sender back. */
    public synchronized void release(Object sender) {
        taken.computeIfPresent(sender, (key, places) -> places == 1 ? null : places - 1);
    }
}
