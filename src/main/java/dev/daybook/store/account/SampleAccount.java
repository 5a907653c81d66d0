package dev.daybook.store.account;

import dev.daybook.store.Transaction;
import java.util.function.Consumer;
import org.jdbi.v3.core.Handle;

/**
 * The account of a demo with its sample data, which can be set back to how it was filled first, with the same ids. For
 * an embedded database that has no other account.
 */
public final class SampleAccount {
    /** Whatever an account owns has its number, so that tables of later versions are found too. */
    private static final String OWNED = """
            SELECT t.name FROM sqlite_schema t JOIN pragma_table_info(t.name) c ON c.name = 'cm_id'
            WHERE t.type = 'table' AND t.name NOT IN ('account', 'api_key')
            ORDER BY t.name""";

    /** Keys stay, so that their ids may not be given again. */
    private static final String SKIP_KEYS = """
            UPDATE record_id SET next_id =
            max(next_id, (SELECT coalesce(max(id) + 1, 0) FROM api_key WHERE cm_id = :cmId))""";

    private final long cmId;
    private final Consumer<Transaction> filling;
    private long firstId;

    /**
     * Names the account.
     *
     * @param filling puts the account and its sample data, the same each time
     */
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
        firstId = transaction
                .handle()
                .createQuery("SELECT next_id FROM record_id")
                .mapTo(Long.class)
                .one();
        filling.accept(transaction);
    }

    /** Takes away all that the account has but its keys, fills it again, and has its followers start again. */
    public void restore(Transaction transaction) {
        var handle = transaction.handle();
        for (var table : handle.createQuery(OWNED).mapTo(String.class).list()) {
            change(handle, "DELETE FROM " + table + " WHERE cm_id = :cmId");
        }
        handle.createUpdate("UPDATE record_id SET next_id = :next")
                .bind("next", firstId)
                .execute();
        filling.accept(transaction);
        change(handle, SKIP_KEYS);
        handle.createUpdate("UPDATE account SET changes_from = :number WHERE cm_id = :cmId")
                .bind("number", transaction.changeNumber())
                .bind("cmId", cmId)
                .execute();
    }

    private void change(Handle handle, String sql) {
        handle.createUpdate(sql).bind("cmId", cmId).execute();
    }
}
