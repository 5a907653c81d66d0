package dev.daybook.store;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.pool.HikariPool;
import dev.daybook.domain.Problem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.SQLException;
import java.sql.SQLTransientException;
import java.util.function.Function;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;
import org.sqlite.SQLiteErrorCode;

/**
 * The opened and migrated database, whichever it is. Reads run side by side on a pool; writes go through a {@link
 * Writer} and are on disk once they return.
 */
public final class Database implements AutoCloseable {
    private static final int READERS = 16;
    private static final long CONNECT_MILLIS = 5_000;
    private static final int CHECKPOINT_ATTEMPTS = 5;

    private final Dialect dialect;
    private final HikariDataSource pool;
    private final Jdbi jdbi;
    private final Writer writer;

    private Database(Dialect dialect, HikariDataSource pool, Jdbi writes) {
        this.dialect = dialect;
        this.pool = pool;
        this.jdbi = Jdbi.create(pool);
        if (dialect == Dialect.SQLITE) {
            jdbi.setStatementBuilderFactory(new KeptStatements());
            writes.setStatementBuilderFactory(new KeptStatements());
        }
        this.writer = dialect == Dialect.SQLITE ? new GroupCommit(writes, dialect) : new PooledWriter(jdbi, dialect);
    }

    /**
     * Opens a database, making and migrating it where that is needed.
     *
     * @throws dev.daybook.domain.ProblemException UNAVAILABLE if it cannot be reached
     */
    public static Database open(DatabaseUrl url) {
        try {
            return url instanceof DatabaseUrl.Sqlite sqlite
                    ? openSqlite(sqlite)
                    : openPostgresql((DatabaseUrl.Postgresql) url);
        } catch (HikariPool.PoolInitializationException | FlywayException | JdbiException failure) {
            throw Problem.UNAVAILABLE.because(
                    "cannot open the database " + url + ": " + firstLine(failure.getMessage()), failure);
        }
    }

    private static String firstLine(@Nullable String message) {
        return message == null ? "no reason given" : message.lines().findFirst().orElse("");
    }

    private static Database openSqlite(DatabaseUrl.Sqlite url) {
        var folder = url.file().getParent();
        try {
            if (folder != null) {
                Files.createDirectories(folder);
            }
            keepPrivate(url.file());
            if (!Files.exists(url.file()) || Files.size(url.file()) == 0) {
                setPageSize(url);
            }
        } catch (IOException failure) {
            throw new UncheckedIOException("cannot make the folder " + folder, failure);
        }
        var writes = sqlite(url, SqlitePragmas.writer());
        migrate(Dialect.SQLITE, writes);
        var config = new HikariConfig();
        config.setDataSource(sqlite(url, SqlitePragmas.reader()));
        config.setMaximumPoolSize(READERS);
        config.setMinimumIdle(1);
        config.setPoolName("sqlite-readers");
        return new Database(Dialect.SQLITE, new HikariDataSource(config), Jdbi.create(writes));
    }

    /** Makes the file readable for its owner alone, if it is new; SQLite gives its other files the same rights. */
    private static void keepPrivate(Path file) throws IOException {
        if (!Files.exists(file)
                && file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        }
    }

    /** Sets the page size of a new file, which the driver would do only after turning to WAL, when it is too late. */
    private static void setPageSize(DatabaseUrl.Sqlite url) {
        Jdbi.create(sqlite(url, SqlitePragmas.newFile()))
                .useHandle(handle -> handle.execute("PRAGMA journal_mode = WAL"));
    }

    private static SQLiteDataSource sqlite(DatabaseUrl.Sqlite url, SQLiteConfig pragmas) {
        var source = new SQLiteDataSource(pragmas);
        source.setUrl("jdbc:sqlite:" + url.file());
        return source;
    }

