package dev.daybook.kit;

import dev.daybook.battery.Tally;
import dev.daybook.store.Database;
import dev.daybook.store.DatabaseUrl;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** The two kinds of database with which every contract is tested. Each call for a URL makes a new database. */
public enum TestDatabase {
    SQLITE {
        @Override
        public String emptyUrl() {
            return "sqlite:" + TestFolder.create().resolve("daybook.db");
        }

        @Override
        public String copyOf(String url) {
            var copy = emptyUrl();
            var log = Path.of(file(DatabaseUrl.parse(url)) + "-wal");
            if (Files.exists(log)) {
                throw new IllegalStateException("the database is in use: there is " + log);
            }
            try {
                Files.copy(file(DatabaseUrl.parse(url)), file(DatabaseUrl.parse(copy)));
            } catch (IOException failure) {
                throw new UncheckedIOException(failure);
            }
            return copy;
        }
    },
    POSTGRESQL {
        @Override
        public String emptyUrl() {
            return newDatabase("");
        }

        @Override
        public String copyOf(String url) {
            // Copying the files takes a third of the processor time of copying pages through the log.
            return newDatabase(" TEMPLATE " + TestDatabase.name(url) + " STRATEGY FILE_COPY");
        }

        @Override
        public DatabaseUrl fenced() {
            if (Tally.isBattery()) {
                return create();
            }
            var url = copyOf(Fence.URL);
            // A generic plan, which serves any account, would include the fence.
            execute("ALTER DATABASE " + TestDatabase.name(url) + " SET plan_cache_mode = force_custom_plan");
            return DatabaseUrl.parse(url);
        }
    };

    /**
     * The kinds with which contracts are tested in this run: both, or SQLite alone in the tests on a second JDK.
     */
    public static List<TestDatabase> tested() {
        return Boolean.getBoolean("daybook.one-database") ? List.of(SQLITE) : List.of(values());
    }

    private static final AtomicInteger NUMBER = new AtomicInteger();

    /** PostgreSQL's code for an object, such as the template of a new database, that another session uses. */
    private static final String IN_USE = "55006";

    /** For each kind, the URL of a database with all tables, as a text. New databases are copies of it. */
    private static final Map<TestDatabase, String> TEMPLATES = new ConcurrentHashMap<>();

    private static void execute(String sql) {
        try (var connection = Cluster.INSTANCE.getPostgresDatabase().getConnection();
                var statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        }
    }

    private static String newDatabase(String options) {
        var name = "test" + NUMBER.incrementAndGet();
        try (var connection = Cluster.INSTANCE.getPostgresDatabase().getConnection();
                var statement = connection.createStatement()) {
            createDatabase(statement, name + options);
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        }
        return "postgresql://postgres@127.0.0.1:" + Cluster.INSTANCE.getPort() + "/" + name;
    }

    /**
     * Creates a database. PostgreSQL waits five seconds for the last sessions of its template to end. On a busy machine
     * they may need longer, so the statement is repeated for up to two minutes.
     */
    private static void createDatabase(Statement statement, String database) throws SQLException {
        var end = System.nanoTime() + Duration.ofMinutes(2).toNanos();
        while (true) {
            try {
                statement.execute("CREATE DATABASE " + database);
                return;
            } catch (SQLException failure) {
                if (!IN_USE.equals(failure.getSQLState()) || System.nanoTime() > end) {
                    throw failure;
                }
            }
        }
    }

    /** The text of the URL of a new database without tables. */
    public abstract String emptyUrl();

    /** Copies a database that nobody uses, given the text of its URL. Returns the text of the copy's URL. */
    public abstract String copyOf(String url);

    /**
     * The text of the URL of a new database with all tables. The database is a copy, because migrations take most of
     * the time of a short test.
     */
    public String newUrl() {
        return copyOf(TEMPLATES.computeIfAbsent(this, kind -> migrate(kind.emptyUrl())));
    }

    /** The URL of a new database with all tables. */
    public DatabaseUrl create() {
        return DatabaseUrl.parse(newUrl());
    }

    /**
     * The URL of a new database with all tables that, on PostgreSQL, has the {@link TableFence}: each statement must
     * name the account. The battery has the tables of real servers here too, because it tries what is released.
     */
    public DatabaseUrl fenced() {
        return create();
    }

    /** The file of an SQLite URL. */
    public static Path file(DatabaseUrl url) {
        return ((DatabaseUrl.Sqlite) url).file();
    }

    /** The bytes of all files in a folder, one character for each. */
    public static String bytes(Path folder) throws IOException {
        var bytes = new StringBuilder();
        try (var files = Files.walk(folder)) {
            for (var file : files.filter(Files::isRegularFile).toList()) {
                bytes.append(Files.readString(file, StandardCharsets.ISO_8859_1));
            }
        }
        return bytes.toString();
    }

    /** Adds a migration that this Daybook lacks, as if a newer Daybook had opened the database. */
    public static void migrateLater(Database database) {
        database.write(transaction -> transaction.handle().execute("""
                INSERT INTO "flyway_schema_history" ("installed_rank", "version", "description", "type", "script",
                "checksum", "installed_by", "installed_on", "execution_time", "success")
                SELECT 999, '999', 'later', 'SQL', 'V999__later.sql', 1, 'test', "installed_on", 1, "success"
                FROM "flyway_schema_history" WHERE "installed_rank" = 1"""));
    }

    /** Opens a new database, which makes the tables, and closes it. Returns its URL. */
    private static String migrate(String url) {
        Database.open(DatabaseUrl.parse(url)).close();
        return url;
    }

    /** The name of the database in a URL of PostgreSQL. */
    private static String name(String url) {
        return url.substring(url.lastIndexOf('/') + 1);
    }

    /** The template of new PostgreSQL databases that have the {@link TableFence}. */
    private static final class Fence {
        static final String URL = make();

        private static String make() {
            var url = POSTGRESQL.newUrl();
            try (var connection =
                    Cluster.INSTANCE.getDatabase("postgres", name(url)).getConnection()) {
                TableFence.raise(connection);
            } catch (SQLException failure) {
                throw new IllegalStateException(failure);
            }
            return url;
        }
    }

    /** One real PostgreSQL for the whole run, with binaries from the Maven repository. Without it the build fails. */
    private static final class Cluster {
        static final EmbeddedPostgres INSTANCE = start();

        private static EmbeddedPostgres start() {
            try {
                return startOnce();
            } catch (IOException taken) {
                // Its port was free when it was chosen; another program may have taken it before PostgreSQL did.
                try {
                    return startOnce();
                } catch (IOException failure) {
                    failure.addSuppressed(taken);
                    throw new UncheckedIOException("PostgreSQL did not start", failure);
                }
            }
        }

        private static EmbeddedPostgres startOnce() throws IOException {
            // Autovacuum is off: it would start a process several times a second, for hundreds of databases that live
            // for seconds.
            return EmbeddedPostgres.builder()
                    .setDataDirectory(TestFolder.create())
                    .setCleanDataDirectory(false)
                    .setPGStartupWait(Duration.ofMinutes(2))
                    .setServerConfig("max_connections", "300")
                    .setServerConfig("autovacuum", "off")
                    .setServerConfig("max_prepared_transactions", "2")
                    .start();
        }
    }
}
