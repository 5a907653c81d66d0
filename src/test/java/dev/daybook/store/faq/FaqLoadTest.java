package dev.daybook.store.faq;

import static dev.daybook.kit.Waits.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.daybook.domain.ProblemException;
import dev.daybook.domain.Reason;
import dev.daybook.domain.account.EmployeeName;
import dev.daybook.domain.faq.FaqChange;
import dev.daybook.kit.ConcurrentWrite;
import dev.daybook.kit.PatientStores;
import dev.daybook.kit.StoredValues;
import dev.daybook.kit.TestDatabase;
import dev.daybook.kit.TestFaq;
import dev.daybook.server.Stores;
import dev.daybook.store.DatabaseOptions;
import dev.daybook.store.Transaction;
import dev.daybook.store.account.NamedIds;
import dev.daybook.store.record.RecordLoad;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jdbi.v3.core.statement.SqlLogger;
import org.jdbi.v3.core.statement.SqlStatements;
import org.jdbi.v3.core.statement.StatementContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Loads of entries: how they write the entries and the texts of the search index, also beside other writes. */
class FaqLoadTest {
    /**
     * The texts of the search index are several times as long as the entries. So a load writes the entries in batches,
     * to have only some of these texts in memory.
     */
    @ParameterizedTest
    @EnumSource
    void manyOrLongEntriesAreWrittenInBatches(TestDatabase database) {
        try (var stores = Stores.open(database.create())) {
            TestFaq.account(stores, 7);
            assertEquals(3, writes(stores, entries("short", 1_200, "word")));
            assertEquals(3, writes(stores, entries("long", 90, "x".repeat(FaqChange.MAX_DETAIL))));
            assertEquals(1_200, TestFaq.titles(stores, 7, "short word", 0).size());
            assertEquals(90, TestFaq.titles(stores, 7, "long", 0).size());
        }
    }

    /**
     * All accounts share the search index of SQLite. A new entry of one account must change only a few pages of the
     * index.
     */
    @Test
    void anAddedEntryDoesNotRewriteTheWholeIndex() {
        try (var stores = Stores.open(TestDatabase.SQLITE.create())) {
            var entries = IntStream.range(0, 500)
                    .mapToObj(number -> TestFaq.entry("", "Many", "Title " + number, words(number)))
                    .toList();
            TestFaq.load(stores, TestFaq.account(stores, 7), false, entries);
            var before = pages(stores);
            assertTrue(before.size() > 50, before.size() + " pages");

            var other = TestFaq.account(stores, 8);
            stores.database()
                    .write(transaction -> FaqLoad.begin(transaction, other.cmId(), TestFaq.NOON, false)
                            .add(TestFaq.entry("", "Few", "One more", "word1")));
            var after = pages(stores);
            var kept = before.entrySet().stream()
                    .filter(page -> page.getValue().equals(after.get(page.getKey())))
                    .count();
            assertTrue(kept >= before.size() - 5, kept + " of " + before.size() + " pages stayed");
            assertEquals(List.of("One more"), TestFaq.titles(stores, 8, "word1", 0));
        }
    }

