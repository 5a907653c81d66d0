package dev.daybook.store;

import dev.daybook.store.statement.Prepared;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.LongStream;

/**
 * The differences between SQLite and PostgreSQL in ids, change numbers, locks, planning and migrations. Most other SQL
 * is the same for both.
 */
public enum Dialect {
    SQLITE("sqlite", "WITHOUT ROWID", "BLOB", "(SELECT last + 1 FROM change_number)"),
    POSTGRESQL(
            "postgresql",
            "",
            "BYTEA",
            "(CAST(CAST(pg_snapshot_xmin(pg_current_snapshot()) AS TEXT) AS BIGINT)"
                    + " + (SELECT above FROM change_offset))");

    private final String folder;
    private final String clustered;
    private final String blob;
    private final String settled;

    Dialect(String folder, String clustered, String blob, String settled) {
        this.folder = folder;
        this.clustered = clustered;
        this.blob = blob;
        this.settled = settled;
    }

    /** Takes {@code count} new ids with the next round trip; the supplier returns them in ascending order. */
    Supplier<List<Long>> takeIds(Transaction transaction, int count) {
        if (this == SQLITE) {
            return transaction
                    .later("UPDATE record_id SET next_id = next_id + :count RETURNING next_id")
                    .bind("count", count)
                    .ask(
                            row -> row.getLong(1),
                            next -> LongStream.range(next.get(0) - count, next.get(0))
                                    .boxed()
                                    .toList());
        }
        return transaction
                .later("SELECT nextval('record_id') FROM generate_series(1, :count)")
                .bind("count", count)
                .ask(row -> row.getLong(1));
    }

    /**
     * Takes {@code count} change numbers with the next round trip; the supplier returns the first. On PostgreSQL a
     * transaction can take only one.
     */
    Supplier<Long> takeChangeNumbers(Transaction transaction, int count) {
        var sql = this == SQLITE
                ? "UPDATE change_number SET last = last + :count RETURNING last - :count + 1"
                : "SELECT CAST(CAST(pg_current_xact_id() AS TEXT) AS BIGINT) + above FROM change_offset";
        return transaction.later(sql).bind("count", count).ask(row -> row.getLong(1), numbers -> numbers.get(0));
    }

    /** Skips this many change numbers. */
    void skipChangeNumbers(Transaction transaction, long count) {
        var sql = this == SQLITE
                ? "UPDATE change_number SET last = last + ?"
                : "UPDATE change_offset SET above = above + ?";
        transaction.handle().execute(sql, count);
    }

    /** The next id, without taking it. */
    public long nextId(Transaction transaction) {
        var sql = this == SQLITE
                ? "SELECT next_id FROM record_id"
                : "SELECT CASE WHEN is_called THEN last_value + 1 ELSE last_value END FROM record_id";
        return number(transaction, sql);
    }

    /** An upper bound of all change numbers so far. */
    public long lastChange(Transaction transaction) {
        var sql = this == SQLITE ? "SELECT last FROM change_number" : """
                SELECT CAST(CAST(pg_snapshot_xmax(pg_current_snapshot()) AS TEXT) AS BIGINT) + above
                FROM change_offset""";
        return number(transaction, sql);
    }

    /** Sets the next id. On PostgreSQL this survives a rollback. */
    public void setNextId(Transaction transaction, long nextId) {
        var sql = this == SQLITE ? "UPDATE record_id SET next_id = ?" : "SELECT setval('record_id', ?, false)";
        transaction.handle().execute(sql, nextId);
    }

    /** Sets the last change number. Later changes have higher numbers. */
    public void setLastChange(Transaction transaction, long lastChange) {
        var sql = this == SQLITE ? "UPDATE change_number SET last = ?" : "UPDATE change_offset SET above = ?";
        transaction.handle().execute(sql, lastChange);
    }

    /** The value of {@link #settled}: the lowest change number of a running or later transaction. */
    public long nextChange(Transaction transaction) {
        return number(transaction, "SELECT " + settled);
    }

    private static long number(Transaction transaction, String sql) {
        return transaction.query(sql).mapTo(Long.class).one();
    }

    /**
     * SQL expression for a change number. Every transaction with a lower number has ended, as seen by the statement
     * that contains the expression. On SQLite, where writers run one after the other, this is the next number. On
     * PostgreSQL it is the number of the oldest transaction that has written and is still running, whatever it writes.
     */
    public String settled() {
        return settled;
    }

    /**
     * Locks a text of an account, such as "faq", until the transaction ends. SQLite needs no lock: it has only one
     * writer.
     */
    public void lockWord(Transaction transaction, long cmId, String word) {
        lockWords(transaction, cmId, List.of(word));
    }

    /**
     * Locks several texts of an account until the transaction ends. Empty texts are not locked. The order is
     * alphabetical, so that two transactions with the same texts do not deadlock. On SQLite, does nothing: there is
     * only one writer.
     */
    public void lockWords(Transaction transaction, long cmId, Collection<String> words) {
        var needed = this == POSTGRESQL ? words : List.<String>of();
        var sorted = needed.stream().filter(word -> !word.isEmpty()).sorted().toList();
        if (!sorted.isEmpty()) {
            var sql = "SELECT pg_advisory_xact_lock(hashtextextended(word, :cmId)) FROM unnest(ARRAY[<words>]) word";
            transaction.later(sql, cmId).bindList("words", sorted).execute();
        }
    }

    /**
     * Takes a shared lock on an account until the transaction ends. {@link #lockAccount} waits for the end of this
     * lock. The lock is advisory, because that costs no write: for a row lock that several transactions hold,
     * PostgreSQL would write a multixact.
     */
    public void holdAccount(Transaction transaction, long cmId) {
        lock(transaction, 0, cmId, "_shared");
    }

