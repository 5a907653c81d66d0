package dev.daybook.store.faq;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.daybook.domain.faq.FaqCategory;
import dev.daybook.domain.faq.FaqChange;
import dev.daybook.domain.faq.FaqEntry;
import dev.daybook.domain.faq.IndexRange;
import dev.daybook.domain.faq.SearchWords;
import dev.daybook.kit.TestDatabase;
import dev.daybook.kit.TestFaq;
import dev.daybook.server.Stores;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Search results in several scripts, the same on both databases. */
@ParameterizedClass
@EnumSource(TestDatabase.class)
class FaqSearchTest {
    private static final long CM_ID = 7;

    private static final List<FaqChange> ENTRIES = List.of(
            entry("Orders", "refund", "How do I get a refund?", "We return the money to your card within 5 days."),
            entry("Orders", "cancel", "Cancelling an order", "Open Orders & choose *Cancel*. Refunds follow."),
            entry("Orders > Delivery", "track", "Track your parcel", "The courier's number is in your e-mail."),
            entry("Orders > Delivery > Abroad", "cafe", "Café deliveries to São Paulo", "Straße, naïve, Łódź, 50% off"),
            entry("Other", "digits", "Order 66 in 2024", "Call १८०० or ٣"),
            entry("Other", "hi-refund", "रिफ़ंड कब मिलेगा?", "पैसे पाँच दिनों में आपके खाते में आएंगे।"),
            entry("Other", "hi-order", "ऑर्डर कैसे रद्द करें", "हिन्दी में सहायता। अपने ऑर्डरों की सूची खोलें।"),
            entry("Other", "ta-refund", "பணத்தைத் திரும்பப் பெறுவது எப்படி?", "உங்கள் ஆர்டரை ரத்து செய்யுங்கள்."),
            entry("Other", "ta-order", "ஆர்டர்கள் எங்கே?", "கணக்கில் பார்க்கவும்; பணம் கிடைக்கும்."),
            entry("Other", "bn", "অর্ডার বাতিল করা", "আপনার অর্ডারের টাকা ফেরত পাবেন। বাড়ি।"),
            entry("Other", "te", "ఆర్డర్ రద్దు చేయడం", "మీ ఆర్డర్లు చూడండి. డబ్బు"),
            entry("Other", "kn", "ಆರ್ಡರ್ ರದ್ದು", "ಹಣವನ್ನು ಮರಳಿ ಪಡೆಯಿರಿ. ಆರ್ಡರ್\u200cಗಳು"),
            entry("Other", "ml", "ഓർഡർ റദ്ദാക്കൽ", "പണം തിരികെ"),
            entry("Other", "gu", "ઓર્ડર રદ કરો", "ઓર્ડરને ટ્રૅક કરો"),
            entry("Other", "el", "Οδός", "ΟΔΟΣ"),
            entry("Other", "ar", "اَلطَّلَب", "الطلب"),
            entry("Other", "hyphens", "Email by WiFi", "Pre-paid, state-of-the-art, ई-मेल; 5-10 of 1800-123, covid-19"),
            entry("Other", "emoji", "Smile 😀", "🙂❤️"),
            entry(
                    "Other",
                    "operators",
                    "NEAR AND OR NOT",
                    "title: \"quoted\" 'single' (a) -b ^c {d} e* f:* g|h i&j !k <-> l\\m"));

