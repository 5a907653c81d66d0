package dev.daybook.http.admin;

import dev.daybook.domain.Problem;
import dev.daybook.domain.ProblemException;
import dev.daybook.domain.person.AuditAction;
import dev.daybook.domain.request.DaemonThreads;
import dev.daybook.store.Database;
import dev.daybook.store.RestoredChanges;
import dev.daybook.wire.ProblemText;
import dev.daybook.wire.admin.BackupJson;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Operations on the whole deployment: marks the database as restored, and makes backups. */
public final class DeploymentAdmin {
    private static final Logger LOG = LoggerFactory.getLogger(DeploymentAdmin.class);

    private final AtomicReference<BackupJson> last = new AtomicReference<>(BackupJson.NONE);
    private final Database database;
    private final Optional<Supplier<Made>> backup;
    private final Clock clock;

    /**
     * A backup that was made and verified.
     *
     * @param bytes the length of the file
     */
    public record Made(Path file, long bytes) {}

    /** @param backup makes a backup; empty if the server makes none */
    public DeploymentAdmin(Database database, Optional<Supplier<Made>> backup, Clock clock) {
        this.database = database;
        this.backup = backup;
        this.clock = clock;
    }

    /** Marks the database as restored: all earlier cursors of changes, login links and sessions become invalid. */
    void restored(AdminCall call) {
        database.writeAlone("restored", transaction -> {
            call.auditedForAll(transaction, AuditAction.MARK_RESTORED);
            // This is the last step, because it ends with a skip of ids, which PostgreSQL does not roll back.
            RestoredChanges.beginAnew(transaction, clock.instant());
            return true;
        });
    }

    /** The last backup that this server started; {@link BackupJson#NONE} if it started none. */
    BackupJson backup(AdminCall call) {
        return last.get();
    }

    /** Starts a backup in the background: a large one takes longer than a client waits. */
    BackupJson startBackup(AdminCall call) {
        var work = backup.orElseThrow(
                () -> Problem.CONFLICT.because("this server has no folder for backups; start it with --backup-folder"));
        var before = last.get();
        var running = new BackupJson("running", clock.instant().toString(), null, null, null);
        if (before.state().equals("running") || !last.compareAndSet(before, running)) {
            throw Problem.CONFLICT.because(
                    "a backup is running since " + last.get().startedAt());
        }
        try {
            database.run(
                    "admin: start a backup", transaction -> call.auditedForAll(transaction, AuditAction.START_BACKUP));
            DaemonThreads.named("backup").newThread(() -> run(work, running)).start();
        } catch (RuntimeException | Error notStarted) {
            last.set(before);
            throw notStarted;
        }
        return running;
    }

    private void run(Supplier<Made> work, BackupJson running) {
        try {
            var made = work.get();
            last.set(new BackupJson("done", running.startedAt(), made.file().toString(), made.bytes(), null));
        } catch (RuntimeException | Error failure) {
            last.set(new BackupJson("failed", running.startedAt(), null, null, reason(failure)));
            LOG.error("the backup failed", failure);
        }
    }

    private static String reason(Throwable failure) {
        return failure instanceof ProblemException problem
                ? ProblemText.of(problem)
                : Objects.requireNonNullElse(failure.getMessage(), failure.toString());
    }
}