    /**
     * A nightly import of the same file must not refuse the forms that people have open, and must not index everything
     * again: on SQLite, other writes wait for it.
     */
    @ParameterizedTest
    @EnumSource
    void anEntryThatALoadDoesNotChangeIsNotWrittenAgain(TestDatabase database) {
        try (var stores = Stores.open(database.create())) {
            var account = TestFaq.account(stores, 7);
            var entries = new ArrayList<>(entries("title", 150, "word"));
            TestFaq.load(stores, account, true, entries);
            assertEquals(List.of(), later(stores, entries));
            assertEquals(List.of(), modified(stores));

            entries.set(70, TestFaq.entry("", "Orders", "title 70", "another"));
            assertTrue(later(stores, entries).size() > 0, "indexed");
            assertEquals(List.of("title 70"), modified(stores));
            assertEquals(List.of("title 70"), TestFaq.titles(stores, 7, "another", 0));

            stores.database().run(transaction -> transaction.handle().execute("""
                    UPDATE faq_entry SET terms_format = 0, modified_at = 0 WHERE title = 'title 70'"""));
            assertTrue(TestFaq.titles(stores, 7, "5", 0).contains("title 5"));
            // The place of every entry changes, so all are written. This one is found again only if it is indexed too.
            var remove = "DELETE FROM faq_search WHERE " + (database == TestDatabase.SQLITE ? "rowid" : "id")
                    + " = (SELECT id FROM faq_entry WHERE title = 'title 5')";
            stores.database().run(transaction -> transaction.handle().execute(remove));
            entries.add(0, TestFaq.entry("", "Orders", "first", "word"));
            assertTrue(later(stores, entries).size() > 0, "indexed");
            assertEquals(List.of("first"), modified(stores));
            assertEquals(List.of(), StoredValues.texts(stores.database(), """
                    SELECT title FROM faq_entry WHERE terms_format = 0"""));
            assertEquals(List.of("first", "title 0", "title 1"), StoredValues.texts(stores.database(), """
                    SELECT title FROM faq_entry ORDER BY place LIMIT 3"""));
            assertEquals(List.of("first"), TestFaq.titles(stores, 7, "first", 0));
            assertFalse(TestFaq.titles(stores, 7, "5", 0).contains("title 5"), "indexed again");
        }
    }

    /**
     * Earlier builds stored the Unicode form of the file, so a file from a Mac could add a second category or entry
     * that looks the same. An entry can still be found by its title, and each code stays unique.
     */
    @ParameterizedTest
    @EnumSource
    void entriesThatDifferOnlyInTheirUnicodeFormCanBeChangedAndReplaced(TestDatabase database) {
        try (var stores = Stores.open(database.create())) {
            var account = TestFaq.account(stores, 7);
            var entries = List.of(
                    TestFaq.entry("\u00e9", "Caf\u00e9", "One", "first"), TestFaq.entry("e", "Cafe", "Two", "second"));
            TestFaq.load(stores, account, false, entries);
            stores.database().run(transaction -> {
                transaction.handle().execute("UPDATE faq_entry SET code = 'e\u0301' WHERE code = 'e'");
                transaction.handle().execute("UPDATE faq_category SET name = 'Cafe\u0301' WHERE name = 'Cafe'");
            });

            var moved = List.of(TestFaq.entry("e\u0301", "Cafe\u0301", "Three", "third"));
            assertEquals(List.of(0L, 1L, 0L), TestFaq.load(stores, account, false, moved));
            assertEquals(List.of("e\u0301: Two", "\u00e9: Three"), coded(stores));

            stores.database().run(transaction -> transaction.handle().execute("""
                    UPDATE faq_entry SET category_id = (SELECT MIN(category_id) FROM faq_entry)"""));
            var untitled = List.of(TestFaq.entry("", "Caf\u00e9", "Two", "changed"));
            assertEquals(List.of(0L, 1L, 0L), TestFaq.load(stores, account, false, untitled));
            assertEquals(List.of("e\u0301: Two", "\u00e9: Three"), coded(stores));

            assertEquals(List.of(0L, 1L, 1L), TestFaq.load(stores, account, true, moved));
            assertEquals(List.of("\u00e9: Three"), coded(stores));
            assertEquals(List.of("Caf\u00e9"), StoredValues.texts(stores.database(), "SELECT name FROM faq_category"));
        }
    }

    private static List<String> coded(Stores stores) {
        return StoredValues.texts(stores.database(), "SELECT code || ': ' || title FROM faq_entry ORDER BY title DESC");
    }

    /** Loads entries a minute later, and returns the statements that change the entries or the index. */
    private static List<String> later(Stores stores, List<FaqChange> entries) {
        return stores.database().write(transaction -> {
            var statements = statements(transaction);
            FaqLoad.begin(transaction, 7, TestFaq.NOON.plusSeconds(60), true).load(entries);
            return statements.stream()
                    .filter(sql -> sql.contains("faq_search") || sql.startsWith("INSERT INTO faq_entry"))
                    .toList();
        });
    }

    /** The titles of the entries that were modified after noon. */
    private static List<String> modified(Stores stores) {
        return StoredValues.texts(
                stores.database(),
                "SELECT title FROM faq_entry WHERE modified_at > " + TestFaq.NOON.toEpochMilli() + " ORDER BY title");
    }