    /**
     * Takes a shared lock on the numbers of an account's new tickets until the transaction ends. After two lost races
     * the lock is exclusive, so that the transaction cannot lose again. Call it right after {@link #holdAccount},
     * before any other lock. Otherwise a deadlock is possible: this transaction waits for this lock, while the holder
     * of this lock waits for another lock of this transaction.
     */
    public void holdTicketNumbers(Transaction transaction, long cmId) {
        lock(transaction, 2, cmId, transaction.isAgain() ? "" : "_shared");
    }

    /** Locks an account exclusively until the transaction ends. Waits for every transaction that holds the account. */
    public void lockAccount(Transaction transaction, long cmId) {
        lock(transaction, 0, cmId, "");
    }

    /** Like {@link #lockAccount} for all accounts, by one lock: PostgreSQL has room for only some thousand locks. */
    void lockAllAccounts(Transaction transaction) {
        onPostgresql(transaction, "SELECT pg_advisory_xact_lock(1, 0)");
    }

    /**
     * Takes an advisory lock, and the shared lock for which {@link #lockAllAccounts} waits. Each of these locks has a
     * pair of numbers as its key. A lock on a word ({@link #lockWords}) has a single number, so it never conflicts with
     * them.
     */
    private void lock(Transaction transaction, int first, long cmId, String mode) {
        if (this == POSTGRESQL) {
            var sql = "SELECT pg_advisory_xact_lock" + mode + "(" + first + ", CAST(:cmId % 2147483647 AS INTEGER)),"
                    + " pg_advisory_xact_lock_shared(1, 0)";
            transaction.later(sql, cmId).execute();
        }
    }

    private void onPostgresql(Transaction transaction, String sql) {
        if (this == POSTGRESQL) {
            transaction.handle().execute(sql);
        }
    }

    /**
     * Announces that tables may grow a thousandfold within this transaction. PostgreSQL would otherwise reuse plans
     * made for small tables and scan the large ones completely.
     */
    public void expectGrowth(Transaction transaction) {
        onPostgresql(transaction, "SET LOCAL plan_cache_mode = force_custom_plan");
    }

    /**
     * Updates the planner statistics after tables have grown. Until then PostgreSQL assumes that an account has only a
     * few rows and scans all of them to find one customer. Its own autovacuum runs only about once a minute. Leaves out
     * tables on which a VACUUM is running: a wait for its end could make the write fail.
     */
    public void lookAtGrowth(Transaction transaction, String tables) {
        onPostgresql(transaction, "ANALYZE (SKIP_LOCKED) " + tables);
    }

    /**
     * Removes the timeouts of this transaction: on SQLite that of the waiting caller, on PostgreSQL those of the
     * statements and of the network. The timeouts for locks stay.
     */
    void takeTime(Transaction transaction) {
        transaction.takesTime = true;
        if (this == POSTGRESQL) {
            transaction.handle().execute("SET LOCAL statement_timeout = 0");
            try {
                // The pool resets the network timeout when the connection returns.
                transaction.handle().getConnection().setNetworkTimeout(Runnable::run, 0);
            } catch (SQLException failure) {
                throw Prepared.translated(failure);
            }
        }
    }

    /**
     * Locks tables against other writers until this transaction ends, one after the other. SQLite needs no lock: it has
     * only one writer.
     */
    public void lockOut(Transaction transaction, String... tables) {
        onPostgresql(transaction, "LOCK TABLE " + String.join(", ", tables) + " IN EXCLUSIVE MODE");
    }

    /** Locks the change numbers until the transaction ends. Waits for every other transaction that has taken one. */
    void lockChangeNumbers(Transaction transaction) {
        onPostgresql(transaction, "LOCK TABLE change_offset IN ACCESS EXCLUSIVE MODE");
    }

    /**
     * The first words of an UPDATE of very many rows. On SQLite, a plain UPDATE would first copy each page that it
     * changes into memory, to be able to undo its changes. UPDATE OR FAIL makes no copies and undoes nothing, so the
     * caller must roll back the transaction if it fails.
     */
    String updateOfMany() {
        return this == SQLITE ? "UPDATE OR FAIL" : "UPDATE";
    }

    /** The clause of a SELECT that locks its rows against other writers. Empty on SQLite, which has only one writer. */
    public String forUpdate() {
        return rowLock("FOR UPDATE");
    }

    /** Like {@link #forUpdate}, but leaves out rows that others have locked, and waits for nobody. */
    public String forUpdateSkipLocked() {
        return rowLock("FOR UPDATE SKIP LOCKED");
    }

    /** Like {@link #forUpdate}, for rows that are changed and not erased; allows {@link #forReferenceOf} by others. */
    public String forChange() {
        return rowLock("FOR NO KEY UPDATE");
    }

    /**
     * The clause of a SELECT that locks the rows of one table against erasure, until the rows that refer to them are
     * stored. Conflicts only with {@link #forUpdate}. Empty on SQLite, which has only one writer.
     */
    public String forReferenceOf(String table) {
        return rowLock("FOR KEY SHARE OF " + table);
    }

    private String rowLock(String clause) {
        return this == POSTGRESQL ? clause : "";
    }

    /** The folders of the migrations, the common one first. */
    public List<String> migrations() {
        return List.of("db/common", "db/" + folder);
    }

    /** The placeholders in the common migrations. */
    Map<String, String> placeholders() {
        return Map.of("clustered", clustered, "blob", blob);
    }
}
