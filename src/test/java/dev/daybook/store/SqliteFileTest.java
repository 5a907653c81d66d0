package dev.daybook.store;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.daybook.kit.Together;
import dev.daybook.server.Stores;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("A new SQLite file")
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

    @Test
    @DisplayName("may be created by two processes at the same time")
    void anSqliteFileMayBeCreatedByTwoAtATime(@TempDir Path folder) throws Exception {
        for (var trial = 0; trial < 500; trial++) {
            var file = folder.resolve(trial + ".db");
            var start = new CyclicBarrier(2);
            Callable<Boolean> create = () -> {
                start.await();
                DataSources.keepPrivate(file);
                return Files.exists(file);
            };
            assertEquals(List.of(true, true), Together.run(List.of(create, create)));
        }
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
