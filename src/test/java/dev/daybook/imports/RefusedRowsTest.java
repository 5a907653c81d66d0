package dev.daybook.imports;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.daybook.imports.file.Reading;
import dev.daybook.imports.file.Rows;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The file of refused rows can be imported again; its last line, which counts further refused rows, is no row. */
class RefusedRowsTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            a.csv    | name,email;A,a;B,b;C,c                | A,a
            b.csv    | name;A;B                              | A
            c.ndjson | {"name":"A"};{"name":"B"};{"name":"C"} | {"name":"A"}
            """)
    void theSummaryLineIsNotReadAsARow(String name, String content, String row) throws IOException {
        var file = write(name, content.replace(';', '\n'));
        var path = folder.resolve("refused.csv");
        try (var rows = open(file);
                var refused = new RefusedRows(Optional.of(path), 1)) {
            while (rows.hasNext()) {
                refused.add(rows, rows.next(), "wrong", false);
            }
            refused.complete();
        }
        assertTrue(Files.readString(path).contains(" refused"), Files.readString(path));
        assertEquals(List.of(row), originals(path));
    }

    /**
     * In a file of refused rows, a line with a line number is a row, even if somebody has moved the columns or all
     * other values are missing.
     */
    @Test
    void aRowWithALineNumberIsReadAsARow() throws IOException {
        var moved = write("moved.csv", "name,daybook:line,daybook:reason\nA,2,wrong\n,,and 1 more row was refused\n");
        assertEquals(1, originals(moved).size());
        var blank = write("blank.csv", "daybook:line,daybook:reason,name\n2,wrong,\n,and 1 more row was refused,\n");
        assertEquals(List.of(""), originals(blank));
    }

    /** Only a regular file can be forced to disk; refused rows may also go to a device or a pipe. */
    @Test
    void refusedRowsMayBeWrittenToADevice() throws IOException {
        try (var rows = open(write("a.csv", "name\nA\n"));
                var refused = new RefusedRows(Optional.of(Path.of("/dev/null")), 1)) {
            refused.add(rows, rows.next(), "wrong", false);
            refused.complete();
            assertEquals(1, refused.count());
        }
    }

    /** Two imports write the same file at the same time, and one of them fails. */
    @Test
    void anImportThatFailsLeavesTheFileOfAnother() throws IOException {
        var path = Optional.of(folder.resolve("refused.csv"));
        var file = write("a.csv", "name\n" + "A\n".repeat(6_000));
        try (var rows = open(file);
                var refused = new RefusedRows(path, Long.MAX_VALUE)) {
            for (var count = 0; count < 3_000; count++) {
                refused.add(rows, rows.next(), "wrong", false);
            }
            try (var others = open(file);
                    var failed = new RefusedRows(path, Long.MAX_VALUE)) {
                failed.add(others, others.next(), "wrong", false);
            }
            while (rows.hasNext()) {
                refused.add(rows, rows.next(), "wrong", false);
            }
            refused.complete();
        }
        assertEquals(6_000, originals(path.get()).size());
        assertEquals(Set.of("a.csv", "refused.csv"), Set.of(folder.toFile().list()));
    }

    /** A link stays a link, and the file that it names is replaced. */
    @Test
    void theTargetOfALinkIsReplaced() throws IOException {
        var target =
                Files.writeString(Files.createDirectory(folder.resolve("x")).resolve("y.csv"), "old");
        var link = Files.createSymbolicLink(folder.resolve("refused.csv"), target);
        try (var rows = open(write("a.csv", "name\nA\n"));
                var refused = new RefusedRows(Optional.of(link), 1)) {
            refused.add(rows, rows.next(), "wrong", false);
            assertEquals("old", Files.readString(target));
            refused.complete();
        }
        assertTrue(Files.isSymbolicLink(link));
        assertEquals(List.of("A"), originals(target));
    }

    private Path write(String name, String content) throws IOException {
        return Files.writeString(folder.resolve(name), content);
    }

    private static Rows open(Path file) throws IOException {
        var reading = new Reading(Map.of(), false, Optional.empty(), Optional.empty(), Optional.empty(), false);
        return reading.file(file, reading.columns(List.of("name", "email"), false))
                .open(bytes -> bytes);
    }

    private static List<String> originals(Path file) throws IOException {
        var originals = new ArrayList<String>();
        try (var rows = open(file)) {
            while (rows.hasNext()) {
                originals.add(String.join(",", rows.next().original()));
            }
        }
        return originals;
    }
}
