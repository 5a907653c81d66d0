package dev.daybook.client;

import dev.daybook.client.ClientException.Reason;
import dev.daybook.domain.PullDigest;
import dev.daybook.wire.PulledCustomer;
import java.io.IOException;
import java.nio.file.Files;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
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
    private final List<PartFile> open = new ArrayList<>();
    private PullDigest digest = PullDigest.EMPTY;
    private long requests;
    private long repeated;
    private long wireBytes;
    private long forced = System.nanoTime();

    /** A pull to do. */
    public Pull(PullOptions options, Target target, Watcher watcher) {
        this.options = options;
        this.target = target;
        this.watcher = watcher;
    }

    /** Throws away what an earlier run left unfinished. The files themselves stay until new ones take their place. */
    public void restart() throws IOException {
        for (var day = options.from(); !day.isAfter(options.to()); day = day.plusDays(1)) {
            for (var file : target.files(day)) {
                Files.deleteIfExists(PartFile.pieces(file.path()));
            }
        }
        Files.deleteIfExists(target.journal());
    }

    /**
     * Pulls what is not in the files yet.
     *
     * @param replace whether files that are there already may be replaced
     * @throws ClientException if it cannot go on; what it has is kept for the next run, if that can help
     */
    public PullResult run(boolean replace) throws InterruptedException {
        try {
            return pull(replace);
        } catch (IOException failure) {
            throw new ClientException(
                    Reason.OUTPUT, "cannot write to " + target.out() + ": " + failure.getMessage(), failure);
        }
    }

    private PullResult pull(boolean replace) throws IOException, InterruptedException {
        var folder = target.journal().toAbsolutePath().getParent();
        if (folder != null) {
            Files.createDirectories(folder);
        }
        try (var journal = Journal.open(target.journal(), plan())) {
            if (journal.isFresh() && !replace) {
                checkNothingIsThere(journal);
            }
            try (var fetcher = new Fetcher(options, watcher)) {
                pull(journal, fetcher);
            } finally {
                for (var file : open) {
                    file.close();
                }
            }
            var days = new TreeMap<>(journal.days());
            journal.delete();
            return new PullResult(days, requests, repeated, wireBytes);
        }
    }

    /** The options on which the bytes of the files depend. */
    private String plan() {
        return String.join(
                " ",
                "pull 1 customers of",
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
            openFiles(journal, options.to());
            finish(
                    journal,
                    journal.days().values().stream()
                            .mapToLong(PullDigest::records)
                            .sum());
        }
    }

    private void pull(Journal journal, Fetcher fetcher, LocalDate day) throws IOException, InterruptedException {
        openFiles(journal, day);
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
            finish(journal, digest.records());
        }
        journal.day(day, digest);
        watcher.finished(day);
    }

    private void openFiles(Journal journal, LocalDate day) throws IOException {
        if (!open.isEmpty()) {
            return;
        }
        var lengths = journal.step()
                .filter(step -> !target.byDay() || step.day().equals(day))
                .map(Journal.Step::lengths);
        var files = target.files(day);
        for (var index = 0; index < files.size(); index++) {
            var file = files.get(index);
            var length = lengths.isPresent() ? lengths.get().get(index) : 0L;
            open.add(new PartFile(file.format(), file.path(), length));
        }
    }

    private void write(Journal journal, DayPull.Page page) throws IOException {
        var lengths = new ArrayList<Long>();
        for (var file : open) {
            if (!page.records().isEmpty()) {
                file.add(page.records());
            }
            lengths.add(file.length());
        }
        for (var record : page.records()) {
            digest = digest.with(record.id(), record.modifiedAt());
        }
        journal.page(
                new Journal.Step(page.day(), page.next(), lengths, digest),
                page.records().stream().map(PulledCustomer::id).toList());
        requests++;
        repeated += page.repeated();
        wireBytes += page.wireBytes();
        watcher.wrote(page.day(), page.records().size(), page.wireBytes());
        forceNowAndThen(journal);
    }

    /** A kill loses nothing that was written; for a loss of power the disk has to have it too, the files first. */
    private void forceNowAndThen(Journal journal) throws IOException {
        if (System.nanoTime() - forced > FORCE_EVERY_NANOS) {
            for (var file : open) {
                file.force();
            }
            journal.force();
            forced = System.nanoTime();
        }
    }

    /** A day without records has no file; a pull without records has an empty one. */
    private void finish(Journal journal, long records) throws IOException {
        journal.whole();
        for (var file : open) {
            if (target.byDay() && records == 0) {
                file.drop();
            } else {
                file.finish();
            }
        }
        open.clear();
    }

    private void finishAgain(Journal journal) throws IOException {
        var step = journal.step();
        var day = step.map(Journal.Step::day).orElse(options.from());
        var isEmpty = step.isEmpty() || step.get().digest().records() == 0;
        for (var file : target.files(day)) {
            if (target.byDay() && isEmpty) {
                PartFile.drop(file.path());
            } else {
                PartFile.finish(file.format(), file.path());
            }
        }
        if (target.byDay()) {
            journal.day(day, step.map(Journal.Step::digest).orElse(PullDigest.EMPTY));
        }
    }
}
