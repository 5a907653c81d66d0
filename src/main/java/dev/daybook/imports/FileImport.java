package dev.daybook.imports;

import dev.daybook.domain.Problem;
import dev.daybook.domain.ProblemException;
import dev.daybook.domain.Reason;
import dev.daybook.domain.account.Account;
import dev.daybook.imports.file.Progress;
import dev.daybook.imports.file.RowSource;
import dev.daybook.imports.file.Rows;
import dev.daybook.store.Transaction;
import dev.daybook.store.imports.ImportRemoval;
import dev.daybook.store.imports.ImportRun;
import dev.daybook.store.imports.ImportRuns;
import dev.daybook.store.imports.ImportStores;
import dev.daybook.store.record.RecordLoad;
import dev.daybook.wire.row.RowRules;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Import of a file of records. First the complete file is checked. Then it is loaded batch by batch, so that others can
 * write in between; each batch stores the progress, and a later import of the file continues there. Memory holds only
 * the batches in progress, the keys, the rows that wait for others, and in a rehearsal what {@link Rehearsal} keeps.
 *
 * @param <R> a record of the file
 */
public final class FileImport<R> {
    /** The most records of a batch that a rehearsal loads in one transaction, because other writers wait for it. */
    private static final int MOST_REHEARSED = 1_000;

    private final BatchedKind<R> kind;
    private final Options options;
    private final ImportStores stores;
    private final Account account;
    private final Passes passes;
    private final BatchLoad<R> batches;
    private final Clock clock;
    private volatile Optional<ImportRun> current = Optional.empty();
    private volatile boolean stopping;

    /**
     * The options of an import.
     *
     * @param rules the rules to read rows
     * @param digest the digest of the file
     * @param name the name of the file
     * @param skipBad whether to skip refused rows instead of refusing the file
     * @param refusedFile where to write refused rows, if wanted
     * @param mostRefused the maximum number of refused rows in that file
     * @param lastWins whether a later row with the key of an earlier one updates it instead of being refused
     */
    public record Options(
            RowRules rules,
            FileDigest digest,
            String name,
            boolean skipBad,
            Optional<Path> refusedFile,
            long mostRefused,
            boolean lastWins) {
        /** Runs {@code work} with a new counter of rows. Writes refused rows to {@code refusedTo}, if given. */
        <T> T tally(Optional<Path> refusedTo, Function<Tally, T> work) {
            return Tally.during(work, new RefusedRows(refusedTo, mostRefused));
        }
    }

    /** An import of this file into an account. */
    public FileImport(
            BatchedKind<R> kind,
            RowSource file,
            Options options,
            ImportStores stores,
            Account account,
            Progress progress,
            Clock clock) {
        this.kind = kind;
        this.options = options;
        this.stores = stores;
        this.account = account;
        this.passes = new Passes(file, progress, options.digest::isOf);
        this.batches = new BatchLoad<>(kind, stores, account, clock);
        this.clock = clock;
    }

    /** The progress; empty before this run loads records, after it loads all, or if the file changed. Thread-safe. */
    public Optional<ImportRun> current() {
        return current;
    }

    /**
     * Makes {@code load} throw after its current transaction, and {@code rehearse} after at most 1,000 further records.
     * Thread-safe.
     */
    public void stop() {
        stopping = true;
    }

    private void checkStop() {
        if (stopping) {
            throw Problem.UNAVAILABLE.because("the import was stopped; import the same file again to continue it");
        }
    }

    /** Tries the file, or the rest of it: loads records that the database may refuse, and rolls back each batch. */
    public Outcome rehearse() {
        return rehearse(counts(options.lastWins));
    }

    private Outcome rehearse(Map<String, Integer> counts) {
        var begun = begun();
        begun.ifPresent(BatchLoad::refuseRemoved);
        var rehearsal = kind.rehearsal(stores, account, counts.keySet());
        return passes.through(rows -> {
            var tally = new Tally(new RefusedRows(Optional.empty(), 0));
            var units = units(rows, counts);
            begun.ifPresent(run -> skip(run, rows, units, tally));
            each(units, batch -> {
                for (var part : Transaction.parts(batch, MOST_REHEARSED)) {
                    checkStop();
                    tally.count(rows, part, batches.rehearse(rehearsal, part));
                }
            });
            begun.ifPresent(run -> BatchLoad.refuseOther(run, tally.outcome().records()));
            return tally.outcome().orStopped(begun, options.skipBad);
        });
    }

    private Optional<ImportRun> begun() {
        return read(transaction -> ImportRuns.find(transaction, account.cmId(), options.digest.text()));
    }

    /** Loads the file, or the rest of it. {@code notes} receives messages for the waiting user. */
    public Outcome load(Consumer<String> notes) {
        var begun = begun();
        begun.ifPresent(run -> tell(run, notes));
        var counts = counts(false);
        var mayRehearse = !options.skipBad && begun.isEmpty();
        var mayUpdate =
                options.lastWins || read(reading -> ImportRuns.mayUpdate(reading, account.cmId(), kind.records()));
        Predicate<R> inDoubt = record -> mayRehearse && kind.dependsOnOthers(record, mayUpdate);
        var checked = check(counts, Optional.empty(), inDoubt)
                .orElseGet(() -> kind.joinsRows() ? rehearse(counts) : rehearse());
        if (checked.good() == 0 || (checked.refused().count() > 0 && !options.skipBad)) {
            return options.skipBad
                    ? check(counts, options.refusedFile, record -> false).orElseThrow()
                    : checked.orStopped(begun, false);
        }
        var run = begun.map(found -> batches.resume(found, checked.records()))
                .orElseGet(() -> batches.start(options.digest.text(), options.name, checked.records()));
        if (run.done() != begun.map(ImportRun::done).orElse(0L)) {
            tell(run, notes);
        }
        return loadFrom(run, counts);
    }

