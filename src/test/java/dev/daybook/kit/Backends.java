package dev.daybook.kit;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;

/**
 * The processes of PostgreSQL that serve clients. Such a process completes a commit that it has received, even if its
 * client is dead.
 */
public final class Backends {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private Backends() {}

    /**
     * Waits until no other client is connected to the database with this Daybook URL. Does nothing on SQLite, where a
     * database has no processes of its own.
     */
    public static void awaitGone(String url) throws SQLException, InterruptedException {
        if (url.startsWith("sqlite:")) {
            return;
        }
        try (var connection = DriverManager.getConnection(TableDump.postgresql(url));
                var others = connection.prepareStatement("""
                        SELECT 1 FROM pg_stat_activity WHERE datname = current_database()
                        AND backend_type = 'client backend' AND pid <> pg_backend_pid()""")) {
            var end = System.nanoTime() + PATIENCE.toNanos();
            while (isAny(others)) {
                assertTrue(System.nanoTime() < end, "somebody is still connected");
                Thread.sleep(10);
            }
        }
    }

    private static boolean isAny(PreparedStatement others) throws SQLException {
        try (var rows = others.executeQuery()) {
            return rows.next();
        }
    }
}
