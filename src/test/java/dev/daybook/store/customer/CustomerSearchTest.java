package dev.daybook.store.customer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.daybook.domain.Window;
import dev.daybook.domain.account.Account;
import dev.daybook.domain.customer.Customer;
import dev.daybook.domain.customer.CustomerChange;
import dev.daybook.domain.customer.ProfileField;
import dev.daybook.kit.QueryPlan;
import dev.daybook.kit.TestDatabase;
import dev.daybook.server.Stores;
import dev.daybook.store.account.AccountStore;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The results of a search after each typed letter, on both databases. */
class CustomerSearchTest {
    private static final long CM_ID = 1_000_298;
    private static final Account ACCOUNT = new Account(CM_ID, "Example Traders", Account.DEFAULT_ZONE, "{}");

    private static Stores open(TestDatabase database) {
        var stores = Stores.open(database.create());
        stores.database().write(transaction -> AccountStore.add(transaction, ACCOUNT));
        add(stores, "Meera Nair", "+91 98765 43210", "Meera.Nair@mail.example", "C-701");
        add(stores, "Ravi Iyer", "+91 98765 00042", "ravi@shop.example", "C-702");
        add(stores, "Ines", "030 1234567", "ines@mail.example", "x%_7");
        return stores;
    }

    private static void add(Stores stores, String name, String phone, String email, String code) {
        add(stores, name, phone, email, code, Instant.parse("2024-05-02T10:00:00Z"));
    }

    private static void add(Stores stores, String name, String phone, String email, String code, Instant createdAt) {
        stores.database()
                .write(transaction -> stores.customers()
                        .save(
                                transaction,
                                ACCOUNT,
                                CustomerChange.ofTexts(
                                        0,
                                        false,
                                        Map.of(
                                                ProfileField.NAME, name,
                                                ProfileField.PHONE, phone,
                                                ProfileField.EMAIL, email,
                                                ProfileField.CUSTOMER_CODE, code)),
                                createdAt));
    }

    private static List<String> find(Stores stores, String words, boolean byReach) {
        return stores
                .database()
                .read(transaction -> CustomerSearch.find(transaction, CM_ID, words, Optional.empty(), byReach))
                .customers()
                .stream()
                .map((Customer customer) -> customer.text(ProfileField.NAME))
                .sorted()
                .toList();
    }

    @ParameterizedTest
    @EnumSource
    void aSearchFindsTheBeginningOfAPhone(TestDatabase database) {
        try (var stores = open(database)) {
            var both = List.of("Meera Nair", "Ravi Iyer");
            for (var words : List.of("919", "+91 98", "+91 98765", "98765", "987", "(987) 65")) {
                assertEquals(both, find(stores, words, true), words);
            }
            for (var words : List.of("987654", "98765 4321", "9876543210", "+919876543210", "09876543210")) {
                assertEquals(List.of("Meera Nair"), find(stores, words, true), words);
            }
            assertEquals(List.of("Ines"), find(stores, "0301", true));
            assertEquals(List.of(), find(stores, "98", true), "two digits are too few");
            assertEquals(List.of(), find(stores, "7654", true), "digits within the number");
        }
    }

    @ParameterizedTest
    @EnumSource
    void aSearchFindsTheLastFourDigitsOfAPhone(TestDatabase database) {
        try (var stores = open(database)) {
            for (var words : List.of("3210", "43210", "5 43210", "65 43210", "765-43210", "8765 43210")) {
                assertEquals(List.of("Meera Nair"), find(stores, words, true), words);
            }
            assertEquals(List.of("Ravi Iyer"), find(stores, "0042", true), "zeros count");
            assertEquals(List.of(), find(stores, "210", true), "three are too few");
        }
    }