    /** Searches, with the codes of the entries that they find. */
    private static final String SEARCHES = """
            refund = refund cancel
            refunds = refund cancel
            REFUNDED = refund cancel
            Ｒｅｆｕｎｄ = refund cancel
            ref = refund cancel
            refu refund refunds = refund cancel
            refund card = refund
            refund parcel =
            order = cancel digits
            orders = cancel digits
            cancel = cancel
            cancellation = cancel
            cancelled orders = cancel
            cafe = cafe
            CAFÉ = cafe
            cafe\u0301 = cafe
            delivery = cafe
            delivered =
            deliver = cafe
            são = cafe
            Sao paulo = cafe
            strasse = cafe
            STRASSE naive = cafe
            lodz = cafe
            50 = cafe
            50% = cafe
            couriers = track
            courier's = track
            courier’s number = track
            email = track hyphens
            emails = track hyphens
            e-mail = track hyphens
            E\u2011MAILS = track hyphens
            e-mails number = track
            mail e = track
            mail = track
            wi-fi = hyphens
            wi fi =
            wi-f = hyphens
            wi--fi =
            prepaid = hyphens
            pre paid = hyphens
            paid = hyphens
            stateofthe = hyphens
            state-of-art = hyphens
            theart =
            ईमेल = hyphens
            covid19 = hyphens
            510 =
            5-10 = hyphens
            1800123 =
            66 = digits
            2024 = digits
            202 = digits
            024 =
            1800 = digits hyphens
            १८०० = digits hyphens
            3 = digits
            रिफंड = hi-refund
            रिफ़ंड = hi-refund
            रिफ\u093Cंड = hi-refund
            रिफ = hi-refund
            दिन = hi-refund
            पांच = hi-refund
            पाँच = hi-refund
            ऑर्डर = hi-order
            ऑर्डरों = hi-order
            अॉर्डर =
            हिंदी = hi-order
            हिन्दी = hi-order
            सूची = hi-order
            सूचियों = hi-order
            सच =
            பணம் = ta-refund ta-order
            பணத்தில் = ta-refund ta-order
            பணத்தை = ta-refund ta-order
            ஆர்டர் = ta-refund ta-order
            ஆர்டருக்கு = ta-refund ta-order
            ஆர்டர்கள் எங்கே = ta-order
            கிடை = ta-order
            கடை =
            অর্ডার = bn
            অর্ডারগুলো = bn
            অর্ডারে = bn
            টাকা = bn
            বাড়ি = bn
            বাড়ি = bn
            ఆర్డర్ = te
            ఆర్డర్లు = te
            డబ్బులు = te
            ಆರ್ಡರ್ = kn
            ಆರ್ಡರ್ಗಳು = kn
            ಹಣ = kn
            ಹಣವನ್ನು = kn
            ഓർഡർ = ml
            ഓര്\u200Dഡര്\u200D = ml
            പണം = ml
            ઓર્ડર = gu
            ઓર્ડરમાં = gu
            ટ્રેક =
            οδος = el
            ΟΔΟΣ = el
            οδοσ = el
            طلب =
            الطلب = ar
            اَلطَّلَب = ar
            smile = emoji
            😀 =
            ❤️ =
            ... ,,, !!! =
            near = operators
            AND OR = operators
            NOT = operators
            "quoted" = operators
            'single' = operators
            title:quoted = operators
            (a) -b ^c {d} e* f:* = operators
            g|h i&j !k <-> l\\m = operators
            a OR zzz =
            refund AND =
            refund* = refund cancel
            "refund = refund cancel
            refund" OR "order = cancel
            refund' || 'x =
            refund); DROP TABLE faq_entry; =
            title:refund =
            7.refund =
            NEAR(refund card, 5) =
            """;

    private static final Map<TestDatabase, Stores> STORES = new EnumMap<>(TestDatabase.class);

    private final Stores stores;

    FaqSearchTest(TestDatabase database) {
        stores = STORES.computeIfAbsent(database, FaqSearchTest::filled);
    }

    private static Stores filled(TestDatabase database) {
        var filled = Stores.open(database.fenced());
        TestFaq.load(filled, TestFaq.account(filled, CM_ID), false, ENTRIES);
        var other = List.of(entry("Orders", "other", "How do I get a refund?", "Elsewhere"));
        TestFaq.load(filled, TestFaq.account(filled, 70), false, other);
        var many = IntStream.range(0, 700)
                .mapToObj(number -> number % 100 == 99
                        ? entry("Many", "title" + number, "Invoices", "Of all kinds")
                        : entry("Many", "detail" + number, "About " + number, "No invoice" + " yet".repeat(number)))
                .toList();
        TestFaq.load(filled, TestFaq.account(filled, 71), false, many);
        return filled;
    }

    @AfterAll
    static void close() {
        STORES.values().forEach(Stores::close);
        STORES.clear();
    }

    static Stream<Arguments> searches() {
        return SEARCHES.lines().map(line -> {
            var parts = line.split("=", -1);
            return Arguments.of(parts[0].strip(), parts[1].strip());
        });
    }

    @ParameterizedTest
    @MethodSource("searches")
    void aSearchFindsTheExpectedEntries(String text, String codes) {
        var codeOf = ENTRIES.stream().collect(Collectors.toMap(FaqChange::title, FaqChange::code));
        var found = TestFaq.found(stores, CM_ID, text).stream()
                .map(codeOf::get)
                .collect(Collectors.toCollection(TreeSet::new));
        assertEquals(codes.isEmpty() ? Set.of() : new TreeSet<>(List.of(codes.split(" "))), found, text);
    }

