package dev.daybook.store.erasure;

import dev.daybook.domain.Phone;
import dev.daybook.domain.TextKey;
import dev.daybook.domain.customer.CustomerChange;
import dev.daybook.store.Transaction;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** The customer codes, e-mails and phones of one or several people, by which their untagged tickets are found. */
final class PersonKeys {
    private static final String REACH = """
            SELECT customer_code, phone, '' AS additional_phone, email, '' AS country_code FROM customer
            WHERE cm_id = :cmId AND id IN (<ids>)
            UNION ALL
            SELECT '', phone, additional_phone, email, country_code FROM contact
            WHERE cm_id = :cmId AND customer_id IN (<ids>)""";

    /** A name that was entered as an e-mail, such as {@code rohan}: no blank, and at least one letter or digit. */
    private static final Pattern NAME = Pattern.compile("\\S*[\\p{L}\\p{N}]\\S*");

    private final Set<String> codes = new HashSet<>();
    private final Set<String> emails = new HashSet<>();
    private final Map<String, List<Phone>> phonesByTail = new HashMap<>();

    private PersonKeys() {}

    /** The keys of customers, as their rows and contacts are now. */
    static PersonKeys of(Transaction transaction, long cmId, Collection<Long> customerIds) {
        var keys = new PersonKeys();
        for (var some : Transaction.parts(customerIds)) {
            transaction
                    .query(REACH, cmId)
                    .bindList("ids", some)
                    .map((row, context) -> {
                        var country = row.getString(5);
                        keys.add(row.getString(1), row.getString(4));
                        keys.add(Phone.of(country, row.getString(2)));
                        keys.add(Phone.of(country, row.getString(3)));
                        return true;
                    })
                    .list();
        }
        return keys;
    }

    private void add(String code, String email) {
        // Words such as N/A, which earlier builds stored as codes too, would match the tickets of many people.
        codes.add(CustomerChange.unlessMissing(code));
        emails.add(isOwn(email) ? TextKey.of(email) : "");
        codes.remove("");
        emails.remove("");
    }

    /**
     * Whether the text of an e-mail field can identify a person: an e-mail, or a name that was entered instead of one
     * ({@link #NAME}), but not words such as "no email".
     */
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

    boolean isEmpty() {
        return codes.isEmpty() && emails.isEmpty() && phonesByTail.isEmpty();
    }

    /** Whether all keys of {@code others} are among these. */
    boolean include(PersonKeys others) {
        return codes.containsAll(others.codes)
                && emails.containsAll(others.emails)
                && others.phonesByTail.entrySet().stream()
                        .allMatch(phones -> phonesByTail
                                .getOrDefault(phones.getKey(), List.of())
                                .containsAll(phones.getValue()));
    }

    /** Whether a ticket with this phone, e-mail and code is of one of the people. */
    boolean match(String phone, String email, String code) {
        var number = Phone.of(phone);
        return codes.contains(code)
                || emails.contains(TextKey.of(email))
                || phonesByTail.getOrDefault(number.tail(), List.of()).stream().anyMatch(number::matches);
    }
}
