package dev.daybook.store.record;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.daybook.domain.Problem;
import dev.daybook.domain.ProblemException;
import dev.daybook.domain.account.Account;
import dev.daybook.domain.account.Rights;
import dev.daybook.domain.customer.Customer;
import dev.daybook.domain.customer.CustomerChange;
import dev.daybook.domain.customer.ProfileField;
import dev.daybook.domain.customer.SavedCustomer;
import dev.daybook.domain.order.BuyerField;
import dev.daybook.domain.order.Order;
import dev.daybook.domain.order.OrderChange;
import dev.daybook.domain.order.OrderField;
import dev.daybook.domain.order.SavedOrder;
import dev.daybook.kit.ConcurrentWrite;
import dev.daybook.kit.PatientStores;
import dev.daybook.kit.TestDatabase;
import dev.daybook.server.Stores;
import dev.daybook.store.Transaction;
import dev.daybook.store.account.AccountStore;
import dev.daybook.store.customer.CustomerRemoval;
import dev.daybook.store.customer.CustomerTable;
import dev.daybook.store.order.OrderTable;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A write finds a record by a key (a code, a phone, an e-mail, an ERP order id), and waits for another write of the
 * same record. The other write takes the key away or deletes the record. Then the first write must not change this
 * record.
 */
class FoundByKeyTest {
    private static final Account ACCOUNT = new Account(7, "Keys", Account.DEFAULT_ZONE, "{}");
    private static final Instant NOON = Instant.parse("2024-05-02T12:00:00Z");

    /** The least number of orders whose customers are written together. */
    private static final int MANY = 10;

    private static final Map<ProfileField, String> ASHA = Map.of(
            ProfileField.NAME,
            "Asha",
            ProfileField.CUSTOMER_CODE,
            "A",
            ProfileField.PHONE,
            "9100000001",
            ProfileField.EMAIL,
            "asha@mail.example");

    private static final Map<ProfileField, String> RENAMED = Map.of(
            ProfileField.NAME,
            "Asha Rao",
            ProfileField.CUSTOMER_CODE,
            "B",
            ProfileField.PHONE,
            "9100000002",
            ProfileField.EMAIL,
            "rao@mail.example");

    private static final Map<ProfileField, String> RAVI =
            Map.of(ProfileField.NAME, "Ravi", ProfileField.PHONE, "9100000009");

    /** Customers of other firms, each sent with one of Asha's keys, so that the write finds Asha. */
    private static final List<Map<ProfileField, String>> OTHERS = List.of(
            Map.of(ProfileField.NAME, "Other", ProfileField.CUSTOMER_CODE, "A", ProfileField.PHONE, "9100000003"),
            Map.of(ProfileField.NAME, "Other", ProfileField.PHONE, "9100000001"),
            Map.of(ProfileField.NAME, "Other", ProfileField.EMAIL, "Asha@mail.example"));

    /** A thread for each task: on few processors, some JDKs run all tasks in one common thread. */
    private static final Executor THREADS = task -> new Thread(task, "test").start();