    @ParameterizedTest
    @EnumSource
    void aNewCategoryComesAfterTheExistingOnes(TestDatabase database) {
        try (var stores = Stores.open(database.create())) {
            var account = TestFaq.account(stores, 7);
            for (var name : List.of("Zoo", "Middle", "Attic")) {
                TestFaq.load(stores, account, false, List.of(TestFaq.entry("", name, "Title of " + name, "word")));
            }
            var places = StoredValues.numbers(
                    stores.database(), "SELECT place FROM faq_category WHERE cm_id = 7 ORDER BY id");
            assertEquals(List.of(1L, 2L, 3L), places);
        }
    }

    /**
     * Several entries may share a title if each has a code. One change of a load is for all entries with this title,
     * and another change gives the last of them a new title. The order of these two changes must not matter.
     */
    @Test
    void aChangeWithoutACodeFindsEachEntryWithItsTitle() {
        try (var stores = Stores.open(TestDatabase.SQLITE.create())) {
            var renamed = TestFaq.entry("b", "Orders", "How soon?", "1");
            var titled = TestFaq.entry("", "Orders", "When?", "2");
            var cmId = 10L;
            for (var changes : List.of(List.of(renamed, titled), List.of(titled, renamed))) {
                for (var replace : List.of(false, true)) {
                    var account = TestFaq.account(stores, cmId);
                    TestFaq.load(stores, account, false, twoWithOneTitle());
                    var before = stored(stores, cmId);
                    assertEquals(List.of(0L, 2L, 0L), TestFaq.load(stores, account, replace, changes));
                    assertEquals(
                            List.of(
                                    before.get(0).replace("When? old", "When? 2"),
                                    before.get(1).replace("When? old", "How soon? 1")),
                            stored(stores, cmId));
                    cmId++;
                }
            }
        }
    }

    /**
     * An entry without a code and an entry with a code have the same title. A change with this title and a new code
     * must update the entry without a code, which gets the new code.
     */
    @Test
    void aChangeWithANewCodeFindsTheEntryWithoutACode() {
        try (var stores = Stores.open(TestDatabase.SQLITE.create())) {
            var account = TestFaq.account(stores, 7);
            TestFaq.load(stores, account, false, List.of(TestFaq.entry("", "Orders", "When?", "old")));
            TestFaq.load(stores, account, false, List.of(TestFaq.entry("a", "Orders", "How soon?", "old")));
            TestFaq.load(stores, account, false, List.of(TestFaq.entry("a", "Orders", "When?", "old")));
            assertEquals(2, stored(stores, 7).size());
            assertEquals(
                    List.of(0L, 1L, 0L),
                    TestFaq.load(stores, account, false, List.of(TestFaq.entry("b", "Orders", "When?", "new"))));
        }
    }

    /** Between a rehearsal and its load, another entry can get the title of a named one, and a named one can change. */
    @ParameterizedTest
    @EnumSource
    void aLoadDeletesOnlyNamedEntriesThatHaveNotChanged(TestDatabase database) {
        try (var stores = Stores.open(database.create())) {
            var account = TestFaq.account(stores, 7);
            TestFaq.load(stores, account, false, List.of(TestFaq.entry("a", "Old", "Refunds", "1")));
            var rehearsed = replace(stores, Optional.empty(), false);
            var named = Optional.of(rehearsed.deleted());
            assertEquals(
                    List.of("Refunds"),
                    rehearsed.deleted().stream().map(RecordLoad.Deleted::name).toList());

            TestFaq.load(stores, account, true, List.of(TestFaq.entry("b", "New", "Refunds", "1")));
            assertChanged(stores, named);

            var again = Optional.of(replace(stores, Optional.empty(), false).deleted());
            var changed = List.of(TestFaq.entry("b", "New", "Refunds", "2"));
            stores.database()
                    .run(transaction -> FaqLoad.begin(transaction, 7, TestFaq.NOON.plusMillis(1), false)
                            .load(changed));
            assertChanged(stores, again);

            var last = Optional.of(replace(stores, Optional.empty(), false).deleted());
            assertEquals(1, replace(stores, last, true).deleted().size());
            assertEquals(List.of("Pay"), StoredValues.texts(stores.database(), "SELECT title FROM faq_entry"));
        }
    }

