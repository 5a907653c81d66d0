package dev.daybook.server;

import dev.daybook.domain.RecordKind;
import dev.daybook.http.Pulls;
import dev.daybook.http.Pulls.Packed;
import dev.daybook.store.Dialect;
import dev.daybook.store.account.AccountStore;
import dev.daybook.store.pack.Packer;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * Packs of a server: documents of days without changes, compressed in advance. They are made in the background, and
 * used for pulls.
 *
 * @param stores the stores of the documents
 * @param registry the registry of their metrics
 * @param on whether packs are made and used
 */
record Packs(Stores stores, MeterRegistry registry, boolean on) {
    /** How long a day must be unchanged before it is packed. */
    private static final Duration QUIET = Duration.ofMinutes(10);

    private static final Duration PAUSE = Duration.ofSeconds(5);

    /**
     * How long a run makes packs. With the pause between runs, this takes about a twentieth of the time of one
     * processor.
     */
    private static final Duration WORK = Duration.ofMillis(250);

    /**
     * The answers to pulls of one kind of record. On PostgreSQL, also pulls without compression use packs: one row with
     * a pack, decompressed, costs less than 100 rows with documents. On SQLite it costs as much.
     */
    Pulls pulls(RecordKind kind, UnaryOperator<byte[]> mask, Clock clock) {
        var database = stores.database();
        var used = database.dialect() == Dialect.POSTGRESQL ? Packed.ALL : Packed.WITH_GZIP;
        return new Pulls(database, kind, mask, registry, on ? used : Packed.NONE, clock);
    }

    /** Starts to make packs; empty if packs are off. */
    Optional<RepeatedTask> start(Clock clock) {
        if (!on) {
            return Optional.empty();
        }
        var packer = new Packer(stores.database(), QUIET);
        Gauge.builder("daybook.packs", packer, Packer::packs)
                .description("Packs of documents for pulls, as of the last look at all accounts")
                .register(registry);
        return Optional.of(RepeatedTask.start(
                "packs",
                PAUSE,
                stopping -> packer.work(
                        () -> stores.database().read(AccountStore::list), clock.instant(), WORK, stopping)));
    }
}
