package dev.daybook.server;

import dev.daybook.domain.message.FileReason;
import dev.daybook.domain.request.DaemonThreads;
import dev.daybook.wire.json.JsonBody;
import java.nio.file.Files;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** Work before a server starts: checks the settings, and loads libraries while the database is opened. */
public final class Preparation {
    private Preparation() {}

    /**
     * Checks the host, the files and the folders in the settings without starting a server.
     *
     * @return a warning if this machine cannot listen on the host now
     * @throws IllegalArgumentException if a server would not start with the files and folders
     */
    public static Optional<String> check(Settings settings) {
        settings.tls().ifPresent(PemFiles::read);
        checkFolder(settings);
        return WebServer.warning(settings);
    }

    /**
     * Checks the folder for backups, if one is set.
     *
     * @throws IllegalArgumentException if there is no such folder, or if this user cannot write to it
     */
    static void checkFolder(Settings settings) {
        var folder = settings.backupFolder();
        folder.filter(FileReason::isMissingFolder).ifPresent(place -> {
            throw new IllegalArgumentException("--backup-folder: there is no folder " + place);
        });
        folder.filter(place -> !Files.isDirectory(place) || !Files.isWritable(place))
                .ifPresent(place -> {
                    throw new IllegalArgumentException("--backup-folder: this user cannot write to " + place
                            + "; a unit of systemd needs ReadWritePaths=" + place + " too");
                });
    }

    /**
     * Begins to load the libraries that a server needs besides its database, in a thread of its own. Wait for the
     * result before {@link Server#start}: two threads that initialise the same libraries could deadlock.
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
