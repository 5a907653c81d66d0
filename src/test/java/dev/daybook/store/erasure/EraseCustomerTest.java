package dev.daybook.store.erasure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.daybook.domain.account.Account;
import dev.daybook.domain.account.Author;
import dev.daybook.domain.account.Rights;
import dev.daybook.domain.customer.ContactChange;
import dev.daybook.domain.customer.ContactField;
import dev.daybook.domain.customer.CustomerChange;
import dev.daybook.domain.customer.ProfileField;
import dev.daybook.domain.order.Order;
import dev.daybook.domain.order.OrderChange;
import dev.daybook.domain.order.OrderField;
import dev.daybook.domain.ticket.Ticket;
import dev.daybook.domain.ticket.TicketChange;
import dev.daybook.domain.ticket.TicketField;
import dev.daybook.kit.ConcurrentWrite;
import dev.daybook.kit.Erasure;
import dev.daybook.kit.PatientStores;
import dev.daybook.kit.QueryPlan;
import dev.daybook.kit.TestDatabase;
import dev.daybook.kit.TestTickets;
import dev.daybook.server.Stores;
import dev.daybook.store.Database;
import dev.daybook.store.DatabaseUrl;
import dev.daybook.store.Transaction;
import dev.daybook.store.account.AccountStore;
import dev.daybook.store.order.OrderTable;
import dev.daybook.store.record.RecordLoad;
import dev.daybook.store.ticket.NumberedChange;
import dev.daybook.store.ticket.TicketTable;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jdbi.v3.core.statement.SqlLogger;
import org.jdbi.v3.core.statement.StatementContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Erases a person while others write about the person. */
class EraseCustomerTest {
    private static final Account ACCOUNT = new Account(7, "Erase", Account.DEFAULT_ZONE, "{}");
    private static final Instant NOON = Instant.parse("2024-05-02T12:00:00Z");

    /** A thread for each task: the common pool has only one thread on a machine with two processors. */
    private static final Executor THREADS = task -> new Thread(task, "test").start();

    @ParameterizedTest
    @EnumSource
    void anOrderAddedDuringAnErasureIsBlankedToo(TestDatabase database) throws Exception {
        anOrderAddedDuringAnErasureIsBlankedToo(database.fenced());
    }

    /**
     * An administrator of PostgreSQL may set an isolation level at which an erasure would miss a write for which it
     * waited. So an erasure must use READ COMMITTED, whatever the default level is.
     */
    @Test
    void anErasureUsesReadCommittedWhateverTheDefaultIsolation() throws Exception {
        var text = TestDatabase.POSTGRESQL.newUrl();
        try (var database = Database.open(DatabaseUrl.parse(text))) {
            database.run(transaction -> transaction
                    .handle()
                    .execute("ALTER DATABASE " + text.substring(text.lastIndexOf('/') + 1)
                            + " SET default_transaction_isolation = 'repeatable read'"));
        }
        anOrderAddedDuringAnErasureIsBlankedToo(DatabaseUrl.parse(text));
        try (var database = Database.open(DatabaseUrl.parse(text))) {
            assertEquals("repeatable read", database.snapshot(EraseCustomerTest::isolation));
            assertEquals("read committed", database.write(EraseCustomerTest::isolation));
        }
    }

    private static String isolation(Transaction transaction) {
        return transaction
                .query("SHOW transaction_isolation")
                .mapTo(String.class)
                .one();
    }

    private static void anOrderAddedDuringAnErasureIsBlankedToo(DatabaseUrl url) throws Exception {
        try (var stores = PatientStores.open(url)) {
            var customer = stores.database().write(transaction -> {
                AccountStore.add(transaction, ACCOUNT);
                return stores.customers()
                        .save(
                                transaction,
                                ACCOUNT,
                                customer(0, Map.of(ProfileField.NAME, "Asha", ProfileField.PHONE, "9100000001")),
                                NOON)
                        .id();
            });
            var written = new CountDownLatch(1);
            var erasing = new CountDownLatch(1);
            var order = CompletableFuture.supplyAsync(
                    () -> stores.database().write(transaction -> {
                        var saved = stores.orders().save(transaction, ACCOUNT, orderOf(customer), Rights.ALL, NOON);
                        written.countDown();
                        await(erasing);
                        return saved.id();
                    }),
                    THREADS);
            await(written);
            var erased = CompletableFuture.supplyAsync(
                    () -> {
                        erasing.countDown();
                        return stores.database()
                                .write(transaction -> Erasure.erase(stores, transaction, ACCOUNT, customer, NOON));
                    },
                    THREADS);
            assertEquals(true, erased.get(60, TimeUnit.SECONDS));
            assertEquals(
                    Map.of(),
                    order(stores, order.get(60, TimeUnit.SECONDS)).buyer().texts());
        }
    }

