package dev.daybook.kit;

import dev.daybook.store.Database;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/** A write in another thread, at the same time as a transaction of the test. */
public final class ConcurrentWrite {
    private ConcurrentWrite() {}

    /**
     * Starts a write, and returns when it has ended, or when a statement waits for a lock that did not wait before: the
     * write or, rarely, a background task. On SQLite, which has one writer, the write begins after the transaction of
     * the test.
     */
    public static <T> CompletableFuture<T> start(Database database, Supplier<T> write) {
        var before = waiters(database);
        // A thread of its own: on few processors, some JDKs run all tasks in one common thread.
        var other = CompletableFuture.supplyAsync(write, task -> new Thread(task, "other").start());
        Waits.until(
                () -> database.writesOneAtATime() || other.isDone() || !before.containsAll(waiters(database)),
                () -> "the write neither waits nor ends");
        return other;
    }

    /** How many transactions wait for a lock. */
    public static int waiting(Database database) {
        return waiters(database).size();
    }

    /** The statements that wait for a lock, each with the time at which it began. */
    private static Set<String> waiters(Database database) {
        return database.writesOneAtATime()
                ? Set.of()
                : database.read(transaction ->
                        transaction.query("""
                                SELECT pid || ' since ' || query_start FROM pg_stat_activity
                                WHERE datname = current_database() AND wait_event_type = 'Lock'""").mapTo(String.class).set());
    }
}
