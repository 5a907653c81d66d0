package dev.daybook.bench;

import dev.daybook.kit.Packs;
import dev.daybook.server.Stores;
import dev.daybook.store.DatabaseUrl;
import java.time.Instant;

/**
 * Packs all days of a database that are over: {@code PackDays URL}. A server would first wait until no more writes
 * change these days.
 */
public final class PackDays {
    private PackDays() {}

    /** Packs the days. */
    public static void main(String[] arguments) throws InterruptedException {
        try (var stores = Stores.open(DatabaseUrl.parse(arguments[0]))) {
            Packs.make(stores, Instant.now());
        }
    }
}
