package dev.daybook.store;

import dev.daybook.domain.Problem;
import dev.daybook.domain.message.RootCause;
import java.net.UnknownHostException;
import java.sql.SQLException;
import java.sql.SQLTransientException;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jdbi.v3.core.JdbiException;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/** Temporary failures of the database, as opposed to defects. Each becomes a 503 with a message. */
enum Outage {
    /** Another connection holds a lock for longer than the timeout. */
    LOCK("The database is busy with another write; the write was not stored; try again"),
    /** The disk is full. */
    FULL("The disk of the database is full; the write was not stored; try again when there is room"),
    /** The connection or the disk failed, or the database refuses work: it restarts, is overloaded or is read-only. */
    AWAY("The database is busy or out of reach; try again");

    /** SQLSTATE of a write in a read-only transaction. */
    private static final String READ_ONLY = "25006";

    private static final Set<SQLiteErrorCode> DISK_FAILS = Set.of(
            SQLiteErrorCode.SQLITE_IOERR,
            SQLiteErrorCode.SQLITE_CANTOPEN,
            SQLiteErrorCode.SQLITE_READONLY,
            SQLiteErrorCode.SQLITE_PROTOCOL,
            SQLiteErrorCode.SQLITE_INTERRUPT,
            SQLiteErrorCode.SQLITE_NOMEM);

    /**
     * SQLSTATE classes of PostgreSQL: 08 connection, 53 insufficient resources, 57 operator intervention, 58 system
     * error, 40 transaction rollback (after all retries). {@code STATES} adds a read-only transaction, as on a standby,
     * and the timeouts of a transaction.
     */
    private static final Set<String> CLASSES = Set.of("08", "53", "57", "58", "40");

    private static final Set<String> STATES = Set.of(READ_ONLY, "25P03", "25P04");

    /** Reasons, in words, why SQLite cannot open a file. */
    private static final Map<SQLiteErrorCode, String> OPENING = Map.of(
            SQLiteErrorCode.SQLITE_READONLY, "this user may not write to it and to its folder",
            SQLiteErrorCode.SQLITE_PERM, "this user may not use it",
            SQLiteErrorCode.SQLITE_CANTOPEN, "it is a folder, or this user may not use it and its folder",
            SQLiteErrorCode.SQLITE_NOTADB, "it is no SQLite database");

    private final String sentence;

    Outage(String sentence) {
        this.sentence = sentence;
    }

    /**
     * Runs a call. Throws an outage as {@link Problem#UNAVAILABLE}, any other failure unchanged. If the cause is a lock
     * or a full disk, the message says that the write was not stored.
     */
    static <T> T inWrite(Supplier<T> call) {
        return in(call, outage -> outage.sentence);
    }

    /** Like {@link #inWrite}, for a read: the message says nothing about a write. */
    static <T> T inRead(Supplier<T> call) {
        return in(call, outage -> outage.sentence.replace(" the write was not stored;", ""));
    }

    private static <T> T in(Supplier<T> call, Function<Outage, String> message) {
        try {
            return call.get();
        } catch (JdbiException failure) {
            var outage = of(failure);
            throw outage == null ? failure : Problem.UNAVAILABLE.because(message.apply(outage), failure);
        }
    }

    /**
     * The failure to throw if the remains of deleted rows could not be removed. The message must not say that nothing
     * was stored: the deletion is committed.
     */
    static RuntimeException afterErasure(JdbiException failure) {
        var outage = of(failure);
        var reason = outage == FULL
                ? "the disk of the database, or of the temporary folder, is full"
                : outage == LOCK ? "the database is busy with another write" : firstLine(RootCause.of(failure));
        return Problem.UNAVAILABLE.because(
                "the rows are gone, but their traces may still be in the files; run it again to clear them (" + reason
                        + ")",
                failure);
    }

    private static String firstLine(Throwable failure) {
        var message = failure.getMessage();
        return message == null
                ? failure.getClass().getSimpleName()
                : message.lines().findFirst().orElse("");
    }

    /**
     * The reason, in one line, why a database cannot be opened. The innermost cause has the reason; the outer
     * exceptions say only where it occurred. A message that shows the driver's URL is left out, because the URL may
     * have a password.
     */
    static String reason(Throwable failure) {
        var last = RootCause.of(failure);
        if (last instanceof UnknownHostException) {
            return "unknown host " + last.getMessage();
        }
        var outage = of(failure);
        if (outage == FULL) {
            return "its disk is full";
        }
        if (isReadOnly(last)) {
            return "it is read-only; if it is a standby, name the primary in the URL";
        }
        if (last instanceof SQLiteException sqlite) {
            var known = OPENING.get(SQLiteErrorCode.getErrorCode(sqlite.getErrorCode() & 0xff));
            if (known != null) {
                return known;
            }
        }
        var line = firstLine(last);
        return line.contains("jdbc:") ? "the driver cannot use its URL" : line;
    }

    /**
     * Whether a failure is {@link #AWAY}. If a commit fails in this way, its changes may be stored; after LOCK or FULL
     * they are not.
     */
    static boolean isAway(Throwable failure) {
        return of(failure) == AWAY;
    }

    /** Whether a lock of another connection is the reason for a failure. */
    static boolean isLock(Throwable failure) {
        return of(failure) == LOCK;
    }

    /** Whether the transaction was read-only, as on a standby. */
    static boolean isReadOnly(Throwable failure) {
        return RootCause.of(failure) instanceof SQLException sql && READ_ONLY.equals(sql.getSQLState());
    }

    /** Whether the connection broke, so that a retry on another one may succeed. */
    static boolean isDisconnect(Throwable failure) {
        for (var cause = failure; cause != null; cause = cause.getCause()) {
            // The pool throws this after a wait for a free connection, so there is no other connection for a retry.
            if (cause instanceof SQLTransientException) {
                return false;
            }
            if (cause instanceof SQLException sql && sql.getSQLState() != null) {
                return sql.getSQLState().startsWith("08") || sql.getSQLState().startsWith("57P0");
            }
        }
        return false;
    }

    private static @Nullable Outage of(Throwable failure) {
        for (var cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLiteException sqlite) {
                return of(sqlite);
            }
            if (cause instanceof SQLTransientException) {
                return AWAY;
            }
            if (cause instanceof SQLException sql && sql.getSQLState() != null) {
                return of(sql.getSQLState());
            }
        }
        return null;
    }

    private static @Nullable Outage of(SQLiteException failure) {
        // The low byte of an extended code is its primary code.
        return switch (SQLiteErrorCode.getErrorCode(failure.getErrorCode() & 0xff)) {
            case SQLITE_BUSY, SQLITE_LOCKED -> LOCK;
            case SQLITE_FULL -> FULL;
            default -> DISK_FAILS.contains(SQLiteErrorCode.getErrorCode(failure.getErrorCode() & 0xff)) ? AWAY : null;
        };
    }

    private static @Nullable Outage of(String state) {
        if (state.equals("55P03")) {
            return LOCK;
        }
        if (state.equals("53100")) {
            return FULL;
        }
        return STATES.contains(state) || CLASSES.contains(state.substring(0, Math.min(2, state.length())))
                ? AWAY
                : null;
    }
}