    @ParameterizedTest
    @EnumSource
    void aTicketAddedDuringAnErasureIsBlankedToo(TestDatabase database) throws Exception {
        try (var stores = PatientStores.open(database.fenced())) {
            var customer = customer(stores);
            var erased = stores.database().write(transaction -> {
                assertEquals("Asha", addTicket(stores, transaction, customer).text(TicketField.CUSTOMER_NAME));
                return awaitLock(stores, other -> erase(stores, other, customer));
            });
            assertEquals(true, erased.get(60, TimeUnit.SECONDS));
            assertEquals(Map.of(), tickets(stores).get(0).texts());
        }
    }

    @ParameterizedTest
    @EnumSource
    void aTicketThatFindsThePersonDuringItsErasureIsNotTagged(TestDatabase database) throws Exception {
        try (var stores = PatientStores.open(database.fenced())) {
            customer(stores);
            var before =
                    stores.database().write(transaction -> addTicket(stores, transaction, TestTickets.of(Map.of())));
            List<BiConsumer<Transaction, TicketChange>> writes = List.of(
                    (transaction, change) -> addTicket(stores, transaction, change),
                    (transaction, change) -> updateTicket(stores, transaction, before.number(), change),
                    (transaction, change) -> stores.tickets()
                            .load(
                                    transaction,
                                    ACCOUNT,
                                    List.of(new RecordLoad.Row<>(new NumberedChange(0, change), NOON)),
                                    NOON));
            for (var write : writes) {
                var customer = customer(stores);
                var written = stores.database().write(transaction -> {
                    erase(stores, transaction, customer);
                    return awaitLock(stores, other -> {
                        write.accept(other, ticketOf(customer));
                        return true;
                    });
                });
                written.get(60, TimeUnit.SECONDS);
            }
            assertEquals(
                    List.of(Map.of(), Map.of(), Map.of()),
                    tickets(stores).stream().map(Ticket::texts).toList());
        }
    }

    /**
     * While a transaction that added a ticket of a customer is open, other transactions can add tickets of the same
     * customer and change the customer's data.
     */
    @ParameterizedTest
    @EnumSource(names = "POSTGRESQL")
    void aNewTicketOfACustomerBlocksOnlyAnErasure(TestDatabase database) {
        try (var stores = PatientStores.open(database.fenced())) {
            var customer = customer(stores);
            stores.database().run(transaction -> {
                addTicket(stores, transaction, customer);
                start(stores, other -> addTicket(stores, other, customer)).join();
                var change = customer(customer, Map.of(ProfileField.NAME, "Asha Rao"));
                start(stores, other -> stores.customers().save(other, ACCOUNT, change, NOON))
                        .join();
            });
        }
    }

    /**
     * A change of a ticket or an order locks this record and then its customer. An erasure in another order would
     * deadlock with it, and the database would end one of the two. It would be tried again, but not without end.
     */
    @ParameterizedTest
    @EnumSource
    void anErasureWaitsForAChangeOfATicket(TestDatabase database) throws Exception {
        try (var stores = PatientStores.open(database.fenced())) {
            var customer = customer(stores);
            var ticket = stores.database().write(transaction -> addTicket(stores, transaction, customer));
            var phone = TestTickets.of(Map.of(TicketField.PHONE, "9100000001"));
            anErasureWaits(
                    stores,
                    "ticket",
                    ticket.id(),
                    List.of(customer),
                    transaction -> updateTicket(stores, transaction, ticket.number(), phone));
            assertEquals(Map.of(), tickets(stores).get(0).texts());
        }
    }

