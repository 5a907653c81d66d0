package dev.daybook.store.account;

import dev.daybook.store.Transaction;
import java.util.function.Consumer;

/**
 * The account of a demo with its sample data. It can be reset to its first state, with the same ids. Only for SQLite. A
 * reset leaves other accounts in the database as they are.
 */
public final class SampleAccount {
    /**
     * The tables that a reset empties: all tables with a {@code cm_id} column except those of the account itself, of
     * keys, of roles and of the audit. Tables of later versions are thus included.
     */
    private static final String OWNED = """
            SELECT t.name FROM sqlite_schema t JOIN pragma_table_info(t.name) c ON c.name = 'cm_id'
            WHERE t.type = 'table' AND t.name NOT IN ('account', 'api_key', 'membership', 'audit')
            ORDER BY t.name""";

    /** The next id before a reset, if there are other accounts: their records survive the reset and keep their ids. */
    private static final String NEXT_OF_OTHERS =
            "SELECT next_id FROM record_id WHERE EXISTS (SELECT 1 FROM account WHERE cm_id <> :cmId)";

    /**
     * Makes the next id higher than the ids of all keys, and of the records and audit lines of other accounts: a reset
     * keeps these, and no id may be used twice. The audit lines of erased accounts count too: if a new account gets the
     * number of an erased one, its lines are recognised by their higher ids.
     */
    private static final String SKIP_USED = """
            UPDATE record_id SET next_id =
            max(next_id, :others, (SELECT coalesce(max(id) + 1, 0) FROM api_key),
            (SELECT coalesce(max(id) + 1, 0) FROM admin_key),
            (SELECT coalesce(max(id) + 1, 0) FROM audit WHERE cm_id NOT IN (0, :cmId)))""";

    private final long cmId;
    private final Consumer<Transaction> filling;
    private long firstId;

    /** @param filling creates the account and its sample data, the same each time */
    public SampleAccount(long cmId, Consumer<Transaction> filling) {
        this.cmId = cmId;
        this.filling = filling;
    }

    /** The account's number. */
    public long cmId() {
        return cmId;
    }

    /** Fills the account for the first time. */
    public void fill(Transaction transaction) {
        firstId = transaction.dialect().nextId(transaction);
        filling.accept(transaction);
    }

    /**
     * Deletes all that the account owns except keys, roles and audit, fills it again, and makes the followers of its
     * feed start again.
     */
    public void restore(Transaction transaction) {
        var others = transaction
                .query(NEXT_OF_OTHERS, cmId)
                .mapTo(Long.class)
                .findOne()
                .orElse(firstId);
        for (var table : transaction.query(OWNED).mapTo(String.class).list()) {
            transaction
                    .update("DELETE FROM " + table + " WHERE cm_id = :cmId", cmId)
                    .execute();
        }
        transaction.dialect().setNextId(transaction, firstId);
        filling.accept(transaction);
        transaction.update(SKIP_USED, cmId).bind("others", others).execute();
        transaction
                .update("UPDATE account SET changes_from = :number WHERE cm_id = :cmId", cmId)
                .bind("number", transaction.changeNumber())
                .execute();
    }
}