    @ParameterizedTest
    @EnumSource
    void aSearchFindsTheBeginningOfAnEmailOrACode(TestDatabase database) {
        try (var stores = open(database)) {
            for (var words : List.of("meera.", "MEERA.N", "meera.nair@", "Meera.Nair@mail.example")) {
                assertEquals(List.of("Meera Nair"), find(stores, words, true), words);
            }
            assertEquals(List.of("Meera Nair", "Ravi Iyer"), find(stores, "C-70", true));
            assertEquals(List.of("Ravi Iyer"), find(stores, "C-702", true));
            assertEquals(List.of("Ines"), find(stores, "x%_", true), "wildcards are letters");
            assertEquals(List.of(), find(stores, "c-70", true), "a code has its case");
            assertEquals(List.of(), find(stores, "nair@mail", true), "a part within an e-mail");
        }
    }

    /**
     * An e-mail may begin with digits, and the same digits may be part of a phone. A search for the digits must find
     * both customers.
     */
    @ParameterizedTest
    @EnumSource
    void aSearchFindsAnEmailThatBeginsWithDigits(TestDatabase database) {
        try (var stores = open(database)) {
            add(stores, "Asad Khan", "+91 90000 12345", "786.khan@mail.example", "C-704");
            for (var words : List.of("786", "786.", "786.k")) {
                assertEquals(List.of("Asad Khan"), find(stores, words, true), words);
                assertEquals(List.of(), find(stores, words, false), words);
            }
            assertEquals(List.of(), find(stores, "78", true), "two are too few");
            add(stores, "Zoya", "+91 78600 00000", "zoya@mail.example", "C-705");
            assertEquals(List.of("Asad Khan", "Zoya"), find(stores, "786", true), "a phone and an e-mail");
        }
    }