    @ParameterizedTest
    @EnumSource
    void anErasureWaitsForAChangeOfAnOrder(TestDatabase database) throws Exception {
        try (var stores = PatientStores.open(database.fenced())) {
            var customer = customer(stores);
            var order = addOrder(stores, customer);
            anErasureWaits(
                    stores,
                    "sales_order",
                    order,
                    List.of(customer),
                    transaction -> changeOrder(stores, transaction, order, CustomerChange.NOT_NAMED));
            assertEquals(Map.of(), order(stores, order).buyer().texts());
        }
    }

    /** An order of one of the people gets another one of them as its customer. */
    @ParameterizedTest
    @EnumSource
    void anErasureOfSeveralPeopleWaitsForAChangeOfAnOrder(TestDatabase database) throws Exception {
        try (var stores = PatientStores.open(database.fenced())) {
            var people = List.of(
                    customer(stores),
                    customer(stores, Map.of(ProfileField.NAME, "Meera", ProfileField.PHONE, "9100000002")));
            var order = addOrder(stores, people.get(1));
            anErasureWaits(
                    stores,
                    "sales_order",
                    order,
                    people,
                    transaction -> changeOrder(stores, transaction, order, people.get(0)));
            assertEquals(Map.of(), order(stores, order).buyer().texts());
        }
    }

    private static void anErasureWaits(
            Stores stores, String table, long record, List<Long> people, Consumer<Transaction> change)
            throws Exception {
        var attempts = new AtomicInteger();
        var untagged = untagged(stores, people);
        var erased = stores.database().write(transaction -> {
            attempts.incrementAndGet();
            transaction
                    .query(
                            "SELECT id FROM " + table + " WHERE cm_id = :cmId AND id = :id "
                                    + transaction.dialect().forUpdate(),
                            ACCOUNT.cmId())
                    .bind("id", record)
                    .mapTo(Long.class)
                    .one();
            var waiting = awaitLock(stores, erasing -> {
                attempts.incrementAndGet();
                return stores.eraseCustomer().erase(erasing, ACCOUNT, people, untagged, NOON);
            });
            change.accept(transaction);
            return waiting;
        });
        assertEquals(Set.copyOf(people), erased.get(60, TimeUnit.SECONDS).customers());
        assertEquals(2, attempts.get(), "neither of the two was tried again");
    }

    @ParameterizedTest
    @EnumSource(names = "POSTGRESQL")
    void anErasureDoesNotWaitForTheTicketsOfOthers(TestDatabase database) {
        try (var stores = PatientStores.open(database.fenced())) {
            var customer = customer(stores);
            var phone = TestTickets.of(Map.of(TicketField.PHONE, "9222222222"));
            var others = stores.database().write(transaction -> addTicket(stores, transaction, phone));
            stores.database().run(transaction -> {
                updateTicket(stores, transaction, others.number(), phone);
                assertEquals(
                        true,
                        start(stores, other -> erase(stores, other, customer)).join());
            });
        }
    }

    @ParameterizedTest
    @EnumSource(names = "POSTGRESQL")
    void anErasureKeepsATicketWhosePhoneChangesDuringIt(TestDatabase database) throws Exception {
        try (var stores = PatientStores.open(database.fenced())) {
            stores.database().write(transaction -> AccountStore.add(transaction, ACCOUNT));
            var ticket = stores.database()
                    .write(transaction ->
                            addTicket(stores, transaction, TestTickets.of(Map.of(TicketField.PHONE, "9100000001"))));
            var customer = customer(stores);
            var erased = stores.database().write(transaction -> {
                var other = TestTickets.of(Map.of(TicketField.PHONE, "9222222222"));
                updateTicket(stores, transaction, ticket.number(), other);
                return awaitLock(stores, erasing -> erase(stores, erasing, customer));
            });
            assertEquals(true, erased.get(60, TimeUnit.SECONDS));
            assertEquals("9222222222", tickets(stores).get(0).text(TicketField.PHONE));
        }
    }

