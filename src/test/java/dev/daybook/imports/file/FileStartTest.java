package dev.daybook.imports.file;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileStartTest {
    private static final int BYTES = 9 << 20;

    @TempDir
    private Path folder;

    @Test
    void theRowsOfASmallFileAreShown() throws Exception {
        var start = start("crm.csv", "name,phone\n,\nAsha,1\n");
        assertEquals(List.of("name", "phone"), names(start));
        assertEquals(List.of(List.of("Asha", "1")), start.rows());
    }

    @Test
    void blankRowsAreNotReadWithoutEnd() throws Exception {
        var start = start("crm.csv", "name,phone\nAsha,1\n" + ",\n".repeat(BYTES / 2) + "Bela,2\n");
        assertEquals(List.of("name", "phone"), names(start));
        assertEquals(List.of(List.of("Asha", "1")), start.rows());
    }

    @Test
    void emptyLinesAreNotReadWithoutEnd() throws Exception {
        var lines = "\n".repeat(BYTES) + "{\"name\":\"Asha\"}\n";
        assertEquals(List.of(), names(start("crm.ndjson", lines)));
        assertEquals(List.of(), names(start("crm.txt", lines)));
    }

    @Test
    void longRowsAreNotReadWithoutEnd() throws Exception {
        var row = "{\"name\":\"" + "a".repeat(10_000) + "\"}\n";
        var start = start("crm.ndjson", row.repeat(BYTES / 10_000) + "{\"phone\":\"1\"}\n");
        assertEquals(List.of("name"), names(start));
        assertEquals(5, start.rows().size());
    }

    private FileStart start(String name, String text) throws IOException {
        var reading = new Reading(Map.of(), false, Optional.empty(), Optional.empty(), Optional.empty(), false);
        return FileStart.of(Files.writeString(folder.resolve(name), text), reading, List.of("name", "phone"));
    }

    private static List<String> names(FileStart start) {
        return start.columns().stream().map(FileStart.Column::name).toList();
    }
}
