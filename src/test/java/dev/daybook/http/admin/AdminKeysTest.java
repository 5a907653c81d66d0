package dev.daybook.http.admin;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.daybook.http.pipeline.KeyRefusal;
import dev.daybook.kit.TestDatabase;
import dev.daybook.store.Database;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/** Refusals of admin keys take the same time, whatever their reason. */
class AdminKeysTest {
    private static final int TRIALS = 10;

    @Test
    void aRefusalWaitsItsFullTimeDespiteASpuriousWakeUp() {
        try (var database = Database.open(TestDatabase.SQLITE.create())) {
            var writes = new SideWrites(database, Duration.ofSeconds(30));
            var keys = new AdminKeys(database, writes, Clock.systemUTC());
            for (var trial = 0; trial < TRIALS; trial++) {
                // Ends the next wait of this thread immediately.
                LockSupport.unpark(Thread.currentThread());
                var start = System.nanoTime();
                assertThrows(KeyRefusal.class, () -> keys.key(null, "127.0.0.1"));
                var took = Duration.ofNanos(System.nanoTime() - start);
                assertTrue(took.toMillis() >= 3, took.toString());
            }
        }
    }
}