    @Test
    void hitsInATitleRankBeforeHitsInADetail() {
        assertEquals(
                List.of("How do I get a refund?", "Cancelling an order"), TestFaq.titles(stores, CM_ID, "refund", 0));
        assertEquals(
                List.of("ஆர்டர்கள் எங்கே?", "பணத்தைத் திரும்பப் பெறுவது எப்படி?"),
                TestFaq.titles(stores, CM_ID, "ஆர்டர்", 0));
    }

    @Test
    void searchesWithinACategoryAndThoseBelow() {
        var ids = stores.database().read(transaction -> FaqStore.categories(transaction, CM_ID)).stream()
                .collect(Collectors.toMap(FaqCategory::name, FaqCategory::id));
        assertEquals(1, TestFaq.titles(stores, CM_ID, "cafe", ids.get("Orders")).size());
        assertEquals(1, TestFaq.titles(stores, CM_ID, "cafe", ids.get("Abroad")).size());
        assertEquals(0, TestFaq.titles(stores, CM_ID, "cafe", ids.get("Other")).size());
        assertEquals(
                0, TestFaq.titles(stores, CM_ID, "refund", ids.get("Delivery")).size());
        assertEquals(0, TestFaq.titles(stores, CM_ID, "refund", 1).size());
        assertEquals(
                2, TestFaq.titles(stores, CM_ID, "refund", ids.get("Orders")).size());
    }

    @Test
    void aSearchFindsOnlyEntriesOfItsAccount() {
        assertEquals(1, TestFaq.titles(stores, 70, "refund", 0).size());
        assertEquals(0, TestFaq.titles(stores, 70, "cancel", 0).size());
        assertEquals(0, TestFaq.titles(stores, 700, "refund", 0).size());
    }

    @Test
    void aSearchCountsAllHitsAndReturnsARange() {
        for (var start = 0; start < 4; start++) {
            var page = TestFaq.search(stores, CM_ID, "o", 0, new IndexRange(start, start + 1L));
            var all = TestFaq.titles(stores, CM_ID, "o", 0);
            assertEquals(all.size(), page.total());
            assertEquals(
                    all.subList(Math.min(start, all.size()), Math.min(start + 1, all.size())),
                    page.entries().stream().map(FaqEntry::title).toList());
        }
        assertEquals(
                2,
                TestFaq.search(stores, CM_ID, "refund", 0, new IndexRange(5, 5)).total());
    }

    @Test
    void pagesThroughTitlesAndThenAllTheRest() {
        var titles = new ArrayList<String>();
        for (var start = 0; start <= 800; start += 5) {
            var page = TestFaq.search(stores, 71, "invoice", 0, new IndexRange(start, start + 5L));
            assertEquals(700, page.total());
            page.entries().forEach(entry -> titles.add(entry.title()));
        }
        assertEquals(700, titles.size());
        assertEquals(Set.of("Invoices"), Set.copyOf(titles.subList(0, 7)));
        assertEquals("About 0", titles.get(7), "the shortest of the others");
        assertEquals(693, Set.copyOf(titles.subList(7, 700)).size());
    }

    /** Ranking reads all positions of the words in an entry, so one search must not rank a hundred thousand entries. */
    @Test
    void onlyTheFirstTwoHundredOfTheOthersAreRanked() {
        var filling = " about what else there is".repeat(10);
        var entries = IntStream.range(0, 250)
                .mapToObj(number -> {
                    var often = number == 100 || number == 240;
                    return entry("Many", "n" + number, "Page " + number, often ? "Coupon, coupon" : "Coupon" + filling);
                })
                .toList();
        TestFaq.load(stores, TestFaq.account(stores, 73), false, entries);
        var titles = TestFaq.titles(stores, 73, "coupon", 0);
        assertEquals("Page 100", titles.get(0));
        assertEquals(
                IntStream.range(200, 250).mapToObj(number -> "Page " + number).toList(), titles.subList(200, 250));
        assertEquals(250, Set.copyOf(titles).size());
    }

