package dev.daybook.store;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.daybook.server.Stores;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
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

    private static String pragma(Path file, String name) throws SQLException {
        try (var connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                var statement = connection.createStatement();
                var rows = statement.executeQuery("PRAGMA " + name)) {
            rows.next();
            return rows.getString(1);
        }
    }
}
