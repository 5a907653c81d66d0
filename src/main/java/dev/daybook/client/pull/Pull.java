package dev.daybook.client.pull;

import dev.daybook.client.call.ClientException;
import dev.daybook.client.call.ClientException.Reason;
import dev.daybook.client.call.RetryingCaller;
import dev.daybook.client.call.Watcher;
import dev.daybook.domain.message.FileReason;
import java.io.IOException;
import java.nio.file.Files;
import java.time.LocalDate;
import java.util.Collection;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * Pull of a range of days into files, day by day and page by page. Files and journal advance together: however a run
 * ends, the next one with the same options resumes after the last page that is in both, and the files are the same as
 * those of an undisturbed run.
 */
public final class Pull {
    private final PullOptions options;
    private final Target target;
    private final Watcher watcher;
    private final Optional<RetryingCaller> shared;
    private final OpenFiles files;

    /** @throws IllegalArgumentException if {@link Target#check} refuses the files */
    public Pull(PullOptions options, Target target, Watcher watcher) {
        this(options, target, watcher, Optional.empty());
    }

    /**
     * A pull that may share its caller with other pulls.
     *
     * @param shared makes the requests, and is not closed; if empty, each run has a caller of its own
     */
    Pull(PullOptions options, Target target, Watcher watcher, Optional<RetryingCaller> shared) {
        this.options = options;
        this.target = target;
        this.watcher = watcher;
        this.shared = shared;
        this.files = new OpenFiles(target);
        target.check(options.from());
    }

    /**
     * Deletes the journal and the incomplete files of an earlier run, also those of other days and, if each day has its
     * own files, those of other formats. Complete files stay until new ones replace them.
     *
     * @throws ClientException in these cases: another process is writing the files; the file with the journal's name is
     *     no journal; a folder with files for each day has other days of another zone, or records of another kind or
     *     account; the output cannot be written. In the last case, some files may be deleted already
     */
    public void restart() throws InterruptedException {
        withLock(() -> {
            try (var journal = Journal.open(target.journal())) {
                var resumption = new Resumption(options, target, files, journal);
                var receipt = Receipt.read(options, target);
                var written = target.written(options.from());
                resumption.checkOneSource(receipt);
                resumption.checkAlone(written.stream());
                resumption.checkOneZone(receipt, options.to());
                discard(journal, written);
            }
            return true;
        });
    }

    private void discard(Journal journal, Collection<LocalDate> days) throws IOException {
        var killed = journal.plan().orElse(new Plan(""));
        journal.clear();
        for (var day : days) {
            for (var file : target.incomplete(day, killed)) {
                Files.deleteIfExists(file);
            }
            files.discard(day);
        }
    }

    /**
     * Pulls one day from its start and replaces its files. If there is an unfinished pull of a single day, this day or
     * another, that pull is handled first:
     *
     * <ul>
     *   <li>If all its records are in its files, which only await their final names, the pull is finished, because one
     *       of the files may have replaced an older file already.
     *   <li>If one of these files is gone, perhaps moved by another program, the pull cannot be finished. A pull of
     *       this day or a later one is discarded, because that day is pulled again anyway. For a pull of an earlier
     *       day, this method fails, because the files that are left may be the only ones with the records of that day.
     *   <li>In all other cases the pull is discarded.
     * </ul>
     *
     * @param replace whether also files that something else wrote may be replaced
     * @param last the action that runs after the pull of this day, as for {@link #run(boolean, Last)}
     * @return false if another process is writing the files; then they are unchanged
     * @throws ClientException if the pull cannot continue, if a file may not be replaced, or if there is an unfinished
     *     pull with other options or of several days: it is kept, so that it can resume
     */
    boolean replaceDay(boolean replace, Last last) throws InterruptedException {
        return withLock(() -> {
            while (true) {
                var free = Journal.openIfFree(target.journal());
                if (free.isEmpty()) {
                    return false;
                }
                try (var journal = free.get()) {
                    var resumption = new Resumption(options, target, files, journal);
                    resumption.checkOneSource(Receipt.read(options, target));
                    if (OtherFiles.running(target.journalsOfOthers(options.days()))
                            .isPresent()) {
                        return false;
                    }
                    if (!finishesEarlier(journal)) {
                        replaceDay(journal, replace, last);
                        return true;
                    }
                }
                // The earlier pull is finished and its journal deleted. So this pull needs a new one.
            }
        });
    }

    /** Finishes an unfinished pull of one day, this day or another, if that is possible; returns whether it did. */
    private boolean finishesEarlier(Journal journal) throws IOException, InterruptedException {
        var day = journal.checkOfAnyDay(Plan.of(options, target));
        return day.isPresent()
                && new Pull(options.withDays(day.get(), day.get()), target, watcher, shared)
                        .finishIfWhole(journal, day.get().isBefore(options.from()));
    }

    private void replaceDay(Journal journal, boolean replace, Last last) throws IOException, InterruptedException {
        var resumption = new Resumption(options, target, files, journal);
        var receipt = Receipt.read(options, target);
        if (!replace) {
            // A follower also replaces the later days of another zone, as soon as they begin.
            resumption.checkOneZone(receipt, LocalDate.MAX);
        }
        var unfinished = new HashSet<>(Set.of(options.from()));
        journal.plan().flatMap(Plan::onlyDay).ifPresent(unfinished::add);
        discard(journal, unfinished);
        if (!replace) {
            resumption.checkNothingIsReplaced(receipt, Set.of());
        }
        pull(journal, true, last);
    }

