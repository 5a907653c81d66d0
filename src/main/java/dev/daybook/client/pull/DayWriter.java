package dev.daybook.client.pull;

import dev.daybook.client.answer.PulledRecord;
import dev.daybook.client.call.ClientException;
import dev.daybook.client.call.ClientException.Reason;
import dev.daybook.client.call.RetryingCaller;
import dev.daybook.client.call.Watcher;
import dev.daybook.client.day.DayPull;
import dev.daybook.client.day.PageCursor;
import dev.daybook.client.day.UntimedRecords;
import dev.daybook.client.server.ServerKnowledge;
import dev.daybook.domain.proof.PullDigest;
import java.io.IOException;
import java.time.LocalDate;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/** Writer for the days of a pull. Fetches them and writes each page, first into the files and then into the journal. */
final class DayWriter implements AutoCloseable {
    private static final long FORCE_EVERY_NANOS = 1_000_000_000;

    /** How often a day is pulled at most, if its records move between pages during each pull. */
    private static final int MOST_ATTEMPTS = 3;

    private final PullOptions options;
    private final OpenFiles files;
    private final Journal journal;
    private final ServerKnowledge known;
    private final Watcher watcher;
    private final Fetcher fetcher;
    private final EmptyDays emptyDays;
    private final UntimedRecords untimed;
    private final int daysBefore;

    private PullDigest digest = PullDigest.EMPTY;
    private long requests;
    private long repeated;
    private long rolledBack;
    private long wireBytes;
    private boolean hasLooked;
    private LocalDate current;
    private long forced = System.nanoTime();

    /**
     * @param caller makes the requests; it is not closed with the writer
     * @param gaveBefore the days that had records in earlier pulls, newest first
     */
    DayWriter(
            PullOptions options,
            OpenFiles files,
            Journal journal,
            ServerKnowledge known,
            RetryingCaller caller,
            Watcher watcher,
            List<LocalDate> gaveBefore) {
        this.options = options;
        this.files = files;
        this.journal = journal;
        this.known = known;
        this.watcher = watcher;
        this.fetcher = new Fetcher(
                options, known, caller, day -> journal.state().days().containsKey(day));
        this.emptyDays = new EmptyDays(options, files, journal, known, watcher, gaveBefore);
        this.untimed = new UntimedRecords(options.kind().word());
        this.daysBefore = journal.state().days().size();
        this.current = options.from();
    }

    /** The day that is being written, or was written last; the first day of the pull if none was. */
    LocalDate current() {
        return current;
    }

    /**
     * Writes all days that are not complete.
     *
     * @throws ClientException if the pull cannot continue
     */
    void writeAll() throws IOException, InterruptedException {
        if (journal.state().isWhole()) {
            finishAgain();
        }
        var isWhole = journal.state().isWhole();
        addUntimed(journal.state());
        for (var day = options.from(); !day.isAfter(options.to()); day = day.plusDays(1)) {
            if (!journal.state().days().containsKey(day)) {
                writeDay(day);
            }
        }
        emptyDays.end(fetcher);
        if (!files.byDay() && !isWhole) {
            files.begin(options.to());
            finish(options.to(), 0);
        }
    }

    /**
     * Does nothing unless earlier runs wrote records without a readable time. Otherwise remembers the ids that these
     * runs wrote for the last two days with records. New records without a readable time are compared with these ids.
     */
    private void addUntimed(JournalState state) {
        if (!state.untimed().isEmpty() && state.step().isPresent()) {
            var day = state.step().get().day();
            untimed.add(day.minusDays(1), state.seenBefore());
            untimed.add(day, state.seen());
        }
    }

    private void writeDay(LocalDate day) throws IOException, InterruptedException {
        current = day;
        for (var attempt = 1; ; attempt++) {
            try {
                writePages(day);
                return;
            } catch (ClientException moved) {
                if (moved.reason() != Reason.UNSTEADY) {
                    throw moved;
                }
                rollBack(day);
                if (attempt == MOST_ATTEMPTS) {
                    throw new ClientException(
                            Reason.UNSTEADY, moved.getMessage() + " (pulled " + attempt + " times)", moved);
                }
            }
        }
    }

    /**
     * Removes a day from the files, so that this run or the next one pulls it again from its first page. First writes a
     * checkpoint without the day: after a power cut, a run resumes from the last checkpoint, and an older one may
     * describe the removed bytes.
     */
    private void rollBack(LocalDate day) throws IOException {
        rolledBack++;
        var starts = files.starts(day);
        var before = files.byDay() ? starts : journal.state().offsetsBefore(day).orElse(starts);
        var start = Step.before(day, before);
        files.force();
        journal.rolledBack(start);
        journal.safe();
        if (!files.resume(start)) {
            throw new IOException("the unfinished files are not as they were written; --restart pulls them again");
        }
        fetcher.restartDay(day);
    }