    /**
     * Earlier builds marked orders as deleted when they removed an import, but kept their texts. An erasure must remove
     * these texts, too.
     */
    @ParameterizedTest
    @EnumSource
    void anErasureAlsoBlanksDeletedOrders(TestDatabase database) {
        try (var stores = PatientStores.open(database.fenced())) {
            var left = stores.database().write(transaction -> {
                AccountStore.add(transaction, ACCOUNT);
                var customer = stores.customers()
                        .save(
                                transaction,
                                ACCOUNT,
                                customer(0, Map.of(ProfileField.NAME, "Quixote", ProfileField.PHONE, "9100000001")),
                                NOON)
                        .id();
                stores.orders().save(transaction, ACCOUNT, orderOf(customer), Rights.ALL, NOON);
                transaction.handle().execute("UPDATE sales_order SET deleted_at = 1 WHERE cm_id = 7");
                transaction.handle().execute("DELETE FROM sales_order_document WHERE cm_id = 7");
                erase(stores, transaction, customer);
                return transaction
                        .query("SELECT * FROM sales_order WHERE cm_id = :cmId", ACCOUNT.cmId())
                        .mapToMap()
                        .one();
            });
            assertFalse(left.containsValue("Quixote"), left::toString);
        }
    }

    /**
     * Many people have the same text, such as N/A, or the same masked e-mail in place of an e-mail. So an erasure must
     * keep tickets of other people with this text.
     */
    @ParameterizedTest
    @CsvSource({
        "SQLITE, N/A, Asha",
        "SQLITE, no email, Asha",
        "SQLITE, --, Asha",
        "SQLITE, noemail, Meera",
        "SQLITE, noemail, ''",
        "SQLITE, a******@gmail.com, Asha",
        "SQLITE, a****k, Asha",
        "POSTGRESQL, N/A, Asha",
        "POSTGRESQL, notavailable, Meera",
        "POSTGRESQL, a***a@gmail.com, Asha"
    })
    void anErasureKeepsTicketsThatShareAPlaceholderEmail(TestDatabase database, String none, String name) {
        try (var stores = PatientStores.open(database.fenced())) {
            var others = new EnumMap<>(Map.of(TicketField.EMAIL, none, TicketField.PHONE, "9222222222"));
            if (!name.isEmpty()) {
                others.put(TicketField.CUSTOMER_NAME, name);
            }
            var own = Map.of(TicketField.EMAIL, none, TicketField.PHONE, "9100000001");
            stores.database().run(transaction -> {
                AccountStore.add(transaction, ACCOUNT);
                addTicket(stores, transaction, TestTickets.of(others));
                addTicket(stores, transaction, TestTickets.of(own));
                var texts =
                        Map.of(ProfileField.NAME, "Asha", ProfileField.PHONE, "9100000001", ProfileField.EMAIL, none);
                var customer = stores.customers().save(transaction, ACCOUNT, customer(0, texts), NOON);
                erase(stores, transaction, customer.id());
            });
            assertEquals(
                    List.of(others, Map.of()),
                    tickets(stores).stream().map(Ticket::texts).toList());
        }
    }

    /**
     * No write finds a customer by an e-mail without an at sign. But it may be a user name, and thus a text of the
     * person. So an erasure must blank tickets with this e-mail and the name of the person or of one of the contacts.
     */
    @ParameterizedTest
    @EnumSource
    void anErasureBlanksTicketsWithTheSameUserNameAndName(TestDatabase database) {
        try (var stores = PatientStores.open(database.fenced())) {
            var texts = Map.of(ProfileField.NAME, "Asha", ProfileField.PHONE, "9100000001");
            var contact = Map.of(ContactField.PERSON, "Asha Rao", ContactField.EMAIL, "asha.k");
            stores.database().run(transaction -> {
                AccountStore.add(transaction, ACCOUNT);
                addTicket(stores, transaction, userNamed("Asha.K", "ASHA"));
                addTicket(stores, transaction, userNamed("asha.k", "Asha  Rao\u00a0"));
                addTicket(stores, transaction, userNamed("asha.k", "Meera"));
                addTicket(stores, transaction, userNamed("meera.k", "Asha"));
                var asha = customer(0, texts).with(List.of(new ContactChange(0, false, contact)));
                var saved = stores.customers().save(transaction, ACCOUNT, asha, NOON);
                erase(stores, transaction, saved.id());
            });
            assertEquals(
                    List.of(
                            Map.of(),
                            Map.of(),
                            userNamed("asha.k", "Meera").texts(),
                            userNamed("meera.k", "Asha").texts()),
                    tickets(stores).stream().map(Ticket::texts).toList());
        }
    }

