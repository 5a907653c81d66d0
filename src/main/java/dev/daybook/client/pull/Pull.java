package dev.daybook.client.pull;

import dev.daybook.client.ClientException;
import dev.daybook.client.ClientException.Reason;
import dev.daybook.client.DayPull;
import dev.daybook.client.Place;
import dev.daybook.client.PullOptions;
import dev.daybook.client.Watcher;
import dev.daybook.domain.PullDigest;
import dev.daybook.wire.pulled.PulledRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.time.LocalDate;
import java.util.HashSet;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Pulls a range of days into files, day by day and page by page. Files and journal advance together: however a run ends,
 * the next one with the same options goes on behind the last page that is whole in both, and the files come out as if
 * nothing had happened.
 */
public final class Pull {
    private static final long FORCE_EVERY_NANOS = 1_000_000_000;

    private final PullOptions options;
    private final Target target;
    private final Watcher watcher;
    private final OpenFiles files;
    private PullDigest digest = PullDigest.EMPTY;
    private long requests;
    private long repeated;
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
        return writing(() -> pull(replace));
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

    private PullResult pull(boolean replace) throws IOException, InterruptedException {
        try (var journal = Journal.open(target.journal())) {
            journal.read(plan());
            if (journal.isFresh()) {
                if (!replace) {
                    checkNothingIsThere(journal);
                }
                journal.begin(plan());
            }
            try (var fetcher = new Fetcher(options, watcher)) {
                goOn(journal);
                pull(journal, fetcher);
            } catch (ClientException failure) {
                forgetIfEmpty(journal);
                throw failure;
            } finally {
                files.close();
            }
            var days = new TreeMap<>(journal.days());
            journal.delete();
            return new PullResult(days, requests, repeated, wireBytes);
        }
    }

    /** Opens the files where they were left; if a power cut took some of that, where they were before. */
    private void goOn(Journal journal) throws IOException {
        if (isAsWritten(journal)) {
            return;
        }
        journal.goBack(plan());
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
            files.discard(options.from());
            journal.delete();
        }
    }

    /** The options on which the bytes of the files depend. */
    private String plan() {
        return String.join(
                " ",
                "pull 1",
                options.kind().plural(),
                "of",
                Long.toString(options.cmId()),
                "at",
                options.server().toString(),
                options.from().toString(),
                options.to().toString(),
                "by",
                Integer.toString(options.pageSize()),
                "as",
                target.described());
    }

    private void checkNothingIsThere(Journal journal) throws IOException {
        for (var day = options.from(); !day.isAfter(options.to()); day = day.plusDays(1)) {
            for (var file : target.files(day)) {
                if (Files.exists(file.path())) {
                    journal.delete();
                    throw new ClientException(
                            Reason.OTHER_PULL,
                            file.path()
                                    + " is there already; --restart pulls it again and puts the new one in its place");
                }
            }
            if (!target.byDay()) {
                return;
            }
        }
    }

    private void pull(Journal journal, Fetcher fetcher) throws IOException, InterruptedException {
        if (journal.isWhole()) {
            finishAgain(journal);
        }
        for (var day = options.from(); !day.isAfter(options.to()); day = day.plusDays(1)) {
            if (!journal.days().containsKey(day)) {
                pull(journal, fetcher, day);
            }
        }
        if (!target.byDay() && !journal.isWhole()) {
            files.begin(options.to());
            finish(journal, options.to(), 0);
        }
    }

    private void pull(Journal journal, Fetcher fetcher, LocalDate day) throws IOException, InterruptedException {
        files.begin(day);
        var done = journal.step().filter(step -> step.day().equals(day));
        digest = done.map(Journal.Step::digest).orElse(PullDigest.EMPTY);
        var next = done.isPresent() ? done.get().next() : Optional.of(Place.START);
        if (next.isPresent()) {
            fetcher.begin(day, next.get(), done.isPresent() ? journal.seen() : new HashSet<>());
        }
        while (next.isPresent()) {
            var page = fetcher.page(day, next.get());
            write(journal, page);
            next = page.next();
        }
        if (target.byDay()) {
            finish(journal, day, digest.records());
        }
        journal.day(day, digest);
        watcher.finished(day);
    }

    private void write(Journal journal, DayPull.Page page) throws IOException {
        var marks = files.add(page.records());
        for (var record : page.records()) {
            digest = digest.with(record.id(), record.modifiedAt());
        }
        journal.page(
                new Journal.Step(page.day(), page.next(), marks, digest),
                page.records().stream().map(PulledRecord::id).toList());
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
        var day = journal.step().map(Journal.Step::day).orElse(options.from());
        var of = journal.step().map(Journal.Step::digest).orElse(PullDigest.EMPTY);
        files.finishAgain(day, of.records());
        if (target.byDay() && !journal.days().containsKey(day)) {
            journal.day(day, of);
            watcher.finished(day);
        }
    }
}
