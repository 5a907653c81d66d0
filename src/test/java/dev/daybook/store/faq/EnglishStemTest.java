package dev.daybook.store.faq;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.daybook.kit.TestDatabase;
import dev.daybook.store.Database;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** English stems equal those of Snowball in PostgreSQL. */
@Tag("jdk")
class EnglishStemTest {
    private static final List<String> BEGINNINGS = List.of(
            "", "a", "be", "ag", "rel", "hop", "hopp", "gener", "commun", "arsen", "univers", "organ", "pay", "carr",
            "stay", "ti", "d", "sk", "express", "order", "refund", "cancel", "cancell", "deliver", "nat", "adopt",
            "trou", "tro", "probab", "meet", "agr", "by", "y", "youn", "enjo", "sensib", "geolog", "bak", "fil", "fizz",
            "plott", "egg", "conflat", "vi", "us", "gas", "thi", "control", "rol", "past", "inter", "emerg", "later",
            "even", "quick");

    private static final List<String> ENDINGS = List.of(
            "", "s", "es", "ies", "ied", "sses", "us", "ss", "ed", "eed", "eedly", "ing", "ingly", "edly", "y", "e",
            "ee", "ation", "ational", "tional", "ization", "izer", "izing", "ness", "fulness", "ousness", "iveness",
            "ful", "fully", "lessly", "ly", "li", "entli", "ently", "ousli", "ogi", "ogy", "ogist", "alism", "ality",
            "ally", "biliti", "bility", "bly", "ate", "ative", "icate", "icity", "ical", "al", "ance", "ence", "ances",
            "er", "ers", "ic", "able", "ible", "ant", "ement", "ements", "ment", "ent", "ism", "iti", "ity", "ous",
            "ive", "ize", "ion", "tion", "sion", "ll", "l", "ying", "yed", "eeing", "at", "bl", "iz", "ated", "bled",
            "abli", "anci", "ency");

    private static final List<String> WHOLE = List.of(
            "skis",
            "skies",
            "sky",
            "dying",
            "lying",
            "tying",
            "idly",
            "gently",
            "ugly",
            "early",
            "only",
            "singly",
            "news",
            "howe",
            "atlas",
            "cosmos",
            "bias",
            "andes",
            "inning",
            "outing",
            "canning",
            "herring",
            "earring",
            "proceed",
            "exceed",
            "succeed",
            "innings",
            "proceeds",
            "earrings",
            "evening",
            "evenings",
            "consignments",
            "knightly",
            "kiwis",
            "gaps",
            "gas",
            "this",
            "ties",
            "cries",
            "hoping",
            "hopping",
            "sayyid",
            "syzygy",
            "a1s",
            "2nd",
            "orders",
            "returned",
            "returning",
            "returns",
            "delivery",
            "deliveries",
            "payment",
            "payments",
            "paying");

    @Test
    void englishStemsEqualThoseOfPostgresql() {
        var words = new TreeSet<>(WHOLE);
        BEGINNINGS.forEach(beginning -> ENDINGS.forEach(ending -> words.add(beginning + ending)));
        words.remove("");
        try (var database = Database.open(TestDatabase.POSTGRESQL.create())) {
            var theirs = database.write(transaction -> {
                var handle = transaction.handle();
                handle.execute("CREATE TEXT SEARCH DICTIONARY english_stems (TEMPLATE = snowball, LANGUAGE = english)");
                return handle.createQuery("""
                                SELECT word, (ts_lexize('english_stems', word))[1] AS stem
                                FROM string_to_table(:words, ' ') AS word""")
                        .bind("words", String.join(" ", words))
                        .map((row, context) -> row.getString("word") + " " + row.getString("stem"))
                        .list();
            });
            var ours = words.stream()
                    .map(word -> word + " " + last(Terms.of(word).get(0)))
                    .toList();
            assertEquals(String.join("\n", theirs), String.join("\n", ours));
        }
    }

    private static String last(List<String> terms) {
        return terms.get(terms.size() - 1);
    }
}