    /**
     * Spreadsheets and web pages write no-break spaces and invisible marks of the direction, both into the names that
     * are imported and into the texts that people paste into the search.
     */
    @ParameterizedTest
    @EnumSource
    void aNameIsFoundWhateverBlanksAndInvisibleCharactersItHas(TestDatabase database) {
        try (var stores = open(database)) {
            var names = List.of(" Asha  Rao", "Asha\u00a0Rao", "\u200eAsha\u200f Rao\u00ad", "Asha\t\u2003R\u200dao ");
            for (var number = 0; number < names.size(); number++) {
                add(stores, names.get(number), "+91 90000 0000" + number, "", "A  " + number);
            }
            for (var words : List.of(
                    "asha rao",
                    "Asha  Rao",
                    "ASHA\u00a0rao",
                    "\u202aasha rao\u202c",
                    "a\u200bsha\u3000r",
                    "sha\u00a0 ra")) {
                assertEquals(names.stream().sorted().toList(), find(stores, words, true), words);
            }
            for (var words : List.of("\u202a+91 90000\u00a000001\u202c", "A  1", "\ufeffMeera\u00a0Nair")) {
                var name = words.endsWith("Nair") ? "Meera Nair" : "Asha\u00a0Rao";
                assertEquals(List.of(name), find(stores, words, true), words);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void aSearchForAnEmptyTextFindsAllCustomers(TestDatabase database) {
        try (var stores = open(database)) {
            assertEquals(List.of("Ines", "Meera Nair", "Ravi Iyer"), find(stores, "", true));
        }
    }

    @ParameterizedTest
    @EnumSource
    void deletedCustomersDoNotUseUpTheSearchLimit(TestDatabase database) {
        try (var stores = open(database)) {
            for (var number = 0; number < CustomerSearch.MOST; number++) {
                add(stores, "Gone", "+91 98700 00%03d".formatted(number), "meera.%d@mail".formatted(number), "");
                var ending = new StringBuilder("0123%03d".formatted(number)).reverse();
                add(stores, "Gone", "+91 987" + ending, "", "");
            }
            stores.database()
                    .run(transaction -> transaction
                            .query("SELECT id FROM customer WHERE name = 'Gone'")
                            .mapTo(Long.class)
                            .list()
                            .forEach(id -> CustomerRemoval.delete(transaction, CM_ID, id, Instant.ofEpochMilli(1))));
            for (var words : List.of("+91 987", "987", "3210", "meera.")) {
                assertTrue(find(stores, words, true).contains("Meera Nair"), words);
            }
        }
    }

    /**
     * Imported customers that have codes may all have one placeholder as their phone. Many of them may be deleted; a
     * search for this phone must still find the others.
     */
    @ParameterizedTest
    @EnumSource
    void deletedCustomersWithTheSamePhoneDoNotUseUpTheLimit(TestDatabase database) {
        try (var stores = open(database)) {
            stores.database().run(transaction -> {
                for (var number = 0; number <= CustomerSearch.MOST; number++) {
                    var change = CustomerChange.ofTexts(
                            0,
                            false,
                            Map.of(
                                    ProfileField.NAME,
                                    number < CustomerSearch.MOST ? "Gone" : "Last",
                                    ProfileField.PHONE,
                                    "9999999999",
                                    ProfileField.EMAIL,
                                    "nobody@mail.example",
                                    ProfileField.CUSTOMER_CODE,
                                    "N-" + number));
                    var saved = stores.customers().save(transaction, ACCOUNT, change, Instant.EPOCH);
                    if (number < CustomerSearch.MOST) {
                        CustomerRemoval.delete(transaction, CM_ID, saved.id(), Instant.ofEpochMilli(1));
                    }
                }
            });
            assertEquals(List.of("Last"), find(stores, "9999999999", true));
            assertEquals(List.of("Last"), find(stores, "nobody@mail.example", true));
        }
    }

    /**
     * Imported customers may have a placeholder as the time of their creation, such as a day of 1899. A search must
     * find them, too.
     */
    @ParameterizedTest
    @EnumSource
    void aPartOfANameFindsCustomersFromBefore1970(TestDatabase database) {
        try (var stores = open(database)) {
            add(stores, "Old Mr Quixote", "9100000009", "", "", Instant.parse("1899-12-30T00:00:00Z"));
            assertEquals(List.of("Old Mr Quixote"), find(stores, "quixote", true));
        }
    }

    @ParameterizedTest
    @EnumSource
    void callersWithoutPhonesCannotSearchByPhone(TestDatabase database) {
        try (var stores = open(database)) {
            for (var words : List.of("98765", "3210", "9876543210", "meera.n", "ravi@")) {
                assertEquals(List.of(), find(stores, words, false), words);
            }
            assertEquals(List.of("Meera Nair", "Ravi Iyer"), find(stores, "C-70", false));
        }
    }

    @ParameterizedTest
    @EnumSource
    void everySearchQueryUsesAnIndex(TestDatabase database) {
        try (var stores = open(database)) {
            stores.database().read(transaction -> {
                var values = Map.of("cmId", CM_ID, "from", "123", "to", "124", "digits", "321", "limit", 50);
                CustomerBeginnings.questions().forEach((index, sql) -> {
                    var plan = QueryPlan.of(transaction, sql, values, "sort");
                    assertTrue(plan.contains(index), plan);
                    assertFalse(plan.contains("TEMP B-TREE") || plan.contains("Sort"), plan);
                });
                return true;
            });
        }
    }

    @ParameterizedTest
    @EnumSource
    void theFilterByDaysReadsEachFoundCustomerByItsKey(TestDatabase database) {
        try (var stores = open(database)) {
            var sql = FoundIds.CREATED.replace("<ids>", "1, 2, 3");
            var values = Map.of("cmId", CM_ID, "start", 0L, "end", Long.MAX_VALUE);
            var plan = stores.database().read(transaction -> QueryPlan.of(transaction, sql, values, "bitmapscan"));
            assertTrue(plan.contains("PRIMARY KEY (cm_id=? AND id=?)") || plan.contains("id = ANY"), plan);
            assertFalse(plan.contains("(created_at >="), "it would read the index by creation: " + plan);
        }
    }

    @ParameterizedTest
    @EnumSource
    void anIncompleteSearchWithinDaysIsMarkedAsTruncated(TestDatabase database) {
        try (var stores = open(database)) {
            stores.database().read(transaction -> {
                var found = new FoundIds(transaction, CM_ID, Optional.of(new Window(Instant.EPOCH, Instant.MAX)));
                found.add(LongStream.range(1, found.limit()).boxed().toList());
                assertFalse(found.isCut(), "all were read");
                found.add(LongStream.rangeClosed(1, found.limit()).boxed().toList());
                assertTrue(found.isCut(), "there may be one more");
                return true;
            });
        }
    }
}