    private <T> T read(Function<Transaction, T> question) {
        return Pace.patiently(() -> stores.database().read(question));
    }

    private void write(Consumer<Transaction> idempotent) {
        Pace.patiently(() -> stores.database().write(transaction -> {
            idempotent.accept(transaction);
            return true;
        }));
    }

    private static void tell(ImportRun run, Consumer<String> notes) {
        BatchLoad.refuseRemoved(run);
        notes.accept("continuing import " + run.id() + ", of which " + run.done() + " of " + run.total()
                + " records are done");
    }

    /** The number of rows of each record with several, by key; empty unless {@code wanted} or the kind joins rows. */
    private Map<String, Integer> counts(boolean wanted) {
        return wanted || kind.joinsRows() ? passes.through(rows -> Units.count(kind, rows)) : Map.of();
    }

    private Units<R> units(Rows rows, Map<String, Integer> counts) {
        return new Units<>(kind, rows, options.rules, options.lastWins, counts);
    }

    /**
     * Checks the file without the database. Returns the result, or empty if a rehearsal is needed.
     *
     * @param inDoubt whether the database may refuse a record. If so, the check ends, because a rehearsal is needed
     */
    private Optional<Outcome> check(Map<String, Integer> counts, Optional<Path> refusedFile, Predicate<R> inDoubt) {
        return options.tally(
                refusedFile,
                tally -> passes.through(rows -> {
                    for (var units = units(rows, counts); units.hasNext(); ) {
                        checkStop();
                        var unit = units.next();
                        if (unit.record().filter(inDoubt).isPresent()) {
                            return Optional.empty();
                        }
                        tally.count(rows, unit, Optional.empty());
                    }
                    return Optional.of(tally.outcome());
                }));
    }

    private Outcome loadFrom(ImportRun begun, Map<String, Integer> counts) {
        Function<Tally, Outcome> load = tally -> passes.through(
                rows -> {
                    var units = units(rows, counts);
                    skip(begun, rows, units, tally);
                    var loading = new Loading(begun, rows, tally);
                    each(units, loading::take);
                    return loading.outcome();
                },
                () -> changed(begun));
        var outcome = options.tally(options.refusedFile, load);
        if (outcome.unfinished().isEmpty()) {
            var loaded = current.orElse(begun);
            current = Optional.empty();
            batches.end(loaded).ifPresent(BatchLoad::refuseRemoved);
        } else if (outcome.unfinished().get().done() == 0) {
            current = Optional.empty();
            return batches.end(begun)
                    .map(outcome::stopped)
                    .orElseGet(() -> outcome.after(new RecordLoad(0, 0, List.of()), Optional.empty()));
        }
        return outcome;
    }

    /** Marks the import as being removed, because its file changed during the load. Returns the exception to throw. */
    private ProblemException changed(ImportRun run) {
        var removal = new ImportRemoval(stores.database());
        write(transaction -> removal.claim(transaction, run));
        current = Optional.empty();
        return Reason.IMPORTED_FILE_CHANGED.with(run.id());
    }

    /** Skips the records that an earlier run has processed, and counts them in {@code tally}. */
    private void skip(ImportRun begun, Rows rows, Units<R> units, Tally tally) {
        var refusals = read(transaction -> ImportRuns.refusals(transaction, begun));
        for (var position = 0L; position < begun.done() && units.hasNext(); position++) {
            tally.count(rows, units.next(), Optional.ofNullable(refusals.get(position)));
        }
        tally.count(begun);
    }

    /** Loads the batches of one call of {@code load}. */
    private final class Loading {
        private final Rows rows;
        private final Tally tally;
        private ImportRun run;

        Loading(ImportRun begun, Rows rows, Tally tally) {
            this.run = begun;
            this.rows = rows;
            this.tally = tally;
        }

        void take(List<Unit<R>> batch) {
            if (isStopped()) {
                return;
            }
            var done = batches.commit(run, batch, options.skipBad, after -> {
                current = Optional.of(after);
                checkStop();
            });
            tally.count(rows, batch, done);
            if (done.records() > 0) {
                var before = run;
                run = run.after(done.records(), done.added(), done.updated(), clock.instant());
                current = Optional.of(run);
                ImportRuns.lookAtGrowth(before, run, FileImport.this::write);
            }
        }

        /** Whether a record was refused, in this run or an earlier one, and this run has no {@code skipBad}. */
        private boolean isStopped() {
            return !options.skipBad && tally.hasRefused();
        }

        Outcome outcome() {
            var loaded = new RecordLoad(run.added(), run.updated(), List.of());
            return tally.outcome().after(loaded, isStopped() ? Optional.of(run) : Optional.empty());
        }
    }

    /** Passes the records to {@code take} batch by batch, and reads the next batch at the same time. */
    private void each(Units<R> units, Consumer<List<Unit<R>>> take) {
        var pace = new Pace(stores.database(), kind.mostTogether());
        try (var prefetch = new Prefetch<>(() -> units.next(pace.size()))) {
            for (var next = prefetch.next(); !next.isEmpty(); next = prefetch.next()) {
                checkStop();
                var batch = next;
                pace.run(() -> take.accept(batch));
            }
        }
    }
}