    @ParameterizedTest
    @EnumSource
    void aCustomerThatLosesItsKeyDuringTheWriteIsNotChanged(TestDatabase database) throws Exception {
        for (var other : OTHERS) {
            try (var stores = stores(database)) {
                var asha = asha(stores);

                SavedCustomer saved = meanwhile(stores, rename(stores, asha), save(stores, other));

                assertTrue(saved.created(), other::toString);
                assertEquals(RENAMED, customer(stores, asha).texts());
                assertEquals(other, customer(stores, saved.id()).texts());
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void aCustomerDeletedDuringTheWriteIsAddedAsNew(TestDatabase database) throws Exception {
        for (var other : OTHERS) {
            try (var stores = stores(database)) {
                var asha = asha(stores);

                SavedCustomer saved = meanwhile(stores, delete(asha), save(stores, other));

                assertTrue(saved.created(), other::toString);
                assertNotEquals(asha, saved.id());
            }
        }
    }

    /**
     * A write finds a customer by a key. Another write then changes the customer, but not this key. The first write
     * must still update the customer.
     */
    @ParameterizedTest
    @EnumSource
    void aCustomerThatKeepsItsKeyIsUpdated(TestDatabase database) throws Exception {
        for (var other : OTHERS) {
            try (var stores = stores(database)) {
                var asha = asha(stores);
                Consumer<Transaction> change = transaction -> stores.customers()
                        .save(
                                transaction,
                                ACCOUNT,
                                CustomerChange.ofTexts(asha, false, Map.of(ProfileField.CITY, "Pune")),
                                NOON);

                SavedCustomer saved = meanwhile(stores, change, save(stores, other));

                assertEquals(asha, saved.id());
                assertEquals("Pune", customer(stores, asha).text(ProfileField.CITY));
                assertEquals("Other", customer(stores, asha).text(ProfileField.NAME));
            }
        }
    }

    /**
     * Another version of Daybook may have folded a text differently when it stored it as a key. The customer is found
     * by the key that is stored.
     */
    @ParameterizedTest
    @EnumSource
    void aCustomerIsFoundByTheKeyThatIsStored(TestDatabase database) throws Exception {
        try (var stores = stores(database)) {
            var asha = asha(stores);
            stores.database()
                    .run(transaction -> transaction.handle().execute("UPDATE contact SET email_key = 'other@key'"));
            var other = Map.of(ProfileField.NAME, "Other", ProfileField.EMAIL, "Other@key");

            assertEquals(asha, stores.database().write(save(stores, other)).id());
            stores.database()
                    .run(transaction -> transaction.handle().execute("UPDATE contact SET email_key = 'other@key'"));
            assertEquals(MANY + 1, stores.database().write(load(stores, other)).added());
            assertEquals(
                    asha,
                    orders(stores).stream()
                            .mapToLong(order -> order.buyer().customerId())
                            .min()
                            .orElseThrow());
        }
    }

    /**
     * A write that names the id of a customer changes this customer, even if another write changes the customer's keys
     * at the same time. If the other write deletes the customer, the first write is refused.
     */
    @ParameterizedTest
    @EnumSource
    void aCustomerGivenByIdIsUpdatedWhateverItsKeys(TestDatabase database) throws Exception {
        try (var stores = stores(database)) {
            var asha = asha(stores);
            var byId = CustomerChange.ofTexts(asha, false, Map.of(ProfileField.CITY, "Pune"));
            Function<Transaction, SavedCustomer> write =
                    transaction -> stores.customers().save(transaction, ACCOUNT, byId, NOON);

            assertEquals(asha, meanwhile(stores, rename(stores, asha), write).id());
            assertEquals("Pune", customer(stores, asha).text(ProfileField.CITY));

            var missing = assertThrows(Exception.class, () -> meanwhile(stores, delete(asha), write));
            assertEquals(Problem.CUSTOMER_UNKNOWN, ((ProblemException) missing.getCause()).problem());
        }
    }

    @ParameterizedTest
    @EnumSource
    void aRenamedCustomerIsNotTheBuyerOfAnotherFirmsOrder(TestDatabase database) throws Exception {
        for (var mayChange : List.of(true, false)) {
            for (var other : OTHERS) {
                try (var stores = stores(database)) {
                    var asha = asha(stores);

                    SavedOrder saved = meanwhile(
                            stores,
                            rename(stores, asha),
                            transaction -> stores.orders()
                                    .save(transaction, ACCOUNT, order("", other), new Rights(mayChange, true), NOON));

                    assertNotEquals(asha, saved.customerId(), other::toString);
                    assertEquals(RENAMED, customer(stores, asha).texts());
                    assertEquals("Other", order(stores, saved.id()).buyer().text(BuyerField.CUSTOMER_NAME));
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void aDeletedCustomerIsNotTheBuyerOfALaterOrder(TestDatabase database) throws Exception {
        for (var mayChange : List.of(true, false)) {
            for (var other : OTHERS) {
                try (var stores = stores(database)) {
                    var asha = asha(stores);

                    SavedOrder saved = meanwhile(
                            stores,
                            delete(asha),
                            transaction -> stores.orders()
                                    .save(transaction, ACCOUNT, order("", other), new Rights(mayChange, true), NOON));

                    assertNotEquals(asha, saved.customerId(), other::toString);
                }
            }
        }
    }

    /**
     * The write of an order finds no customer with its customer code. Then another write adds this customer. The API
     * key of the first write lacks the right to change customers, so this write must use the customer without changing
     * it.
     */
    @Test
    void aCustomerAddedAfterTheSearchOfAnOrderIsNotChangedWithoutTheRight() {
        try (var stores = stores(TestDatabase.POSTGRESQL)) {
            var change = CustomerChange.ofTexts(0, true, OTHERS.get(0));
            var rights = new Rights(false, true);
            var runs = new AtomicInteger();

            Customer found = stores.database().write(transaction -> {
                runs.incrementAndGet();
                return stores.customers()
                        .lock(transaction, ACCOUNT.cmId(), change, rights)
                        .orElseGet(() -> {
                            CompletableFuture.supplyAsync(() -> asha(stores), THREADS)
                                    .join();
                            return stores.customers()
                                    .write(transaction, ACCOUNT, change, rights, NOON, NOON)
                                    .result()
                                    .after();
                        });
            });

            assertEquals(ASHA, found.texts());
            assertEquals(2, runs.get());
        }
    }

    /**
     * The customers of many orders of a file are found, locked and written together. A customer that loses its key
     * during the load must not be changed.
     */
    @ParameterizedTest
    @EnumSource
    void aLoadOfOrdersDoesNotChangeACustomerThatLosesItsKey(TestDatabase database) throws Exception {
        for (var other : OTHERS) {
            try (var stores = stores(database)) {
                var asha = asha(stores);

                RecordLoad load = meanwhile(stores, rename(stores, asha), load(stores, other));

                assertEquals(MANY + 1, load.added());
                assertEquals(RENAMED, customer(stores, asha).texts());
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void ordersOfACustomerDeletedDuringTheLoadAddANewOne(TestDatabase database) throws Exception {
        for (var other : OTHERS) {
            try (var stores = stores(database)) {
                var asha = asha(stores);

                RecordLoad load = meanwhile(stores, delete(asha), load(stores, other));

                assertEquals(MANY + 1, load.added());
            }
        }
    }

    /**
     * In a file, a code alone can name a customer. If the code passes to another customer during the load, the order
     * belongs to the customer that has the code then.
     */
    @ParameterizedTest
    @EnumSource
    void aCodeInAFileFindsTheCustomerThatHasItDuringTheLoad(TestDatabase database) throws Exception {
        for (var texts : List.of(
                Map.of(ProfileField.CUSTOMER_CODE, "A"),
                Map.of(ProfileField.CUSTOMER_CODE, "A", ProfileField.PHONE, "9100000004"))) {
            try (var stores = stores(database)) {
                var asha = asha(stores);
                Consumer<Transaction> pass = transaction -> {
                    rename(stores, asha).accept(transaction);
                    assertNotNull(save(stores, OTHERS.get(0)).apply(transaction));
                };
                var named = OrderChange.ofTexts(
                        0,
                        false,
                        Map.of(OrderField.ERP_ORDER_ID, "E"),
                        CustomerChange.ofTexts(CustomerChange.NOT_NAMED, true, texts));

                meanwhile(
                        stores,
                        pass,
                        transaction -> stores.orders()
                                .load(transaction, ACCOUNT, List.of(new RecordLoad.Row<>(named, NOON)), NOON));

                assertEquals("Other", orders(stores).get(0).buyer().text(BuyerField.CUSTOMER_NAME));
                assertEquals(RENAMED, customer(stores, asha).texts());
            }
        }
    }

    /** An order names another buyer, who loses the phone during the write. The order then gets a new customer. */
    @ParameterizedTest
    @EnumSource
    void aBuyerThatLosesItsPhoneDuringTheWriteIsNotChanged(TestDatabase database) throws Exception {
        try (var stores = stores(database)) {
            var asha = asha(stores);
            var ravi = stores.database().write(saveOrder(stores, 0, "E-1", RAVI));
            var texts = Map.of(ProfileField.NAME, "Asha", ProfileField.PHONE, "9100000001");

            SavedOrder moved = meanwhile(stores, rename(stores, asha), saveOrder(stores, ravi.id(), "", texts));

            assertEquals(ravi.id(), moved.id());
            assertEquals(RENAMED, customer(stores, asha).texts());
            assertEquals(RAVI, customer(stores, ravi.customerId()).texts());
            assertEquals(texts, customer(stores, moved.customerId()).texts());
        }
    }

    /**
     * Two orders exchange their buyers at the same time. Each write first locks the customer of its order and then waits
     * for the other customer, so PostgreSQL rolls one write back, and it is retried.
     */
    @ParameterizedTest
    @EnumSource
    void twoOrdersExchangeTheirBuyers(TestDatabase database) throws Exception {
        try (var stores = stores(database)) {
            var asha = stores.database().write(saveOrder(stores, 0, "E-1", ASHA));
            var ravi = stores.database().write(saveOrder(stores, 0, "E-2", RAVI));
            var others = new ArrayList<CompletableFuture<SavedOrder>>();
            var runs = new AtomicInteger();

            var first = stores.database().write(transaction -> {
                if (runs.getAndIncrement() == 0) {
                    if (!stores.database().writesOneAtATime()) {
                        // So that this transaction, and not the other one, notices the deadlock.
                        transaction.handle().execute("SET LOCAL deadlock_timeout = '1ms'");
                    }
                    CustomerTable.ROWS.lock(transaction, ACCOUNT.cmId(), List.of(asha.customerId()));
                    others.add(ConcurrentWrite.start(
                            stores.database(), () -> stores.database().write(saveOrder(stores, ravi.id(), "", ASHA))));
                }
                return saveOrder(stores, asha.id(), "", RAVI).apply(transaction);
            });

            var second = others.get(0).get(60, TimeUnit.SECONDS);
            assertEquals(stores.database().writesOneAtATime() ? 1 : 2, runs.get());
            assertEquals(ravi.customerId(), first.customerId());
            assertEquals(asha.customerId(), second.customerId());
            assertEquals(ASHA, customer(stores, asha.customerId()).texts());
            assertEquals(RAVI, customer(stores, ravi.customerId()).texts());
        }
    }

    @ParameterizedTest
    @EnumSource
    void anOrderThatLosesItsNumberDuringTheWriteIsNotChanged(TestDatabase database) throws Exception {
        try (var stores = stores(database)) {
            var first = stores.database().write(saveOrder(stores, 0, "E-1", "first"));

            SavedOrder saved = meanwhile(
                    stores,
                    transaction -> assertNotNull(
                            saveOrder(stores, first.id(), "E-2", "renamed").apply(transaction)),
                    saveOrder(stores, 0, "E-1", "second"));

            assertTrue(saved.created());
            assertEquals("E-2", order(stores, first.id()).text(OrderField.ERP_ORDER_ID));
            assertEquals("renamed", order(stores, first.id()).text(OrderField.REMARKS));
            assertEquals("second", order(stores, saved.id()).text(OrderField.REMARKS));
        }
    }

    @ParameterizedTest
    @EnumSource
    void anOrderDeletedDuringTheWriteIsAddedAsNew(TestDatabase database) throws Exception {
        try (var stores = stores(database)) {
            var first = stores.database().write(saveOrder(stores, 0, "E-1", "first"));

            SavedOrder saved = meanwhile(stores, FoundByKeyTest::deleteOrders, saveOrder(stores, 0, "E-1", "second"));

            assertTrue(saved.created());
            assertNotEquals(first.id(), saved.id());
        }
    }

    @ParameterizedTest
    @EnumSource
    void anOrderGivenByIdIsUpdatedWhateverItsNumber(TestDatabase database) throws Exception {
        try (var stores = stores(database)) {
            var first = stores.database().write(saveOrder(stores, 0, "E-1", "first"));

            meanwhile(
                    stores,
                    transaction -> assertNotNull(
                            saveOrder(stores, first.id(), "E-2", "renamed").apply(transaction)),
                    saveOrder(stores, first.id(), "", "second"));
            assertEquals("second", order(stores, first.id()).text(OrderField.REMARKS));

            var unknown = assertThrows(
                    Exception.class,
                    () -> meanwhile(stores, FoundByKeyTest::deleteOrders, saveOrder(stores, first.id(), "", "third")));

            assertEquals(Problem.ORDER_UNKNOWN, ((ProblemException) unknown.getCause()).problem());
        }
    }

    /**
     * A load finds two orders by their keys, which they lose before they are written. The load adds both orders anew
     * and counts them as added; this must not be taken for a defect.
     */
    @ParameterizedTest
    @EnumSource
    void aLoadCountsRecordsThatLostTheirKeysAsAdded(TestDatabase database) throws Exception {
        try (var stores = stores(database)) {
            stores.database().write(saveOrder(stores, 0, "E-1", "first"));
            stores.database().write(saveOrder(stores, 0, "E-2", "first"));
            var rows = Stream.of("E-1", "E-2")
                    .map(erpId -> new RecordLoad.Row<>(order(erpId, OTHERS.get(1)), NOON))
                    .toList();

            RecordLoad load = meanwhile(
                    stores,
                    transaction -> transaction.handle().execute("UPDATE sales_order SET erp_order_id = ''"),
                    transaction -> stores.orders().load(transaction, ACCOUNT, rows, NOON));

            assertEquals(List.of(2L, 0L), List.of(load.added(), load.updated()));
            assertEquals(4, orders(stores).size());
        }
    }

    @ParameterizedTest
    @EnumSource
    void aWriteThatLosesEveryRaceIsRefused(TestDatabase database) {
        try (var stores = stores(database)) {
            var runs = new AtomicInteger();

            var refused = assertThrows(
                    ProblemException.class,
                    () -> stores.database().run(transaction -> {
                        runs.incrementAndGet();
                        throw transaction.lostRace();
                    }));

            assertEquals(Problem.UNAVAILABLE, refused.problem());
            assertEquals(stores.database().writesOneAtATime() ? 1 : 5, runs.get());
        }
    }

    /**
     * Makes a change in a transaction, and starts a write that waits until this transaction is committed. On SQLite the
     * write begins after the transaction. Returns the result of the write.
     */
    private static <T> T meanwhile(Stores stores, Consumer<Transaction> change, Function<Transaction, T> write)
            throws Exception {
        return stores.database()
                .write(transaction -> {
                    change.accept(transaction);
                    var other = ConcurrentWrite.start(
                            stores.database(), () -> stores.database().write(write));
                    assertTrue(stores.database().writesOneAtATime() || !other.isDone(), "the write waits");
                    return other;
                })
                .get(60, TimeUnit.SECONDS);
    }

    private static Stores stores(TestDatabase database) {
        var stores = PatientStores.open(database.create());
        stores.database().run(transaction -> AccountStore.add(transaction, ACCOUNT));
        return stores;
    }

    private static long asha(Stores stores) {
        return stores.database().write(save(stores, ASHA)).id();
    }

    private static Function<Transaction, SavedCustomer> save(Stores stores, Map<ProfileField, String> texts) {
        return transaction ->
                stores.customers().save(transaction, ACCOUNT, CustomerChange.ofTexts(0, true, texts), NOON);
    }

    private static Consumer<Transaction> rename(Stores stores, long id) {
        return transaction ->
                stores.customers().save(transaction, ACCOUNT, CustomerChange.ofTexts(id, false, RENAMED), NOON);
    }

    private static Consumer<Transaction> delete(long id) {
        return transaction -> CustomerRemoval.delete(transaction, ACCOUNT.cmId(), id, NOON);
    }

    /** Deletes the orders as the removal of an import does. */
    private static void deleteOrders(Transaction transaction) {
        transaction.handle().execute("UPDATE sales_order SET deleted_at = 1");
    }

    private static OrderChange order(String erpId, Map<ProfileField, String> buyer) {
        return order(0, erpId, buyer);
    }

    private static OrderChange order(long id, String erpId, Map<ProfileField, String> buyer) {
        return OrderChange.ofTexts(
                id,
                true,
                erpId.isEmpty() ? Map.of() : Map.of(OrderField.ERP_ORDER_ID, erpId),
                CustomerChange.ofTexts(CustomerChange.NOT_NAMED, true, buyer));
    }

    private static Function<Transaction, SavedOrder> saveOrder(Stores stores, long id, String erpId, String remarks) {
        var texts = erpId.isEmpty()
                ? Map.of(OrderField.REMARKS, remarks)
                : Map.of(OrderField.ERP_ORDER_ID, erpId, OrderField.REMARKS, remarks);
        var buyer = CustomerChange.ofTexts(CustomerChange.NOT_NAMED, true, OTHERS.get(1));
        return transaction -> stores.orders()
                .save(transaction, ACCOUNT, OrderChange.ofTexts(id, id == 0, texts, buyer), Rights.ALL, NOON);
    }

    private static Function<Transaction, SavedOrder> saveOrder(
            Stores stores, long id, String erpId, Map<ProfileField, String> buyer) {
        return transaction -> stores.orders().save(transaction, ACCOUNT, order(id, erpId, buyer), Rights.ALL, NOON);
    }

    /** Returns a load of an order of this buyer and of orders of many other customers. */
    private static Function<Transaction, RecordLoad> load(Stores stores, Map<ProfileField, String> buyer) {
        var others = IntStream.range(0, MANY)
                .mapToObj(number -> Map.of(ProfileField.NAME, "Many", ProfileField.PHONE, "920000000" + number));
        var rows = Stream.concat(Stream.of(buyer), others)
                .map(texts -> new RecordLoad.Row<>(order("", texts), NOON))
                .toList();
        return transaction -> stores.orders().load(transaction, ACCOUNT, rows, NOON);
    }

    private static Customer customer(Stores stores, long id) {
        return stores.database()
                .read(transaction -> CustomerTable.select(transaction, ACCOUNT.cmId(), List.of(id)))
                .get(0);
    }

    private static Order order(Stores stores, long id) {
        return stores.database()
                .read(transaction -> OrderTable.select(transaction, ACCOUNT.cmId(), List.of(id)))
                .get(0);
    }

    private static List<Order> orders(Stores stores) {
        return stores.database().read(transaction -> {
            var ids = transaction
                    .query("SELECT id FROM sales_order WHERE cm_id = :cmId", ACCOUNT.cmId())
                    .mapTo(Long.class)
                    .list();
            return OrderTable.select(transaction, ACCOUNT.cmId(), ids);
        });
    }
}
