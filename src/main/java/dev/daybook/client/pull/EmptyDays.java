package dev.daybook.client.pull;

import dev.daybook.client.call.ClientException;
import dev.daybook.client.call.ClientException.Reason;
import dev.daybook.client.call.Watcher;
import dev.daybook.client.day.DayPull;
import dev.daybook.client.day.PageOptions;
import dev.daybook.client.server.ServerKnowledge;
import dev.daybook.domain.proof.PullDigest;
import java.io.IOException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Days for which the server gave no records, although they may have some. If none of them is over, and none had records
 * in an earlier pull, they become complete without further proof. Otherwise two conditions must hold. First, the server
 * has given a record of another day or stated its window: a server that did neither may give no records at all. Second,
 * no unanswered probe leaves open whether a window includes its end date.
 */
final class EmptyDays {
    /**
     * The maximum number of days of earlier pulls to look at. Several, because all records of one day may have been
     * deleted since its pull.
     */
    private static final int MOST_BEFORE = 3;

    private final List<LocalDate> days = new ArrayList<>();
    private final PullOptions options;
    private final OpenFiles files;
    private final Journal journal;
    private final ServerKnowledge known;
    private final Watcher watcher;
    private final List<LocalDate> gaveBefore;

    /**
     * A collection without days yet.
     *
     * @param gaveBefore the days that had records in earlier pulls, newest first
     */
    EmptyDays(
            PullOptions options,
            OpenFiles files,
            Journal journal,
            ServerKnowledge known,
            Watcher watcher,
            List<LocalDate> gaveBefore) {
        this.options = options;
        this.files = files;
        this.journal = journal;
        this.known = known;
        this.watcher = watcher;
        this.gaveBefore = gaveBefore;
    }

    /** Whether a day for which the server gives no records certainly has none. */
    boolean areCertain() {
        return known.isGiving() && known.doubt().isEmpty();
    }

    /** Adds a day without records. If each day has its own files, deletes the incomplete ones of this day. */
    void add(DayPull.Page page) throws IOException {
        days.add(page.day());
        if (files.byDay()) {
            files.discard(page.day());
        }
    }

    /**
     * Records the days as complete. A day that {@linkplain #mustBeCertain(LocalDate) must be empty for certain} is
     * first requested again if its empty answer may have been a failure. If each day has its own files, those of an
     * earlier pull are deleted.
     *
     * @throws ClientException if a day that must be empty for certain has records now, or may have some because of an
     *     unanswered probe; if a file to delete was changed since the pull began
     */
    void accept(Fetcher fetcher) throws IOException, InterruptedException {
        var doubt = known.doubt();
        if (doubt.isPresent() && mustBeCertain()) {
            throw new ClientException(Reason.MISBEHAVED, doubt.get());
        }
        for (var day : days) {
            if (mustBeCertain(day)) {
                fetcher.anew(day).confirmEmpty();
            }
            if (files.byDay()) {
                files.checkFoundOfEmpty(day, journal.state());
                files.drop(day);
            }
            journal.day(day, PullDigest.EMPTY, options.pages().isOver(day), List.of());
            watcher.finished(day);
        }
        days.clear();
    }

    /**
     * Completes the days at the end of the pull. If it is not certain that they have no records, first requests some
     * other days. Their answers show whether the server gives records at all, and whether a window includes its end
     * date. Days that had records in earlier pulls come first, even if this pull has completed them. Days before this
     * pull come next.
     *
     * @throws ClientException if a day that must be empty for certain has records now, or may have some: the server has
     *     neither given a record nor stated its window, or an unanswered probe leaves this open
     */
    void end(Fetcher fetcher) throws IOException, InterruptedException {
        var unanswered = new ArrayList<LocalDate>();
        var others = Stream.concat(
                        gaveBefore.stream().filter(day -> !days.contains(day)).limit(MOST_BEFORE),
                        PageOptions.LOOK_BACK.stream().map(options.from()::minusDays))
                .toList();
        for (var index = 0; index < others.size() && !days.isEmpty() && !areCertain(); index++) {
            if (fetcher.anew(others.get(index)).look(days.get(0)).isEmpty()) {
                unanswered.add(others.get(index));
            }
        }
        if (!known.isGiving() && mustBeCertain()) {
            throw new ClientException(
                    Reason.MISBEHAVED,
                    "no day from " + days.get(0) + " to " + days.get(days.size() - 1) + " has "
                            + options.kind().plural() + ", nor has any other day that was looked at, so that nothing"
                            + " shows whether the server gives them at all; check --cm-id and the key, or name days that"
                            + " surely have some"
                            + (unanswered.isEmpty() ? "" : "; the server does not answer for " + unanswered)
                            + known.open().map(why -> ". Also, " + why).orElse(""));
        }
        accept(fetcher);
    }

    private boolean mustBeCertain() {
        return days.stream().anyMatch(this::mustBeCertain);
    }

    /**
     * Whether it must be certain that a day has no records. This is so for a day that is over, because it will not be
     * pulled again, and for a day with records of an earlier pull, because these records would be lost.
     */
    private boolean mustBeCertain(LocalDate day) {
        return options.pages().isOver(day)
                || (files.byDay() ? journal.state().found(day).isPresent() : gaveBefore.contains(day));
    }
}
