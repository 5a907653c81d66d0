package dev.daybook.client.pull;

import dev.daybook.client.DayPull;
import dev.daybook.client.Place;
import dev.daybook.client.PullOptions;
import dev.daybook.client.answer.PulledRecord;
import dev.daybook.client.call.ClientException;
import dev.daybook.client.call.ClientException.Reason;
import dev.daybook.client.call.Watcher;
import dev.daybook.client.server.ServerKnowledge;
import dev.daybook.client.server.WindowEnd;
import dev.daybook.domain.PullDigest;
import java.io.IOException;
import java.nio.file.Files;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Pulls a range of days into files, day by day and page by page. Files and journal advance together: however a run ends,
 * the next one with the same options goes on behind the last page that is whole in both, and the files come out as if
 * nothing had happened.
 */
public final class Pull {
    private static final long FORCE_EVERY_NANOS = 1_000_000_000;

    /** How often a day is pulled whose records move. */
    private static final int MOST_ATTEMPTS = 3;

    /** How many days before the first one are looked at if none has a record. */
    private static final List<Integer> LOOK_BACK = List.of(1, 2, 3, 7, 14, 30, 90, 365);

    private PullOptions options;
    private final Target target;
    private final Watcher watcher;
    private final OpenFiles files;

    /** Days without records, on which the server may have been silent about all days. */
    private final List<LocalDate> silent = new ArrayList<>();

    private PullDigest digest = PullDigest.EMPTY;
    private long requests;
    private long repeated;
    private long again;
    private boolean hasLooked;
    private LocalDate working;
    private long wireBytes;
    private long forced = System.nanoTime();

    /**
     * A pull to do.
     *
     * @throws IllegalArgumentException if two of its files would be the same
     */
    public Pull(PullOptions options, Target target, Watcher watcher) {
        this.options = options;
        this.target = target;
        this.watcher = watcher;
        this.files = new OpenFiles(target);
        this.working = options.from();
        target.check(options.from());
    }

    /**
     * Throws away what an earlier run left unfinished. The files themselves stay until new ones take their place.
     *
     * @throws ClientException if another process is at it, or nothing can be written there
     */
    public void restart() throws InterruptedException {
        writing(() -> {
            try (var journal = Journal.open(target.journal())) {
                journal.clear();
                for (var day = options.from(); !day.isAfter(options.to()); day = day.plusDays(1)) {
                    files.discard(day);
                    if (!target.byDay()) {
                        break;
                    }
                }
                journal.delete();
            }
            return true;
        });
    }

    /**
     * Pulls what is not in the files yet.
     *
     * @param replace whether files that are there already may be replaced
     * @throws ClientException if it cannot go on; what it has is kept for the next run, if that can help
     */
    public PullResult run(boolean replace) throws InterruptedException {
        return run(replace, result -> {});
    }

    /** What is still to be done with a pull whose files are whole. */
    public interface Last {
        void done(PullResult result) throws InterruptedException;
    }

    /**
     * The same, and something more before the pull counts as done: if that does not come to its end, the next run does it
     * again.
     *
     * @param last done when the files are whole, and before it is written down that they are complete
     */
    public PullResult run(boolean replace, Last last) throws InterruptedException {
        return writing(() -> pull(replace, last));
    }

    private interface Writing<T> {
        T write() throws IOException, InterruptedException;
    }

    private <T> T writing(Writing<T> work) throws InterruptedException {
        try {
            return work.write();
        } catch (IOException failure) {
            // An interrupt closes the file that is being written or read.
            if (Thread.interrupted()) {
                throw (InterruptedException) new InterruptedException("interrupted while writing").initCause(failure);
            }
            throw new ClientException(
                    Reason.OUTPUT, "cannot write to " + target.out() + ": " + failure.getMessage(), failure);
        }
    }

    private PullResult pull(boolean replace, Last last) throws IOException, InterruptedException {
        try (var journal = Journal.open(target.journal())) {
            journal.read(Plan.of(options, target));
            var receipt = Receipt.read(options, target);
            if (journal.isFresh()) {
                var done = replace ? new TreeMap<LocalDate, PullDigest>() : receipt.done(options.from(), options.to());
                if (!replace) {
                    checkNothingIsThere(journal, receipt, done);
                }
                journal.begin(Plan.of(options, target));
                for (var day : done.entrySet()) {
                    journal.day(day.getKey(), day.getValue());
                }
                if (!target.byDay() && !done.isEmpty()) {
                    journal.whole();
                }
            }
            options = options.by(journal.pageSize());
            var before = journal.days().size();
            var known = known(journal);
            try (var fetcher = new Fetcher(options, known, watcher)) {
                goOn(journal);
                pull(journal, fetcher, known);
            } catch (ClientException failure) {
                forgetIfEmpty(journal);
                throw failure;
            } finally {
                files.close();
            }
            var result = result(journal, before, known);
            last.done(result);
            receipt.add(result.days(), options);
            journal.delete();
            return result;
        }
    }

