package dev.daybook.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.daybook.domain.faq.FaqCategory;
import dev.daybook.domain.faq.FaqChange;
import dev.daybook.domain.person.Role;
import dev.daybook.kit.Browser;
import dev.daybook.kit.TestDatabase;
import dev.daybook.kit.TestFaq;
import dev.daybook.kit.TestServer;
import dev.daybook.kit.TestSettings;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Both databases can index the longest entry of the FAQ that a person can write. */
class FaqBoundsTest {
    private static final String NEW = "/console/" + TestServer.CM_ID + "/faq/new";

    /**
     * A text of this length with different words, each as long as the longest prefix that is indexed. Such words make
     * the largest index.
     */
    private static String words(int length) {
        var random = new Random(length);
        var words = new StringBuilder();
        while (words.length() < length) {
            words.append(words.length() % 9 == 8 ? ' ' : (char) random.nextInt(0x4e00, 0x9fa5));
        }
        return words.toString();
    }

    @ParameterizedTest
    @EnumSource
    void theLongestEntryIsStoredAndALongerOneIsRefused(TestDatabase database) {
        try (var server = TestServer.start(database.create(), TestSettings::console)) {
            var manager = Browser.of(server, Role.MANAGER, TestServer.CM_ID);
            manager.get(NEW);
            var category = words(FaqChange.MAX_CATEGORY);
            var title = words(FaqChange.MAX_TITLE);
            var detail = words(FaqChange.MAX_DETAIL);
            var longer = manager.post(NEW, "category", category, "title", title, "detail", detail + "a");
            assertEquals(422, longer.statusCode(), longer.body());
            assertTrue(
                    longer.body().contains("a category may have 500 characters, a question 2,000, an answer 25,000"),
                    longer.body());
            var stored = manager.post(NEW, "category", category, "title", title, "detail", detail);
            assertEquals(303, stored.statusCode(), stored.body());
        }
    }

    /**
     * Each category is listed with its whole path. Without a limit, the list would grow with the square of the path's
     * length.
     */
    @ParameterizedTest
    @EnumSource(names = "SQLITE")
    void aCategoryPathHasTheSameLimitAsInAnImport(TestDatabase database) {
        try (var server = TestServer.start(database.create(), TestSettings::console)) {
            var manager = Browser.of(server, Role.MANAGER, TestServer.CM_ID);
            manager.get(NEW);
            var longest = "a/".repeat(FaqChange.MAX_PATH / 2 - 1) + "aa";
            var longer = manager.post(NEW, "category", longest + "a", "title", "Who?", "detail", "I.");
            assertEquals(422, longer.statusCode());
            assertTrue(longer.body().contains("a category together with those above it 2,000."), longer.body());
            var stored = manager.post(NEW, "category", longest, "title", "Who?", "detail", "I.");
            assertEquals(303, stored.statusCode());
            assertEquals(200, manager.get(NEW).statusCode());
        }
    }

    @ParameterizedTest
    @EnumSource(names = "SQLITE")
    void aCategoryTooManyIsRefusedInTheForm(TestDatabase database) {
        try (var server = TestServer.start(database.create(), TestSettings::console)) {
            TestFaq.addCategories(server.stores, TestServer.CM_ID, FaqCategory.MAX_PER_ACCOUNT);
            var manager = Browser.of(server, Role.MANAGER, TestServer.CM_ID);
            manager.get(NEW);
            var more = manager.post(NEW, "category", "One more", "title", "Who?", "detail", "I, as typed.");
            assertEquals(422, more.statusCode());
            assertTrue(more.body().contains("An FAQ may have at most 10000 categories."), more.body());
            assertTrue(more.body().contains("I, as typed."), more.body());
            var known = manager.post(NEW, "category", "c10000", "title", "Who?", "detail", "I.");
            assertEquals(303, known.statusCode(), known.body());
        }
    }

