package dev.daybook.store.faq;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.daybook.domain.account.Account;
import dev.daybook.domain.faq.FaqChange;
import dev.daybook.domain.faq.SearchWords;
import dev.daybook.domain.faq.Words;
import dev.daybook.kit.TestDatabase;
import dev.daybook.kit.TestFaq;
import dev.daybook.server.Stores;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.lifecycle.AfterContainer;

/** After any imports, both databases find the same as a list in memory, in texts of any letters. */
class SearchModelTest {
    private static final List<String> PIECES = List.of(
            "order",
            "orders",
            "Ordered",
            "refund",
            "réfund",
            "re",
            "fund",
            "cancellation",
            "cancels",
            "Straße",
            "STRASSE",
            "ऑर्डर",
            "ऑर्डरों",
            "हिन्दी",
            "हिंदी",
            "रिफ़ंड",
            "क",
            "ि",
            "பணம்",
            "பணத்தை",
            "ஆர்டர்",
            "টাকা",
            "গুলো",
            "ఆర్డర్",
            "ಹಣವನ್ನು",
            "ഓർഡർ",
            "οδός",
            "ΟΔΟΣ",
            "ﬁ",
            "½",
            "1800",
            "१८",
            "😀",
            "❤️",
            "'",
            "’",
            "\"",
            "*",
            ":",
            "(",
            ")",
            "&",
            "|",
            "!",
            "-",
            "NEAR",
            "AND",
            "OR",
            "NOT",
            "<->",
            ".",
            "\\",
            "%",
            "_",
            "\u200d",
            "\u0301",
            "日本",
            "が",
            "ё",
            "й");

    private static final int QUERIES = 15;
    private static final Map<TestDatabase, Stores> STORES = new EnumMap<>(TestDatabase.class);
    private static long lastAccount = 5_000_000;

    @AfterContainer
    static void close() {
        STORES.values().forEach(Stores::close);
        STORES.clear();
    }

    @Property(tries = 10, shrinking = ShrinkingMode.OFF)
    void bothDatabasesFindTheSameFaqEntriesAsTheModel(@ForAll long seed) {
        for (var database : TestDatabase.values()) {
            var stores = STORES.computeIfAbsent(database, key -> Stores.open(key.create()));
            var account = TestFaq.account(stores, ++lastAccount);
            var random = new Random(seed);
            var model = new LinkedHashMap<String, FaqChange>();
            for (var step = 0; step < 4; step++) {
                load(stores, account, random, model);
                for (var query = 0; query < QUERIES; query++) {
                    var text = query % 2 == 0 ? part(text(random), random) : part(anyOf(model, random), random);
                    var search = SearchWords.of(text);
                    var expected = model.entrySet().stream()
                            .filter(entry -> !search.isEmpty() && matches(entry.getValue(), search))
                            .map(Map.Entry::getKey)
                            .collect(Collectors.toCollection(TreeSet::new));
                    var found = TestFaq.found(stores, account.cmId(), text).stream()
                            .map(title -> title.substring(0, title.indexOf(' ')))
                            .collect(Collectors.toCollection(TreeSet::new));
                    assertEquals(expected, found, () -> database + ", seed " + seed + ": " + text);
                }
            }
        }
    }

    /** Adds and changes some entries, or replaces the FAQ by them. */
    private static void load(Stores stores, Account account, Random random, Map<String, FaqChange> model) {
        var replace = random.nextInt(4) == 0;
        var changes = new ArrayList<FaqChange>();
        for (var count = 1 + random.nextInt(10); count > 0; count--) {
            var code = "e" + random.nextInt(15);
            changes.add(TestFaq.entry(code, "All > " + random.nextInt(3), code + " " + text(random), text(random)));
        }
        if (replace) {
            model.clear();
        }
        changes.forEach(change -> model.put(change.code(), change));
        TestFaq.load(stores, account, replace, changes);
    }

    private static String anyOf(Map<String, FaqChange> model, Random random) {
        var entries = List.copyOf(model.values());
        var entry = entries.get(random.nextInt(entries.size()));
        return random.nextBoolean() ? entry.title() : entry.detail();
    }

    private static boolean matches(FaqChange entry, SearchWords search) {
        var terms = Set.copyOf(Terms.of(entry.title() + " " + entry.detail()).stream()
                .flatMap(List::stream)
                .toList());
        return search.words().stream()
                .allMatch(parts -> parts.stream().allMatch(part -> matches(terms, part))
                        || (Words.joined(parts).isPresent() && matches(terms, String.join("", parts))));
    }

    private static boolean matches(Set<String> terms, String word) {
        return terms.stream().anyMatch(term -> term.startsWith(word) || term.equals(Stems.of(word)));
    }

    private static String text(Random random) {
        var text = new StringBuilder("x");
        for (var count = random.nextInt(12); count > 0; count--) {
            text.append(random.nextInt(3) == 0 ? "" : " ")
                    .append(random.nextInt(10) == 0 ? letter(random) : PIECES.get(random.nextInt(PIECES.size())));
        }
        return text.toString();
    }

    /** Any letter except null and unpaired surrogates, which imports refuse. */
    private static String letter(Random random) {
        int letter;
        do {
            letter = 1 + random.nextInt(random.nextBoolean() ? 0x2fff : Character.MAX_CODE_POINT);
        } while (Character.getType(letter) == Character.SURROGATE);
        return Character.toString(letter);
    }

    /** A part of a text, which may begin and end within a word. */
    private static String part(String text, Random random) {
        var letters = text.codePoints().toArray();
        var start = random.nextInt(letters.length);
        return new String(letters, start, Math.min(letters.length - start, 1 + random.nextInt(12)));
    }
}
