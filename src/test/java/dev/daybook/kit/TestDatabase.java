package dev.daybook.kit;

import dev.daybook.store.Database;
import dev.daybook.store.DatabaseUrl;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Assumptions;

/** The two kinds of database that every contract is tested with. Each call creates a new, empty one. */
public enum TestDatabase {
    SQLITE {
        @Override
        public String newUrl() {
            Assumptions.assumeFalse(Boolean.getBoolean(FENCED), "only PostgreSQL can have the fence");
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
            return Boolean.getBoolean(FENCED) ? newDatabase(" TEMPLATE " + Fence.TEMPLATE) : newDatabase("");
        }
    };

    /** The system property by which new PostgreSQL databases get the {@link TableFence}. */
    public static final String FENCED = "daybook.fenced";

    /** The kinds that a contract is tested with here: both, or PostgreSQL alone if there is a fence. */
    public static List<TestDatabase> tested() {
        return Boolean.getBoolean(FENCED) ? List.of(POSTGRESQL) : List.of(values());
    }

    private static final AtomicInteger NUMBER = new AtomicInteger();

    private static String newDatabase(String options) {
        var name = "test" + NUMBER.incrementAndGet();
        try (var connection = Cluster.INSTANCE.getPostgresDatabase().getConnection();
                var statement = connection.createStatement()) {
            statement.execute("CREATE DATABASE " + name + options);
            // A plan for any account would meet the fence.
            statement.execute("ALTER DATABASE " + name + " SET plan_cache_mode = force_custom_plan");
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        }
        return "postgresql://postgres@127.0.0.1:" + Cluster.INSTANCE.getPort() + "/" + name;
    }

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

    /** The database that new ones with a fence are copied from. */
    private static final class Fence {
        static final String TEMPLATE = make();

        private static String make() {
            var url = newDatabase("");
            Database.open(DatabaseUrl.parse(url)).close();
            var name = url.substring(url.lastIndexOf('/') + 1);
            try (var connection = Cluster.INSTANCE.getDatabase("postgres", name).getConnection()) {
                TableFence.raise(connection);
            } catch (SQLException failure) {
                throw new IllegalStateException(failure);
            }
            return name;
        }
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
