package dev.daybook.store.schema;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import dev.daybook.kit.SeenLog;
import dev.daybook.kit.TestDatabase;
import dev.daybook.kit.Waits;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.ds.PGSimpleDataSource;
import org.sqlite.SQLiteDataSource;

/** A migration that is cut off at any moment can be repeated. */
class SchemaTest {
    private static final List<String> FOLDERS = List.of("db/common", "db/postgresql");
    private static final Map<String, String> PLACEHOLDERS = Map.of("clustered", "", "blob", "BYTEA");

    /** The key of Flyway's lock: its own number, and the hash of its table's name. */
    private static final long FLYWAY_LOCK = 77_431_708_279_161L + "\"public\".\"flyway_schema_history\"".hashCode();

    /**
     * A migration ends after the nth commit, whichever connection made it, as if the process were killed. The next
     * start must complete the migration.
     */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 12, 13, 20, 21, 30})
    void aMigrationInterruptedAtAnyStepIsRepeated(int nth) {
        var source = empty();
        var dying = new Dying(source, nth);
        assertThrows(RuntimeException.class, () -> Schema.migrate(dying.source(), FOLDERS, PLACEHOLDERS));
        dying.end();
        Schema.migrate(source, FOLDERS, PLACEHOLDERS);
        assertTrue(MigrationFiles.in(FOLDERS).areApplied(source));
    }

    /** A server that starts while another one migrates waits, however long that takes. */
    @Test
    void theWaitForAnotherMigrationHasNoTimeout() {
        var source = empty();
        // Flyway takes a negative number as no limit.
        assertEquals(
                -1,
                Schema.flyway(source, FOLDERS, PLACEHOLDERS).getConfiguration().getLockRetryCount());
    }

    /** Migrating large tables may take long, whatever limits the role, the database or its URL set. */
    @Test
    void aMigrationHasNoTimeouts() throws Exception {
        var source = empty();
        source.setOptions("-c statement_timeout=7s -c lock_timeout=7s -c idle_in_transaction_session_timeout=7s"
                + " -c default_transaction_isolation=serializable");
        try (var one = new OneConnection(source);
                var statement = one.source().getConnection().createStatement();
                var limits = statement.executeQuery("""
                        SELECT name || ' ' || setting FROM pg_settings
                        WHERE name IN ('statement_timeout', 'lock_timeout', 'idle_in_transaction_session_timeout',
                            'transaction_timeout', 'default_transaction_isolation')
                            AND setting NOT IN ('0', 'read committed')""")) {
            assertFalse(limits.next(), () -> "a limit is left");
        }
    }

    /**
     * A wait for Flyway's lock must be logged: Flyway itself does not log it, and the lock of a program whose machine
     * vanished is held for hours.
     */
    @Test
    @Timeout(120)
    void aWaitForTheLockIsLogged() throws Exception {
        assertWaits(
                empty(),
                FOLDERS,
                PLACEHOLDERS,
                "SELECT pg_advisory_lock(" + FLYWAY_LOCK + ")",
                "SELECT pg_advisory_unlock_all()");
    }

    @Test
    @Timeout(120)
    void aWaitForSqlitesLockIsLogged() throws Exception {
        var source = new SQLiteDataSource();
        source.setUrl("jdbc:" + TestDatabase.SQLITE.emptyUrl());
        source.setJournalMode("WAL");
        assertWaits(
                source,
                List.of("db/common", "db/sqlite"),
                Map.of("clustered", "WITHOUT ROWID", "blob", "BLOB"),
                "BEGIN IMMEDIATE",
                "ROLLBACK");
    }

    private static void assertWaits(
            DataSource source, List<String> folders, Map<String, String> placeholders, String locking, String unlocking)
            throws Exception {
        try (var log = SeenLog.of("dev.daybook.store.schema");
                var other = source.getConnection();
                var lock = other.createStatement()) {
            lock.execute(locking);
            var start = CompletableFuture.runAsync(() -> Schema.migrate(source, folders, placeholders));
            Waits.until(() -> !log.events().isEmpty() || start.isDone(), () -> "nothing is logged");
            assertFalse(start.isDone());
            lock.execute(unlocking);
            start.get(60, TimeUnit.SECONDS);
            assertEquals(1, log.events().size(), log.text());
            assertEquals(Level.WARN, log.events().get(0).getLevel());
            assertTrue(log.text().startsWith("waiting for another program that migrates this database"), log.text());
        }
    }

    private static PGSimpleDataSource empty() {
        var source = new PGSimpleDataSource();
        source.setUrl("jdbc:" + TestDatabase.POSTGRESQL.emptyUrl().replace("postgres@", "") + "?user=postgres");
        return source;
    }

    /** A data source that counts commits. After the nth commit, nothing reaches the database. */
    private static final class Dying {
        private final DataSource real;
        private final int nth;
        private final AtomicInteger commits = new AtomicInteger();
        private final List<Connection> connections = new ArrayList<>();

        Dying(DataSource real, int nth) {
            this.real = real;
            this.nth = nth;
        }

        /** Closes all connections, as the operating system does when a process ends. */
        void end() {
            connections.forEach(connection -> assertDoesNotThrow(connection::close));
        }

        DataSource source() {
            return wrapped(DataSource.class, real);
        }

        private <T> T wrapped(Class<T> type, Object target) {
            return type.cast(Proxy.newProxyInstance(
                    type.getClassLoader(), new Class<?>[] {type}, (self, method, arguments) -> {
                        var isClose = method.getName().equals("close");
                        if (commits.get() >= nth && !isClose) {
                            throw new SQLException("the process was killed");
                        }
                        if (method.getName().equals("commit")) {
                            commits.incrementAndGet();
                        }
                        try {
                            var result = method.invoke(target, arguments);
                            if (result instanceof Connection connection) {
                                connections.add(connection);
                                return wrapped(Connection.class, connection);
                            }
                            return result;
                        } catch (InvocationTargetException failed) {
                            throw failed.getCause();
                        }
                    }));
        }
    }
}
