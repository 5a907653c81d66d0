package dev.daybook.store.erasure;

import dev.daybook.domain.Phone;
import dev.daybook.domain.TextKey;
import dev.daybook.domain.customer.CustomerChange;
import dev.daybook.store.Transaction;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The customer codes, e-mails and phones of one or several people, by which their untagged tickets are found; also
 * their names. A user name and a {@linkplain Phone#isPlaceholder placeholder} of a phone find a ticket only with a name
 * of the same person.
 */
final class PersonKeys {
    private static final String REACH = """
            SELECT id, name, customer_code, phone, '' AS additional_phone, email, '' AS country_code FROM customer
            WHERE cm_id = :cmId AND id IN (<ids>)
            UNION ALL
            SELECT customer_id, person, '', phone, additional_phone, email, country_code FROM contact
            WHERE cm_id = :cmId AND customer_id IN (<ids>)""";

    /**
     * A text in the field for the e-mail that may be a user name, such as {@code rohan}: it has no blank, and at least
     * one letter or digit.
     */
    private static final Pattern USER_NAME = Pattern.compile("\\S*[\\p{L}\\p{N}]\\S*");

    private final Set<String> codes = new HashSet<>();
    private final Set<String> emails = new HashSet<>();
    private final Map<String, Set<Long>> peopleByName = new HashMap<>();
    private final Map<String, Set<Long>> peopleByUserName = new HashMap<>();
    private final Map<String, Set<Phone>> phonesByTail = new HashMap<>();
    private final Map<Phone, Set<Long>> peopleByPhone = new HashMap<>();

    private PersonKeys() {}

    /** The keys of customers, as their rows and contacts are now. */
    static PersonKeys of(Transaction transaction, long cmId, Collection<Long> customerIds) {
        var keys = new PersonKeys();
        for (var some : Transaction.parts(customerIds)) {
            transaction
                    .query(REACH, cmId)
                    .bindList("ids", some)
                    .map((row, context) -> {
                        var person = row.getLong(1);
                        var country = row.getString(7);
                        // Words such as N/A, which earlier builds stored as codes too, would match the tickets of many
                        // people.
                        var name = TextKey.ofName(CustomerChange.unlessMissingName(row.getString(2)));
                        add(keys.peopleByName, name, person);
                        keys.codes.add(CustomerChange.unlessMissing(row.getString(3)));
                        keys.addEmail(row.getString(6), person);
                        keys.add(Phone.of(country, row.getString(4)), person);
                        keys.add(Phone.of(country, row.getString(5)), person);
                        return true;
                    })
                    .list();
        }
        List.of(keys.peopleByName.keySet(), keys.codes, keys.emails).forEach(texts -> texts.remove(""));
        return keys;
    }

    /**
     * Adds the text of an e-mail field, unless many people may have it: a masked e-mail, or words such as "no email".
     * A text that is no e-mail, such as {@code rohan}, may be a user name, but also a program's word for a missing
     * e-mail, such as {@code noemail}. So it is kept as a user name, which finds a ticket only together with the name.
     */
    private void addEmail(String email, long person) {
        if (email.indexOf('*') >= 0) {
            return;
        }
        emails.add(TextKey.ofEmail(email));
        if (TextKey.ofEmail(email).isEmpty()
                && USER_NAME.matcher(email).matches()
                && !CustomerChange.isMissing(email)) {
            add(peopleByUserName, TextKey.of(email), person);
        }
    }

    private void add(Phone phone, long person) {
        if (!phone.isEmpty()) {
            add(phonesByTail, phone.tail(), phone);
            add(peopleByPhone, phone, person);
        }
    }

    private static <K, V> void add(Map<K, Set<V>> values, K key, V value) {
        values.computeIfAbsent(key, unseen -> new HashSet<>()).add(value);
    }

    boolean isEmpty() {
        return codes.isEmpty() && emails.isEmpty() && peopleByUserName.isEmpty() && phonesByTail.isEmpty();
    }

    /** Whether all keys of {@code others} are among these. */
    boolean include(PersonKeys others) {
        return codes.containsAll(others.codes)
                && emails.containsAll(others.emails)
                && include(peopleByName, others.peopleByName)
                && include(peopleByUserName, others.peopleByUserName)
                && include(peopleByPhone, others.peopleByPhone);
    }

    private static <K> boolean include(Map<K, Set<Long>> these, Map<K, Set<Long>> others) {
        return others.entrySet().stream()
                .allMatch(each -> these.getOrDefault(each.getKey(), Set.of()).containsAll(each.getValue()));
    }

    /** Whether a ticket with these texts is of one of the people. */
    boolean match(String name, String phone, String email, String code) {
        var number = Phone.of(phone);
        var emailKey = TextKey.of(email);
        return codes.contains(code)
                || emails.contains(emailKey)
                || isOfOne(name, peopleByUserName.getOrDefault(emailKey, Set.of()))
                || phonesByTail.getOrDefault(number.tail(), Set.of()).stream()
                        .filter(number::matches)
                        .anyMatch(known -> !(known.isPlaceholder() || number.isPlaceholder())
                                || isOfOne(name, peopleByPhone.getOrDefault(known, Set.of())));
    }

    /** Whether one of these people has this name. */
    private boolean isOfOne(String name, Set<Long> people) {
        return !people.isEmpty()
                && !Collections.disjoint(peopleByName.getOrDefault(TextKey.ofName(name), Set.of()), people);
    }
}
