package dev.daybook.kit;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;

/**
 * The locks that a long import in another process would hold, until this object is closed. Meanwhile others can only
 * read.
 */
public final class WriteLock implements AutoCloseable {
    private final Connection other;

    private WriteLock(Connection other) {
        this.other = other;
    }

    /**
     * Waits for the locks.
     *
     * @param url the URL of the database
     * @param tables the tables to lock, separated by commas; on SQLite all tables are locked
     */
    public static WriteLock of(String url, String tables) throws SQLException {
        var sqlite = url.startsWith("sqlite:");
        var other =
                DriverManager.getConnection("jdbc:" + (sqlite ? url : url.replace("postgres@", "") + "?user=postgres"));
        other.setAutoCommit(false);
        try (var statement = other.createStatement()) {
            statement.execute(
                    sqlite ? "UPDATE record_id SET next_id = next_id" : "LOCK TABLE " + tables + " IN SHARE MODE");
        }
        return new WriteLock(other);
    }

    @Override
    public void close() throws SQLException {
        other.rollback();
        other.close();
    }
}
