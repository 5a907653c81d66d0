package dev.daybook.store.person;

import dev.daybook.store.Transaction;
import dev.daybook.store.account.AccountStore;
import java.util.List;

/** Saved filters of the ticket queue, by person and account. */
public final class SavedFilterStore {
    /** The largest number of characters in a name. */
    public static final int MAX_NAME = 60;

    /** The largest number of filters of a person in an account. */
    public static final int MOST = 20;

    private static final String PUT = """
            INSERT INTO saved_filter (cm_id, person_id, name, query) VALUES (:cmId, :personId, :name, :query)
            ON CONFLICT (cm_id, person_id, name) DO UPDATE SET query = excluded.query""";

    private static final String REMOVE =
            "DELETE FROM saved_filter WHERE cm_id = :cmId AND person_id = :personId AND name = :name";

    private static final String REMOVE_ALL = "DELETE FROM saved_filter WHERE cm_id = :cmId AND person_id = :personId";

    private static final String LIST = """
            SELECT name, query FROM saved_filter WHERE cm_id = :cmId AND person_id = :personId ORDER BY name""";

    /**
     * A filter that was saved.
     *
     * @param name what the person calls it
     * @param query the query string of the page
     */
    public record SavedFilter(String name, String query) {}

    private SavedFilterStore() {}

    /**
     * Saves a filter. If the person has a filter with this name in the account, it is replaced.
     *
     * @throws dev.daybook.domain.ProblemException ACCOUNT_GONE
     */
    public static void put(Transaction transaction, long cmId, long personId, SavedFilter filter) {
        AccountStore.holdNow(transaction, cmId);
        transaction
                .update(PUT, cmId)
                .bind("personId", personId)
                .bind("name", filter.name())
                .bind("query", filter.query())
                .execute();
    }

    /** Removes a filter; false if there is none with this name. */
    public static boolean remove(Transaction transaction, long cmId, long personId, String name) {
        return transaction
                        .update(REMOVE, cmId)
                        .bind("personId", personId)
                        .bind("name", name)
                        .execute()
                == 1;
    }

    /** Removes all filters of a person in an account. */
    public static void removeAll(Transaction transaction, long cmId, long personId) {
        transaction.update(REMOVE_ALL, cmId).bind("personId", personId).execute();
    }

    /** The filters of a person in an account, sorted by name. */
    public static List<SavedFilter> list(Transaction transaction, long cmId, long personId) {
        return transaction
                .query(LIST, cmId)
                .bind("personId", personId)
                .map((row, context) -> new SavedFilter(row.getString("name"), row.getString("query")))
                .list();
    }
}