    private static void assertChanged(Stores stores, Optional<List<RecordLoad.Deleted>> named) {
        var refused = assertThrows(ProblemException.class, () -> replace(stores, named, true));
        assertEquals(Optional.of(Reason.FAQ_CHANGED), refused.reason());
    }

    /** Replaces the FAQ by one entry, or only tries to. */
    private static RecordLoad replace(Stores stores, Optional<List<RecordLoad.Deleted>> named, boolean commit) {
        return stores.database()
                .writeIf(
                        load -> commit,
                        transaction -> FaqLoad.begin(transaction, 7, TestFaq.NOON, true)
                                .load(List.of(TestFaq.entry("", "Keep", "Pay", "word")), named));
    }

    private static List<FaqChange> twoWithOneTitle() {
        return List.of(TestFaq.entry("a", "Orders", "When?", "old"), TestFaq.entry("b", "Orders", "When?", "old"));
    }

    /** Id, code, title and detail of each entry. */
    private static List<String> stored(Stores stores, long cmId) {
        var entry = "id || ' ' || code || ' ' || title || ' ' || detail";
        return StoredValues.texts(
                stores.database(), "SELECT " + entry + " FROM faq_entry WHERE cm_id = " + cmId + " ORDER BY id");
    }

    /**
     * A path of 2,000 characters has up to 1,000 categories. A load that would lead to more than 10,000 categories is
     * refused. If the load replaces the FAQ, the existing categories count, too.
     */
    @Test
    void elevenEntriesCannotAddElevenThousandCategories() {
        try (var stores = Stores.open(TestDatabase.SQLITE.create(), DatabaseOptions.forCommand())) {
            var account = TestFaq.account(stores, 7);
            TestFaq.addCategories(stores, 7, 2);
            for (var replace : List.of(false, true)) {
                var entries = "abcdefghij"
                        .chars()
                        .mapToObj(top -> TestFaq.entry("", (char) top + " > a".repeat(999), "Title", "Detail"))
                        .collect(Collectors.toCollection(ArrayList::new));
                entries.add(TestFaq.entry("", "c1", "Title", "Detail"));

                var refused =
                        assertThrows(ProblemException.class, () -> TestFaq.load(stores, account, replace, entries));

                assertEquals(Optional.of(Reason.TOO_MANY_CATEGORIES), refused.reason());
                assertEquals(List.of(10_000), refused.values());
                assertEquals(2, categories(stores));
            }
        }
    }

    /** Each write of an entry reads the titles of all entries, in the one writer. So their number is bounded. */
    @Test
    void anFaqWithTheMostEntriesGetsNoFurtherOne() {
        try (var stores = Stores.open(TestDatabase.SQLITE.create(), DatabaseOptions.forCommand())) {
            var account = TestFaq.account(stores, 7);
            TestFaq.addCategories(stores, 7, 1);
            TestFaq.addEntries(stores, 7, FaqChange.MAX_PER_ACCOUNT);
            var more = List.of(TestFaq.entry("", "c1", "One more", "Detail"));

            var refused = assertThrows(ProblemException.class, () -> TestFaq.load(stores, account, false, more));

            assertEquals(Optional.of(Reason.TOO_MANY_ENTRIES), refused.reason());
            assertEquals(List.of(100_000), refused.values());
            var known = List.of(TestFaq.entry("", "c1", "t5", "Another detail"));
            assertEquals(List.of(0L, 1L, 0L), TestFaq.load(stores, account, false, known));
            assertEquals(List.of(1L, 0L, 100_000L), TestFaq.load(stores, account, true, more));
        }
    }

    @ParameterizedTest
    @EnumSource
    void anFaqWithTooManyCategoriesGetsNoFurtherOneUntilItIsReplaced(TestDatabase database) {
        try (var stores = Stores.open(database.create())) {
            var account = TestFaq.account(stores, 7);
            TestFaq.addCategories(stores, 7, 10_001);
            TestFaq.load(stores, account, false, List.of(TestFaq.entry("", "c10001", "Known", "word")));
            assertEquals(List.of("Known"), TestFaq.titles(stores, 7, "word", 0));
            var more = List.of(TestFaq.entry("", "c1 > More", "More", "word"));

            assertThrows(ProblemException.class, () -> TestFaq.load(stores, account, false, more));

            assertEquals(10_001, categories(stores));
            if (database == TestDatabase.SQLITE) {
                // Twenty thousand statements; the count is the same on PostgreSQL, which takes ten times as long.
                replaceBy(stores, 10_001);
                assertThrows(ProblemException.class, () -> replaceBy(stores, 10_002));
            }
            TestFaq.load(stores, account, true, more);
            assertEquals(2, categories(stores));
        }
    }

