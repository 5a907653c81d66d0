package dev.daybook.cli.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.daybook.kit.TestDatabase;
import dev.daybook.kit.TestFaq;
import dev.daybook.server.Stores;
import dev.daybook.store.DatabaseUrl;
import dev.daybook.store.faq.FaqStore;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The demo's FAQ is loaded like a file, and found in each of its languages, on both databases. */
class SampleFaqTest {
    private static final long CM_ID = 7;

    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    void theFaqOfTheDemoIsLoadedAndFound(TestDatabase database) {
        try (var stores = Stores.open(DatabaseUrl.parse(database.newUrl()))) {
            var account = TestFaq.account(stores, CM_ID);
            var entries = SampleFaq.entries(Instant.EPOCH);
            assertEquals(List.of((long) entries.size(), 0L, 0L), TestFaq.load(stores, account, false, entries));
            var categories = stores.database().read(transaction -> FaqStore.categories(transaction, CM_ID));
            assertEquals(9, categories.size());
            assertTrue(found(stores, "refund").contains("How do I get a refund?"));
            assertTrue(found(stores, "रिफंड").contains("रिफ़ंड कब मिलेगा?"));
            assertTrue(found(stores, "ஆர்டர்கள்").contains("ஆர்டரை ரத்து செய்வது எப்படி?"));
        }
    }

    private static List<String> found(Stores stores, String text) {
        return TestFaq.titles(stores, CM_ID, text, 0);
    }
}
