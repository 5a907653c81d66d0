package dev.daybook.kit;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.daybook.server.Stores;
import dev.daybook.store.Database;
import dev.daybook.store.pack.Packer;
import java.time.Duration;
import java.time.Instant;

/** Packs of a test's database: makes them, and counts them. */
public final class Packs {
    private static final int ATTEMPTS = 100;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private Packs() {}

    /** Packs every day that is over and has no packs yet, without waiting until the day is quiet. */
    public static void make(Stores stores, Instant now) throws InterruptedException {
        var start = System.nanoTime();
        var attempts = 0;
        do {
            // Another writer of the same PostgreSQL delays the packing for a moment. An attempt may take a minute.
            assertTrue(
                    attempts++ < ATTEMPTS || System.nanoTime() - start < PATIENCE.toNanos(),
                    "there are days that are never packed");
            Thread.sleep(attempts == 1 ? 0 : 20);
            attempt(stores, now);
        } while (count(stores.database(), "packed_day WHERE packed_at = 0 AND cm_id > 0") > 0);
    }

    /** Makes one attempt, which may take a minute. */
    public static void attempt(Stores stores, Instant now) {
        new Packer(stores.database(), Duration.ZERO)
                .work(() -> stores.database().read(stores.accounts()::list), now, Duration.ofMinutes(1), () -> false);
    }

    /** The number of rows of a table, whose name may be followed by a WHERE clause. */
    public static int count(Database database, String table) {
        return database.read(transaction -> transaction
                .handle()
                .createQuery("SELECT count(*) FROM " + table)
                .mapTo(Integer.class)
                .one());
    }
}
