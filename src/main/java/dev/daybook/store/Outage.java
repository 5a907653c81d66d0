package dev.daybook.store;

import dev.daybook.domain.Problem;
import java.sql.SQLException;
import java.sql.SQLTransientException;
import java.util.Set;
import org.jdbi.v3.core.JdbiException;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/** Failures that are the database's and pass, as opposed to defects: each becomes a 503 with a sentence. */
enum Outage {
    /** Another connection holds a lock for longer than is waited for it. */
    LOCK("The database is busy with another write; nothing was stored; try again"),
    /** The disk is full. */
    FULL("The disk of the database is full; nothing was stored; try again when there is room"),
    /** The connection broke, or the database refuses what needs it: it restarts, is overloaded or takes no writes. */
    AWAY("The database is busy or out of reach; try again");

    private static final Set<SQLiteErrorCode> DISK_FAILS = Set.of(
            SQLiteErrorCode.SQLITE_IOERR,
            SQLiteErrorCode.SQLITE_CANTOPEN,
            SQLiteErrorCode.SQLITE_READONLY,
            SQLiteErrorCode.SQLITE_PROTOCOL,
            SQLiteErrorCode.SQLITE_INTERRUPT,
            SQLiteErrorCode.SQLITE_NOMEM);

    /**
     * PostgreSQL's classes: connection, insufficient resources, operator intervention, system error; a lost race that
     * was lost again and again, a transaction that was idle or took too long, and a standby.
     */
    private static final Set<String> CLASSES = Set.of("08", "53", "57", "58", "40");

    private static final Set<String> STATES = Set.of("25006", "25P03", "25P04");

    private final String sentence;

    Outage(String sentence) {
        this.sentence = sentence;
    }

    /** What those who asked are told: an outage as a problem of the closed list, all else as it is. */
    static RuntimeException translated(JdbiException failure) {
        var outage = of(failure);
        return outage == null ? failure : Problem.UNAVAILABLE.because(outage.sentence, failure);
    }

    /** Whether another connection's lock is the reason. */
    static boolean isLock(Throwable failure) {
        return of(failure) == LOCK;
    }

    /** Whether the connection broke, so that another one may do better. */
    static boolean isDisconnect(Throwable failure) {
        for (var cause = failure; cause != null; cause = cause.getCause()) {
            // The pool says so after it has waited for a connection; there is none to be had.
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
        // The low byte of an extended code is the code that it belongs to.
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
