package dev.daybook.store;

import io.micrometer.core.instrument.MeterRegistry;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;

/** Runs writes: one after the other on SQLite, concurrently on PostgreSQL. */
interface Writer extends AutoCloseable {
    /**
     * Runs the work in a transaction, possibly more than once. Returns when its changes are on disk.
     *
     * @param alone whether the work must not share its transaction with other work
     */
    <T> T write(Function<Transaction, T> work, boolean alone);

    /**
     * Whether a write could begin, as far as is known without waiting for another write.
     *
     * @param session a connection that the writer may use to find this out
     */
    boolean isReady(Handle session);

    /** Registers the metrics of the writer's queue, if the writer has a queue. */
    default void measure(MeterRegistry registry) {}

    /** Ends the writer's own thread, if the writer has one. */
    @Override
    default void close() {}
}