    private static Database openPostgresql(DatabaseUrl.Postgresql url) {
        var config = new HikariConfig();
        config.setJdbcUrl(url.jdbcUrl());
        config.setMaximumPoolSize(READERS);
        config.setConnectionTimeout(CONNECT_MILLIS);
        config.setInitializationFailTimeout(CONNECT_MILLIS);
        config.setPoolName("postgresql");
        config.addDataSourceProperty("reWriteBatchedInserts", "true");
        config.addDataSourceProperty("tcpKeepAlive", "true");
        config.addDataSourceProperty("socketTimeout", "300");
        var pool = new HikariDataSource(config);
        migrate(Dialect.POSTGRESQL, pool);
        var database = new Database(Dialect.POSTGRESQL, pool, Jdbi.create(pool));
        database.write(RestoredChanges::renumber);
        return database;
    }

    private static void migrate(Dialect dialect, DataSource source) {
        Flyway.configure()
                .dataSource(source)
                .locations(dialect.migrations())
                .placeholders(dialect.placeholders())
                // A schema of a later Daybook is not for this one to write to.
                .ignoreMigrationPatterns(new String[0])
                .load()
                .migrate();
    }

    /** Asks the database something. */
    public <T> T read(Function<Transaction, T> question) {
        return translated(() -> jdbi.withHandle(handle -> question.apply(new Transaction(handle, dialect))));
    }

    /** Changes the database: whole and on disk, or not at all. */
    public <T> T write(Function<Transaction, T> work) {
        return translated(() -> writer.write(work));
    }

    /** Whether the database answers; the schema is current since it was opened. */
    public boolean isReachable() {
        try {
            return read(transaction -> transaction
                            .handle()
                            .createQuery("SELECT 1")
                            .mapTo(Integer.class)
                            .one()
                    == 1);
        } catch (RuntimeException unreachable) {
            return false;
        }
    }

    /** Has the pool's figures collected in a Micrometer registry. */
    public void measure(Object registry) {
        pool.setMetricRegistry(registry);
    }

    /**
     * Clears what deleted rows left behind in the files.
     *
     * @throws dev.daybook.domain.ProblemException UNAVAILABLE if others kept the files busy all the time
     */
    public void scrub() {
        var clean = translated(() -> jdbi.withHandle(handle -> {
            handle.execute("VACUUM");
            return dialect != Dialect.SQLITE || emptied(handle);
        }));
        if (!clean) {
            throw Problem.UNAVAILABLE.because("the rows are gone, but other programs keep the database's log in use;"
                    + " erase again, or stop them, so that the log goes too");
        }
    }

    /** Empties the write-ahead log, which it can only while nobody reads from it. */
    private static boolean emptied(Handle handle) {
        for (var attempt = 0; attempt < CHECKPOINT_ATTEMPTS; attempt++) {
            var busy = handle.createQuery("PRAGMA wal_checkpoint(TRUNCATE)")
                    .mapTo(Integer.class)
                    .one();
            if (busy == 0) {
                return true;
            }
        }
        return false;
    }

    @Override
    public void close() {
        writer.close();
        pool.close();
    }

    /** The database's own failures, as one problem of the closed list. */
    private static <T> T translated(Supplier<T> call) {
        try {
            return call.get();
        } catch (JdbiException failure) {
            throw unavailable(failure) ? busy(failure) : failure;
        }
    }

    private static RuntimeException busy(Exception failure) {
        return Problem.UNAVAILABLE.because("The database is busy or out of reach; try again", failure);
    }

    private static boolean unavailable(JdbiException failure) {
        if (!(failure.getCause() instanceof SQLException cause)) {
            return false;
        }
        var state = cause.getSQLState();
        return cause instanceof SQLTransientException
                || (state != null && (state.startsWith("08") || state.startsWith("57P") || state.startsWith("53")))
                || cause.getErrorCode() == SQLiteErrorCode.SQLITE_BUSY.code
                || cause.getErrorCode() == SQLiteErrorCode.SQLITE_FULL.code;
    }
}
