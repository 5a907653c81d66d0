package dev.daybook.store.customer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.daybook.domain.Problem;
import dev.daybook.domain.ProblemException;
import dev.daybook.domain.account.Account;
import dev.daybook.domain.account.Author;
import dev.daybook.domain.account.Rights;
import dev.daybook.domain.customer.ContactChange;
import dev.daybook.domain.customer.ContactField;
import dev.daybook.domain.customer.CustomerChange;
import dev.daybook.domain.customer.CustomerQuery;
import dev.daybook.domain.customer.ProfileField;
import dev.daybook.domain.ticket.TicketField;
import dev.daybook.kit.QueryPlan;
import dev.daybook.kit.StoredValues;
import dev.daybook.kit.TestDatabase;
import dev.daybook.kit.TestTickets;
import dev.daybook.server.Stores;
import dev.daybook.store.Dialect;
import dev.daybook.store.Transaction;
import dev.daybook.store.account.AccountStore;
import dev.daybook.store.record.RecordLoad;
import dev.daybook.store.ticket.NumberedChange;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Very many customers have the same phone and e-mail, as programs send them for people who gave none. */
class SharedPhoneTest {
    private static final Account ACCOUNT = new Account(7, "Shared", Account.DEFAULT_ZONE, "{}");
    private static final Instant NOON = Instant.parse("2024-05-02T12:00:00Z");
    private static final String SHARED = "1111111111";

    /** A phone of a person, with the same last digits. */
    private static final String OWN = "9821111111";

    private static final String EMAIL = "none@mail.example";

    /** More than the contacts that a write reads on SQLite. */
    private static final int MANY = 1_100;

    @ParameterizedTest
    @EnumSource
    void aTicketGetsTheNewestCustomerWithASharedPhone(TestDatabase database) {
        try (var stores = filled(database)) {
            var newest = Integer.toString(MANY - 1);
            assertEquals(newest, codeOf(stores, Map.of(TicketField.PHONE, SHARED)));
            assertEquals(newest, codeOf(stores, Map.of(TicketField.EMAIL, EMAIL)));
            assertEquals("own", codeOf(stores, Map.of(TicketField.PHONE, OWN)));
        }
    }

    @ParameterizedTest
    @EnumSource
    void ticketsOfOneBatchGetTheSameCustomersAsAlone(TestDatabase database) {
        try (var stores = filled(database)) {
            var rows = Stream.of(SHARED, OWN)
                    .map(phone -> new RecordLoad.Row<>(
                            new NumberedChange(0, TestTickets.of(Map.of(TicketField.PHONE, phone))), NOON))
                    .toList();
            stores.database().write(transaction -> stores.tickets().load(transaction, ACCOUNT, rows, NOON));
            var codes = StoredValues.texts(
                    stores.database(), "SELECT customer_code FROM ticket WHERE cm_id = 7 ORDER BY id");
            assertEquals(List.of(Integer.toString(MANY - 1), "own"), codes);
        }
    }

    /**
     * The customer that was created last has the lowest id. Only a read of all customers with the phone or e-mail finds
     * it.
     */
    @ParameterizedTest
    @EnumSource
    void onlyPostgresqlReadsAllCustomersWithASharedPhone(TestDatabase database) {
        try (var stores = Stores.open(database.create())) {
            stores.database().write(transaction -> {
                AccountStore.add(transaction, ACCOUNT);
                var later = NOON.plus(Duration.ofDays(1));
                stores.customers().save(transaction, ACCOUNT, change("last", SHARED, EMAIL), later);
                return fill(stores, transaction);
            });
            var found = database == TestDatabase.SQLITE ? Integer.toString(MANY - 1) : "last";
            assertEquals(found, codeOf(stores, Map.of(TicketField.PHONE, SHARED)));
            assertEquals(found, codeOf(stores, Map.of(TicketField.EMAIL, EMAIL)));
        }
    }

    @ParameterizedTest
    @EnumSource
    void aQueryGetsTheNewestOfThem(TestDatabase database) {
        try (var stores = filled(database)) {
            var document = stores.database()
                    .read(transaction -> stores.customers()
                            .find(transaction, 7, new CustomerQuery(0, "", SHARED))
                            .orElseThrow());
            var text = new String(document, StandardCharsets.UTF_8);
            assertTrue(text.contains("\"" + (MANY - 1) + "\""), text);
        }
    }

