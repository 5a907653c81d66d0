package dev.daybook.backup;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.daybook.domain.Problem;
import dev.daybook.domain.ProblemException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An archive gets its name without replacing anything. */
class BackupFolderTest {
    @TempDir
    private Path place;

    @Test
    void aFileThatAppearedMeanwhileStays() throws Exception {
        var file = place.resolve("backup.tar");
        try (var folder = BackupFolder.lock(place)) {
            Files.writeString(folder.archive(), "new");
            Files.writeString(file, "of somebody else");
            var refused = assertThrows(ProblemException.class, () -> folder.finish(file));
            assertEquals(Problem.CONFLICT, refused.problem());
        }
        assertEquals("of somebody else", Files.readString(file));
    }

    @Test
    void anArchiveHasOnlyItsOwnName() throws Exception {
        var file = place.resolve("backup.tar");
        try (var folder = BackupFolder.lock(place)) {
            Files.writeString(folder.archive(), "new");
            folder.finish(file);
            assertFalse(Files.exists(folder.archive()));
        }
        assertEquals("new", Files.readString(file));
    }
}
