package dev.daybook.imports;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.daybook.imports.file.Reading;
import dev.daybook.imports.file.Rows;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

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

    /** The program may be ended between the first refused row and the creation of the file. */
    @Test
    void noTemporaryFileIsCreatedWhileTheProgramEnds() throws IOException {
        var file = write("a.csv", "name\nA\n");
        try (var rows = open(file);
                var refused = new RefusedRows(Optional.of(folder.resolve("refused.csv")), 1)) {
            var row = rows.next();
            refused.exit();
            assertThrows(IllegalStateException.class, () -> refused.add(rows, row, "wrong", false));
            try (var files = Files.list(folder)) {
                assertEquals(List.of(file), files.toList());
            }
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

    /** A link stays a link, and the file that it names is replaced, or created if it does not exist yet. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void theTargetOfALinkIsReplaced(boolean exists) throws IOException {
        var target = Files.createDirectory(folder.resolve("x")).resolve("y.csv");
        if (exists) {
            Files.writeString(target, "old");
        }
        var link = Files.createSymbolicLink(folder.resolve("refused.csv"), Path.of("x/y.csv"));
        try (var rows = open(write("a.csv", "name\nA\n"));
                var refused = new RefusedRows(Optional.of(link), 1)) {
            refused.add(rows, rows.next(), "wrong", false);
            assertEquals(
                    exists, Files.exists(target) && Files.readString(target).equals("old"));
            refused.complete();
        }
        assertTrue(Files.isSymbolicLink(link));
        assertEquals(List.of("A"), originals(target));
    }

    @Test
    void anExistingFileKeepsItsOwnerAndItsRights() throws IOException {
        var file = write("refused.csv", "a long old text ".repeat(100));
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
        refuseInto(file);
        assertEquals("rw-r-----", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
        Assumptions.assumeTrue((int) Files.getAttribute(file, "unix:uid") == 0, "needs root");
        Files.setAttribute(file, "unix:gid", 1234);
        refuseInto(file);
        assertEquals(1234, Files.getAttribute(file, "unix:gid"));
        Files.setAttribute(file, "unix:uid", 1234);
        write("refused.csv", "a long old text ".repeat(100));
        refuseInto(file);
        assertEquals(1234, Files.getAttribute(file, "unix:uid"));
        assertEquals("rw-r-----", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
    }

    /** An example is a file that is a volume of a container. */
    @Test
    void aFileThatCannotBeReplacedIsWritten() throws Exception {
        var file = write("refused.csv", "a long old text ".repeat(100));
        var mount = new ProcessBuilder("mount", "--bind", file.toString(), file.toString()).start();
        Assumptions.assumeTrue(mount.waitFor() == 0, "mounting a file needs root");
        try {
            refuseInto(file);
        } finally {
            new ProcessBuilder("umount", file.toString()).start().waitFor();
        }
    }

    @Test
    void aWritableFileInAFolderThatIsNotWritableIsWritten() throws IOException {
        var closed = Files.createDirectory(folder.resolve("closed"));
        var file = Files.writeString(closed.resolve("refused.csv"), "a long old text ".repeat(100));
        Files.setPosixFilePermissions(closed, PosixFilePermissions.fromString("r-xr-xr-x"));
        Assumptions.assumeFalse(Files.isWritable(closed), "root may write every folder");
        refuseInto(file);
    }

    /** Imports one row that is refused. The file then has this row and nothing else. */
    private void refuseInto(Path file) throws IOException {
        try (var rows = open(write("a.csv", "name\nA\n"));
                var refused = new RefusedRows(Optional.of(file), 1)) {
            refused.add(rows, rows.next(), "wrong", false);
            refused.complete();
        }
        assertEquals(List.of("A"), originals(file));
        try (var files = Files.list(file.getParent())) {
            assertEquals(
                    List.of(),
                    files.filter(one -> one.toString().endsWith(".part")).toList());
        }
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
