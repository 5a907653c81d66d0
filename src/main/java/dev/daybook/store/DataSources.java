package dev.daybook.store;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.daybook.domain.Problem;
import dev.daybook.domain.message.FileReason;
import dev.daybook.domain.request.DaemonThreads;
import dev.daybook.store.schema.Schema;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import javax.sql.DataSource;
import org.flywaydb.core.api.CoreErrorCode;
import org.flywaydb.core.api.FlywayException;
import org.jdbi.v3.core.Jdbi;
import org.postgresql.Driver;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * Sources of the connections to an open, migrated database.
 *
 * @param dialect whether it is SQLite or PostgreSQL
 * @param pool the connections for reads, and on PostgreSQL for writes too
 * @param checks connections outside the pool for readiness checks, a new one for each check
 * @param writes the connections for writes
 * @param isInPlace see {@link SqliteFile#isInPlace}; always true for PostgreSQL
 */
record DataSources(Dialect dialect, HikariDataSource pool, Jdbi checks, DataSource writes, BooleanSupplier isInPlace) {
    /** The maximum number of connections in the pool. */
    static final int READERS = 16;

    private static final long CONNECT_MILLIS = 5_000;
    private static final long SOCKET_SECONDS = 15;

    /** How long a close waits until the connections of the pool are closed. */
    static final Duration CLOSE_PATIENCE = Duration.ofSeconds(10);

    /**
     * Settings of each session. Writes rely on the isolation level {@code read committed}, whatever the default of the
     * database: after a statement has waited for a lock, it sees the changes of the transaction that held the lock
     * before. The timeouts, in milliseconds, are enforced by PostgreSQL, because a session must not keep its locks
     * while its client hangs. Without JIT, PostgreSQL compiles no statement: it would compile those whose estimated
     * cost is high, such as the one for late tickets of many accounts, and this takes longer than their execution.
     */
    private static final String SESSION = """
            SET default_transaction_isolation = 'read committed'; SET jit = off;
            SET statement_timeout = %d; SET lock_timeout = %d; SET idle_in_transaction_session_timeout = %d""";

    /** Opens a database. Creates a missing SQLite file if the options allow it, and migrates an older schema. */
    static DataSources open(DatabaseUrl url, DatabaseOptions options) {
        return url instanceof DatabaseUrl.Sqlite sqlite
                ? openSqlite(sqlite.file(), options)
                : openPostgresql((DatabaseUrl.Postgresql) url, options);
    }

    /** Runs a read on an existing database, without a migration, over a separate connection. */
    static <T> T ask(DatabaseUrl url, Function<Transaction, T> question) {
        var dialect = url instanceof DatabaseUrl.Sqlite ? Dialect.SQLITE : Dialect.POSTGRESQL;
        var source = url instanceof DatabaseUrl.Sqlite sqlite
                ? new SqliteFile(sqlite.file(), DatabaseOptions.forCommand().busyTimeout()).asks()
                : migrating((DatabaseUrl.Postgresql) url);
        return Jdbi.create(source).withHandle(handle -> question.apply(new Transaction(handle, dialect, 0, false)));
    }

    private static DataSources openSqlite(Path file, DatabaseOptions options) {
        var database = new SqliteFile(file, options.busyTimeout());
        if (!options.creates() && Files.notExists(file)) {
            throw Problem.UNAVAILABLE.because("there is no database " + file
                    + "; say which one with --data or --database-url, or make it with 'daybook account create'");
        }
        var folder = file.getParent();
        try {
            if (folder != null) {
                Files.createDirectories(folder);
            }
            database.create();
        } catch (IOException failure) {
            throw new UncheckedIOException(
                    folder == null || Files.isDirectory(folder)
                            ? "cannot use the database " + file + ": " + FileReason.of(file, failure)
                            : "cannot make the folder " + folder + ": " + FileReason.of(folder, failure),
                    failure);
        }
        var writes = database.writes();
        Schema.migrate(writes, Dialect.SQLITE.migrations(), Dialect.SQLITE.placeholders());
        database.keep();
        var config = new HikariConfig();
        config.setDataSource(database.reads());
        config.setMaximumPoolSize(READERS);
        config.setMinimumIdle(1);
        config.setConnectionTimeout(CONNECT_MILLIS);
        config.setPoolName("sqlite-readers");
        return new DataSources(
                Dialect.SQLITE, pool(config), Jdbi.create(database.reads()), writes, database::isInPlace);
    }

    /**
     * Opens a pool. If memory runs out while HikariCP opens the first connection, HikariCP throws a
     * NullPointerException instead of an OutOfMemoryError. This method then throws an OutOfMemoryError.
     */
    private static HikariDataSource pool(HikariConfig config) {
        try {
            return new HikariDataSource(config);
        } catch (NullPointerException lost) {
            var memory = new OutOfMemoryError("during the first connection of " + config.getPoolName());
            memory.initCause(lost);
            throw memory;
        }
    }

    private static DataSources openPostgresql(DatabaseUrl.Postgresql url, DatabaseOptions options) {
        var config = new HikariConfig();
        config.setJdbcUrl(readable(url));
        config.setMaximumPoolSize(READERS);
        // By default the pool would open all connections immediately, even for a command with a single query.
        config.setMinimumIdle(1);
        config.setConnectionTimeout(CONNECT_MILLIS);
        config.setInitializationFailTimeout(CONNECT_MILLIS);
        config.setPoolName("postgresql");
        config.addDataSourceProperty("reWriteBatchedInserts", "true");
        config.addDataSourceProperty("tcpKeepAlive", "true");
        config.addDataSourceProperty("connectTimeout", Long.toString(TimeUnit.MILLISECONDS.toSeconds(CONNECT_MILLIS)));
        // Longer than any statement may take. So this timeout ends only connections whose server disappeared silently.
        config.addDataSourceProperty(
                "socketTimeout", Long.toString(options.patience().toSeconds() + SOCKET_SECONDS));
        // The details of an error contain values of the row, such as phones. They must not get into messages and logs.
        config.addDataSourceProperty("logServerErrorDetail", "false");
        // The pool resets each returned connection to this isolation level. Without this setting, it would use the
        // level of its first connection.
        config.setTransactionIsolation("TRANSACTION_READ_COMMITTED");
        config.setConnectionInitSql(SESSION.formatted(
                options.patience().toMillis(),
                options.busyTimeout().toMillis(),
                options.patience().toMillis()));
        var pool = pool(config);
        try {
            requireUtf8(url, pool);
            migrate(url);
        } catch (RuntimeException failure) {
            pool.close();
            throw failure;
        }
        var checks = Jdbi.create(pool.getJdbcUrl(), pool.getDataSourceProperties());
        return new DataSources(Dialect.POSTGRESQL, pool, checks, pool, () -> true);
    }

    /**
     * Refuses a database whose encoding is not UTF-8. Most other encodings lack letters that records have; in
     * SQL_ASCII, functions of SQL count bytes as letters.
     */
    private static void requireUtf8(DatabaseUrl.Postgresql url, DataSource source) {
        var encoding = Jdbi.create(source)
                .withHandle(handle -> handle.createQuery("SELECT current_setting('server_encoding')")
                        .mapTo(String.class)
                        .one());
        if (!encoding.equals("UTF8")) {
            throw Problem.UNAVAILABLE.because("cannot use the database " + url + ": its encoding is " + encoding
                    + ", but Daybook needs UTF8; make one with createdb --encoding UTF8 --template template0");
        }
    }

    private static void migrate(DatabaseUrl.Postgresql url) {
        try {
            Schema.migrate(migrating(url), Dialect.POSTGRESQL.migrations(), Dialect.POSTGRESQL.placeholders());
        } catch (FlywayException failure) {
            if (failure.getErrorCode() != CoreErrorCode.NON_EMPTY_SCHEMA_WITHOUT_SCHEMA_HISTORY_TABLE) {
                throw failure;
            }
            // Flyway's text advises a setting that Daybook does not have.
            throw Problem.UNAVAILABLE.because(
                    "the database " + url + " has tables, views, types or functions of another program in its schema,"
                            + " and none of Daybook; say which one with --database-url",
                    failure);
        }
    }

    /** A source of connections without timeouts: migrating large tables may take long. */
    private static DataSource migrating(DatabaseUrl.Postgresql url) {
        var source = new PGSimpleDataSource();
        source.setUrl(readable(url));
        source.setLogServerErrorDetail(false);
        return source;
    }

    /**
     * The URL for the driver. A URL that the driver cannot read is refused here, because the exceptions of driver and
     * pool would show it, with its password.
     */
    private static String readable(DatabaseUrl.Postgresql url) {
        var text = url.jdbcUrl();
        if (!new Driver().acceptsURL(text)) {
            throw Problem.UNAVAILABLE.because("cannot open the database " + url
                    + ": the PostgreSQL driver does not accept its URL; check the settings after ? in it");
        }
        return text;
    }

    /**
     * Whether the next caller may have to wait for a connection: all are in use, or other callers wait. Callers may
     * still wait when a connection is free: it was just returned, and one of them gets it.
     */
    boolean isUsedUp() {
        var state = pool.getHikariPoolMXBean();
        return state.getThreadsAwaitingConnection() > 0 || state.getActiveConnections() >= READERS;
    }

    /**
     * Closes the pool, and waits for at most {@link #CLOSE_PATIENCE}. Another thread runs {@code pool.close()}: that
     * method waits in several steps for connections that are being opened, used or closed, and a step may take ten
     * seconds.
     */
    void close() {
        var closing = DaemonThreads.named("close-pool").newThread(pool::close);
        closing.start();
        try {
            closing.join(CLOSE_PATIENCE.toMillis());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