    /**
     * The search for untagged tickets reads all tickets that have changed since the erasure was prepared, also those
     * that the erasure itself has changed. So it must not search again for each of the people. A ticket with the name
     * of one of them and the user name of another stays.
     */
    @ParameterizedTest
    @EnumSource
    void anErasureSearchesTicketsForAllPeopleTogether(TestDatabase database) {
        try (var stores = PatientStores.open(database.fenced())) {
            var mixed = userNamed("asha.k", "Meera");
            var people = stores.database().write(transaction -> {
                AccountStore.add(transaction, ACCOUNT);
                var ids = new ArrayList<Long>();
                for (var name : List.of("Asha", "Meera", "Rohan")) {
                    var userName = name.toLowerCase(Locale.ROOT) + ".k";
                    addTicket(stores, transaction, userNamed(userName, name));
                    var texts = Map.of(ProfileField.NAME, name, ProfileField.EMAIL, userName);
                    ids.add(stores.customers()
                            .save(transaction, ACCOUNT, customer(0, texts), NOON)
                            .id());
                    addTicket(stores, transaction, ids.get(ids.size() - 1));
                }
                addTicket(stores, transaction, mixed);
                return ids;
            });
            var one = searches(stores, people.subList(0, 1), 2);
            assertTrue(one > 0);
            assertEquals(one, searches(stores, people.subList(1, 3), 4));
            assertEquals(
                    List.of(Map.of(), Map.of(), Map.of(), Map.of(), Map.of(), Map.of(), mixed.texts()),
                    tickets(stores).stream().map(Ticket::texts).toList());
        }
    }

    /** Programs send a phone of equal digits for people without one. A phone that only ends with them is a real one. */
    @ParameterizedTest
    @CsvSource({
        "SQLITE, 9999999999, Meera, false",
        "SQLITE, +91 99999 99999, '', false",
        "SQLITE, 9999999999, ASHA, true",
        "SQLITE, 9821111111, Meera, true",
        "POSTGRESQL, 1111111111, Meera, false",
        "POSTGRESQL, 9999999999, Asha, true"
    })
    void anErasureKeepsTicketsThatShareAPlaceholderPhone(
            TestDatabase database, String phone, String name, boolean blanked) {
        try (var stores = PatientStores.open(database.fenced())) {
            var texts = new EnumMap<>(Map.of(TicketField.PHONE, phone, TicketField.CUSTOMER_NAME, name));
            texts.values().removeIf(String::isEmpty);
            stores.database().run(transaction -> {
                AccountStore.add(transaction, ACCOUNT);
                addTicket(stores, transaction, TestTickets.of(texts));
                var asha = customer(0, Map.of(ProfileField.NAME, "Asha", ProfileField.PHONE, phone));
                eraseNew(stores, transaction, asha);
            });
            assertEquals(
                    List.of(blanked ? Map.of() : texts),
                    tickets(stores).stream().map(Ticket::texts).toList());
        }
    }

    /** A ticket with the name of one person and the placeholder of another stays, also if both are erased together. */
    @Test
    void anErasureOfSeveralPeopleKeepsTicketsThatShareAPlaceholderPhone() {
        try (var stores = PatientStores.open(TestDatabase.SQLITE.fenced())) {
            var of = Map.of(TicketField.PHONE, "9999999999", TicketField.CUSTOMER_NAME, "Asha");
            var people = stores.database().write(transaction -> {
                AccountStore.add(transaction, ACCOUNT);
                addTicket(stores, transaction, TestTickets.of(of));
                return Map.of("Asha", "9100000001", "Meera", "+91 9999999999").entrySet().stream()
                        .map(person ->
                                Map.of(ProfileField.NAME, person.getKey(), ProfileField.PHONE, person.getValue()))
                        .map(texts -> stores.customers()
                                .save(transaction, ACCOUNT, customer(0, texts), NOON)
                                .id())
                        .toList();
            });
            assertTrue(searches(stores, people, 0) > 0);
            assertEquals(
                    List.of(of), tickets(stores).stream().map(Ticket::texts).toList());
        }
    }