    private void writePages(LocalDate day) throws IOException, InterruptedException {
        files.begin(day);
        var state = journal.state();
        var done = state.step().filter(step -> step.day().equals(day));
        digest = done.map(Step::digest).orElse(PullDigest.EMPTY);
        var next = done.isPresent() ? done.get().next() : Optional.of(PageCursor.START);
        if (next.isPresent()) {
            fetcher.begin(day, next.get(), done.isPresent() ? state.seen() : new HashSet<>());
        }
        while (next.isPresent()) {
            var page = fetcher.page(day, next.get());
            next = page.next();
            lookAtEnds(day);
            if (next.isEmpty()
                    && digest.records() == 0
                    && page.records().isEmpty()
                    && (!emptyDays.areCertain() || known.isUnproven(day))) {
                requests++;
                wireBytes += page.wireBytes();
                emptyDays.add(page);
                return;
            }
            journalWhatIsBefore();
            writePage(page);
        }
        if (files.byDay()) {
            finish(day, digest.records());
        }
        journal.day(day, digest, journal.state().isOver(), files.lengths(day));
        watcher.finished(day);
    }

    /**
     * Records, before a page, two facts that a later run needs to resume after this page: how the server understands a
     * window, and that the empty days before the page are complete. The second fact is needed because only the first
     * incomplete day can be resumed.
     */
    private void journalWhatIsBefore() throws IOException, InterruptedException {
        emptyDays.accept(fetcher);
        journal.knows(known.profile().windowEnd());
    }

    /**
     * Checks, before the first page is written, whether the server's days begin at other times than those of the pull.
     * This is not needed if the server states its window. Requests the day before the pull and the day after it. If the
     * answers have records of the pull's days, the server uses another zone, and the pull ends with an error. Records
     * without a readable time are recognised by their ids. So if earlier runs wrote such records, a resumed run makes
     * the two requests again.
     *
     * @param answered a day for which the server has answered; see {@link DayPull#look}
     */
    private void lookAtEnds(LocalDate answered) throws InterruptedException {
        var state = journal.state();
        if (!hasLooked && (state.step().isEmpty() || !state.untimed().isEmpty()) && !known.isStatingWindow()) {
            fetcher.anew(options.from().minusDays(1)).look(answered).ifPresent(untimed::addOutside);
            fetcher.anew(options.to().plusDays(1)).look(answered).ifPresent(untimed::addOutside);
        }
        hasLooked = true;
    }

    private void writePage(DayPull.Page page) throws IOException {
        untimed.check(page.day(), page.records());
        var offsets = files.add(page.records());
        for (var record : page.records()) {
            digest = digest.with(record.id(), record.modifiedAt());
        }
        // These ids must be in the journal before the page: the next run does not fetch the page again if the page is
        // in the journal.
        var withoutTime = page.records().stream()
                .filter(record -> !record.hasTime())
                .map(PulledRecord::id)
                .toList();
        if (!withoutTime.isEmpty()) {
            journal.untimed(withoutTime);
        }
        journal.page(
                new Step(page.day(), page.next(), offsets, digest),
                page.records().stream().map(PulledRecord::id).toList(),
                options.pages().isOver(page.day()));
        requests++;
        repeated += page.repeated();
        wireBytes += page.wireBytes();
        watcher.wrote(page.day(), page.records().size(), page.wireBytes());
        forceIfDue();
    }

    /**
     * Forces the files and then the journal to the disk, at most once a second, to survive a power cut. If only the
     * process is killed, nothing that was written is lost.
     */
    private void forceIfDue() throws IOException {
        if (System.nanoTime() - forced > FORCE_EVERY_NANOS) {
            files.force();
            journal.safe();
            forced = System.nanoTime();
        }
    }

    private void finish(LocalDate day, long records) throws IOException {
        files.force();
        files.checkFound(day, journal.state(), false);
        journal.whole();
        files.finish(day, records);
    }

    private void finishAgain() throws IOException {
        var state = journal.state();
        var day = state.step().map(Step::day).orElse(options.from());
        var done = state.step().map(Step::digest).orElse(PullDigest.EMPTY);
        if (files.byDay() && done.records() == 0) {
            files.checkFoundOfEmpty(day, state);
        } else if (state.step().isPresent()) {
            files.checkNamed(state.step().get());
        }
        files.finish(day, done.records());
        if (files.byDay() && !state.days().containsKey(day)) {
            journal.day(day, done, state.isOver(), files.lengths(day));
            watcher.finished(day);
        }
    }

    /** The result of the pull, when all days are written. */
    PullResult result() {
        var days = new TreeMap<>(journal.state().days());
        return new PullResult(
                days,
                days.size() - daysBefore,
                List.copyOf(journal.state().open()),
                requests,
                repeated,
                rolledBack,
                wireBytes,
                List.copyOf(journal.state().untimed()),
                known.lenientAnswers(),
                known.isStatingWindow(),
                known.profile());
    }

    @Override
    public void close() {
        fetcher.close();
    }
}
