package dev.daybook.server;

import dev.daybook.domain.request.DaemonThreads;
import dev.daybook.wire.json.JsonBody;
import java.util.concurrent.CompletableFuture;

/** Loader of the libraries that a server needs besides its database, in parallel with the opening of the database. */
public final class Preparation {
    private Preparation() {}

    /**
     * Begins to load in a thread of its own. Wait for the result before {@link Server#start}: two threads that
     * initialise the same libraries could deadlock.
     */
    public static CompletableFuture<Void> begin(Settings settings) {
        return CompletableFuture.runAsync(
                        () -> {
                            JsonBody.value("{}");
                            WebServer.rehearse(settings);
                        },
                        work -> DaemonThreads.named("prepare").newThread(work).start())
                // A failure is ignored here: it occurs again in Server.start, which reports it.
                .exceptionally(failure -> null);
    }
}
