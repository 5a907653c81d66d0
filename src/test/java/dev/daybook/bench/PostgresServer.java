package dev.daybook.bench;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.sql.SQLException;

/**
 * Runs a real PostgreSQL with its default settings until standard input is closed: {@code PostgresServer FOLDER}.
 * Prints three lines: its port, its version, and {@code ready}.
 */
public final class PostgresServer {
    private PostgresServer() {}

    /** Starts PostgreSQL, waits until standard input is closed, and stops PostgreSQL. */
    public static void main(String[] arguments) throws SQLException {
        // Turns on again the settings that the library turns off to make tests fast.
        var builder = EmbeddedPostgres.builder()
                .setDataDirectory(Path.of(arguments[0]))
                .setCleanDataDirectory(true)
                .setServerConfig("fsync", "on")
                .setServerConfig("synchronous_commit", "on")
                .setServerConfig("max_connections", "100");
        try (var server = builder.start()) {
            System.out.println(server.getPort());
            System.out.println(setting(server, "server_version"));
            if (!setting(server, "fsync").equals("on")
                    || !setting(server, "synchronous_commit").equals("on")) {
                throw new IllegalStateException("PostgreSQL does not write durably; its figures would mean nothing");
            }
            System.out.println("ready");
            while (System.in.read() >= 0) {
                Thread.onSpinWait();
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static String setting(EmbeddedPostgres server, String name) throws SQLException {
        try (var connection = server.getPostgresDatabase().getConnection();
                var statement = connection.createStatement();
                var rows = statement.executeQuery("SHOW " + name)) {
            rows.next();
            return rows.getString(1);
        }
    }
}