    /** Erases people with this number of tickets. Returns how many statements searched for untagged tickets. */
    private static int searches(Stores stores, List<Long> people, int tickets) {
        var untagged = untagged(stores, people);
        return stores.database().write(transaction -> {
            var searches = new AtomicInteger();
            transaction.handle().setSqlLogger(new SqlLogger() {
                @Override
                public void logBeforeExecution(StatementContext context) {
                    if (context.getRawSql().contains("customer_id = 0")) {
                        searches.incrementAndGet();
                    }
                }
            });
            try {
                var erased = stores.eraseCustomer().erase(transaction, ACCOUNT, people, untagged, NOON);
                assertEquals(Set.copyOf(people), erased.customers());
                assertEquals(tickets, erased.tickets());
            } finally {
                transaction.handle().setSqlLogger(SqlLogger.NOP_SQL_LOGGER);
            }
            return searches.get();
        });
    }

    private static TicketChange userNamed(String email, String name) {
        return TestTickets.of(Map.of(TicketField.EMAIL, email, TicketField.CUSTOMER_NAME, name));
    }

    @ParameterizedTest
    @EnumSource
    void anErasureBlanksTicketsWithOnlyTheCodeOrTheSecondPhone(TestDatabase database) {
        try (var stores = PatientStores.open(database.fenced())) {
            var others = Map.of(TicketField.CUSTOMER_CODE, "C-8", TicketField.PHONE, "9222222222");
            stores.database().run(transaction -> {
                AccountStore.add(transaction, ACCOUNT);
                addTicket(stores, transaction, TestTickets.of(Map.of(TicketField.CUSTOMER_CODE, "C-7")));
                addTicket(stores, transaction, TestTickets.of(Map.of(TicketField.PHONE, "9100000002")));
                addTicket(stores, transaction, TestTickets.of(others));
                var texts = Map.of(
                        ProfileField.NAME, "Asha", ProfileField.PHONE, "9100000001", ProfileField.CUSTOMER_CODE, "C-7");
                var phones = Map.of(ContactField.PHONE, "9100000001", ContactField.ADDITIONAL_PHONE, "9100000002");
                var asha = customer(0, texts).with(List.of(new ContactChange(0, false, phones)));
                eraseNew(stores, transaction, asha);
            });
            assertEquals(
                    List.of(Map.of(), Map.of(), others),
                    tickets(stores).stream().map(Ticket::texts).toList());
        }
    }

    /**
     * For a customer or a ticket without a code, earlier builds stored a word such as N/A, which many share. So an
     * erasure must keep tickets of other people with this word.
     */
    @ParameterizedTest
    @EnumSource
    void anErasureKeepsTicketsThatShareAPlaceholderCode(TestDatabase database) {
        try (var stores = PatientStores.open(database.fenced())) {
            var others = Map.of(TicketField.CUSTOMER_CODE, "N/A", TicketField.PHONE, "9222222222");
            var customer = customer(stores);
            stores.database().run(transaction -> {
                addTicket(stores, transaction, TestTickets.of(others));
                transaction.handle().execute("UPDATE ticket SET customer_code = 'N/A' WHERE cm_id = 7");
                transaction.handle().execute("UPDATE customer SET customer_code = 'N/A' WHERE cm_id = 7");
                erase(stores, transaction, customer);
            });
            assertEquals(
                    List.of(others), tickets(stores).stream().map(Ticket::texts).toList());
        }
    }

