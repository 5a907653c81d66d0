package dev.daybook.imports;

import dev.daybook.domain.Problem;
import dev.daybook.domain.ProblemException;
import dev.daybook.domain.Reason;
import dev.daybook.store.Break;
import dev.daybook.store.Database;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Batch size of an import, adapted to the duration of a transaction. On SQLite, other writers wait for a batch, so a
 * batch should take about a tenth of a second. As long as nobody else has changed a record since the first batch, it
 * should take half a second: with fewer batches, fewer index pages are written twice. On PostgreSQL nobody waits, so a
 * batch should take one or two seconds. Memory and, on PostgreSQL, locks limit the number of records in a batch.
 */
final class Pace {
    /** The size of the first batch: small, because 1,000 records take over a second in a program that just started. */
    private static final int FIRST = 100;

    private static final int LEAST = 50;

    /** The largest batch: its records must fit into memory. */
    static final int MOST = 10_000;

    private static final int ATTEMPTS = 20;
    private static final long BESIDE_OTHERS = TimeUnit.MILLISECONDS.toNanos(160);
    private static final long ALONE = TimeUnit.MILLISECONDS.toNanos(600);
    private static final long NOBODY_WAITS = TimeUnit.MILLISECONDS.toNanos(2_000);

    /**
     * The most records of a batch that one transaction loads one by one, because other writers wait for it. In a
     * rehearsal, one transaction may load more of them: also earlier records, or the complete batch, if the database
     * accepts its parts but not all parts together.
     */
    private static final int MOST_APART = 100;

    private final Database database;
    private final int most;
    private volatile int size = FIRST;
    private boolean alone = true;
    private long lastChange;

    /**
     * The pace of an import into this database.
     *
     * @param most the maximum batch size on PostgreSQL, which locks single records; on SQLite it is {@link #MOST}
     */
    Pace(Database database, int most) {
        this.database = database;
        this.most = database.writesOneAtATime() ? MOST : most;
        this.lastChange = lastChange();
    }

    /** The size of the next batch. */
    int size() {
        return size;
    }

    /**
     * Runs a batch, and adapts the size of the next batch to its duration. On SQLite, where other writers wait for the
     * end of a batch, pauses after it.
     */
    void run(Runnable batch) {
        alone &= lastChange() == lastChange;
        var start = System.nanoTime();
        batch.run();
        adapt(System.nanoTime() - start);
        lastChange = lastChange();
        if (database.writesOneAtATime()) {
            Break.take();
        }
    }

    private void adapt(long nanos) {
        var longest = !database.writesOneAtATime() ? NOBODY_WAITS : alone ? ALONE : BESIDE_OTHERS;
        if (nanos > longest) {
            size = (int) Math.max(LEAST, size * longest / nanos / 2);
        } else if (nanos < longest / 2) {
            size = Math.min(most, size * 2);
        }
    }

    private long lastChange() {
        return patiently(
                () -> database.read(transaction -> transaction.dialect().lastChange(transaction)));
    }

    /**
     * Retries idempotent work while the database is busy, because a busy database is no reason to end an import. After
     * {@value #ATTEMPTS} attempts, throws the last failure.
     */
    static <T> T patiently(Supplier<T> work) {
        return patiently(work, Optional::empty);
    }

    /**
     * Retries work while the database is busy. After {@value #ATTEMPTS} attempts, throws the last failure.
     *
     * @param stored looks up the result of a failed attempt that was committed nevertheless; waits if this attempt is
     *     still running. Called only if the outcome of an attempt is unknown: otherwise it could find the result of
     *     another process
     */
    static <T> T patiently(Supplier<T> work, Supplier<Optional<T>> stored) {
        var mayBeStored = false;
        for (var attempt = 1; ; attempt++) {
            try {
                var found = mayBeStored ? stored.get() : Optional.<T>empty();
                return found.orElseGet(work);
            } catch (ProblemException failure) {
                mayBeStored |=
                        failure.reason().filter(Reason.OUTCOME_UNKNOWN::equals).isPresent();
                if (failure.problem() != Problem.UNAVAILABLE || attempt == ATTEMPTS) {
                    throw failure;
                }
                Break.take();
            }
        }
    }

    /**
     * Loads a part of a batch in one transaction.
     *
     * @param <T> an element of the batch
     * @param <D> the result
     */
    interface Step<T, D> {
        /**
         * Loads the part. Returns the result of the parts before it and of this part.
         *
         * @param before the result of the parts before it
         * @param apart whether to load record by record
         */
        D load(D before, List<T> part, boolean apart);
    }

    /**
     * Loads a batch in one step. If it is refused, a small batch is loaded record by record. A large one is loaded in
     * halves: other writers would wait for a transaction that loads many records one by one.
     *
     * @param before the result of what is before the batch; the returned result includes it
     */
    static <T, D> D inParts(D before, List<T> batch, Step<T, D> step) {
        try {
            return step.load(before, batch, false);
        } catch (ProblemException refused) {
            rethrowOutage(refused);
        }
        if (batch.size() <= MOST_APART) {
            return step.load(before, batch, true);
        }
        var half = batch.size() / 2;
        Break.take();
        var first = inParts(before, batch.subList(0, half), step);
        Break.take();
        return inParts(first, batch.subList(half, batch.size()), step);
    }

    /** Rethrows an outage of the database, because it is no reason to refuse a record. */
    static void rethrowOutage(ProblemException problem) {
        if (problem.problem() == Problem.UNAVAILABLE) {
            throw problem;
        }
    }
}
