package dev.daybook.store.customer;

import dev.daybook.domain.Phone;
import dev.daybook.domain.TextKey;
import dev.daybook.store.Transaction;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Finds customers while a person types: by the beginning of a code, an e-mail, a phone or a name, or by the last digits
 * of a phone. Each query reads a short range of an index.
 */
final class CustomerBeginnings {
    /** The shortest beginning of an e-mail or a phone to search for: a shorter one would match nearly everybody. */
    private static final int SHORTEST = 3;

    private static final int SHORTEST_ENDING = 4;

    private static final int COUNTRY_CODES = 4;
    private static final int NATIONAL_DIGITS = 10;
    private static final int LONGEST_COUNTRY_CODE = 3;

    /** A prefix followed by this text is an upper bound of all texts with the prefix. */
    private static final String LAST = "\udbff\udfff";

    /** A prefix of digits followed by this text is an upper bound of all numbers with the prefix. */
    private static final String NINES = "9".repeat(20);

    private static final Pattern PHONE = Pattern.compile("[+0-9 ()./-]+");
    private static final Pattern OTHERS = Pattern.compile("[^0-9]");

    private static final String BY_CODE = """
            SELECT id FROM customer
            WHERE cm_id = :cmId AND deleted_at = 0
            AND customer_code <> '' AND customer_code >= :from AND customer_code < :to
            ORDER BY customer_code LIMIT :limit""";

    private static final String OF_CONTACT = """
            SELECT customer_id FROM contact
            WHERE cm_id = :cmId AND %1$s <> '' AND %1$s >= :from AND %1$s <= :to%2$s
            AND (SELECT c.deleted_at FROM customer c WHERE c.cm_id = :cmId AND c.id = contact.customer_id) = 0
            ORDER BY %1$s LIMIT :limit""";

    private static final String BY_EMAIL = OF_CONTACT.formatted("email_key", "");

    private static final String BY_PHONE = OF_CONTACT.formatted("phone_digits", "");

    private static final String BY_ENDING = OF_CONTACT.formatted("phone_tail", " AND phone_digits LIKE '%' || :digits");

    private static final String BY_NAME = """
            SELECT id FROM customer WHERE cm_id = :cmId AND deleted_at = 0 AND name_key >= :from AND name_key < :to
            ORDER BY name_key, id LIMIT :limit""";

    private static final String COUNTRIES = """
            SELECT country_code, phone_digits FROM contact WHERE cm_id = :cmId
            ORDER BY customer_id DESC, id DESC LIMIT 300""";

    private CustomerBeginnings() {}

    /** Whether a text can be a part of a phone. */
    static boolean isPhone(String words) {
        return PHONE.matcher(words).matches();
    }

    /** The queries, each by the name of the index that it must use, so that a test can check the query plans. */
    static Map<String, String> questions() {
        return Map.of(
                "customer_code", BY_CODE,
                "contact_email", BY_EMAIL,
                "contact_phone_start", BY_PHONE,
                "contact_phone", BY_ENDING,
                "customer_name", BY_NAME);
    }

    /**
     * Searches for customers, and adds their ids to {@code found} until it is full.
     *
     * @param byReach whether to search phones and e-mails too
     */
    static void find(Transaction transaction, long cmId, String words, boolean byReach, FoundIds found) {
        var key = TextKey.of(words);
        ask(found, BY_CODE, words, words + LAST);
        if (byReach && isPhone(words)) {
            findByPhone(transaction, cmId, words, found);
        }
        if (byReach && key.length() >= SHORTEST) {
            ask(found, BY_EMAIL, key, key + LAST);
        }
        ask(found, BY_NAME, key, key + LAST);
    }

    private static void findByPhone(Transaction transaction, long cmId, String words, FoundIds found) {
        var beginning = Phone.of(words).digits();
        if (beginning.length() >= SHORTEST) {
            ask(found, BY_PHONE, beginning, beginning + NINES);
            for (var code : found.isFull() ? List.<String>of() : countryCodes(transaction, cmId)) {
                ask(found, BY_PHONE, code + beginning, code + beginning + NINES);
            }
        }
        var digits = OTHERS.matcher(words).replaceAll("");
        if (digits.length() >= SHORTEST_ENDING) {
            var ending = new Phone(digits).tail();
            found.ask(BY_ENDING, Map.of("from", ending, "to", ending + NINES, "digits", digits));
        }
    }

    private static void ask(FoundIds found, String sql, String from, String to) {
        found.ask(sql, Map.of("from", from, "to", to));
    }

    /**
     * The most frequent country codes among the contacts of an account's newest customers. A contact has the code in a
     * separate field, or as the digits before the last ten of the phone.
     */
    private static List<String> countryCodes(Transaction transaction, long cmId) {
        var counts = new HashMap<String, Integer>();
        transaction
                .query(COUNTRIES, cmId)
                .map((row, context) -> countryCode(row.getString(1), row.getString(2)))
                .filter(code -> !code.isEmpty())
                .forEach(code -> counts.merge(code, 1, Integer::sum));
        return counts.entrySet().stream()
                .sorted(Map.Entry.<String, Integer>comparingByValue(Comparator.reverseOrder())
                        .thenComparing(Map.Entry.comparingByKey()))
                .limit(COUNTRY_CODES)
                .map(Map.Entry::getKey)
                .toList();
    }

    private static String countryCode(String beside, String digits) {
        var code = Phone.of(beside).digits();
        var extra = digits.length() - NATIONAL_DIGITS;
        return code.isEmpty() && extra > 0 && extra <= LONGEST_COUNTRY_CODE ? digits.substring(0, extra) : code;
    }
}