    @ParameterizedTest
    @EnumSource(names = "SQLITE")
    void theListShowsThousandCategoriesAndSaysHowManyMoreThereAre(TestDatabase database) {
        try (var server = TestServer.start(database.create(), TestSettings::console)) {
            TestFaq.addCategories(server.stores, TestServer.CM_ID, FaqCategory.MAX_PER_ACCOUNT);
            var page = Browser.of(server, Role.MANAGER, TestServer.CM_ID)
                    .get("/console/" + TestServer.CM_ID + "/faq")
                    .body();
            assertTrue(page.contains(">c1000</a>"), "the last category that is shown");
            assertFalse(page.contains(">c1001</a>"), "a further category");
            assertTrue(page.contains("and 9,000 more"), "how many more there are");
        }
    }

    @ParameterizedTest
    @EnumSource(names = "SQLITE")
    void aTextLongerThanAnEntryGetsNoPreview(TestDatabase database) {
        try (var server = TestServer.start(database.create(), TestSettings::console)) {
            var manager = Browser.of(server, Role.MANAGER, TestServer.CM_ID);
            manager.get(NEW);
            var longest = manager.post(NEW, "detail", "*a* ".repeat(FaqChange.MAX_DETAIL / 4), "preview", "1");
            assertEquals(200, longest.statusCode());
            assertTrue(longest.body().contains("<em>a</em>"), longest.body());
            var longer = manager.post(NEW, "detail", "*a* ".repeat(FaqChange.MAX_DETAIL / 4 + 1), "preview", "1");
            assertEquals(200, longer.statusCode());
            assertFalse(longer.body().contains("<em>a</em>"), longer.body());
            assertTrue(
                    longer.body().contains("There is no preview: an answer may have 25,000 characters."),
                    longer.body());
        }
    }

    @ParameterizedTest
    @EnumSource(names = "SQLITE")
    void anEntryThatCannotBeRenderedCanBeChangedAndRemoved(TestDatabase database) {
        try (var server = TestServer.start(database.create(), TestSettings::console)) {
            var manager = Browser.of(server, Role.MANAGER, TestServer.CM_ID);
            manager.get(NEW);
            for (var detail : List.of("> ".repeat(12_000) + "x", "![".repeat(4_000) + "x" + "](y)".repeat(4_000))) {
                assertEquals(
                        303,
                        manager.post(NEW, "category", "deep", "title", "deep", "detail", detail)
                                .statusCode());
                var entry = Pattern.compile("/console/\\d+/faq/\\d+")
                        .matcher(manager.get("/console/" + TestServer.CM_ID + "/faq")
                                .body());
                assertTrue(entry.find());
                var shown = manager.get(entry.group());
                assertEquals(200, shown.statusCode(), shown.body());
                assertTrue(shown.body().contains("x"), shown.body());
                assertEquals(200, manager.get(entry.group() + "/edit").statusCode());
                assertEquals(303, manager.post(entry.group() + "/remove").statusCode());
                assertEquals(404, manager.get(entry.group()).statusCode());
            }
        }
    }

    /**
     * The script of the page sends the search, and would not show an error page in place of the results. So the refusal
     * comes in the form of a result.
     */
    @ParameterizedTest
    @EnumSource(names = "SQLITE")
    void aSearchForTooManyWordsSaysSoInPlaceOfItsResult(TestDatabase database) {
        try (var server = TestServer.start(database.create(), TestSettings::console)) {
            var manager = Browser.of(server, Role.MANAGER, TestServer.CM_ID);
            manager.get(NEW);
            manager.post(NEW, "category", "Orders", "title", "When?", "detail", "Soon.");
            var words = IntStream.range(0, 33).mapToObj(word -> "w" + word).collect(Collectors.joining("+"));
            var found = manager.get("/console/" + TestServer.CM_ID + "/faq?q=" + words, Map.of("HX-Request", "true"));
            assertEquals(200, found.statusCode(), found.body());
            var part = found.body().substring(found.body().indexOf("id=\"found\""));
            assertTrue(part.contains("Search for at most 32 words; these are 33."), part);
            assertFalse(part.contains("When?"), part);
        }
    }
}
