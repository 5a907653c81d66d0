package dev.daybook.kit;

import dev.daybook.store.DatabaseUrl;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicInteger;

/** The two kinds of database that every contract is tested with. Each call creates a new, empty one. */
public enum TestDatabase {
    SQLITE {
        @Override
        public String newUrl() {
            try {
                return "sqlite:" + Files.createTempDirectory("daybook-test").resolve("daybook.db");
            } catch (IOException failure) {
                throw new UncheckedIOException(failure);
            }
        }
    },
    POSTGRESQL {
        @Override
        public String newUrl() {
            var name = "test" + NUMBER.incrementAndGet();
            try (var connection = Cluster.INSTANCE.getPostgresDatabase().getConnection();
                    var statement = connection.createStatement()) {
                statement.execute("CREATE DATABASE " + name);
            } catch (SQLException failure) {
                throw new IllegalStateException(failure);
            }
            return "postgresql://postgres@127.0.0.1:" + Cluster.INSTANCE.getPort() + "/" + name;
        }
    };

    private static final AtomicInteger NUMBER = new AtomicInteger();

    /** The text of a new database's URL. */
    public abstract String newUrl();

    /** A new database's URL. */
    public DatabaseUrl create() {
        return DatabaseUrl.parse(newUrl());
    }

    /** The file of an SQLite URL. */
    public static Path file(DatabaseUrl url) {
        return ((DatabaseUrl.Sqlite) url).file();
    }

    /** One real PostgreSQL for the whole run, with binaries from the Maven repository: without it no build is green. */
    private static final class Cluster {
        static final EmbeddedPostgres INSTANCE = start();

        private static EmbeddedPostgres start() {
            try {
                return EmbeddedPostgres.builder()
                        .setServerConfig("max_connections", "300")
                        .start();
            } catch (IOException failure) {
                throw new UncheckedIOException("PostgreSQL did not start", failure);
            }
        }
    }
}
