package dev.daybook.store;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.daybook.domain.ProblemException;
import dev.daybook.kit.Together;
import dev.daybook.kit.Waits;
import dev.daybook.server.Stores;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("An SQLite file")
class SqliteFileTest {
    @Test
    @DisplayName("has pages of 16 KiB, so that whole documents fit in, and a write-ahead log")
    void anSqliteFileHas16KibPagesAndAWriteAheadLog(@TempDir Path folder) throws SQLException {
        var file = folder.resolve("daybook.db");
        Stores.open(new DatabaseUrl.Sqlite(file)).close();
        assertEquals("16384", pragma(file, "page_size"));
        assertEquals("wal", pragma(file, "journal_mode"));
    }

    /** The settings belong to the connection of the writer: another connection to the file would not show them. */
    @Test
    @DisplayName("has a writer that waits for the disk, overwrites deleted content and checkpoints at 4,000 pages")
    void theWriterWaitsForTheDiskAndOverwritesDeletedContent(@TempDir Path folder) {
        try (var database = Database.open(new DatabaseUrl.Sqlite(folder.resolve("daybook.db")))) {
            var settings = database.write(transaction -> Stream.of("synchronous", "secure_delete", "wal_autocheckpoint")
                    .map(name -> transaction
                            .query("PRAGMA " + name)
                            .mapTo(Integer.class)
                            .one())
                    .toList());
            assertEquals(List.of(2, 1, 4_000), settings);
        }
    }

    /** The driver would take what follows a question mark as settings, and would open another file. */
    @Test
    @DisplayName("may have any characters in its path")
    void aPathMayHaveAnyCharacters(@TempDir Path folder) throws IOException {
        for (var name : List.of("b?synchronous=off&y", "100%25 #1;", " blanks ")) {
            var file = Files.createDirectory(folder.resolve(name)).resolve(name);
            for (var time = 0; time < 2; time++) {
                try (var database = Database.open(new DatabaseUrl.Sqlite(file))) {
                    database.run(SqliteFileTest::write);
                    var synchronous = database.write(transaction -> transaction
                            .query("PRAGMA synchronous")
                            .mapTo(Integer.class)
                            .one());
                    assertEquals(2, synchronous);
                }
            }
            assertEquals(List.of(file), list(file.getParent()));
        }
        assertEquals(3, list(folder).size());
    }

    private static List<Path> list(Path folder) throws IOException {
        try (var files = Files.list(folder)) {
            return files.toList();
        }
    }

    @Test
    @DisplayName("may be created by two processes at the same time")
    void anSqliteFileMayBeCreatedByTwoAtATime(@TempDir Path folder) throws Exception {
        for (var trial = 0; trial < 500; trial++) {
            var file = folder.resolve(trial + ".db");
            var start = new CyclicBarrier(2);
            Callable<Boolean> create = () -> {
                start.await();
                SqliteFile.keepPrivate(file);
                return Files.exists(file);
            };
            assertEquals(List.of(true, true), Together.run(List.of(create, create)));
        }
    }

    /** Open connections use the file that is gone. What they wrote would be lost when the server stops. */
    @Test
    @DisplayName("that was moved takes no writes until it is back")
    void aMovedFileTakesNoWritesUntilItIsBack(@TempDir Path folder) throws Exception {
        var file = folder.resolve("daybook.db");
        var elsewhere = folder.resolve("elsewhere.db");
        try (var database = Database.open(new DatabaseUrl.Sqlite(file))) {
            database.run(SqliteFileTest::write);
            Files.move(file, elsewhere);
            Waits.until(() -> !database.isReady(), () -> "the server is ready");
            assertRefused(database);
            Files.move(elsewhere, file);
            database.run(SqliteFileTest::write);
            Waits.until(database::isReady, () -> "the server is not ready");
        }
        assertEquals("wal", pragma(file, "journal_mode"));
    }

    @Test
    @DisplayName("that is gone is not made anew by a reader")
    void aFileThatIsGoneIsNotMadeAnew(@TempDir Path folder) throws Exception {
        var path = folder.resolve("daybook.db");
        var file = new SqliteFile(path, Duration.ofSeconds(1));
        assertThrows(SQLException.class, () -> file.reads().getConnection(), "before it was made");
        file.create();
        file.keep();
        try (var open = file.reads().getConnection()) {
            Files.delete(path);
            assertThrows(SQLException.class, () -> file.reads().getConnection());
            assertTrue(Files.notExists(path));
            Files.createFile(path);
            assertThrows(SQLException.class, () -> file.reads().getConnection(), "another file");
            assertTrue(open.isValid(1));
        }
    }

