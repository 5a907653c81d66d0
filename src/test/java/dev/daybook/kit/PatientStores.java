package dev.daybook.kit;

import dev.daybook.server.Stores;
import dev.daybook.store.DatabaseOptions;
import dev.daybook.store.DatabaseUrl;
import java.time.Duration;
import java.util.function.UnaryOperator;

/**
 * Opens databases for tests in which a write waits for a lock that another one holds. A server would refuse the write
 * after five seconds, and on a busy machine the other one may need as long.
 */
public final class PatientStores {
    private PatientStores() {}

    /** Opens a database whose locks are awaited for long. */
    public static Stores open(DatabaseUrl url) {
        return Stores.open(
                url,
                new DatabaseOptions(true, Duration.ofSeconds(60), Duration.ofSeconds(120), UnaryOperator.identity()));
    }
}