    /** The tickets are read before the transaction of the erasure, so some may change before it begins. */
    @ParameterizedTest
    @EnumSource
    void anErasureFindsTheTicketsThatChangeBeforeItBegins(TestDatabase database) {
        try (var stores = PatientStores.open(database.fenced())) {
            var customer = customer(stores, Map.of(ProfileField.EMAIL, "asha.k"));
            var own = userNamed("Asha.K", "Asha");
            var others = userNamed("rohan.k", "Rohan");
            var changed = stores.database().write(transaction -> {
                addTicket(stores, transaction, own);
                return List.of(
                        addTicket(stores, transaction, own).number(),
                        addTicket(stores, transaction, others).number());
            });
            var untagged = untagged(stores, customer);
            stores.database().run(transaction -> {
                updateTicket(stores, transaction, changed.get(0), others);
                updateTicket(stores, transaction, changed.get(1), own);
                addTicket(stores, transaction, own);
            });
            assertTrue(erase(stores, customer, untagged));
            assertEquals(
                    List.of(Map.of(), others.texts(), Map.of(), Map.of()),
                    tickets(stores).stream().map(Ticket::texts).toList());
        }
    }

    @ParameterizedTest
    @CsvSource({"SQLITE, EMAIL, asha.k", "SQLITE, NAME, Asha Rao", "POSTGRESQL, EMAIL, asha.k"})
    void anErasureFindsTheTicketsWithATextThatTheCustomerGetsBeforeItBegins(
            TestDatabase database, ProfileField field, String text) {
        try (var stores = PatientStores.open(database.fenced())) {
            var customer =
                    customer(stores, field == ProfileField.EMAIL ? Map.of() : Map.of(ProfileField.EMAIL, "asha.k"));
            var name = field == ProfileField.EMAIL ? "Asha" : text;
            stores.database().run(transaction -> addTicket(stores, transaction, userNamed("Asha.K", name)));
            var untagged = untagged(stores, customer);
            var change = customer(customer, Map.of(field, text));
            stores.database().run(transaction -> stores.customers().save(transaction, ACCOUNT, change, NOON));
            assertTrue(erase(stores, customer, untagged));
            assertEquals(Map.of(), tickets(stores).get(0).texts());
        }
    }

    /** On SQLite all writers wait for an erasure, so it must not read all tickets of the account. */
    @Test
    void anErasureReadsOnlyTheTicketsThatHaveChanged() {
        try (var stores = PatientStores.open(TestDatabase.SQLITE.create())) {
            var values = Map.of("cmId", ACCOUNT.cmId(), "since", 1);
            var plan =
                    stores.database().read(transaction -> QueryPlan.of(transaction, UntaggedTickets.CHANGED, values));
            assertTrue(plan.contains("ticket_changes (cm_id=? AND changed_in>?)"), plan);
        }
    }

    /** It must not read all stored answers of the account either. */
    @ParameterizedTest
    @ValueSource(strings = {"customer", "ticket"})
    void anErasureFindsStoredAnswersByAnIndex(String kind) {
        try (var stores = PatientStores.open(TestDatabase.SQLITE.create())) {
            var sql = EraseCustomer.ANSWERS.formatted(kind + "_id").replace("<ids>", "1, 2");
            var values = Map.of("cmId", ACCOUNT.cmId());
            var plan = stores.database().read(transaction -> QueryPlan.of(transaction, sql, values));
            assertTrue(plan.contains("idempotency_" + kind), plan);
        }
    }

    @ParameterizedTest
    @EnumSource
    void anUnknownCustomerIsNotErased(TestDatabase database) {
        try (var stores = PatientStores.open(database.fenced())) {
            assertEquals(
                    false,
                    stores.database().write(transaction -> Erasure.erase(stores, transaction, ACCOUNT, 1, NOON)));
        }
    }

