package dev.daybook.store.backup;

import dev.daybook.store.Database;
import dev.daybook.store.Dialect;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/** Checks of the state of a database. */
public final class Health {
    private static final List<String> WRITES = List.of(
            "SELECT coalesce(max(modified_at), 0) FROM customer WHERE modified_at <> created_at",
            "SELECT coalesce(max(modified_at), 0) FROM ticket WHERE modified_at <> created_at",
            "SELECT coalesce(max(modified_at), 0) FROM sales_order WHERE modified_at <> created_at",
            "SELECT coalesce(max(last_used_at), 0) FROM api_key",
            "SELECT coalesce(max(at), 0) FROM audit");
    private static final List<String> MUST_BE_ON = List.of("fsync", "full_page_writes", "synchronous_commit");

    /** The mask for the low byte of an error code of SQLite, which is the primary code. */
    private static final int PRIMARY = 0xff;

    private static final Set<Integer> DAMAGED =
            Set.of(SQLiteErrorCode.SQLITE_CORRUPT.code, SQLiteErrorCode.SQLITE_NOTADB.code);

    /** SQLSTATEs of PostgreSQL: {@code data_corrupted} and {@code index_corrupted}. */
    private static final Set<String> DAMAGED_STATES = Set.of("XX001", "XX002");

    private final Database database;

    /** Checks this database. */
    public Health(Database database) {
        this.database = database;
    }

    /** The product and version of the database, as the database reports them. */
    public String version() {
        return database.read(transaction -> transaction
                .query(
                        transaction.dialect() == Dialect.SQLITE
                                ? "SELECT 'SQLite ' || sqlite_version()"
                                : "SELECT 'PostgreSQL ' || current_setting('server_version')")
                .mapTo(String.class)
                .one());
    }

    /** The first damage found in an SQLite file; empty if there is none, and on PostgreSQL. Reads the complete file. */
    public Optional<String> damage() {
        if (database.dialect() != Dialect.SQLITE) {
            return Optional.empty();
        }
        var found = database.read(transaction ->
                transaction.query("PRAGMA quick_check(1)").mapTo(String.class).first());
        return found.equals("ok") ? Optional.empty() : Optional.of(found);
    }

    /** Whether a failure says that the database is damaged, for example by a bad disk. */
    public static boolean isDamage(Throwable failure) {
        for (var cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLiteException sqlite && DAMAGED.contains(sqlite.getErrorCode() & PRIMARY)) {
                return true;
            }
            if (cause instanceof SQLException sql
                    && sql.getSQLState() != null
                    && DAMAGED_STATES.contains(sql.getSQLState())) {
                return true;
            }
        }
        return false;
    }

    /** The names of PostgreSQL settings that are off, so that an acknowledged write could be lost; empty on SQLite. */
    public List<String> riskySettings() {
        if (database.dialect() == Dialect.SQLITE) {
            return List.of();
        }
        return database.read(transaction -> MUST_BE_ON.stream()
                .filter(setting -> transaction
                        .query("SELECT current_setting(:setting)")
                        .bind("setting", setting)
                        .mapTo(String.class)
                        .one()
                        .equals("off"))
                .toList());
    }

    /** How far the clock of a PostgreSQL server is ahead of {@code now}; empty on SQLite. */
    public Optional<Duration> clockAhead(Instant now) {
        if (database.dialect() == Dialect.SQLITE) {
            return Optional.empty();
        }
        var there = database.read(transaction -> transaction
                .query("SELECT CAST(extract(epoch FROM clock_timestamp()) * 1000 AS BIGINT)")
                .mapTo(Long.class)
                .one());
        return Optional.of(Duration.between(now, Instant.ofEpochMilli(there)));
    }

    /**
     * The time of the latest write, by the clock of its writer: a change of a record, a use of a key (to the minute) or
     * a line of the audit. Creation times of records do not count, because they may come from an imported file. Empty
     * if there is no such write.
     */
    public Optional<Instant> lastWrite() {
        return database.read(transaction -> WRITES.stream()
                .map(last -> transaction.query(last).mapTo(Long.class).one())
                .max(Long::compare)
                .filter(moment -> moment > 0)
                .map(Instant::ofEpochMilli));
    }
}
