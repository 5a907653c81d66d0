package dev.daybook.console.frame;

import dev.daybook.domain.Problem;
import dev.daybook.domain.ProblemException;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Limit on concurrent work that may hold a thread of the server for long, in total and for each sender, so that one
 * sender cannot hold all of these threads. The work is a transfer of a file or form, a comparison of files, or the hash
 * of a password; all of these are called transfers here. Thread-safe.
 */
public final class TransferPlaces {
    private final int all;
    private final int each;
    private final int quiet;
    private final String full;
    private final Map<Object, Integer> taken = new HashMap<>();

    /**
     * Allows at most {@code all} transfers of one kind in total, and at most {@code each} for each sender.
     *
     * @param full the end of a message key, such as {@code uploads}: the message to a sender who has no place left
     */
    public TransferPlaces(int all, int each, String full) {
        this(all, each, 0, full);
    }

    /**
     * Allows at most {@code all} transfers of one kind in total, and at most {@code each} for each sender.
     *
     * @param quiet while fewer transfers than this are running in total, {@code each} does not apply: many people may
     *     send from one address
     */
    TransferPlaces(int all, int each, int quiet, String full) {
        this.all = all;
        this.each = each;
        this.quiet = quiet;
        this.full = full;
    }

    /**
     * Does work in a place.
     *
     * @param sender the id of a person, an address, or the number of an account
     * @throws FailurePage.Refused if the sender has no place left
     * @throws ProblemException UNAVAILABLE if all places are taken
     */
    public <T> T during(Object sender, Supplier<T> work) {
        take(sender);
        try {
            return work.get();
        } finally {
            release(sender);
        }
    }

    private synchronized void take(Object sender) {
        var total = taken.values().stream().mapToInt(Integer::intValue).sum();
        if (taken.getOrDefault(sender, 0) >= each && total >= quiet) {
            throw new FailurePage.Refused(full, 429);
        }
        if (total >= all) {
            throw Problem.UNAVAILABLE.because("too many files or forms are on their way");
        }
        taken.merge(sender, 1, Integer::sum);
    }

    private synchronized void release(Object sender) {
        taken.computeIfPresent(sender, (key, places) -> places == 1 ? null : places - 1);
    }
}
