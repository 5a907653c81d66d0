package dev.daybook.server;

import dev.daybook.wire.JsonBody;
import java.util.concurrent.CompletableFuture;

/** What a server needs besides its database, loaded by a second processor while the database opens. */
public final class Preparation {
    private Preparation() {}

    /**
     * Begins on a thread of its own. Wait for it before {@link Server#start}: two threads that initialise the same
     * libraries could wait for each other.
     */
    public static CompletableFuture<Void> begin(Settings settings) {
        return CompletableFuture.runAsync(
                        () -> {
                            JsonBody.value("{}");
                            WebServer.rehearse(settings);
                        },
                        Preparation::run)
                // Whatever fails here fails again in the start, which reports it.
                .exceptionally(failure -> null);
    }

    private static void run(Runnable work) {
        var thread = new Thread(work, "prepare");
        thread.setDaemon(true);
        thread.start();
    }
}