    /** What earlier runs of this pull have seen of the server counts as if this one had. */
    private ServerKnowledge known(Journal journal) {
        var known = new ServerKnowledge(options.profile(), watcher::learned);
        if (journal.windowEnd() != WindowEnd.UNKNOWN) {
            known.learn(
                    profile -> profile.with(journal.windowEnd()),
                    "an earlier run found that the end date of a window is "
                            + journal.windowEnd().name().toLowerCase(Locale.ROOT));
        }
        if (journal.largestPage() > 0) {
            known.page(journal.step().orElseThrow().day(), Integer.MAX_VALUE, journal.largestPage());
        }
        return known;
    }

    private PullResult result(Journal journal, int before, ServerKnowledge known) {
        var days = new TreeMap<>(journal.days());
        return new PullResult(
                days,
                days.size() - before,
                days.keySet().stream().filter(day -> !options.isOver(day)).toList(),
                requests,
                repeated,
                again,
                wireBytes,
                List.copyOf(journal.untimed()),
                known.lenientAnswers(),
                known.profile());
    }

    /** Opens the files where they were left; if a power cut took some of that, where they were before. */
    private void goOn(Journal journal) throws IOException {
        if (isAsWritten(journal)) {
            return;
        }
        journal.goBack(Plan.of(options, target));
        if (!isAsWritten(journal)) {
            throw new IOException(
                    "the unfinished files are shorter than when the last run wrote to them, or not the same;"
                            + " --restart pulls them again");
        }
    }

    private boolean isAsWritten(Journal journal) throws IOException {
        var step = journal.step();
        var isDone = journal.isWhole()
                || step.isEmpty()
                || (target.byDay() && journal.days().containsKey(step.get().day()));
        return isDone || files.goOn(step.get());
    }

    /** After a first request that failed, one with other options may do better: nothing is in their way. */
    private void forgetIfEmpty(Journal journal) throws IOException {
        if (journal.isEmpty()) {
            files.discard(working);
            journal.delete();
        }
    }

    /** Files of another pull, or of nobody knows whom, are in the way; days that were not over are pulled again. */
    private void checkNothingIsThere(Journal journal, Receipt receipt, SortedMap<LocalDate, PullDigest> done)
            throws IOException {
        for (var day = target.byDay() ? options.from() : options.to();
                !day.isAfter(options.to());
                day = day.plusDays(1)) {
            if (done.containsKey(day) || receipt.isUnchanged(day)) {
                continue;
            }
            for (var file : target.files(day)) {
                if (Files.exists(file.path())) {
                    journal.delete();
                    throw new ClientException(
                            Reason.OTHER_PULL,
                            file.path()
                                    + " is there already; --restart pulls it again and puts the new one in its place");
                }
            }
        }
    }

    private void pull(Journal journal, Fetcher fetcher, ServerKnowledge known)
            throws IOException, InterruptedException {
        if (journal.isWhole()) {
            finishAgain(journal);
        }
        var isWhole = journal.isWhole();
        for (var day = options.from(); !day.isAfter(options.to()); day = day.plusDays(1)) {
            if (!journal.days().containsKey(day)) {
                pull(journal, fetcher, known, day);
            }
        }
        endSilence(journal, fetcher, known);
        if (!target.byDay() && !isWhole) {
            files.begin(options.to());
            finish(journal, options.to(), 0);
        }
    }

    private void pull(Journal journal, Fetcher fetcher, ServerKnowledge known, LocalDate day)
            throws IOException, InterruptedException {
        working = day;
        for (var attempt = 1; ; attempt++) {
            try {
                pullOnce(journal, fetcher, known, day);
                return;
            } catch (ClientException moved) {
                if (moved.reason() != Reason.UNSTEADY) {
                    throw moved;
                }
                beginAgain(journal, fetcher, day);
                if (attempt == MOST_ATTEMPTS) {
                    throw new ClientException(
                            Reason.UNSTEADY, moved.getMessage() + " (pulled " + attempt + " times)", moved);
                }
            }
        }
    }

    /** Takes back what the files have of a day, so that it is pulled again from its first page, by this run or the next. */
    private void beginAgain(Journal journal, Fetcher fetcher, LocalDate day) throws IOException {
        again++;
        var nothing =
                target.files(day).stream().map(file -> PartFile.Mark.START).toList();
        var before = target.byDay() ? nothing : journal.marksBefore(day).orElse(nothing);
        var start = Step.before(day, before);
        journal.again(start);
        if (!files.goOn(start)) {
            throw new IOException("the unfinished files are not as they were written; --restart pulls them again");
        }
        fetcher.again(day);
    }

