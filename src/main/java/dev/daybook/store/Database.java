package dev.daybook.store;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.pool.HikariPool;
import dev.daybook.domain.Problem;
import dev.daybook.domain.message.FileReason;
import dev.daybook.store.schema.Schema;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.flywaydb.core.api.FlywayException;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.jdbi.v3.core.statement.DefaultStatementBuilder;
import org.jdbi.v3.core.statement.StatementBuilderFactory;
import org.jdbi.v3.core.statement.StatementExceptions;
import org.jdbi.v3.core.transaction.TransactionIsolationLevel;
import org.postgresql.ds.PGSimpleDataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;

/**
 * The open, migrated database: SQLite or PostgreSQL. Reads run concurrently on a pool. Writes go through a {@link
 * Writer} and are on disk when they return.
 */
public final class Database implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Database.class);
    private static final int READERS = 16;
    private static final long CONNECT_MILLIS = 5_000;
    private static final int CHECKPOINT_ATTEMPTS = 5;
    private static final long LONG_MILLIS = 1_000;
    private static final long SOCKET_SECONDS = 15;

    /** Timeouts in milliseconds that PostgreSQL enforces: a session that hangs must not hold its locks. */
    private static final String BOUNDS = """
            SET statement_timeout = %d; SET lock_timeout = %d; SET idle_in_transaction_session_timeout = %d""";

    private final Dialect dialect;
    private final HikariDataSource pool;
    private final Jdbi jdbi;
    private final Writer writer;

    private Database(Dialect dialect, HikariDataSource pool, Jdbi writes, DatabaseOptions options) {
        this.dialect = dialect;
        this.pool = pool;
        this.jdbi = Jdbi.create(pool);
        for (var each : List.of(jdbi, writes)) {
            each.setStatementBuilderFactory(options.statements().apply(statements(dialect)));
            // JDBI would put bound values, such as phones and e-mails, into messages, and messages are logged.
            each.getConfig(StatementExceptions.class).setMessageRendering(StatementExceptions.MessageRendering.NONE);
        }
        this.writer = dialect == Dialect.SQLITE
                ? new GroupCommit(writes, dialect, options.patience())
                : new PooledWriter(writes, dialect);
    }

    private static StatementBuilderFactory statements(Dialect dialect) {
        return dialect == Dialect.SQLITE ? new StatementCache() : DefaultStatementBuilder.FACTORY;
    }

    /**
     * Opens a database with the options of a server. Creates and migrates it if necessary.
     *
     * @throws dev.daybook.domain.ProblemException UNAVAILABLE if it cannot be reached
     */
    public static Database open(DatabaseUrl url) {
        return open(url, DatabaseOptions.forServer());
    }

    /**
     * Opens a database with these options.
     *
     * @throws dev.daybook.domain.ProblemException UNAVAILABLE if it cannot be reached
     */
    public static Database open(DatabaseUrl url, DatabaseOptions options) {
        try {
            return url instanceof DatabaseUrl.Sqlite sqlite
                    ? openSqlite(sqlite, options)
                    : openPostgresql((DatabaseUrl.Postgresql) url, options);
        } catch (HikariPool.PoolInitializationException | FlywayException | JdbiException failure) {
            throw Problem.UNAVAILABLE.because(
                    "cannot open the database " + url + ": " + Outage.reason(failure) + hint(url), failure);
        }
    }

    private static String hint(DatabaseUrl url) {
        return url instanceof DatabaseUrl.Postgresql server && server.impliesTls()
                ? " (on another machine its certificate is verified; ?sslmode=... in the URL says otherwise)"
                : "";
    }

    private static Database openSqlite(DatabaseUrl.Sqlite url, DatabaseOptions options) {
        if (!options.creates() && Files.notExists(url.file())) {
            throw Problem.UNAVAILABLE.because("there is no database " + url.file()
                    + "; say which one with --data or --database-url, or make it with 'daybook account create'");
        }
        var folder = url.file().getParent();
        try {
            if (folder != null) {
                Files.createDirectories(folder);
            }
            keepPrivate(url.file());
            if (!Files.exists(url.file()) || Files.size(url.file()) == 0) {
                setPageSize(url, options);
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(
                    folder != null && Files.isDirectory(folder)
                            ? "cannot use the database " + url.file() + ": " + FileReason.of(url.file(), failure)
                            : "cannot make the folder " + folder + ": " + FileReason.of(url.file(), failure),
                    failure);
        }
        var writes = sqlite(url, SqlitePragmas.writer(options.busyTimeout()));
        Schema.migrate(writes, Dialect.SQLITE.migrations(), Dialect.SQLITE.placeholders());
        var config = new HikariConfig();
        config.setDataSource(sqlite(url, SqlitePragmas.reader(options.busyTimeout())));
        config.setMaximumPoolSize(READERS);
        config.setMinimumIdle(1);
        config.setConnectionTimeout(CONNECT_MILLIS);
        config.setPoolName("sqlite-readers");
        return new Database(Dialect.SQLITE, new HikariDataSource(config), Jdbi.create(writes), options);
    }

    /**
     * Creates a new file readable and writable only by its owner. SQLite gives the same rights to the files beside it.
     */
    private static void keepPrivate(Path file) throws IOException {
        if (!Files.exists(file)
                && file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        }
    }

    /** Sets the page size of a new file. The driver would set it only after switching to WAL, which is too late. */
    private static void setPageSize(DatabaseUrl.Sqlite url, DatabaseOptions options) {
        Jdbi.create(sqlite(url, SqlitePragmas.newFile(options.busyTimeout())))
                .useHandle(handle -> handle.execute("PRAGMA journal_mode = WAL"));
    }

    private static SQLiteDataSource sqlite(DatabaseUrl.Sqlite url, SQLiteConfig pragmas) {
        var source = new SQLiteDataSource(pragmas);
        source.setUrl("jdbc:sqlite:" + url.file());
        return source;
    }

    private static Database openPostgresql(DatabaseUrl.Postgresql url, DatabaseOptions options) {
        var config = new HikariConfig();
        config.setJdbcUrl(url.jdbcUrl());
        config.setMaximumPoolSize(READERS);
        config.setConnectionTimeout(CONNECT_MILLIS);
        config.setInitializationFailTimeout(CONNECT_MILLIS);
        config.setPoolName("postgresql");
        config.addDataSourceProperty("reWriteBatchedInserts", "true");
        config.addDataSourceProperty("tcpKeepAlive", "true");
        config.addDataSourceProperty("connectTimeout", Long.toString(TimeUnit.MILLISECONDS.toSeconds(CONNECT_MILLIS)));
        // Longer than any statement may take, so it ends only connections whose server disappeared silently.
        config.addDataSourceProperty(
                "socketTimeout", Long.toString(options.patience().toSeconds() + SOCKET_SECONDS));
        // The server's error details contain values of the row.
        config.addDataSourceProperty("logServerErrorDetail", "false");
        config.setConnectionInitSql(BOUNDS.formatted(
                options.patience().toMillis(),
                options.busyTimeout().toMillis(),
                options.patience().toMillis()));
        var pool = new HikariDataSource(config);
        Schema.migrate(migrating(url), Dialect.POSTGRESQL.migrations(), Dialect.POSTGRESQL.placeholders());
        var database = new Database(Dialect.POSTGRESQL, pool, Jdbi.create(pool), options);
        database.write(RestoredChanges::beginAnewIfAhead);
        return database;
    }

    /** A connection without timeouts: migrating large tables may take long. */
    private static DataSource migrating(DatabaseUrl.Postgresql url) {
        var source = new PGSimpleDataSource();
        source.setUrl(url.jdbcUrl());
        source.setLogServerErrorDetail(false);
        return source;
    }

    /** Which of the two it is. */
    public Dialect dialect() {
        return dialect;
    }

    /** The number of transactions that can run concurrently. */
    public int connections() {
        return READERS;
    }

    /** Whether writes use one of these connections. On SQLite they queue for the only writer instead. */
    public boolean writesUseConnections() {
        return dialect != Dialect.SQLITE;
    }

    /** Runs a read. If the connection was broken, runs it once more on another one. */
    public <T> T read(Function<Transaction, T> question) {
        return translated(() -> {
            try {
                return ask(question);
            } catch (JdbiException failure) {
                if (!Outage.isDisconnect(failure)) {
                    throw failure;
                }
                return ask(question);
            }
        });
    }

    private <T> T ask(Function<Transaction, T> question) {
        return jdbi.withHandle(handle -> {
            try {
                return question.apply(new Transaction(handle, dialect));
            } catch (JdbiException failure) {
                replaceBroken(handle, failure);
                throw failure;
            }
        });
    }

    /** HikariCP does not notice failures of SQLite statements and would reuse the connection. */
    private void replaceBroken(Handle handle, JdbiException failure) {
        if (dialect == Dialect.SQLITE && !Outage.isLock(failure)) {
            pool.evictConnection(handle.getConnection());
        }
    }

    /** Commits the changes to disk, or rolls all of them back. The name in the log is the class of the lambda. */
    public <T> T write(Function<Transaction, T> work) {
        // The name of a lambda's class begins with the name of the enclosing class.
        return write(work.getClass().getSimpleName().split("\\$", -1)[0], work);
    }

    /**
     * Commits the changes to disk, or rolls all of them back. May run {@code work} more than once.
     *
     * @param operation the name to log if the work takes longer than a second
     */
    public <T> T write(String operation, Function<Transaction, T> work) {
        return translated(() -> writer.write(transaction -> timed(operation, work, transaction)));
    }

    /** Writes the first rows of a database that nobody else uses yet. A long write is not logged: nobody waits for it. */
    public <T> T fill(Function<Transaction, T> work) {
        return translated(() -> writer.write(work));
    }

    private <T> T timed(String operation, Function<Transaction, T> work, Transaction transaction) {
        var start = System.nanoTime();
        try {
            return work.apply(transaction);
        } finally {
            var millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
            if (millis > LONG_MILLIS) {
                LOG.atWarn()
                        .addKeyValue("operation", operation)
                        .addKeyValue("duration_ms", millis)
                        .log(
                                writesOneAtATime()
                                        ? "a write took long, and others had to wait for it"
                                        : "a write took long");
            }
        }
    }

    /** Asks a PostgreSQL as many questions as it takes, all as of one moment; others go on writing. */
    public <T> T snapshot(Function<Transaction, T> questions) {
        return translated(() -> jdbi.inTransaction(TransactionIsolationLevel.REPEATABLE_READ, handle -> {
            handle.execute("SET TRANSACTION READ ONLY");
            return questions.apply(new Transaction(handle, dialect));
        }));
    }

    /**
     * Copies an SQLite, as of one moment, into a new file; others go on writing. SQLite's online backup would start again
     * whenever they have written.
     */
    public void copyTo(Path file) {
        translated(() -> jdbi.withHandle(handle -> handle.execute("VACUUM INTO ?", file.toString())));
    }

    /** Whether a write has to wait until every other one has ended. */
    public boolean writesOneAtATime() {
        return dialect == Dialect.SQLITE;
    }

    /** Whether reads work and a write could begin. The schema is current since the database was opened. */
    public boolean isReady() {
        try {
            return writer.isReady()
                    && read(transaction -> transaction
                                    .handle()
                                    .createQuery("SELECT 1")
                                    .mapTo(Integer.class)
                                    .one()
                            == 1);
        } catch (RuntimeException unreachable) {
            return false;
        }
    }

    /** Registers the metrics of the connection pool, and of the writer's queue if there is one. */
    public void measure(MeterRegistry registry) {
        pool.setMetricRegistry(registry);
        writer.measure(registry);
    }

    /**
     * Removes what deleted rows left in the files.
     *
     * @throws dev.daybook.domain.ProblemException UNAVAILABLE if other processes kept the log in use during all
     *     attempts
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

    /** Truncates the write-ahead log, which is possible only while nobody reads from it. */
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

    private static <T> T translated(Supplier<T> call) {
        try {
            return call.get();
        } catch (JdbiException failure) {
            throw Outage.translated(failure);
        }
    }
}