    @ParameterizedTest
    @EnumSource
    void onlyAChangeThatMatchesTooManyCustomersIsRefused(TestDatabase database) {
        try (var stores = filled(database)) {
            for (var texts : List.of(Map.of(ProfileField.PHONE, SHARED), Map.of(ProfileField.EMAIL, EMAIL))) {
                var refused = assertThrows(ProblemException.class, () -> save(stores, texts));
                assertEquals(Problem.CONFLICT, refused.problem());
            }
            assertFalse(save(stores, Map.of(ProfileField.PHONE, OWN)));
            assertTrue(save(stores, Map.of(ProfileField.PHONE, "9829999999")));
        }
    }

    /** The contacts of one customer have the e-mail of their office. */
    @ParameterizedTest
    @EnumSource
    void aContactReplacesNoOtherWithTheSharedEmail(TestDatabase database) {
        try (var stores = Stores.open(database.create())) {
            stores.database().write(transaction -> AccountStore.add(transaction, ACCOUNT));
            var given = List.of(contact("Asha", "9000000001"), contact("Ravi", "9000000002"));
            for (var contacts : List.of(given, List.of(contact("Ravi", "9000000003")), List.of(contact("Zara", "")))) {
                var own = Map.of(ProfileField.NAME, "office", ProfileField.PHONE, OWN);
                var change = CustomerChange.ofTexts(0, true, own).with(contacts);
                stores.database().write(transaction -> stores.customers().save(transaction, ACCOUNT, change, NOON));
            }
            assertEquals(
                    List.of("Asha 9000000001", "Ravi 9000000003", "office " + OWN, "Zara "),
                    StoredValues.texts(
                            stores.database(),
                            "SELECT person || ' ' || phone FROM contact WHERE cm_id = 7 ORDER BY id"));
        }
    }

    /** To sort the customers with one phone or e-mail, SQLite would have to read all of them first. */
    @Test
    void sqliteReadsThemInTheOrderOfTheirIndex() {
        try (var stores = Stores.open(TestDatabase.SQLITE.create())) {
            stores.database().read(transaction -> {
                for (var found :
                        List.of(CustomerMatch.BY_PHONE, CustomerMatch.IDS_BY_PHONE, CustomerMatch.IDS_BY_EMAIL)) {
                    var plan = QueryPlan.of(
                            transaction,
                            CustomerMatch.bounded(Dialect.SQLITE, found),
                            Map.of("cmId", 7, "digits", SHARED, "tail", "1111111", "loose", 1, "email", EMAIL));
                    assertFalse(plan.contains("TEMP B-TREE"), plan);
                }
                return true;
            });
        }
    }

    /** Adds the customer with the code {@code own}, and then {@link #MANY} customers with the codes 0, 1 and so on. */
    private static Stores filled(TestDatabase database) {
        var stores = Stores.open(database.create());
        stores.database().write(transaction -> {
            AccountStore.add(transaction, ACCOUNT);
            stores.customers().save(transaction, ACCOUNT, change("own", OWN, "own@mail.example"), NOON);
            return fill(stores, transaction);
        });
        return stores;
    }

    private static RecordLoad fill(Stores stores, Transaction transaction) {
        var rows = IntStream.range(0, MANY)
                .mapToObj(number -> new RecordLoad.Row<>(
                        change(Integer.toString(number), SHARED, EMAIL), NOON.plusSeconds(1 + number)))
                .toList();
        return stores.customers().load(transaction, ACCOUNT, rows, NOON);
    }

    private static ContactChange contact(String name, String phone) {
        return new ContactChange(
                0,
                true,
                Map.of(
                        ContactField.PERSON,
                        name,
                        ContactField.PHONE,
                        phone,
                        ContactField.EMAIL,
                        "office@mail.example"));
    }

    private static CustomerChange change(String code, String phone, String email) {
        return CustomerChange.ofTexts(
                0,
                false,
                Map.of(
                        ProfileField.NAME, code,
                        ProfileField.CUSTOMER_CODE, code,
                        ProfileField.PHONE, phone,
                        ProfileField.EMAIL, email));
    }

    /** Returns whether the customer was added. */
    private static boolean save(Stores stores, Map<ProfileField, String> texts) {
        var named = new EnumMap<>(texts);
        named.put(ProfileField.NAME, "Name");
        return stores.database()
                .write(transaction ->
                        stores.customers().save(transaction, ACCOUNT, CustomerChange.ofTexts(0, true, named), NOON))
                .created();
    }

    /** Adds a ticket with these texts, and returns the code of its customer. */
    private static String codeOf(Stores stores, Map<TicketField, String> texts) {
        return stores.database()
                .write(transaction -> stores.tickets()
                        .add(transaction, ACCOUNT, TestTickets.of(texts), Rights.ALL, Author.UNKNOWN, NOON))
                .ticket()
                .text(TicketField.CUSTOMER_CODE);
    }
}