    /**
     * Finishes a pull of one day if its files are complete, even if some do not have their final names yet. Returns
     * whether it did. If a file is missing, so that the pull cannot be finished, adds the lengths of all files of the
     * pull to the receipt. Then the next pull may replace the files that still exist.
     *
     * @param isLast whether the day will not be pulled again, so that a missing file is an error; otherwise a missing
     *     file only makes the result false
     */
    private boolean finishIfWhole(Journal journal, boolean isLast) throws IOException, InterruptedException {
        journal.read(Plan.of(options, target));
        var state = journal.state();
        // A day that is complete in the journal may be missing in the receipt. Then finish the pull, which adds the day
        // to the receipt. Otherwise the day's files would count as written by something else.
        var isWhole = state.days().containsKey(options.from())
                || (state.isWhole() && (isLast || !files.isAnyGone(options.from())));
        if (isWhole) {
            pull(journal, false, result -> {});
        } else if (state.isWhole() && state.step().isPresent()) {
            Receipt.read(options, target)
                    .addDiscarded(
                            state.step().get(), files.converted(state.step().get()));
        }
        return isWhole;
    }

    /**
     * Pulls the days and pages that are not in the files yet.
     *
     * @param replace whether existing files may be replaced
     * @throws ClientException if the pull cannot continue; its progress, if there is any, is kept for the next run
     */
    public PullResult run(boolean replace) throws InterruptedException {
        return run(replace, result -> {});
    }

    /** The last action of a pull, after its files are complete. */
    public interface Last {
        /** Runs the action. */
        void done(PullResult result) throws InterruptedException;
    }

    /**
     * Pulls like {@link #run(boolean)}, and runs a last action. If the action does not finish, the next run repeats it.
     *
     * @param last the action, which runs before the pull is recorded as complete
     */
    public PullResult run(boolean replace, Last last) throws InterruptedException {
        return withLock(() -> {
            var result = pullOnce(replace, last);
            // An earlier run of this pull may have fetched a day that was not over then, but is now. Such a day is
            // pulled again after the unfinished pull is complete.
            return isOutdated(result) ? pullOnce(false, last).after(result) : result;
        });
    }

    private interface Work<T> {
        T run() throws IOException, InterruptedException;
    }

    @SuppressWarnings("try") // the extra files stay locked while others is open
    private <T> T withLock(Work<T> work) throws InterruptedException {
        // The extra files are locked before the journal is opened, so that a refused pull leaves no journal.
        try (var others = OtherFiles.lock(target.otherJournals())) {
            return work.run();
        } catch (IOException failure) {
            // An interrupt closes the file that the thread reads or writes, so the cause of this failure may be an
            // interrupt.
            if (Thread.interrupted()) {
                throw (InterruptedException) new InterruptedException("interrupted while writing").initCause(failure);
            }
            throw new ClientException(
                    Reason.OUTPUT,
                    "cannot write to " + target.out() + ": " + FileReason.of(target.journal(), failure),
                    failure);
        }
    }

    private boolean isOutdated(PullResult result) {
        return result.open().stream().anyMatch(options.pages()::isOver);
    }

    /** Pulls the days. Then runs the last action, unless some days of the result must be pulled again. */
    private PullResult pullOnce(boolean replace, Last last) throws IOException, InterruptedException {
        try (var journal = Journal.open(target.journal())) {
            var resumption = new Resumption(options, target, files, journal);
            resumption.checkOneSource(Receipt.read(options, target));
            resumption.checkAlone(options.days());
            return pull(journal, replace, last);
        }
    }

    private PullResult pull(Journal journal, boolean replace, Last last) throws IOException, InterruptedException {
        var receipt = Receipt.read(options, target);
        var resumption = new Resumption(options, target, files, journal);
        resumption.begin(receipt, replace);
        PullResult result;
        if (shared.isPresent()) {
            result = writeDays(journal, resumption, receipt, shared.get());
        } else {
            try (var caller = new RetryingCaller(options.connection(), watcher)) {
                result = writeDays(journal, resumption, receipt, caller);
            }
        }
        if (!isOutdated(result)) {
            last.done(result);
        }
        receipt.add(result, options, journal.state());
        journal.delete();
        return result;
    }

    /**
     * Writes the days with the page size of the first run, unless the user fixed another one, or the server no longer
     * gives pages that large. The bytes of {@code .gz} files depend on the page size; the records do not.
     */
    private PullResult writeDays(Journal journal, Resumption resumption, Receipt receipt, RetryingCaller caller)
            throws IOException, InterruptedException {
        var pages = options.pages();
        var resumed = pages.fixed() ? options : options.withPageSize(Math.min(journal.pageSize(), pages.maximum()));
        try {
            // Open the files before the knowledge is read from the journal: opening may drop lines of the journal.
            resumption.openFiles();
            var known = resumption.knowledge(watcher);
            try (var days = new DayWriter(resumed, files, journal, known, caller, watcher, receipt.givingDays())) {
                return writeOrForget(journal, days);
            }
        } finally {
            files.close();
        }
    }

    /**
     * Writes the days. If a {@link ClientException} ends this before a page is written or a day is complete, deletes
     * the journal and the incomplete files, because a pull with other options may succeed.
     */
    private PullResult writeOrForget(Journal journal, DayWriter days) throws IOException, InterruptedException {
        try {
            days.writeAll();
            return days.result();
        } catch (ClientException failure) {
            if (journal.state().isEmpty()) {
                files.discard(days.current());
                journal.delete();
            }
            throw failure;
        }
    }
}
