package dev.daybook.store.erasure;

import dev.daybook.store.Break;
import dev.daybook.store.Database;
import dev.daybook.store.Transaction;
import dev.daybook.store.account.AccountStore;
import dev.daybook.store.backup.Catalogue;
import dev.daybook.store.backup.OtherTables;
import dev.daybook.store.backup.StoredTable;
import dev.daybook.store.faq.FaqStore;
import dev.daybook.store.pack.PackedDays;
import dev.daybook.store.person.MembershipStore;
import dev.daybook.store.person.PersonAccess;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Erases an account: all of its rows in all tables of Daybook, except the audit. The audit stays, because it says who
 * did what; it holds no values of records. Tables that are not Daybook's stay as they are. Each transaction deletes a
 * few thousand rows, so that others can write in between. API keys, webhooks and the progress of imports are deleted
 * first, so that nobody adds more rows. The account itself is deleted last, so that an interrupted erasure can be
 * continued. The last transaction waits for the writes that are under way, and deletes their rows too; a later write
 * finds no account, and is refused.
 */
public final class EraseAccount {
    private static final int BATCH_SIZE = 2_000;
    private static final String AUDIT = "audit";

    /** Rows that others have locked, perhaps to delete them, are left for a later batch or the last transaction. */
    private static final String DELETE_SOME = """
            WITH batch AS (SELECT %2$s FROM %1$s WHERE cm_id = :cmId LIMIT %3$d %4$s)
            DELETE FROM %1$s WHERE cm_id = :cmId AND (%2$s) IN (SELECT %2$s FROM batch)""";

    /**
     * Tables that let programs use the account, get its data or continue an import into it; emptied first. Otherwise an
     * import would add rows to tables that were emptied before, until the end of its file.
     */
    private static final List<String> FIRST = List.of("api_key", "webhook", "import_run");

    /** Tables that are not emptied in batches: the last transaction deletes their rows. */
    private static final List<String> LAST = List.of("account", "membership");

    private final Database database;
    private final long cmId;
    private final List<StoredTable> tables;

    private EraseAccount(Database database, long cmId, List<StoredTable> tables) {
        this.database = database;
        this.cmId = cmId;
        this.tables = tables;
    }

    /**
     * Prepares the erasure of an account: reads the list of tables.
     *
     * @throws dev.daybook.domain.ProblemException CONFLICT if a table that is not Daybook's refers to rows of the
     *     account, so that the erasure could not be completed
     */
    public static EraseAccount prepare(Database database, long cmId) {
        var children = new ArrayList<>(database.read(Catalogue::tables));
        Collections.reverse(children);
        var tables = children.stream()
                .filter(table -> table.isOfAccounts() && !table.name().equals(AUDIT))
                .toList();
        database.read(transaction -> {
            OtherReferences.requireNone(transaction, cmId, tables);
            return true;
        });
        return new EraseAccount(database, cmId, tables);
    }

    /** The names of the tables that are not Daybook's, which the erasure does not change. */
    public List<String> others() {
        return database.read(OtherTables::all);
    }

    /** How many rows the account has, without the audit. */
    public long rows() {
        return database.read(transaction ->
                tables.stream().mapToLong(table -> count(transaction, table)).sum());
    }

    private long count(Transaction transaction, StoredTable table) {
        return transaction
                .query("SELECT count(*) FROM " + table.name() + " WHERE cm_id = :cmId", cmId)
                .mapTo(Long.class)
                .one();
    }

    /**
     * Deletes the keys and the webhook, ends imports, and removes the people from the account. Removing them has the
     * same effect as in the console: a person who has no other role and is no operator can no longer log in. Running
     * servers notice these changes after a moment.
     */
    public void lockOut() {
        for (var table : tables) {
            if (FIRST.contains(table.name())) {
                // Not in batches: a batch leaves out locked rows, and a key that is left out would stay valid.
                database.run("account delete", transaction -> deleteAll(transaction, table));
            }
        }
        database.run("account delete", this::removePeople);
    }

    private void removePeople(Transaction transaction) {
        for (var member : MembershipStore.members(transaction, cmId)) {
            PersonAccess.remove(transaction, cmId, member.person().id());
        }
    }

    /**
     * Deletes everything that {@link #lockOut} leaves, and removes the remains from the files.
     *
     * @throws dev.daybook.domain.ProblemException as {@link #scrub} does; the account is deleted, but its remains are
     *     still in the files
     */
    public void erase() {
        for (var table : tables) {
            if (!LAST.contains(table.name())) {
                empty(table);
            }
        }
        database.run("account delete", transaction -> {
            AccountStore.lock(transaction, cmId);
            removePeople(transaction);
            // Deletes the rows of writes that were under way during the batches; these are few, if any.
            tables.forEach(table -> deleteAll(transaction, table));
            PackedDays.delete(transaction, cmId);
            FaqStore.tidy(transaction);
        });
        scrub();
    }

    /**
     * Removes the remains of deleted rows from the files, also of an account that an earlier call has erased.
     *
     * @throws dev.daybook.domain.ProblemException UNAVAILABLE if the remains could not be removed, such as on a full
     *     disk, or while other programs use the files
     */
    public void scrub() {
        database.scrub();
    }

    private void empty(StoredTable table) {
        var key = table.key().stream().map(name -> "\"" + name + "\"").collect(Collectors.joining(", "));
        var some = DELETE_SOME.formatted(
                table.name(), key, BATCH_SIZE, database.dialect().forUpdateSkipLocked());
        while (database.write("account delete", transaction -> delete(transaction, some)) > 0) {
            Break.take();
        }
    }

    private void deleteAll(Transaction transaction, StoredTable table) {
        delete(transaction, "DELETE FROM " + table.name() + " WHERE cm_id = :cmId");
    }

    private int delete(Transaction transaction, String sql) {
        return transaction.update(sql, cmId).execute();
    }
}