    @Test
    @DisplayName("that was replaced by a copy takes no writes, because both would be changed")
    void aReplacedFileTakesNoWrites(@TempDir Path folder) throws Exception {
        var file = folder.resolve("daybook.db");
        try (var database = Database.open(new DatabaseUrl.Sqlite(file))) {
            var copy = Files.copy(file, folder.resolve("copy.db"));
            Files.move(copy, file, StandardCopyOption.REPLACE_EXISTING);
            assertRefused(database);
        }
    }

    /**
     * The file was moved, but not its log with the last writes. Beside a new file, SQLite would delete this log, and
     * the moved file could not be put back.
     */
    @Test
    @DisplayName("is not made anew beside a write-ahead log")
    void aFileIsNotMadeAnewBesideALog(@TempDir Path folder) throws Exception {
        var file = folder.resolve("daybook.db");
        var log = Files.writeString(folder.resolve("daybook.db-wal"), "the last writes");
        var failure = assertThrows(ProblemException.class, () -> Database.open(new DatabaseUrl.Sqlite(file)));
        assertTrue(failure.detail().contains("put the database back"), failure.detail());
        assertEquals("the last writes", Files.readString(log));
        assertTrue(Files.notExists(file));
    }

    /** A long transaction began before the file was moved. */
    @Test
    @DisplayName("that was moved takes no commit")
    void aMovedFileTakesNoCommit(@TempDir Path folder) throws Exception {
        var file = folder.resolve("daybook.db");
        try (var database = Database.open(new DatabaseUrl.Sqlite(file))) {
            var failure = assertThrows(
                    ProblemException.class,
                    () -> database.run(transaction -> {
                        write(transaction);
                        try {
                            Files.move(file, folder.resolve("elsewhere.db"));
                        } catch (IOException failed) {
                            throw new UncheckedIOException(failed);
                        }
                    }));
            assertEquals(SqliteFile.MOVED, failure.detail());
        }
    }

    /** Opened with the settings of Daybook, the file would keep the journal mode WAL for good. */
    @Test
    @DisplayName("of another program is refused and not changed")
    void aFileOfAnotherProgramIsRefusedAndNotChanged(@TempDir Path folder) throws Exception {
        var file = folder.resolve("places.db");
        try (var connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                var statement = connection.createStatement()) {
            statement.execute("CREATE TABLE bookmark (id INTEGER PRIMARY KEY, title TEXT)");
        }
        var before = Files.readAllBytes(file);
        for (var options : List.of(DatabaseOptions.forServer(), DatabaseOptions.forCommand())) {
            var failure =
                    assertThrows(ProblemException.class, () -> Database.open(new DatabaseUrl.Sqlite(file), options));
            assertTrue(failure.detail().contains("is a database of another program"), failure.detail());
        }
        assertArrayEquals(before, Files.readAllBytes(file));
        assertEquals("delete", pragma(file, "journal_mode"));
        assertEquals(List.of(file), list(folder));
    }

    /** The driver says only that it found no library, whatever prevented it from unpacking the library. */
    @Test
    @DisplayName("names a full folder if its native code cannot be unpacked there")
    void aFullFolderForNativeCodeIsNamed(@TempDir Path folder) throws Exception {
        var hidden = new Exception("No native library found");
        SqliteFile.requireRoom(folder, hidden);
        assertEquals(2_000_000, Files.size(folder.resolve(SqliteFile.ROOM)));
        var full = Path.of("/dev/full");
        assumeTrue(Files.exists(full), "only Linux has a file that is always full");
        Files.delete(folder.resolve(SqliteFile.ROOM));
        Files.createSymbolicLink(folder.resolve(SqliteFile.ROOM), full);
        var failure = assertThrows(IOException.class, () -> SqliteFile.requireRoom(folder, hidden));
        assertEquals("cannot write to " + folder.getParent() + ": No space left on device", failure.getMessage());
        assertEquals(hidden, failure.getCause());
    }

    private static void assertRefused(Database database) {
        var failure = assertThrows(ProblemException.class, () -> database.run(SqliteFileTest::write));
        assertEquals(SqliteFile.MOVED, failure.detail());
    }

    private static void write(Transaction transaction) {
        transaction.update("UPDATE account SET name = name").execute();
    }

    private static String pragma(Path file, String name) throws SQLException {
        try (var connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                var statement = connection.createStatement();
                var rows = statement.executeQuery("PRAGMA " + name)) {
            rows.next();
            return rows.getString(1);
        }
    }
}
