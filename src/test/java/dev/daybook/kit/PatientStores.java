package dev.daybook.kit;

import dev.daybook.server.Stores;
import dev.daybook.store.DatabaseUrl;

/**
 * Opens databases for tests in which a write waits for a lock that another one holds. A server would refuse the write
 * after five seconds, and on a busy machine the other one may need as long.
 */
public final class PatientStores {
    private PatientStores() {}

    /** Opens a database whose locks are awaited for long. */
    public static Stores open(DatabaseUrl url) {
        return Stores.open(url, TestServer.patient());
    }
}
