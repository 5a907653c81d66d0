package dev.daybook.store.customer;

import dev.daybook.domain.PagePosition;
import dev.daybook.domain.Phone;
import dev.daybook.domain.TextKey;
import dev.daybook.domain.Window;
import dev.daybook.domain.customer.Customer;
import dev.daybook.store.Times;
import dev.daybook.store.Transaction;
import dev.daybook.store.record.PhoneMatch;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.statement.Query;

/**
 * Customers for people who look for one: by whatever they know of it, or the newest first. Each question reads a short
 * range of an index, however many customers there are.
 */
public final class CustomerSearch {
    /** How many customers a search finds at most. */
    public static final int MOST = 50;

    private static final String NEWEST = """
            SELECT id, created_at FROM customer
            WHERE cm_id = :cmId AND deleted_at = 0 AND created_at >= :start AND (created_at, id) < (:time, :id)
            ORDER BY created_at DESC, id DESC LIMIT :limit""";

    private static final String BY_NAME = """
            SELECT id FROM customer WHERE cm_id = :cmId AND deleted_at = 0 AND name_key >= :from AND name_key < :to
            ORDER BY name_key, id LIMIT :limit""";

    /** A part within the name is looked for among so many, so that it takes the same time for any account. */
    private static final String WITHIN_NAME = """
            SELECT id FROM (
             SELECT id, created_at, name_key FROM customer WHERE cm_id = :cmId AND deleted_at = 0
             ORDER BY created_at DESC, id DESC LIMIT 10000) newest
            WHERE name_key LIKE :part ESCAPE '!' ORDER BY created_at DESC, id DESC LIMIT :limit""";

    private static final String LAST = "\udbff\udfff";

    private static final int LONGEST_ID = 18;

    /**
     * A part of the list.
     *
     * @param customers the customers, the newest first
     * @param next the position of the last of them, if more follow
     */
    public record Page(List<Customer> customers, Optional<PagePosition> next) {
        public Page {
            customers = List.copyOf(customers);
        }
    }

    /** The customers created in a window, from before a position on, the newest first. */
    public Page newest(Transaction transaction, long cmId, Window window, PagePosition before, int limit) {
        var rows = query(transaction, NEWEST, cmId)
                .bind("start", Times.column(window.start()))
                .bind("time", Times.column(before.createdAt()))
                .bind("id", before.id())
                .bind("limit", limit + 1)
                .map((row, context) -> new PagePosition(Times.instant(row.getLong("created_at")), row.getLong("id")))
                .list();
        var shown = rows.subList(0, Math.min(limit, rows.size()));
        var customers =
                inOrder(transaction, cmId, shown.stream().map(PagePosition::id).toList());
        return new Page(customers, rows.size() > limit ? Optional.of(shown.get(limit - 1)) : Optional.empty());
    }

    /**
     * The customers that a text may mean: by id, code, phone or e-mail, or the beginning of one, the last digits of a
     * phone, the beginning of the name, and, of the newest, a part of the name.
     *
     * @param byReach whether phones and e-mails count
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
        findByName(transaction, cmId, TextKey.of(words), found, !CustomerBeginnings.isPhone(words));
        return inOrder(transaction, cmId, found.stream().limit(MOST).toList());
    }

    private static void findByReach(Transaction transaction, long cmId, String words, Set<Long> found) {
        var phone = Phone.of(words);
        if (phone.hasNationalLength()) {
            found.addAll(query(transaction, limited(CustomerMatch.IDS_BY_PHONE), cmId)
                    .bindMap(PhoneMatch.values(phone, true))
                    .mapTo(Long.class)
                    .list());
        }
        if (words.indexOf('@') > 0) {
            found.addAll(query(transaction, limited(CustomerMatch.IDS_BY_EMAIL), cmId)
                    .bind("email", TextKey.of(words))
                    .mapTo(Long.class)
                    .list());
        }
    }

    /** The digits of a phone are not looked for within names: that is the longest of all questions. */
    private static void findByName(Transaction transaction, long cmId, String key, Set<Long> found, boolean within) {
        found.addAll(query(transaction, BY_NAME, cmId)
                .bind("from", key)
                .bind("to", key + LAST)
                .bind("limit", MOST)
                .mapTo(Long.class)
                .list());
        if (within && found.size() < MOST) {
            found.addAll(query(transaction, WITHIN_NAME, cmId)
                    .bind("part", "%" + key.replaceAll("([!%_])", "!$1") + "%")
                    .bind("limit", MOST)
                    .mapTo(Long.class)
                    .list());
        }
    }

    private static String limited(String ids) {
        return "SELECT customer_id FROM (" + ids + ") AS found LIMIT " + MOST;
    }

    private static Query query(Transaction transaction, String sql, long cmId) {
        return transaction.handle().createQuery(sql).bind("cmId", cmId);
    }

    private static List<Customer> inOrder(Transaction transaction, long cmId, Collection<Long> ids) {
        var order = new ArrayList<>(ids);
        return CustomerTable.select(transaction, cmId, order).stream()
                .sorted(Comparator.comparingInt(customer -> order.indexOf(customer.id())))
                .toList();
    }
}
