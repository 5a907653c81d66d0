package dev.daybook.http.admin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.daybook.domain.Problem;
import dev.daybook.domain.ProblemException;
import dev.daybook.kit.TestDatabase;
import dev.daybook.store.Database;
import dev.daybook.wire.admin.BackupJson;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** One backup runs at a time. It can be started again, whatever ended the last attempt to start one. */
class DeploymentAdminTest {
    private static AdminCall call(AdminCall.Audit audit) {
        return new AdminCall(Map.of(), new byte[0], audit, announced -> {}, Instant.EPOCH);
    }

    @Test
    void anErrorAtTheStartOfABackupDoesNotBlockTheNextOne() {
        try (var database = Database.open(TestDatabase.SQLITE.create())) {
            var made = new DeploymentAdmin.Made(Path.of("backup.tar"), 1);
            var admin = new DeploymentAdmin(database, Optional.of(() -> made), Clock.systemUTC());
            var noMemory = call((transaction, cmId, action, recordId) -> {
                throw new OutOfMemoryError("on purpose");
            });
            assertThrows(OutOfMemoryError.class, () -> admin.startBackup(noMemory));
            var sound = call((transaction, cmId, action, recordId) -> {});
            assertEquals(BackupJson.NONE, admin.backup(sound));
            assertEquals("running", admin.startBackup(sound).state());
        }
    }

    @Test
    void aBackupIsRefusedWhileAnotherOneIsRunning() {
        try (var database = Database.open(TestDatabase.SQLITE.create())) {
            var end = new CompletableFuture<DeploymentAdmin.Made>();
            var clock = Clock.fixed(Instant.parse("2026-11-26T18:00:00Z"), ZoneOffset.UTC);
            var admin = new DeploymentAdmin(database, Optional.of(end::join), clock);
            var call = call((transaction, cmId, action, recordId) -> {});
            var running = admin.startBackup(call);
            var refused = assertThrows(ProblemException.class, () -> admin.startBackup(call));
            assertEquals(Problem.CONFLICT, refused.problem());
            assertEquals("a backup is running since 2026-11-26T18:00:00Z", refused.detail());
            assertEquals(running, admin.backup(call));
            end.complete(new DeploymentAdmin.Made(Path.of("backup.tar"), 1));
        }
    }

    /** PostgreSQL keeps a skip of ids also after a rollback. */
    @ParameterizedTest
    @EnumSource
    void aMarkWhoseLineOfTheAuditFailsSkipsNoIds(TestDatabase kind) {
        try (var database = Database.open(kind.create())) {
            var admin = new DeploymentAdmin(database, Optional.empty(), Clock.systemUTC());
            var failing = call((transaction, cmId, action, recordId) -> {
                throw new IllegalStateException("on purpose");
            });
            var before = nextId(database);
            assertThrows(IllegalStateException.class, () -> admin.restored(failing));
            assertEquals(before, nextId(database));
        }
    }

    private static long nextId(Database database) {
        return database.read(transaction -> transaction.dialect().nextId(transaction));
    }
}
