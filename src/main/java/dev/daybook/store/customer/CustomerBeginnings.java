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

    private static final String BY_EMAIL = """
            SELECT customer_id FROM contact
            WHERE cm_id = :cmId AND email_key <> '' AND email_key >= :from AND email_key < :to
            AND (SELECT c.deleted_at FROM customer c WHERE c.cm_id = :cmId AND c.id = contact.customer_id) = 0
            ORDER BY email_key LIMIT :limit""";

    private static final String BY_PHONE = """
            SELECT customer_id FROM contact
            WHERE cm_id = :cmId AND phone_digits <> '' AND phone_digits >= :from AND phone_digits <= :to
            AND (SELECT c.deleted_at FROM customer c WHERE c.cm_id = :cmId AND c.id = contact.customer_id) = 0
            ORDER BY phone_digits LIMIT :limit""";

    private static final String BY_ENDING = """
            SELECT customer_id FROM contact
            WHERE cm_id = :cmId AND phone_tail <> '' AND phone_tail >= :from AND phone_tail <= :to
            AND phone_digits LIKE '%' || :digits
            AND (SELECT c.deleted_at FROM customer c WHERE c.cm_id = :cmId AND c.id = contact.customer_id) = 0
            ORDER BY phone_tail LIMIT :limit""";

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
     * @param found the ids so far
     */
    static void find(Transaction transaction, long cmId, String words, boolean byReach, FoundIds found) {
        var digits = OTHERS.matcher(words).replaceAll("");
        var question = new Question(transaction, cmId, digits, found);
        var key = TextKey.of(words);
        question.ask(BY_CODE, words, words + LAST);
        if (byReach && isPhone(words)) {
            findByPhone(question, words);
        }
        if (byReach && key.length() >= SHORTEST) {
            question.ask(BY_EMAIL, key, key + LAST);
        }
        question.ask(BY_NAME, key, key + LAST);
    }

    private static void findByPhone(Question question, String words) {
        var beginning = Phone.of(words).digits();
        if (beginning.length() >= SHORTEST) {
            question.ask(BY_PHONE, beginning, beginning + NINES);
            for (var code : question.found.isFull() ? List.<String>of() : countryCodes(question)) {
                question.ask(BY_PHONE, code + beginning, code + beginning + NINES);
            }
        }
        if (question.digits.length() >= SHORTEST_ENDING) {
            var ending = new Phone(question.digits).tail();
            question.ask(BY_ENDING, ending, ending + NINES);
        }
    }

    /**
     * The most frequent country codes among the contacts of an account's newest customers. A contact has the code in a
     * separate field, or as the digits before the last ten of the phone.
     */
    private static List<String> countryCodes(Question question) {
        var counts = new HashMap<String, Integer>();
        question.transaction
                .query(COUNTRIES, question.cmId)
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

    /** A search. Each query adds the ids of customers between two values of an index, until there are enough. */
    private record Question(Transaction transaction, long cmId, String digits, FoundIds found) {
        void ask(String sql, String from, String to) {
            if (!found.isFull()) {
                found.add(transaction
                        .query(sql, cmId)
                        .bind("from", from)
                        .bind("to", to)
                        .bind("digits", digits));
            }
        }
    }
}
