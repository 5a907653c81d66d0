package dev.daybook.kit;

import java.sql.DriverManager;
import java.sql.SQLException;

/**
 * The processes of PostgreSQL that serve clients. Such a process completes a commit that it has received, even if its
 * client is dead.
 */
public final class Backends {
    private Backends() {}

    /**
     * Waits until no other client is connected to the database with this Daybook URL. Does nothing on SQLite, where a
     * database has no processes of its own.
     */
    public static void awaitGone(String url) throws SQLException {
        if (url.startsWith("sqlite:")) {
            return;
        }
        try (var connection = DriverManager.getConnection(TableDump.postgresql(url));
                var others = connection.prepareStatement("""
                        SELECT 1 FROM pg_stat_activity WHERE datname = current_database()
                        AND backend_type = 'client backend' AND pid <> pg_backend_pid()""")) {
            Waits.until(() -> !others.executeQuery().next(), () -> "somebody is still connected");
        }
    }
}
