package dev.daybook.client.output;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DiskTest {
    @TempDir
    Path folder;

    /** A folder cannot be replaced, so the write fails at its last step. */
    @Test
    void aFailedWriteLeavesNoTemporaryFile() throws IOException {
        var taken = Files.createDirectory(folder.resolve("receipt"));
        assertThrows(IOException.class, () -> Disk.write(taken, "text"));
        try (var files = Files.list(folder)) {
            assertEquals(List.of(taken), files.toList());
        }
    }

    /** The name of the temporary file may be in use for a folder. */
    @Test
    void aFailedWriteDeletesNothingOfOthers() throws IOException {
        var other = Files.createDirectory(folder.resolve("receipt.new"));
        assertThrows(IOException.class, () -> Disk.write(folder.resolve("receipt"), "text"));
        try (var files = Files.list(folder)) {
            assertEquals(List.of(other), files.toList());
        }
    }
}
