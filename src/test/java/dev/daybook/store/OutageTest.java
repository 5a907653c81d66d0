package dev.daybook.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.daybook.domain.Problem;
import dev.daybook.domain.ProblemException;
import dev.daybook.kit.TestDatabase;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jdbi.v3.core.JdbiException;
import org.jdbi.v3.core.transaction.TransactionException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/** Each outage of a database is UNAVAILABLE, which is a 503, with its own text; every other failure is a defect. */
class OutageTest {
    /** A database on PostgreSQL, in which a statement can raise an error with any SQLSTATE. */
    private static Database postgresql;

    @BeforeAll
    static void open() {
        postgresql = Database.open(TestDatabase.POSTGRESQL.create());
    }

    @AfterAll
    static void close() {
        postgresql.close();
    }

    private static Object raise(Transaction transaction, String state) {
        return transaction
                .handle()
                .execute("DO $$ BEGIN RAISE EXCEPTION 'of a test' USING ERRCODE = '" + state + "'; END $$");
    }

    private static void assertOutage(Outage outage, ProblemException failure) {
        assertEquals(Problem.UNAVAILABLE, failure.problem());
        var text = switch (outage) {
            case LOCK -> "busy with another write; the write was not stored";
            case FULL -> "is full; the write was not stored";
            case AWAY -> "busy or out of reach; try again";
        };
        assertTrue(failure.detail().contains(text), failure.detail());
    }

    @Test
    void theReasonOfAFailureToOpenDoesNotShowTheUrl() {
        var failure = new SQLException("No suitable driver found for jdbc:postgresql://db.example/d?password=s3cret");
        assertEquals("the driver cannot use its URL", Outage.reason(failure));
    }

    @ParameterizedTest
    @CsvSource({
        "08000, AWAY", // connection exception
        "08003, AWAY", // connection does not exist
        "08006, AWAY", // connection failure
        "08P01, AWAY", // protocol violation
        "25006, AWAY", // read-only transaction, as on a standby
        "25P03, AWAY", // idle-in-transaction timeout
        "25P04, AWAY", // transaction timeout
        "40001, AWAY", // serialization failure
        "40P01, AWAY", // deadlock
        "53000, AWAY", // insufficient resources
        "53100, FULL", // disk full
        "53200, AWAY", // out of memory
        "53300, AWAY", // too many connections
        "55P03, LOCK", // lock timeout
        "57014, AWAY", // statement timeout or cancel
        "57P01, AWAY", // admin shutdown
        "57P02, AWAY", // crash shutdown
        "57P03, AWAY", // cannot connect now
        "58000, AWAY", // system error
        "58030, AWAY", // I/O error
    })
    void anOutageOfPostgresqlIsUnavailable(String state, Outage outage) {
        var read =
                assertThrows(ProblemException.class, () -> postgresql.read(transaction -> raise(transaction, state)));
        assertEquals(Problem.UNAVAILABLE, read.problem());
        assertFalse(read.detail().contains("write was not stored"), read.detail());
        assertOutage(
                outage,
                assertThrows(ProblemException.class, () -> postgresql.write(transaction -> raise(transaction, state))));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0A000", // unsupported feature
                "22001", // value too long
                "23503", // foreign key
                "23505", // unique constraint
                "25001", // active transaction
                "42501", // no privilege
                "42601", // syntax error
                "42P01", // no such table
                "55000", // object not in the right state
                "XX000", // internal error
            })
    void anyOtherFailureOfPostgresqlIsADefect(String state) {
        var read = assertThrows(JdbiException.class, () -> postgresql.read(transaction -> raise(transaction, state)));
        assertEquals(
                state, assertInstanceOf(SQLException.class, read.getCause()).getSQLState());
        var write = assertThrows(JdbiException.class, () -> postgresql.write(transaction -> raise(transaction, state)));
        assertEquals(
                state, assertInstanceOf(SQLException.class, write.getCause()).getSQLState());
    }

    /** A lost race is an outage only after all attempts. */
    @ParameterizedTest
    @ValueSource(strings = {"40001", "40P01"})
    void aLostRaceIsUnavailableOnlyAfterTheLastAttempt(String state) {
        var attempts = new AtomicInteger();
        assertEquals(5, postgresql.<Integer>write(transaction -> {
            if (attempts.incrementAndGet() < 5) {
                raise(transaction, state);
            }
            return attempts.get();
        }));
        attempts.set(0);
        assertOutage(
                Outage.AWAY,
                assertThrows(
                        ProblemException.class,
                        () -> postgresql.write(transaction -> {
                            attempts.incrementAndGet();
                            return raise(transaction, state);
                        })));
        assertEquals(5, attempts.get());
    }

    /** The pool throws this exception if all connections are in use, or if none can be opened. */
    @Test
    void aPoolWithoutAFreeConnectionIsUnavailable() {
        assertOutage(Outage.AWAY, translated(new SQLTransientConnectionException("of a test")));
    }

    @ParameterizedTest
    @CsvSource({
        "SQLITE_BUSY, LOCK",
        "SQLITE_BUSY_SNAPSHOT, LOCK",
        "SQLITE_LOCKED, LOCK",
        "SQLITE_LOCKED_SHAREDCACHE, LOCK",
        "SQLITE_FULL, FULL",
        "SQLITE_IOERR, AWAY",
        "SQLITE_IOERR_FSYNC, AWAY",
        "SQLITE_CANTOPEN, AWAY",
        "SQLITE_READONLY, AWAY",
        "SQLITE_READONLY_DBMOVED, AWAY",
        "SQLITE_PROTOCOL, AWAY",
        "SQLITE_INTERRUPT, AWAY",
        "SQLITE_NOMEM, AWAY",
    })
    void anOutageOfSqliteIsUnavailable(SQLiteErrorCode code, Outage outage) {
        assertOutage(outage, translated(new SQLiteException("of a test", code)));
    }

    @ParameterizedTest
    @EnumSource(
            names = {
                "SQLITE_CONSTRAINT",
                "SQLITE_CONSTRAINT_UNIQUE",
                "SQLITE_CORRUPT",
                "SQLITE_ERROR",
                "SQLITE_MISMATCH",
                "SQLITE_MISUSE",
                "SQLITE_NOTADB",
                "SQLITE_TOOBIG"
            })
    void anyOtherFailureOfSqliteIsADefect(SQLiteErrorCode code) {
        var failure = wrapped(new SQLiteException("of a test", code));
        assertSame(failure, thrown(failure, Outage::inWrite));
    }

    @Test
    void theTextAboutAReadSaysNothingAboutAWrite() {
        var full = wrapped(new SQLiteException("of a test", SQLiteErrorCode.SQLITE_FULL));
        var read = assertInstanceOf(ProblemException.class, thrown(full, Outage::inRead));
        assertEquals("The disk of the database is full; try again when there is room", read.detail());
        assertEquals(Problem.UNAVAILABLE, read.problem());
        var defect = wrapped(new SQLiteException("of a test", SQLiteErrorCode.SQLITE_CORRUPT));
        assertSame(defect, thrown(defect, Outage::inRead));
    }

    private static ProblemException translated(SQLException cause) {
        return assertInstanceOf(ProblemException.class, thrown(wrapped(cause), Outage::inWrite));
    }

    private static RuntimeException thrown(JdbiException failure, Consumer<Supplier<Object>> run) {
        return assertThrows(
                RuntimeException.class,
                () -> run.accept(() -> {
                    throw failure;
                }));
    }

    private static JdbiException wrapped(SQLException cause) {
        return new TransactionException("of a test", cause);
    }
}
