package dev.daybook.store;

import com.zaxxer.hikari.pool.HikariPool;
import dev.daybook.domain.Problem;
import dev.daybook.store.schema.Schema;
import dev.daybook.store.statement.StatementCache;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.flywaydb.core.api.FlywayException;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.jdbi.v3.core.statement.ColonPrefixSqlParser;
import org.jdbi.v3.core.statement.DefaultStatementBuilder;
import org.jdbi.v3.core.statement.SqlParser;
import org.jdbi.v3.core.statement.SqlStatements;
import org.jdbi.v3.core.statement.StatementBuilderFactory;
import org.jdbi.v3.core.statement.StatementExceptions;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The open, migrated database: SQLite or PostgreSQL. Reads run concurrently on a pool. Writes go through a {@link
 * Writer} and are on disk when they return.
 */
public final class Database implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Database.class);
    private static final long LONG_MILLIS = 1_000;

    /** Shared by reads and writes. It caches parsed statements: parsing one often takes longer than running it. */
    private static final SqlParser SQL_PARSER = new ColonPrefixSqlParser();

    private final Dialect dialect;
    private final DataSources sources;
    private final Jdbi jdbi;
    private final Reader reader;
    private final Writer writer;
    private final Schema schema;

    private Database(DataSources sources, DatabaseOptions options) {
        this.dialect = sources.dialect();
        this.schema = new Schema(dialect.migrations());
        this.sources = sources;
        this.jdbi = Jdbi.create(sources.pool());
        var writes = Jdbi.create(sources.writes());
        for (var each : List.of(jdbi, writes)) {
            each.getConfig(SqlStatements.class).setSqlParser(SQL_PARSER);
            each.setStatementBuilderFactory(options.statements().apply(statements(dialect)));
            // JDBI would put bound values, such as phones and e-mails, into messages, and messages are logged.
            each.getConfig(StatementExceptions.class).setMessageRendering(StatementExceptions.MessageRendering.NONE);
        }
        this.reader = new Reader(jdbi, dialect, sources.pool());
        this.writer = dialect == Dialect.SQLITE
                ? new GroupCommit(new WriteConnection(writes, sources.isInPlace()), dialect, options.patience())
                : new PooledWriter(writes, dialect, sources.pool());
    }

    private static StatementBuilderFactory statements(Dialect dialect) {
        return dialect == Dialect.SQLITE ? new StatementCache() : DefaultStatementBuilder.FACTORY;
    }

    /**
     * Opens a database with the options of a server. Creates a missing SQLite file, and migrates the schema if it is
     * older. A PostgreSQL database must exist.
     *
     * @throws dev.daybook.domain.ProblemException UNAVAILABLE if the database cannot be opened
     */
    public static Database open(DatabaseUrl url) {
        return open(url, DatabaseOptions.forServer());
    }

    /**
     * Opens a database with these options.
     *
     * @throws dev.daybook.domain.ProblemException UNAVAILABLE if the database cannot be opened
     * @throws java.io.UncheckedIOException if its file or folder cannot be created or read
     */
    public static Database open(DatabaseUrl url, DatabaseOptions options) {
        return opened(url, () -> open(DataSources.open(url, options), options));
    }

    /** Runs a read on an existing database. Fails like {@link #open(DatabaseUrl)}; neither creates nor migrates it. */
    public static <T> T ask(DatabaseUrl url, Function<Transaction, T> question) {
        return opened(url, () -> DataSources.ask(url, question));
    }

    private static <T> T opened(DatabaseUrl url, Supplier<T> opening) {
        try {
            return opening.get();
        } catch (HikariPool.PoolInitializationException | FlywayException | JdbiException failure) {
            throw Problem.UNAVAILABLE.because(
                    "cannot open the database " + url + ": " + Outage.reason(failure) + url.hint(), failure);
        }
    }

    private static Database open(DataSources sources, DatabaseOptions options) {
        try {
            var database = new Database(sources, options);
            if (database.dialect == Dialect.POSTGRESQL) {
                RestoredChanges.beginAnewIfAhead(database.writer, Instant.now());
            }
            return database;
        } catch (RuntimeException | Error failure) {
            sources.close();
            throw failure;
        }
    }

    /** The dialect of this database. */
    public Dialect dialect() {
        return dialect;
    }

    /** The maximum number of connections in the pool: for reads, and on PostgreSQL also for writes. */
    public int connections() {
        return DataSources.READERS;
    }

    /** Runs a read. If its connection is broken, retries once on another one. */
    public <T> T read(Function<Transaction, T> question) {
        return Outage.inRead(() -> reader.read(question));
    }

    /** Like {@link #read}, but no write of others comes between the statements of the question. */
    public <T> T readConsistently(Function<Transaction, T> question) {
        return Outage.inRead(() -> reader.retried(() -> reader.snapshot(question)));
    }

    /**
     * Like {@link #readConsistently}, but without a retry. Use it for a question that passes on parts of its result
     * before it ends: a retry would pass them on again.
     */
    public <T> T snapshot(Function<Transaction, T> question) {
        return Outage.inRead(() -> reader.snapshot(question));
    }

    /** Like {@link #write(String, Function)}; the operation is the name of the class that contains the lambda. */
    public <T> T write(Function<Transaction, T> work) {
        return write(name(work), work);
    }

    private static String name(Object lambda) {
        // The name of a lambda's class begins with the name of the enclosing class.
        return lambda.getClass().getSimpleName().split("\\$", -1)[0];
    }

    /**
     * Runs a write and returns its result: commits its changes to disk, or rolls all of them back. May run {@code work}
     * more than once, so {@code work} may have no other effects.
     *
     * @param operation the name to log if the work takes longer than a second
     * @throws dev.daybook.domain.ProblemException UNAVAILABLE if the database is out of reach or busy, or if a newer
     *     Daybook has migrated it; if the reason is OUTCOME_UNKNOWN, the changes may be stored
     */
    public <T> T write(String operation, Function<Transaction, T> work) {
        return write(operation, work, false);
    }

    private <T> T write(String operation, Function<Transaction, T> work, boolean alone) {
        schema.requireOwn();
        return Outage.inWrite(() -> writer.write(transaction -> timed(operation, work, transaction), alone));
    }

    /**
     * Like {@link #write(String, Function)}, for a write that takes long or is usually rolled back. On SQLite, this
     * write shares its transaction with no other write: if one of two writes in a transaction fails, both run again.
     */
    public <T> T writeAlone(String operation, Function<Transaction, T> work) {
        return write(operation, work, true);
    }

    /** Runs a write without a result, as {@link #write(Function)} does. */
    public void run(Consumer<Transaction> work) {
        run(name(work), work);
    }

    /** Runs a write without a result, as {@link #write(String, Function)} does. */
    public void run(String operation, Consumer<Transaction> work) {
        write(operation, transaction -> {
            work.accept(transaction);
            return true;
        });
    }

    /**
     * Runs a write, as {@link #writeAlone} does, and returns its result. Commits the changes only if {@code commits}
     * accepts the result.
     */
    public <T> T writeIf(Predicate<T> commits, Function<Transaction, T> work) {
        var last = new AtomicReference<T>();
        try {
            return writeAlone(name(work), transaction -> {
                var result = work.apply(transaction);
                if (!commits.test(result)) {
                    last.set(result);
                    throw new RolledBack();
                }
                return result;
            });
        } catch (RolledBack onPurpose) {
            return last.get();
        }
    }

    /** Thrown to roll back a transaction on purpose. */
    private static final class RolledBack extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    /**
     * Writes the first rows of a database that nobody else uses yet. A long write is not logged: nobody waits for it.
     */
    public <T> T fill(Function<Transaction, T> work) {
        return Outage.inWrite(() -> writer.write(work, true));
    }

    /** Runs the work of a write. Fails if a newer Daybook has migrated the database. Logs work that takes long. */
    private <T> T timed(String operation, Function<Transaction, T> work, Transaction transaction) {
        schema.requireOwn(transaction.handle());
        var start = System.nanoTime();
        try {
            return work.apply(transaction);
        } finally {
            var millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
            if (millis > LONG_MILLIS) {
                var others = writesOneAtATime() ? ", and others had to wait for it" : "";
                LOG.atWarn()
                        .addKeyValue("operation", operation)
                        .addKeyValue("duration_ms", millis)
                        .log("a write took long" + others);
            }
        }
    }

    /**
     * Copies one snapshot of an SQLite database into a new file. Others can write meanwhile. SQLite's online backup is
     * not used, because every write would make it start again.
     */
    public void copyTo(Path file) {
        Outage.inWrite(() -> jdbi.withHandle(handle -> handle.execute("VACUUM INTO ?", file.toString())));
    }

    /** Whether writes run one after the other. */
    public boolean writesOneAtATime() {
        return dialect == Dialect.SQLITE;
    }

    /**
     * Whether reads work, a write could begin, and no newer Daybook has migrated the database. A busy database is
     * ready: if no connection of the pool is free, this method opens another connection, and does not wait for the
     * pool.
     */
    public boolean isReady() {
        try {
            return sources.isUsedUp()
                    ? sources.checks().withHandle(this::isReady)
                    : reader.read(transaction -> isReady(transaction.handle()));
        } catch (RuntimeException unreachable) {
            return false;
        }
    }

    private boolean isReady(Handle session) {
        return writer.isReady(session) && schema.isOwn(session);
    }

    /** Registers the metrics of the connection pool, and of the writer's queue if there is one. */
    public void measure(MeterRegistry registry) {
        sources.pool().setMetricRegistry(registry);
        writer.measure(registry);
    }

    /**
     * Removes the remains of deleted rows from the files.
     *
     * @throws dev.daybook.domain.ProblemException UNAVAILABLE if the remains could not be removed; the rows are deleted
     *     in any case
     */
    public void scrub() {
        try (var handle = jdbi.open()) {
            new Scrub(dialect).run(handle);
        } catch (JdbiException failure) {
            throw Outage.afterErasure(failure);
        }
    }

    @Override
    public void close() {
        writer.close();
        sources.close();
    }
}
