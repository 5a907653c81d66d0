package dev.daybook.imports;

import dev.daybook.domain.Problem;
import dev.daybook.domain.ProblemException;
import dev.daybook.domain.Reason;
import dev.daybook.domain.account.Account;
import dev.daybook.store.Transaction;
import dev.daybook.store.account.AccountStore;
import dev.daybook.store.imports.ImportRun;
import dev.daybook.store.imports.ImportRuns;
import dev.daybook.store.imports.ImportStores;
import dev.daybook.store.imports.RefusalLimit;
import dev.daybook.wire.ProblemText;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Load of a file's records in batches. Each batch has its own transaction, which also stores the progress of the
 * import.
 *
 * @param <R> a record of the file
 */
final class BatchLoad<R> {
    private final BatchedKind<R> kind;
    private final ImportStores stores;
    private final Account account;
    private final Clock clock;
    private final RefusalLimit refusals;

    BatchLoad(BatchedKind<R> kind, ImportStores stores, Account account, Clock clock) {
        this.kind = kind;
        this.stores = stores;
        this.account = account;
        this.clock = clock;
        this.refusals = new RefusalLimit();
    }

    /**
     * Starts the import, or continues it if another process has just started it.
     *
     * @param digest the digest of the file
     * @param file the name of the file
     * @param total the number of its records
     * @throws dev.daybook.domain.ProblemException CONFLICT if the import is being removed, or if another version of
     *     Daybook began it and found another number of records
     */
    ImportRun start(String digest, String file, long total) {
        var run = write(transaction ->
                ImportRuns.start(transaction, account.cmId(), kind.records(), digest, file, total, clock.instant()));
        refuseOther(run, total);
        return run;
    }

    /**
     * Continues this import, and returns its current state. Refuses if another process has finished, removed or begun
     * to remove it since {@code begun} was read: after a finished import, a new one would add some records a second
     * time, such as customers without a customer code.
     *
     * @param total the number of records in the file; refused if the import has another total
     */
    ImportRun resume(ImportRun begun, long total) {
        var run = write(transaction -> ImportRuns.resume(transaction, begun))
                .orElseThrow(() -> Reason.IMPORT_ENDED.with(begun.id()));
        refuseOther(run, total);
        return run;
    }

    /**
     * Ends the import, and returns empty. But if another process has continued the import, or has begun to remove it,
     * leaves the import as it is, and returns its current state.
     */
    Optional<ImportRun> end(ImportRun run) {
        return write(transaction -> ImportRuns.endUnlessMoved(transaction, run));
    }

    private <T> T write(Function<Transaction, T> idempotent) {
        return Pace.patiently(() -> stores.database().write(idempotent));
    }

    /** Refuses to load more of an import that is being removed. */
    static void refuseRemoved(ImportRun run) {
        if (run.isBeingRemoved()) {
            throw Reason.IMPORT_BEING_REMOVED.with(run.id());
        }
    }

    /**
     * Refuses to load more of an import in two cases: it is being removed, or it was begun by another version of
     * Daybook that found another number of records in the file. The stored progress counts the records as that version
     * found them.
     */
    static void refuseOther(ImportRun run, long total) {
        refuseRemoved(run);
        if (run.total() != total) {
            throw Reason.IMPORT_OF_OTHER_VERSION.with(run.id(), run.total(), total);
        }
    }

    /**
     * The result of a batch.
     *
     * @param records the number of processed records; fewer than in the batch if a refused record ended the load
     * @param added the number of new records
     * @param updated the number of updated records
     * @param refused why the database refused records, by the index of the record in the batch
     */
    record Done(int records, long added, long updated, Map<Integer, String> refused) {
        private static final Done NOTHING = new Done(0, 0, 0, Map.of());

        /** The result of this part of a batch and of the next part together. */
        Done and(Done next) {
            var both = new TreeMap<>(refused);
            next.refused.forEach((place, reason) -> both.put(records + place, reason));
            return new Done(records + next.records, added + next.added, updated + next.updated, both);
        }
    }

    /**
     * Loads a batch and stores the progress. If the batch is refused, it is loaded again: a small one record by record,
     * a large one in halves.
     *
     * @param skipBad whether to skip refused records; otherwise a refused record rolls back its transaction, and ends
     *     the load
     * @param progress receives the import between two parts of the batch; if it throws an exception, the load ends
     *     there
     */
    Done commit(ImportRun run, List<Unit<R>> batch, boolean skipBad, Consumer<ImportRun> progress) {
        Predicate<Done> isGood = done -> skipBad || done.refused.isEmpty();
        return Pace.inParts(Done.NOTHING, batch, (before, part, apart) -> {
            if (!isGood.test(before)) {
                return before;
            }
            var now = run.after(before.records, before.added, before.updated, clock.instant());
            if (before.records > 0) {
                progress.accept(now);
            }
            return before.and(commit(now, part, isGood, apart));
        });
    }

    private Done commit(ImportRun run, List<Unit<R>> batch, Predicate<Done> isGood, boolean apart) {
        var committed = Pace.patiently(
                () -> stores.database().writeIf(isGood, transaction -> {
                    var done = load(transaction, batch, apart);
                    if (isGood.test(done)) {
                        advance(transaction, run, batch.size(), done);
                    }
                    return done;
                }),
                () -> stored(run, batch.size()));
        if (!isGood.test(committed)) {
            return new Done(0, 0, 0, committed.refused);
        }
        refusals.add(committed.refused.size());
        return committed;
    }

