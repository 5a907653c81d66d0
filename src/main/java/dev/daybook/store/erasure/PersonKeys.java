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

/**
 * The customer codes, e-mails and phones of one or several people, by which their untagged tickets are found; also
 * their names and user names, by which a ticket is found only if it has both.
 */
final class PersonKeys {
    private static final String REACH = """
            SELECT name, customer_code, phone, '' AS additional_phone, email, '' AS country_code FROM customer
            WHERE cm_id = :cmId AND id IN (<ids>)
            UNION ALL
            SELECT person, '', phone, additional_phone, email, country_code FROM contact
            WHERE cm_id = :cmId AND customer_id IN (<ids>)""";

    /**
     * A text in the field for the e-mail, if the text may be a user name, such as {@code rohan}. It has no blank, and
     * at least one letter or digit.
     */
    private static final Pattern USER_NAME = Pattern.compile("\\S*[\\p{L}\\p{N}]\\S*");

    private final Set<String> codes = new HashSet<>();
    private final Set<String> emails = new HashSet<>();
    private final Set<String> names = new HashSet<>();
    private final Set<String> userNames = new HashSet<>();
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
                        var country = row.getString(6);
                        // Words such as N/A, which earlier builds stored as codes too, would match the tickets of many
                        // people.
                        keys.names.add(TextKey.ofName(CustomerChange.unlessMissingName(row.getString(1))));
                        keys.codes.add(CustomerChange.unlessMissing(row.getString(2)));
                        keys.addEmail(row.getString(5));
                        keys.add(Phone.of(country, row.getString(3)));
                        keys.add(Phone.of(country, row.getString(4)));
                        return true;
                    })
                    .list();
        }
        List.of(keys.names, keys.codes, keys.emails).forEach(texts -> texts.remove(""));
        return keys;
    }

    /**
     * Adds the text of an e-mail field, unless many people may have it: a masked e-mail, or words such as "no email".
     * A text that is no e-mail, such as {@code rohan}, may be a user name, but also a program's word for a missing
     * e-mail, such as {@code noemail}. So it is kept as a user name, which finds a ticket only together with the name.
     */
    private void addEmail(String email) {
        if (email.indexOf('*') >= 0) {
            return;
        }
        emails.add(TextKey.ofEmail(email));
        if (TextKey.ofEmail(email).isEmpty()
                && USER_NAME.matcher(email).matches()
                && !CustomerChange.isMissing(email)) {
            userNames.add(TextKey.of(email));
        }
    }

    private void add(Phone phone) {
        if (!phone.isEmpty()) {
            phonesByTail
                    .computeIfAbsent(phone.tail(), tail -> new ArrayList<>())
                    .add(phone);
        }
    }

    boolean isEmpty() {
        return codes.isEmpty() && emails.isEmpty() && userNames.isEmpty() && phonesByTail.isEmpty();
    }

    /** Whether all keys of {@code others} are among these. */
    boolean include(PersonKeys others) {
        return codes.containsAll(others.codes)
                && emails.containsAll(others.emails)
                && names.containsAll(others.names)
                && userNames.containsAll(others.userNames)
                && others.phonesByTail.entrySet().stream()
                        .allMatch(phones -> phonesByTail
                                .getOrDefault(phones.getKey(), List.of())
                                .containsAll(phones.getValue()));
    }

    /** Whether a ticket with these texts is of one of the people. */
    boolean match(String name, String phone, String email, String code) {
        var number = Phone.of(phone);
        var emailKey = TextKey.of(email);
        return codes.contains(code)
                || emails.contains(emailKey)
                || (userNames.contains(emailKey) && names.contains(TextKey.ofName(name)))
                || phonesByTail.getOrDefault(number.tail(), List.of()).stream().anyMatch(number::matches);
    }
}
