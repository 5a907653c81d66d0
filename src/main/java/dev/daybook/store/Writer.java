package dev.daybook.store;

import java.util.function.Function;

/** How writes reach the database: one after the other on SQLite, side by side on PostgreSQL. */
interface Writer extends AutoCloseable {
    /** Runs the work in a transaction and returns once it is on disk. */
    <T> T write(Function<Transaction, T> work);

    /** Whether a write could begin, as far as is known without waiting for any other write. */
    boolean isReady();

    @Override
    void close();
}