    /**
     * Returns the result of a batch whose attempt failed, if the batch was committed nevertheless; otherwise empty. The
     * connection may have broken after the commit. Runs as a write that locks the import, and so waits for an attempt
     * that is still running.
     *
     * @param run the import as it was before the batch
     * @param records the number of records of the batch
     */
    Optional<Done> stored(ImportRun run, int records) {
        return stores.database().write(transaction -> {
            var now = ImportRuns.lock(transaction, run).filter(found -> found.done() == run.done() + records);
            return now.map(after -> {
                var refused = new TreeMap<Integer, String>();
                ImportRuns.refusals(transaction, run).forEach((position, reason) -> {
                    if (position >= run.done()) {
                        refused.put((int) (position - run.done()), reason);
                    }
                });
                return new Done(records, after.added() - run.added(), after.updated() - run.updated(), refused);
            });
        });
    }

    private void advance(Transaction transaction, ImportRun run, int records, Done done) {
        var refused = new TreeMap<Long, String>();
        done.refused.forEach((place, reason) -> refused.put(run.done() + place, reason));
        refusals.check(transaction, run, refused);
        var after = run.after(records, done.added, done.updated, clock.instant());
        if (!ImportRuns.advance(transaction, run, after, refused)) {
            throw Problem.CONFLICT.because(
                    "another process imports the same file, removes what was imported, or deletes the account;"
                            + " nothing more was done");
        }
    }

    /**
     * Loads those records of a batch that the database may refuse, and before them the earlier records on which they
     * depend. The transaction is rolled back.
     */
    Done rehearse(Rehearsal<R> rehearsal, List<Unit<R>> batch) {
        var records = records(batch, Map.of());
        var places = rehearsal.accepted(records);
        rehearsal.loaded(places.stream().mapToObj(records::get).toList());
        var doubtful = new ArrayList<Unit<R>>();
        var place = 0;
        for (var unit : batch) {
            var isAccepted = unit.record().isPresent() && places.get(place++);
            doubtful.add(isAccepted ? new Unit<>(Optional.empty(), unit.parts()) : unit);
        }
        var beforeAll = new ArrayList<R>();
        var done = Pace.inParts(Done.NOTHING, doubtful, (earlier, part, apart) -> {
            if (earlier.records == 0 && part.size() < doubtful.size()) {
                // The batch was refused as a whole, and no part is loaded yet: the records of a loaded part count as
                // earlier records.
                beforeAll.clear();
                beforeAll.addAll(rehearsal.before(records(doubtful, Map.of()), batch.size()));
            }
            var soFar = earlier.and(rehearse(rehearsal, part, apart));
            var isLastPart = earlier.records > 0 && soFar.records == doubtful.size();
            // All parts are good, but together they were refused: for example, the contacts of one customer were good
            // in each part, but are too many in all parts together.
            return isLastPart && soFar.refused.isEmpty() ? loadAndRollBack(beforeAll, doubtful, true) : soFar;
        });
        return new Done(batch.size(), done.added + places.cardinality(), done.updated, done.refused);
    }

    private Done rehearse(Rehearsal<R> rehearsal, List<Unit<R>> doubtful, boolean apart) {
        var records = records(doubtful, Map.of());
        if (records.isEmpty()) {
            return new Done(doubtful.size(), 0, 0, Map.of());
        }
        var rolledBack = loadAndRollBack(rehearsal.before(records, doubtful.size()), doubtful, apart);
        rehearsal.loaded(records(doubtful, rolledBack.refused));
        return rolledBack;
    }

    private Done loadAndRollBack(List<R> before, List<Unit<R>> batch, boolean apart) {
        return Pace.patiently(() -> stores.database().writeIf(done -> false, transaction -> {
            transaction.rehearse();
            load(transaction, before.stream().map(Unit::of).toList(), apart);
            return load(transaction, batch, apart);
        }));
    }

    /** The records of a batch without the refused ones. */
    private static <R> List<R> records(List<Unit<R>> batch, Map<Integer, String> refused) {
        var records = new ArrayList<R>();
        for (var place = 0; place < batch.size(); place++) {
            if (!refused.containsKey(place)) {
                batch.get(place).record().ifPresent(records::add);
            }
        }
        return records;
    }

    /**
     * Loads a batch in one step or, if {@code apart} is true, record by record. In one step, a refused record causes an
     * exception. Record by record, the result lists each refused record.
     */
    private Done load(Transaction transaction, List<Unit<R>> batch, boolean apart) {
        // Throws if the account was erased: the import then ends, instead of refusing each record.
        AccountStore.holdNow(transaction, account.cmId());
        var now = clock.instant();
        if (!apart) {
            var records = records(batch, Map.of());
            var load = kind.load(stores, transaction, account, records, now);
            return new Done(batch.size(), load.added(), load.updated(), Map.of());
        }
        var added = 0L;
        var updated = 0L;
        var refused = new TreeMap<Integer, String>();
        for (var place = 0; place < batch.size(); place++) {
            var record = batch.get(place).record();
            if (record.isEmpty()) {
                continue;
            }
            try {
                // A new load for each record, because a load caches ids that a rollback removes.
                var load = transaction.part(() -> kind.load(stores, transaction, account, List.of(record.get()), now));
                added += load.added();
                updated += load.updated();
            } catch (ProblemException problem) {
                Pace.rethrowOutage(problem);
                refused.put(place, ProblemText.of(problem));
            }
        }
        return new Done(batch.size(), added, updated, refused);
    }
}
