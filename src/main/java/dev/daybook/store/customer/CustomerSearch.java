package dev.daybook.store.customer;

import dev.daybook.domain.PagePosition;
import dev.daybook.domain.Phone;
import dev.daybook.domain.TextKey;
import dev.daybook.domain.Window;
import dev.daybook.domain.customer.Customer;
import dev.daybook.domain.message.Blanks;
import dev.daybook.store.EpochMillis;
import dev.daybook.store.Transaction;
import dev.daybook.store.record.Criteria;
import dev.daybook.store.record.PhoneMatch;
import dev.daybook.store.record.RecordTable;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Finds customers for the console: by id, code, phone, e-mail or name, or the newest customers that were created in a
 * window of time. Each query reads a short range of an index, however many customers there are.
 */
public final class CustomerSearch {
    /** The maximum number of customers that a search finds. */
    public static final int MOST = 50;

    private static final String NEWEST = """
            SELECT id FROM customer
            WHERE cm_id = :cmId AND deleted_at = 0 AND created_at >= :start AND (created_at, id) < (:time, :id)
            ORDER BY created_at DESC, id DESC LIMIT :limit""";

    /**
     * Searches for a part of the name only among the newest customers, so that the time is bounded for any account.
     */
    private static final String WITHIN_NAME = """
            SELECT id FROM (
             SELECT id, created_at, name_key FROM customer WHERE cm_id = :cmId AND deleted_at = 0
             AND created_at >= :start AND created_at < :end
             ORDER BY created_at DESC, id DESC LIMIT 10000) newest
            WHERE name_key LIKE :part ESCAPE '!' ORDER BY created_at DESC, id DESC LIMIT :limit""";

    private static final String LIMIT = " LIMIT :limit";

    private static final Pattern ID = Pattern.compile("[0-9]{1,18}");

    /**
     * The customers that a search finds.
     *
     * @param customers the customers, in the order in which they were found
     * @param cut whether more customers may match than these
     */
    public record Found(List<Customer> customers, boolean cut) {
        public Found {
            customers = List.copyOf(customers);
        }
    }

    private CustomerSearch() {}

    /**
     * A page of the customers that were created in a window and before a position, the newest first.
     *
     * @param before the end of the window for the first page; {@code next} of the previous page for the others
     */
    public static RecordTable.Page<Customer> newest(
            Transaction transaction, long cmId, Window window, PagePosition before, int limit) {
        var ids = transaction
                .query(NEWEST, cmId)
                .bind("start", EpochMillis.column(window.start()))
                .bind("time", EpochMillis.column(before.createdAt()))
                .bind("id", before.id());
        return CustomerTable.ROWS.page(transaction, cmId, ids, limit, Customer::position);
    }

    /**
     * Finds the customers that a text may mean: by id; by code, phone or e-mail, complete or only its beginning; by the
     * last digits of a phone; by the beginning of the name; and, among the newest, by a part of the name.
     *
     * @param typed the text. Invisible characters, and the kind and number of blanks between words, do not matter
     * @param created the window in which the customers must have been created; empty for any time. With a window, a
     *     search by a beginning reads only its first 10,000 matches, and a search by a part of the name reads only the
     *     newest 10,000 customers of the window
     * @param byReach whether to search phones and e-mails too
     */
    public static Found find(
            Transaction transaction, long cmId, String typed, Optional<Window> created, boolean byReach) {
        var words = Blanks.fold(typed);
        var found = new FoundIds(transaction, cmId, created);
        if (ID.matcher(words).matches()) {
            found.add(List.of(Long.parseLong(words)));
        }
        // A code is stored as it was given, also with several blanks.
        found.add(CustomerTable.idsByCode(transaction, cmId, List.of(typed, words))
                .values());
        if (byReach) {
            findByReach(words, found);
        }
        CustomerBeginnings.find(transaction, cmId, words, byReach, found);
        // The search within names is the slowest query. It is left out for a text that can be a part of a phone.
        if (!CustomerBeginnings.isPhone(words)) {
            var window = created.orElse(Window.ALWAYS);
            found.ask(
                    WITHIN_NAME,
                    Map.<String, Object>of(
                            "part", Criteria.pattern(TextKey.ofName(words)),
                            "start", EpochMillis.column(window.start()),
                            "end", EpochMillis.column(window.end())));
        }
        return new Found(CustomerTable.ROWS.inOrder(transaction, cmId, found.list()), found.isCut());
    }

    private static void findByReach(String words, FoundIds found) {
        var phone = Phone.of(words);
        if (phone.hasNationalLength()) {
            found.ask(CustomerMatch.existing(CustomerMatch.IDS_BY_PHONE) + LIMIT, PhoneMatch.values(phone));
        }
        if (words.indexOf('@') > 0) {
            found.ask(CustomerMatch.existing(CustomerMatch.IDS_BY_EMAIL) + LIMIT, Map.of("email", TextKey.of(words)));
        }
    }
}