    /**
     * Of each two entries, the better one is loaded after the other, and so has the higher id: an order by id would be
     * wrong.
     */
    @Test
    void hitsRankByFrequencyTextLengthAndField() {
        var account = TestFaq.account(stores, 72);
        var filling = " about what else there is".repeat(60);
        TestFaq.load(
                stores,
                account,
                false,
                List.of(
                        entry("Ranks", "once", "Once", "A voucher" + filling),
                        entry("Ranks", "often", "Often", "Voucher, voucher, voucher, voucher"),
                        entry("Ranks", "detail", "Bonus", "A ribbon and a wrapper"),
                        entry("Ranks", "title", "A ribbon", "Bonus and a wrapper"),
                        entry("Ranks", "both-once", "Gift and parcel", "A" + filling),
                        entry("Ranks", "gift-often", "Gift, gift, gift, gift, gift", "A")));
        assertEquals(List.of("Often", "Once"), TestFaq.titles(stores, 72, "voucher", 0));
        assertEquals(List.of("A ribbon", "Bonus"), TestFaq.titles(stores, 72, "ribbon wrapper", 0));
        assertEquals(List.of("Gift, gift, gift, gift, gift", "Gift and parcel"), TestFaq.titles(stores, 72, "gift", 0));
    }

    /**
     * On PostgreSQL the index of an entry has a limited size. The joined forms of hyphenated words must not take the
     * room of the beginnings of their parts.
     */
    @Test
    void indexesAllPartsOfTheHyphenatedWordsOfTheLongestEntry() {
        var account = TestFaq.account(stores, Long.MAX_VALUE - 9);
        var title = hyphenated(0, FaqChange.MAX_TITLE / 3);
        var detail = hyphenated(FaqChange.MAX_TITLE / 3, FaqChange.MAX_DETAIL / 3);
        TestFaq.load(stores, account, false, List.of(entry("Long", "long", title, detail)));
        for (var word : List.of(title.substring(0, 2), title.substring(3, 4), detail.substring(detail.length() - 2))) {
            assertEquals(1, TestFaq.found(stores, account.cmId(), word).size());
            assertEquals(
                    1,
                    TestFaq.found(stores, account.cmId(), word.substring(0, 1)).size());
        }
    }

    /** Words with two parts, of two Chinese letters each that no other part has. */
    private static String hyphenated(int first, int parts) {
        return IntStream.range(first, first + parts)
                .mapToObj(part -> (part % 2 == 0 ? " " : "-")
                        + Character.toString(0x4e00 + 2 * part)
                        + Character.toString(0x4e01 + 2 * part))
                .collect(Collectors.joining())
                .substring(1);
    }

    /**
     * Every whole word of the longest possible entry must be found, whatever the words are. The index is large if all
     * words differ and are about as long as the longest indexed beginnings: eight letters in Chinese, or up to three
     * syllables in Korean, of two or three letters each.
     */
    @ParameterizedTest
    @CsvSource({"8, 4e00, 9fa5", "3, ac00, d7a4", "2, ac00, d7a4", "1, ac00, d7a4"})
    void indexesTheLongestEntryWhateverItsWords(int letters, String from, String to) {
        var account = TestFaq.account(stores, Long.MAX_VALUE - letters);
        var random = new Random(1);
        var title = words(random, FaqChange.MAX_TITLE, letters, from, to);
        var detail = words(random, FaqChange.MAX_DETAIL, letters, from, to);
        TestFaq.load(stores, account, false, List.of(entry("Long", "long", title, detail)));
        for (var text : List.of(title, detail)) {
            var last = text.substring(text.lastIndexOf(' ') + 1);
            assertEquals(1, TestFaq.found(stores, account.cmId(), last).size());
        }
    }

    private static String words(Random random, int length, int letters, String from, String to) {
        var words = new StringBuilder();
        while (words.length() + letters + 1 <= length) {
            words.append(' ');
            random.ints(letters, HexFormat.fromHexDigits(from), HexFormat.fromHexDigits(to))
                    .forEach(words::appendCodePoint);
        }
        return words.toString();
    }

    /** The limit counts different words, so a search must not look for one word again and again. */
    @Test
    void aSearchLooksOnceForARepeatedPartOfAHyphenatedWord() {
        var search = SearchWords.of("knock-knock-knock");
        assertEquals("((knock) OR knockknockknock)", SearchTerm.query(search, SearchTerm::word, " AND ", " OR "));
    }

    @Test
    void aSearchForAnyTextDoesNotFail() {
        for (var text : List.of(
                "x".repeat(10_000),
                "\u0000",
                "\ud800",
                "\ud800x",
                "ﷺ".repeat(500),
                "a\u0301".repeat(5_000),
                "\u093f",
                "𝒳𝓎𝓏",
                "𑀅𑀆",
                "\u202e\u2066",
                "क्".repeat(3_000),
                "zq-".repeat(5_000))) {
            assertEquals(Set.of(), TestFaq.found(stores, CM_ID, text));
        }
    }

    private static FaqChange entry(String path, String code, String title, String detail) {
        return TestFaq.entry(code, path, title, detail);
    }
}
