package dev.daybook.store.customer;

import dev.daybook.domain.PagePosition;
import dev.daybook.domain.Phone;
import dev.daybook.domain.TextKey;
import dev.daybook.domain.Window;
import dev.daybook.domain.customer.Customer;
import dev.daybook.store.Times;
import dev.daybook.store.Transaction;
import dev.daybook.store.record.Criteria;
import dev.daybook.store.record.PhoneMatch;
import dev.daybook.store.record.RecordTable;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Finds customers for people: by any text that a person knows about the customer, or the newest first. Each query reads
 * a short range of an index, however many customers there are.
 */
public final class CustomerSearch {
    /** How many customers a search finds at most. */
    public static final int MOST = 50;

    private static final String NEWEST = """
            SELECT id FROM customer
            WHERE cm_id = :cmId AND deleted_at = 0 AND created_at >= :start AND (created_at, id) < (:time, :id)
            ORDER BY created_at DESC, id DESC LIMIT :limit""";

    /**
     * Searches for a part of the name only among the newest customers, so that the time is the same for any account.
     */
    private static final String WITHIN_NAME = """
            SELECT id FROM (
             SELECT id, created_at, name_key FROM customer WHERE cm_id = :cmId AND deleted_at = 0
             ORDER BY created_at DESC, id DESC LIMIT 10000) newest
            WHERE name_key LIKE :part ESCAPE '!' ORDER BY created_at DESC, id DESC LIMIT :limit""";

    private static final int LONGEST_ID = 18;

    /** A page of the customers created in a window, before a position, the newest first. */
    public RecordTable.Page<Customer> newest(
            Transaction transaction, long cmId, Window window, PagePosition before, int limit) {
        var ids = transaction
                .query(NEWEST, cmId)
                .bind("start", Times.column(window.start()))
                .bind("time", Times.column(before.createdAt()))
                .bind("id", before.id())
                .bind("limit", limit + 1)
                .mapTo(Long.class)
                .list();
        return CustomerTable.ROWS.page(transaction, cmId, ids, limit, Customer::position);
    }

    /**
     * Finds the customers that a text may mean: by id; by code, phone or e-mail, complete or only its beginning; by the
     * last digits of a phone; by the beginning of the name; and, among the newest, by a part of the name.
     *
     * @param byReach whether to search phones and e-mails too
     */
    public List<Customer> find(Transaction transaction, long cmId, String text, boolean byReach) {
        var found = new LinkedHashSet<Long>();
        var words = text.strip();
        if (words.length() <= LONGEST_ID && words.chars().allMatch(letter -> letter >= '0' && letter <= '9')) {
            found.add(Long.parseLong(words));
        }
        found.addAll(CustomerTable.idsByCode(transaction, cmId, List.of(words)).values());
        if (byReach) {
            findByReach(transaction, cmId, words, found);
        }
        CustomerBeginnings.find(transaction, cmId, words, byReach, found, MOST);
        // Does not search names for the digits of a phone, because that is the slowest query.
        if (found.size() < MOST && !CustomerBeginnings.isPhone(words)) {
            found.addAll(transaction
                    .query(WITHIN_NAME, cmId)
                    .bind("part", Criteria.pattern(TextKey.of(words)))
                    .bind("limit", MOST)
                    .mapTo(Long.class)
                    .list());
        }
        return CustomerTable.ROWS.inOrder(
                transaction, cmId, found.stream().limit(MOST).toList());
    }

    private static void findByReach(Transaction transaction, long cmId, String words, Set<Long> found) {
        var phone = Phone.of(words);
        if (phone.hasNationalLength()) {
            found.addAll(transaction
                    .query(limited(CustomerMatch.IDS_BY_PHONE), cmId)
                    .bindMap(PhoneMatch.values(phone, true))
                    .mapTo(Long.class)
                    .list());
        }
        if (words.indexOf('@') > 0) {
            found.addAll(transaction
                    .query(limited(CustomerMatch.IDS_BY_EMAIL), cmId)
                    .bind("email", TextKey.of(words))
                    .mapTo(Long.class)
                    .list());
        }
    }

    private static String limited(String ids) {
        return "SELECT customer_id FROM (" + ids + ") AS found LIMIT " + MOST;
    }
}
