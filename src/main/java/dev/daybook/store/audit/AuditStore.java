package dev.daybook.store.audit;

import dev.daybook.domain.PagePosition;
import dev.daybook.domain.person.Act;
import dev.daybook.domain.person.AuditAction;
import dev.daybook.domain.person.AuditEntry;
import dev.daybook.store.Break;
import dev.daybook.store.Database;
import dev.daybook.store.EpochMillis;
import dev.daybook.store.Transaction;
import dev.daybook.store.person.PersonStore;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * The audit. A line is written in the transaction of the action that it records, and never changed. Lines can be
 * deleted when they are older than {@link #KEPT_AT_LEAST}; the database refuses any other deletion.
 */
public final class AuditStore {
    /** How long the database refuses to delete a line. Its triggers contain the same number of days. */
    public static final Duration KEPT_AT_LEAST = Duration.ofDays(30);

    private static final int DELETED_AT_ONCE = 1_000;

    private static final String INSERT = """
            INSERT INTO audit (cm_id, at, id, person_id, admin_key_id, action, record_id, address)
            VALUES (:cmId, :at, :id, :personId, :adminKeyId, :action, :recordId, :address)""";

    private static final String BEFORE = """
            SELECT a.id, a.at, a.person_id, a.action, a.record_id, a.address,
                CASE WHEN a.admin_key_id > 0 THEN 'admin key ' || a.admin_key_id ELSE coalesce(p.email, '') END AS who,
                CASE WHEN p.name <> p.email THEN p.name ELSE '' END AS name,
                CASE WHEN p.id IS NULL OR %s THEN 0 ELSE 1 END AS former
            FROM audit a LEFT JOIN person p ON p.id = a.person_id
            WHERE a.cm_id = :cmId AND (a.at, a.id) < (:at, :id) AND a.id >= :first
            ORDER BY a.at DESC, a.id DESC LIMIT :limit""".formatted(PersonStore.NOT_FORMER);

    static final String FIRST =
            "SELECT coalesce(max(id), 0) FROM audit WHERE cm_id = :cmId AND action = 'CREATE_ACCOUNT'";

    /**
     * SQL after FROM that selects the lines of an account. If an erased account had the same number, one of its lines
     * may be among them: the line of the command that created it. See {@link #first}.
     */
    public static final String OWN = "audit WHERE cm_id = :cmId AND id >= (" + FIRST + ")";

    static final String NEWEST = "SELECT max(at) FROM audit WHERE cm_id = :cmId";

    private static final String OF_ACCOUNTS = "SELECT 1 FROM audit WHERE cm_id > 0 LIMIT 1";

    private static final String OF_RECORD =
            "SELECT 1 FROM audit WHERE cm_id = :cmId AND action = :action AND record_id = :recordId LIMIT 1";

    private static final String ACCOUNT_AFTER = "SELECT min(cm_id) FROM audit WHERE cm_id > :cmId";

    /**
     * Deletes the oldest lines, with two exceptions. It keeps every line of a command that created an account: {@link
     * #knowsAccounts} needs it, and it may stay for ever, because it names nobody. It keeps the account's first line
     * while there are other lines of an erased account that had the same number. Without the first line, they would
     * count as lines of this account. They may stay longer than it, because their times may be later.
     */
    private static final String DELETE_SOME = """
            DELETE FROM audit WHERE cm_id = :cmId AND (at, id) IN
            (SELECT at, id FROM audit WHERE cm_id = :cmId AND at < :before AND %1$s
             AND (id <> :first OR NOT EXISTS (SELECT 1 FROM audit WHERE cm_id = :cmId AND id < :first AND %1$s))
             ORDER BY at, id LIMIT :count)""".formatted("(action <> 'CREATE_ACCOUNT' OR address <> '')");

    private AuditStore() {}

    /**
     * Writes a line.
     *
     * @param recordId the affected record, key, person or account; 0 for none
     */
    public static void write(Transaction transaction, Act act, AuditAction action, long recordId) {
        transaction
                .update(INSERT, act.cmId())
                .bind("at", EpochMillis.column(act.at()))
                .bind("id", transaction.takeId())
                .bind("personId", act.personId())
                .bind("adminKeyId", act.adminKeyId())
                .bind("action", action.name())
                .bind("recordId", recordId)
                .bind("address", act.address())
                .execute();
    }

    /**
     * The id of the newest line about the creation of an account with this number; 0 if there is none. Lines with lower
     * ids are of an erased account that had the same number. The line about the present account's creation may have
     * been deleted for its age. Then the result is the id of the line of a command that created an erased account, if
     * there is one.
     */
    public static long first(Transaction transaction, long cmId) {
        return transaction.query(FIRST, cmId).mapTo(Long.class).one();
    }

    /** Whether the audit has a line of any account, existing or erased. */
    public static boolean knowsAccounts(Transaction transaction) {
        return transaction.query(OF_ACCOUNTS).mapTo(Integer.class).findOne().isPresent();
    }

    /** Whether the audit has a line of this action on this record of an account. Reads all lines of the account. */
    public static boolean has(Transaction transaction, long cmId, AuditAction action, long recordId) {
        return transaction
                .query(OF_RECORD, cmId)
                .bind("action", action.name())
                .bind("recordId", recordId)
                .mapTo(Integer.class)
                .findOne()
                .isPresent();
    }

    /**
     * The lines of an account before a position, the newest first.
     *
     * @param first the lowest id of the lines to return; 0 for all lines
     */
    public static List<AuditEntry> before(
            Transaction transaction, long cmId, PagePosition position, long first, int limit) {
        return transaction
                .query(BEFORE, cmId)
                .bind("at", EpochMillis.column(position.createdAt()))
                .bind("id", position.id())
                .bind("first", first)
                .bind("limit", limit)
                .map((row, context) -> new AuditEntry(
                        row.getLong("id"),
                        EpochMillis.instant(row.getLong("at")),
                        row.getLong("person_id"),
                        row.getString("who"),
                        row.getString("name"),
                        row.getInt("former") != 0,
                        AuditAction.valueOf(row.getString("action")),
                        row.getLong("record_id"),
                        row.getString("address")))
                .list();
    }

    /** The time of the newest line of these accounts; empty if there is none. */
    public static Optional<Instant> newest(Transaction transaction, List<Long> cmIds) {
        return Transaction.inParts(cmIds, some -> newestOfEach(transaction, some)).stream()
                .filter(at -> at > 0)
                .max(Comparator.naturalOrder())
                .map(EpochMillis::instant);
    }

    private static List<Long> newestOfEach(Transaction transaction, List<Long> cmIds) {
        var newest = cmIds.stream()
                .map(cmId -> transaction.later(NEWEST, cmId).ask(row -> row.getLong(1), times -> times.get(0)))
                .toList();
        return newest.stream().map(Supplier::get).toList();
    }

    /**
     * Deletes the lines before an instant, a thousand in each transaction, so that others can write in between.
     *
     * @param before an instant at least {@link #KEPT_AT_LEAST} ago
     * @param stopping whether to end as soon as possible, and leave the other lines
     * @return the number of deleted lines
     */
    public static long deleteBefore(Database database, Instant before, BooleanSupplier stopping) {
        var deleted = 0L;
        var cmId = accountAfter(database, -1);
        while (cmId.isPresent() && !stopping.getAsBoolean()) {
            var account = cmId.get();
            var first = database.read(transaction -> first(transaction, account));
            var some = 0;
            do {
                some = database.write(
                        "audit retention", transaction -> deleteSome(transaction, account, first, before));
                deleted += some;
                Break.take();
            } while (some == DELETED_AT_ONCE && !stopping.getAsBoolean());
            cmId = accountAfter(database, account);
        }
        return deleted;
    }

    private static Optional<Long> accountAfter(Database database, long cmId) {
        return database.read(transaction ->
                transaction.query(ACCOUNT_AFTER, cmId).mapTo(Long.class).findOne());
    }

    private static int deleteSome(Transaction transaction, long cmId, long first, Instant before) {
        return transaction
                .update(DELETE_SOME, cmId)
                .bind("first", first)
                .bind("before", EpochMillis.column(before))
                .bind("count", DELETED_AT_ONCE)
                .execute();
    }
}