    /** Waits for the latch, and then for half a second, in which another transaction gets as far as it can. */
    private static void await(CountDownLatch latch) {
        try {
            assertTrue(latch.await(60, TimeUnit.SECONDS));
            Thread.sleep(500);
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
    }

    /**
     * Runs a write in another thread, and waits until it has ended or waits for a lock. On SQLite the write begins
     * after the current transaction.
     */
    private static <T> Future<T> awaitLock(Stores stores, Function<Transaction, T> write) {
        return ConcurrentWrite.start(stores.database(), () -> stores.database().write(write));
    }

    private static <T> CompletableFuture<T> start(Stores stores, Function<Transaction, T> write) {
        return CompletableFuture.supplyAsync(() -> stores.database().write(write), THREADS);
    }

    private static boolean erase(Stores stores, Transaction transaction, long customer) {
        return Erasure.erase(stores, transaction, ACCOUNT, customer, NOON);
    }

    private static void eraseNew(Stores stores, Transaction transaction, CustomerChange added) {
        erase(
                stores,
                transaction,
                stores.customers().save(transaction, ACCOUNT, added, NOON).id());
    }

    private static boolean erase(Stores stores, long customer, UntaggedTickets untagged) {
        return stores.database()
                .write(transaction -> stores.eraseCustomer()
                        .erase(transaction, ACCOUNT, List.of(customer), untagged, NOON)
                        .customers()
                        .contains(customer));
    }

    private static UntaggedTickets untagged(Stores stores, long customer) {
        return untagged(stores, List.of(customer));
    }

    private static UntaggedTickets untagged(Stores stores, List<Long> people) {
        return stores.database().read(transaction -> UntaggedTickets.read(transaction, ACCOUNT.cmId(), people));
    }

    /** Adds the customer Asha. */
    private static long customer(Stores stores) {
        return customer(stores, Map.of());
    }

    /** Adds the customer Asha with more texts. */
    private static long customer(Stores stores, Map<ProfileField, String> more) {
        var texts = new EnumMap<ProfileField, String>(ProfileField.class);
        texts.putAll(Map.of(ProfileField.NAME, "Asha", ProfileField.PHONE, "9100000001"));
        texts.putAll(more);
        return stores.database().write(transaction -> {
            AccountStore.add(transaction, ACCOUNT);
            return stores.customers()
                    .save(transaction, ACCOUNT, customer(0, texts), NOON)
                    .id();
        });
    }

    private static Ticket addTicket(Stores stores, Transaction transaction, long customer) {
        return addTicket(stores, transaction, ticketOf(customer));
    }

    private static Ticket addTicket(Stores stores, Transaction transaction, TicketChange change) {
        return stores.tickets()
                .add(transaction, ACCOUNT, change, Rights.ALL, Author.UNKNOWN, NOON)
                .ticket();
    }

    private static void updateTicket(Stores stores, Transaction transaction, long number, TicketChange change) {
        stores.tickets().update(transaction, ACCOUNT, number, change, Rights.ALL, Author.UNKNOWN, NOON);
    }

    private static List<Ticket> tickets(Stores stores) {
        return stores.database().read(transaction -> {
            var ids = transaction
                    .query("SELECT id FROM ticket WHERE cm_id = :cmId ORDER BY id", ACCOUNT.cmId())
                    .mapTo(Long.class)
                    .list();
            return TicketTable.select(transaction, ACCOUNT.cmId(), ids);
        });
    }

    private static TicketChange ticketOf(long customer) {
        return TestTickets.of(Long.toString(customer), Map.of());
    }

    private static Order order(Stores stores, long id) {
        return stores.database()
                .read(transaction -> OrderTable.select(transaction, ACCOUNT.cmId(), List.of(id)))
                .get(0);
    }

    private static CustomerChange customer(long id, Map<ProfileField, String> texts) {
        return CustomerChange.ofTexts(id, false, texts);
    }

    private static long addOrder(Stores stores, long customer) {
        return stores.database()
                .write(transaction -> stores.orders()
                        .save(transaction, ACCOUNT, orderOf(customer), Rights.ALL, NOON)
                        .id());
    }

    private static void changeOrder(Stores stores, Transaction transaction, long id, long customer) {
        var named = CustomerChange.ofTexts(customer, true, Map.of());
        var change = OrderChange.ofTexts(id, true, Map.of(OrderField.ORDER_STATUS, "SHIPPED"), named);
        stores.orders().save(transaction, ACCOUNT, change, Rights.ALL, NOON);
    }

    private static OrderChange orderOf(long customer) {
        return OrderChange.ofTexts(0, false, Map.of(), customer(customer, Map.of()));
    }
}
