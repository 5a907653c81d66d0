package dev.daybook.http.admin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.daybook.kit.TestDatabase;
import dev.daybook.store.Database;
import dev.daybook.wire.admin.BackupJson;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A backup can be started again, whatever ended the last attempt to start one. */
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
}
