package dev.daybook.store.faq;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.daybook.domain.faq.FaqChange;
import dev.daybook.kit.Golden;
import dev.daybook.kit.TestDatabase;
import dev.daybook.kit.TestFaq;
import dev.daybook.server.Stores;
import dev.daybook.wire.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Quality of the search for other forms of a word: 200 queries in five languages, each with the entries that contain a
 * form of all its words. The first letter of an entry's code is its language.
 */
class SearchQualityTest {
    private static final Path FOLDER = Path.of("src", "test", "resources", "faq");

    /**
     * For each language: the number of right entries found, of right entries missed, and of wrong entries found. ADR 20
     * explains the figures.
     */
    private static final String EXPECTED = """
            bengali 39 3 0
            english 40 2 0
            hindi 44 2 0
            tamil 42 5 0
            telugu 41 4 0
            """;

    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    void aSearchFindsOtherFormsOfAWord(TestDatabase database) throws IOException {
        var entries = Files.readAllLines(FOLDER.resolve("entries.txt")).stream()
                .map(SearchQualityTest::entry)
                .toList();
        var codeOf = entries.stream().collect(Collectors.toMap(FaqChange::title, FaqChange::code));
        var results = new TreeMap<String, Result>();
        var different = new ArrayList<String>();
        try (var stores = Stores.open(database.create())) {
            TestFaq.load(stores, TestFaq.account(stores, 7), false, entries);
            for (var line : Files.readAllLines(FOLDER.resolve("queries.txt"))) {
                var parts = line.split(" = ", -1);
                var expected = new TreeSet<>(List.of(parts[1].split(" ")));
                var found = TestFaq.found(stores, 7, parts[0]).stream()
                        .map(codeOf::get)
                        .collect(Collectors.toCollection(TreeSet::new));
                results.computeIfAbsent(language(expected.first()), key -> new Result())
                        .add(expected, found);
                if (!expected.equals(found)) {
                    different.add(line + ", found " + found);
                }
            }
        }
        var summary = results.entrySet().stream()
                .map(result -> result.getKey() + " " + result.getValue() + "\n")
                .collect(Collectors.joining());
        assertEquals(EXPECTED, summary, () -> String.join("\n", different));
    }

    /**
     * Checks the index terms of all words of the entries and the queries, and of words that a zero width space or a
     * hyphen divides. Databases keep such terms, so if the terms change, {@link Terms#FORMAT} must be raised.
     */
    @Test
    void theTermsHaveTheirFormat() throws IOException {
        var terms = new TreeMap<String, String>();
        var entries = Files.readString(FOLDER.resolve("entries.txt"));
        var queries = Files.readString(FOLDER.resolve("queries.txt"));
        for (var text : List.of(entries, queries, "zero\u200Bwidth", "wi-fi")) {
            for (var word : Terms.of(text)) {
                terms.put(word.get(0), word.get(word.size() - 1));
            }
        }
        Golden.assertVersion("terms/terms", Terms.FORMAT, Json.MAPPER.valueToTree(terms));
    }

    private static FaqChange entry(String line) {
        var parts = line.split(" \\| ", -1);
        return TestFaq.entry(parts[0], "All", parts[1], parts[2]);
    }

    private static String language(String code) {
        return switch (code.charAt(0)) {
            case 'b' -> "bengali";
            case 'e' -> "english";
            case 'h' -> "hindi";
            case 't' -> "tamil";
            case 'u' -> "telugu";
            default -> throw new IllegalArgumentException(code);
        };
    }

    private static final class Result {
        private int right;
        private int missed;
        private int wrong;

        void add(Set<String> expected, Set<String> found) {
            for (var code : expected) {
                if (found.contains(code)) {
                    right++;
                } else {
                    missed++;
                }
            }
            wrong += (int)
                    found.stream().filter(code -> !expected.contains(code)).count();
        }

        @Override
        public String toString() {
            return right + " " + missed + " " + wrong;
        }
    }
}