    /** A lock must prevent the second entry: no index does. */
    @ParameterizedTest
    @EnumSource
    void concurrentWritesDoNotGiveTheSameTitle(TestDatabase database) {
        try (var stores = PatientStores.open(database.create())) {
            TestFaq.account(stores, 7);
            var entry = TestFaq.entry("", "Orders", "When?", "word");
            var known = add(stores, TestFaq.entry("", "Orders", "How?", "word"));
            var others = stores.database().write(transaction -> {
                begin(transaction).add(entry);
                return List.of(
                        ConcurrentWrite.start(stores.database(), () -> add(stores, entry)),
                        ConcurrentWrite.start(
                                stores.database(),
                                () -> stores.database().write(other -> {
                                    FaqEdit.lock(other, 7, known);
                                    FaqEdit.change(other, 7, known, entry, TestFaq.NOON);
                                    return known;
                                })));
            });
            for (var other : others) {
                var refused = assertThrows(CompletionException.class, other::join);
                assertEquals(Optional.of(Reason.TITLE_IN_USE), ((ProblemException) refused.getCause()).reason());
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void anEntryThatIsRemovedDuringALoadIsNotAddedAgain(TestDatabase database) {
        try (var stores = PatientStores.open(database.create())) {
            TestFaq.account(stores, 7);
            var entry = TestFaq.entry("", "Orders", "When?", "word");
            var id = add(stores, entry);
            var removed = stores.database().write(transaction -> {
                var load = begin(transaction);
                var removal = ConcurrentWrite.start(
                        stores.database(), () -> stores.database().write(other -> FaqEdit.remove(other, 7, id)));
                load.load(List.of(entry));
                return removal;
            });
            assertTrue(removed.join());
            assertEquals(List.of(), stored(stores, 7));
        }
    }

    /**
     * Writes that add an employee to the account wait for each other. A load must not let them wait while it indexes
     * its entries.
     */
    @ParameterizedTest
    @EnumSource
    void aLoadAddsItsAuthorsAtTheEnd(TestDatabase database) throws Exception {
        try (var stores = PatientStores.open(database.create())) {
            TestFaq.account(stores, 7);
            var known = add(stores, TestFaq.entry("", "Orders", "When?", "word"));
            var entries = List.of(by("Mira", "When?"), by("Mira", "How?"), by("Asha", "Why?"));
            var attempts = new AtomicInteger();
            var loaded = stores.database().write(transaction -> {
                attempts.incrementAndGet();
                transaction
                        .query(
                                "SELECT id FROM faq_entry WHERE cm_id = :cmId AND id = :id "
                                        + transaction.dialect().forUpdate(),
                                7)
                        .bind("id", known)
                        .mapTo(Long.class)
                        .one();
                var load = ConcurrentWrite.start(
                        stores.database(),
                        () -> stores.database().write(other -> {
                            attempts.incrementAndGet();
                            return begin(other).load(entries);
                        }));
                new NamedIds(transaction, 7).idOrAdd(new EmployeeName("Asha", "", ""));
                return load;
            });
            assertEquals(2, loaded.get(1, TimeUnit.MINUTES).added());
            assertEquals(2, attempts.get(), "neither of the two was tried again");
            assertEquals(List.of("How? Mira", "When? Mira", "Why? Asha"), StoredValues.texts(stores.database(), """
                    SELECT f.title || ' ' || e.name FROM faq_entry f
                    JOIN employee e ON e.cm_id = f.cm_id AND e.id = f.author_id ORDER BY f.title"""));
        }
    }

    private static FaqChange by(String author, String title) {
        var name = new EmployeeName(author, "", "");
        return new FaqChange("", List.of("Orders"), title, "another word", name, TestFaq.NOON);
    }

    /** The test deletes an entry as an erasure of the account does: without waiting until it is indexed. */
    @ParameterizedTest
    @EnumSource
    void entriesThatAreErasedWhileTheyAreIndexedAreLeftOut(TestDatabase database) {
        try (var stores = PatientStores.open(database.create())) {
            TestFaq.account(stores, 7);
            var erased = add(stores, TestFaq.entry("", "Orders", "When?", "word"));
            add(stores, TestFaq.entry("", "Orders", "How?", "word"));
            var indexed = stores.database().write(transaction -> {
                transaction
                        .update("DELETE FROM faq_entry WHERE cm_id = :cmId AND id = :id", 7)
                        .bind("id", erased)
                        .execute();
                return ConcurrentWrite.start(stores.database(), () -> FaqStore.reindex(stores.database(), 7, true));
            });
            assertEquals(1, indexed.join());
        }
    }

    private static long add(Stores stores, FaqChange entry) {
        return stores.database().write(transaction -> begin(transaction).add(entry));
    }

    private static FaqLoad begin(Transaction transaction) {
        return FaqLoad.begin(transaction, 7, TestFaq.NOON, false);
    }

    /**
     * A VACUUM locks the tables. A load must end nevertheless: its update of the planner's statistics skips locked
     * tables.
     */
    @Test
    void aVacuumOfTheTablesDoesNotStopALoad() throws Exception {
        try (var stores = Stores.open(TestDatabase.POSTGRESQL.create())) {
            var account = TestFaq.account(stores, 7);
            var locking = new CountDownLatch(1);
            var ended = new CountDownLatch(1);
            var vacuum = CompletableFuture.runAsync(
                    () -> stores.database().run("vacuum", transaction -> {
                        transaction.handle().execute("LOCK faq_entry, faq_search IN SHARE UPDATE EXCLUSIVE MODE");
                        locking.countDown();
                        await(ended);
                    }),
                    task -> new Thread(task, "vacuum").start());
            try {
                await(locking);
                var entries = IntStream.rangeClosed(1, 101)
                        .mapToObj(number -> TestFaq.entry("", "c", "Title " + number, "Detail"))
                        .toList();
                assertEquals(List.of(101L, 0L, 0L), TestFaq.load(stores, account, false, entries));
            } finally {
                ended.countDown();
            }
            vacuum.get(60, TimeUnit.SECONDS);
        }
    }

    private static void replaceBy(Stores stores, int categories) {
        stores.database().write(transaction -> {
            var ids = new CategoryIds(transaction, 7, true);
            IntStream.rangeClosed(1, categories).forEach(number -> ids.of(List.of("c" + number)));
            return true;
        });
    }

    private static int categories(Stores stores) {
        return stores.database()
                .read(transaction -> FaqStore.categories(transaction, 7).size());
    }

    private static List<FaqChange> entries(String title, int count, String detail) {
        return IntStream.range(0, count)
                .mapToObj(number -> TestFaq.entry("", "Orders", title + " " + number, detail))
                .toList();
    }

    /** How many batches of entries a load writes. */
    private static long writes(Stores stores, List<FaqChange> entries) {
        return stores.database().write(transaction -> {
            var statements = statements(transaction);
            begin(transaction).load(entries);
            return statements.stream()
                    .filter(sql -> sql.startsWith("INSERT INTO faq_entry"))
                    .count();
        });
    }

    private static List<String> statements(Transaction transaction) {
        var statements = new ArrayList<String>();
        transaction.handle().getConfig(SqlStatements.class).setSqlLogger(new SqlLogger() {
            @Override
            public void logBeforeExecution(StatementContext context) {
                statements.add(context.getParsedSql().getSql().strip());
            }
        });
        return statements;
    }

    private static String words(int number) {
        return "word" + number + " "
                + IntStream.range(0, 50)
                        .mapToObj(word -> "w" + (number * 50 + word))
                        .toList();
    }

    private static Map<Long, String> pages(Stores stores) {
        return stores.database()
                .read(transaction -> transaction
                        .handle()
                        .createQuery("SELECT id, hex(block) AS block FROM faq_search_data")
                        .map((row, context) -> Map.entry(row.getLong("id"), row.getString("block")))
                        .stream()
                        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue)));
    }
}
