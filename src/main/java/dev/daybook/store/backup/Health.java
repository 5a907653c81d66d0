package dev.daybook.store.backup;

import dev.daybook.domain.message.RootCause;
import dev.daybook.store.Database;
import dev.daybook.store.Dialect;
import dev.daybook.store.EpochMillis;
import dev.daybook.store.Transaction;
import dev.daybook.store.account.AccountStore;
import dev.daybook.store.account.ApiKeyStore;
import dev.daybook.store.audit.AuditStore;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/** Checks of the state of a database. */
public record Health(Database database) {
    private static final String CHANGED =
            "SELECT max(modified_at) FROM %s WHERE modified_at > 0 AND modified_at <> created_at";

    /** The {@code modified_at} of an entry of the FAQ is always the time of a write, never a time that a file gives. */
    private static final String FAQ_WRITTEN = "SELECT max(modified_at) FROM faq_entry";

    /**
     * The newest write of an account to a table: the one with the highest change number, which an index finds. In a
     * record that was never changed, {@code modified_at} is the creation time. A creation time counts only if it is not
     * after {@code :now}, because an imported file may give any creation time.
     */
    private static final String NEWEST = """
            SELECT changed_in, modified_at FROM %s
            WHERE cm_id = :cmId AND (modified_at <> created_at OR (modified_at > 0 AND modified_at <= :now))
            ORDER BY changed_in DESC, modified_at DESC LIMIT 1""";

    /** The account number in those lines of the audit that concern no account. */
    private static final long NO_ACCOUNT = 0;

    private static final List<String> RECORDS = List.of("customer", "ticket", "sales_order");

    private static final List<String> MUST_BE_ON = List.of("fsync", "full_page_writes", "synchronous_commit");

    /** The mask for the low byte of an error code of SQLite, which is the primary code. */
    private static final int PRIMARY = 0xff;

    private static final Set<Integer> DAMAGED =
            Set.of(SQLiteErrorCode.SQLITE_CORRUPT.code, SQLiteErrorCode.SQLITE_NOTADB.code);

    /** SQLSTATEs of PostgreSQL: {@code data_corrupted} and {@code index_corrupted}. */
    private static final Set<String> DAMAGED_STATES = Set.of("XX001", "XX002");

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
        return RootCause.chain(failure)
                .anyMatch(cause -> cause instanceof SQLiteException sqlite
                        ? DAMAGED.contains(sqlite.getErrorCode() & PRIMARY)
                        : cause instanceof SQLException sql
                                && sql.getSQLState() != null
                                && DAMAGED_STATES.contains(sql.getSQLState()));
    }

    /** The names of PostgreSQL settings that endanger acknowledged writes, because they are off; empty on SQLite. */
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

    /** How far the clock of a PostgreSQL server is ahead of {@code now}; negative if it is behind; empty on SQLite. */
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
     * Times of writes, by the clocks of their writers. The newest write has the highest change number. If a clock was
     * ahead for some time, an older write may have a later time.
     *
     * @param newest the time of the newest write of a record; empty if there is none
     * @param latest the latest of these times: changes of records, writes of entries of the FAQ, uses of keys (to the
     *     minute) and lines of the audit. Creation times of records do not count: an imported file may give any. Empty
     *     if there is none
     */
    public record Writes(Optional<Instant> newest, Optional<Instant> latest) {}

    /** A write with its change number. */
    private record Numbered(long number, Instant at) {}

    /** The times of writes. Reads whole tables. */
    public Writes writes(Instant now) {
        return database.read(transaction -> {
            var quick = quickWrites(transaction, now);
            var changes = Stream.concat(RECORDS.stream().map(CHANGED::formatted), Stream.of(FAQ_WRITTEN))
                    .flatMap(sql -> latest(transaction, sql).stream());
            return new Writes(
                    quick.newest(),
                    Stream.concat(quick.latest().stream(), changes).max(Comparator.naturalOrder()));
        });
    }

    /**
     * Like {@link #writes}, but {@code latest} counts only uses of keys and lines of the audit. Reads few rows, so a
     * server may call this at its start.
     */
    public Writes quickWrites(Instant now) {
        return database.read(transaction -> quickWrites(transaction, now));
    }

    private static Writes quickWrites(Transaction transaction, Instant now) {
        var cmIds = AccountStore.numbers(transaction);
        var newest = cmIds.stream()
                .flatMap(cmId -> RECORDS.stream().flatMap(table -> newest(transaction, cmId, table, now).stream()))
                .max(Comparator.comparingLong(Numbered::number))
                .map(Numbered::at);
        var withDeployment =
                Stream.concat(Stream.of(NO_ACCOUNT), cmIds.stream()).toList();
        var latest = Stream.of(ApiKeyStore.lastUse(transaction), AuditStore.newest(transaction, withDeployment))
                .flatMap(Optional::stream)
                .max(Comparator.naturalOrder());
        return new Writes(newest, latest);
    }

    private static Optional<Instant> latest(Transaction transaction, String sql) {
        return transaction.query(sql).mapTo(Long.class).findOne().map(EpochMillis::instant);
    }

    private static Optional<Numbered> newest(Transaction transaction, long cmId, String table, Instant now) {
        return transaction
                .query(newest(table), cmId)
                .bind("now", EpochMillis.column(now))
                .map((row, context) ->
                        new Numbered(row.getLong("changed_in"), EpochMillis.instant(row.getLong("modified_at"))))
                .findOne();
    }

    static String newest(String table) {
        return NEWEST.formatted(table);
    }
}
