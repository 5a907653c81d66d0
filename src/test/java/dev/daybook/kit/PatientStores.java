package dev.daybook.kit;

import dev.daybook.server.Stores;
import dev.daybook.store.DatabaseUrl;

/**
 * Opens databases for tests in which a write waits for a lock of another write. A server would refuse the waiting write
 * after five seconds, and on a busy machine the other write may need as long.
 */
public final class PatientStores {
    private PatientStores() {}

    /** Opens a database whose statements wait up to a minute for a lock. */
    public static Stores open(DatabaseUrl url) {
        return Stores.open(url, TestServer.patient());
    }
}