    private void pullOnce(Journal journal, Fetcher fetcher, ServerKnowledge known, LocalDate day)
            throws IOException, InterruptedException {
        files.begin(day);
        var done = journal.step().filter(step -> step.day().equals(day));
        digest = done.map(Step::digest).orElse(PullDigest.EMPTY);
        var next = done.isPresent() ? done.get().next() : Optional.of(Place.START);
        if (next.isPresent()) {
            fetcher.begin(day, next.get(), done.isPresent() ? journal.seen() : new HashSet<>());
        }
        while (next.isPresent()) {
            var page = fetcher.page(day, next.get());
            next = page.next();
            lookAtEnds(journal, fetcher, known);
            if (next.isEmpty() && digest.records() == 0 && page.records().isEmpty() && !known.isGiving()) {
                keepSilence(page);
                return;
            }
            write(journal, page);
        }
        if (target.byDay()) {
            finish(journal, day, digest.records());
        }
        journal.knows(known.profile().windowEnd());
        journal.day(day, digest);
        watcher.finished(day);
        if (known.isGiving()) {
            breakSilence(journal);
        }
    }

    /**
     * Before the first page is written, and unless the server says which window it uses: a server that has its days in
     * another zone sends records of the first day for the day before it, or of the last day for the day after it.
     */
    private void lookAtEnds(Journal journal, Fetcher fetcher, ServerKnowledge known) throws InterruptedException {
        if (!hasLooked && journal.isEmpty() && !known.tellsWindow()) {
            fetcher.look(options.from().minusDays(1));
            fetcher.look(options.to().plusDays(1));
        }
        hasLooked = true;
    }

    /** A day without records of a server that gave none so far is not written down: it may give none for any day. */
    private void keepSilence(DayPull.Page page) throws IOException {
        requests++;
        wireBytes += page.wireBytes();
        silent.add(page.day());
        if (target.byDay()) {
            files.discard(page.day());
        }
    }

    private void breakSilence(Journal journal) throws IOException {
        for (var day : silent) {
            if (target.byDay()) {
                files.drop(day);
            }
            journal.day(day, PullDigest.EMPTY);
            watcher.finished(day);
        }
        silent.clear();
    }

    /**
     * Where no day has a record, earlier days may show that the server gives records at all.
     *
     * @throws ClientException if it was never seen to
     */
    private void endSilence(Journal journal, Fetcher fetcher, ServerKnowledge known)
            throws IOException, InterruptedException {
        for (var index = 0; index < LOOK_BACK.size() && !silent.isEmpty() && !known.isGiving(); index++) {
            fetcher.look(options.from().minusDays(LOOK_BACK.get(index)));
        }
        if (!known.isGiving() && silent.stream().anyMatch(options::isOver)) {
            throw new ClientException(
                    Reason.MISBEHAVED,
                    "no day from " + silent.get(0) + " to " + silent.get(silent.size() - 1) + " has "
                            + options.kind().plural() + ", nor has any earlier day that was looked at, so that nothing"
                            + " shows whether the server gives them at all; check --cm-id and the key, or name days that"
                            + " surely have some");
        }
        breakSilence(journal);
    }

    private void write(Journal journal, DayPull.Page page) throws IOException {
        var marks = files.add(page.records());
        for (var record : page.records()) {
            digest = digest.with(record.id(), record.modifiedAt());
        }
        journal.page(
                new Step(page.day(), page.next(), marks, digest),
                page.records().stream().map(PulledRecord::id).toList());
        var untimed = page.records().stream()
                .filter(record -> !record.hasTime())
                .map(PulledRecord::id)
                .toList();
        if (!untimed.isEmpty()) {
            journal.untimed(untimed);
        }
        requests++;
        repeated += page.repeated();
        wireBytes += page.wireBytes();
        watcher.wrote(page.day(), page.records().size(), page.wireBytes());
        forceNowAndThen(journal);
    }

    /** A kill loses nothing that was written; for a loss of power the disk has to have it too, the files first. */
    private void forceNowAndThen(Journal journal) throws IOException {
        if (System.nanoTime() - forced > FORCE_EVERY_NANOS) {
            files.force();
            journal.safe();
            forced = System.nanoTime();
        }
    }

    private void finish(Journal journal, LocalDate day, long records) throws IOException {
        files.force();
        journal.whole();
        files.finish(day, records);
    }

    private void finishAgain(Journal journal) throws IOException {
        var day = journal.step().map(Step::day).orElse(options.from());
        var of = journal.step().map(Step::digest).orElse(PullDigest.EMPTY);
        files.finishAgain(day, of.records());
        if (target.byDay() && !journal.days().containsKey(day)) {
            journal.day(day, of);
            watcher.finished(day);
        }
    }
}
