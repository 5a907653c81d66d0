package dev.daybook.store.erasure;

import dev.daybook.domain.Phone;
import dev.daybook.domain.TextKey;
import dev.daybook.domain.customer.CustomerChange;
import dev.daybook.store.Transaction;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jdbi.v3.core.statement.Query;

/**
 * Finds the tickets of one person: those tagged with the customer, and untagged ones with a phone, an e-mail or the
 * code of the person, for example from before the customer was created. There is no index for untagged tickets, because
 * only an erasure looks for them.
 */
final class PersonTickets {
    private static final String TAGGED = """
            SELECT id FROM ticket WHERE cm_id = :cmId AND customer_id = :customerId AND customer_id <> 0 ORDER BY id""";

    private static final String UNTAGGED = """
            SELECT id, phone, email, customer_code FROM ticket
            WHERE cm_id = :cmId AND customer_id = 0 AND (phone <> '' OR email <> '' OR customer_code <> '')
            """;

    private static final String THESE = " AND id IN (<ids>) ORDER BY id ";

    private static final String REACH = """
            SELECT customer_code, phone, '' AS additional_phone, email, '' AS country_code FROM customer
            WHERE cm_id = :cmId AND id = :customerId
            UNION ALL
            SELECT '', phone, additional_phone, email, country_code FROM contact
            WHERE cm_id = :cmId AND customer_id = :customerId""";

    private static final int FETCHED = 1_000;

    /** A name that was entered as an e-mail, such as {@code rohan}: no blank, and at least one letter or digit. */
    private static final Pattern NAME = Pattern.compile("\\S*[\\p{L}\\p{N}]\\S*");

    private final Set<String> codes = new HashSet<>();
    private final Set<String> emails = new HashSet<>();
    private final Map<String, List<Phone>> phonesByTail = new HashMap<>();

    private PersonTickets() {}

    /** Locks the tickets of a customer and returns their ids. The rows of the customer must still be there. */
    static List<Long> lock(Transaction transaction, long cmId, long customerId) {
        var ids = new ArrayList<>(transaction
                .query(TAGGED + " " + transaction.dialect().forUpdate(), cmId)
                .bind("customerId", customerId)
                .mapTo(Long.class)
                .list());
        var person = new PersonTickets();
        transaction
                .query(REACH, cmId)
                .bind("customerId", customerId)
                .map((row, context) -> {
                    var code = row.getString(5);
                    person.add(row.getString(1), row.getString(4));
                    person.add(Phone.of(code, row.getString(2)));
                    person.add(Phone.of(code, row.getString(3)));
                    return true;
                })
                .list();
        if (!person.isUnreachable()) {
            ids.addAll(person.lockUntagged(transaction, cmId));
        }
        return ids;
    }

    /**
     * Locks the untagged tickets that match the person. Compares the tickets again after the lock, because a ticket may
     * have changed before it was locked.
     */
    private List<Long> lockUntagged(Transaction transaction, long cmId) {
        var found = matching(transaction.query(UNTAGGED, cmId));
        return Transaction.inParts(
                found,
                some -> matching(transaction
                        .query(UNTAGGED + THESE + transaction.dialect().forUpdate(), cmId)
                        .bindList("ids", some)));
    }

    private List<Long> matching(Query untagged) {
        return untagged.setFetchSize(FETCHED)
                .map((row, context) -> has(row.getString(2), row.getString(3), row.getString(4)) ? row.getLong(1) : 0L)
                .filter(id -> id != 0)
                .list();
    }

    private void add(String code, String email) {
        // Words such as N/A, which earlier builds stored as codes too, would match the tickets of many people.
        codes.add(CustomerChange.isMissing(code) ? "" : code);
        emails.add(isOwn(email) ? TextKey.of(email) : "");
        codes.remove("");
        emails.remove("");
    }

    /** Whether a text is an e-mail, or a name in the place of an e-mail, but not words such as "no email". */
    private static boolean isOwn(String email) {
        return !TextKey.ofEmail(email).isEmpty() || (NAME.matcher(email).matches() && !CustomerChange.isMissing(email));
    }

    private void add(Phone phone) {
        if (!phone.isEmpty()) {
            phonesByTail
                    .computeIfAbsent(phone.tail(), tail -> new ArrayList<>())
                    .add(phone);
        }
    }

    private boolean isUnreachable() {
        return codes.isEmpty() && emails.isEmpty() && phonesByTail.isEmpty();
    }

    private boolean has(String phone, String email, String code) {
        var number = Phone.of(phone);
        return codes.contains(code)
                || emails.contains(TextKey.of(email))
                || phonesByTail.getOrDefault(number.tail(), List.of()).stream().anyMatch(number::matches);
    }
}
