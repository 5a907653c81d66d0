package dev.daybook.store.order;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.daybook.domain.Phone;
import dev.daybook.domain.ProblemException;
import dev.daybook.domain.account.Account;
import dev.daybook.domain.account.Rights;
import dev.daybook.domain.customer.CustomerChange;
import dev.daybook.domain.customer.ProfileField;
import dev.daybook.domain.order.OrderChange;
import dev.daybook.domain.order.OrderField;
import dev.daybook.kit.ConcurrentWrite;
import dev.daybook.kit.PatientStores;
import dev.daybook.kit.RoundTrips;
import dev.daybook.kit.TestDatabase;
import dev.daybook.server.Stores;
import dev.daybook.store.account.AccountStore;
import dev.daybook.store.customer.CustomerRemoval;
import dev.daybook.store.record.RecordLoad;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Each order of a batch sees the changes that earlier orders of the batch made to its customer. */
class OrderLoadTest {
    private static final Account ACCOUNT = new Account(7, "Load", Account.DEFAULT_ZONE, "{}");
    private static final Instant NOON = Instant.parse("2024-05-02T12:00:00Z");

    @ParameterizedTest
    @EnumSource
    void aCodeFindsTheCustomerThatHasItAtThatRow(TestDatabase database) {
        try (var stores = Stores.open(database.fenced())) {
            stores.database().write(transaction -> AccountStore.add(transaction, ACCOUNT));
            load(stores, order("E-1", named("C-1", "Asha", "9100000001")));
            var asha = buyer(stores, "E-1");
            load(
                    stores,
                    order("E-2", code("C-1")),
                    order("E-3", named("C-2", "Ravi", "9100000002")),
                    order("E-4", code("C-2")),
                    order("E-5", change(asha, Map.of(ProfileField.CUSTOMER_CODE, "C-3"))),
                    order("E-6", code("C-3")),
                    order("E-7", named("C-1", "Mira", "9100000003")),
                    order("E-8", code("C-1")));
            assertEquals(asha, buyer(stores, "E-2"));
            assertEquals(buyer(stores, "E-3"), buyer(stores, "E-4"));
            assertEquals(asha, buyer(stores, "E-5"));
            assertEquals(asha, buyer(stores, "E-6"));
            assertEquals(buyer(stores, "E-7"), buyer(stores, "E-8"));
            assertEquals(
                    3,
                    Stream.of("E-1", "E-3", "E-7")
                            .map(id -> buyer(stores, id))
                            .distinct()
                            .count());
        }
    }

    @ParameterizedTest
    @EnumSource
    void aFormerCustomerCodeFindsNoCustomer(TestDatabase database) {
        try (var stores = Stores.open(database.fenced())) {
            stores.database().write(transaction -> AccountStore.add(transaction, ACCOUNT));
            load(stores, order("E-1", named("C-1", "Asha", "9100000001")));
            var asha = buyer(stores, "E-1");
            var renamed = order("E-2", change(asha, Map.of(ProfileField.CUSTOMER_CODE, "C-2")));
            var late = order("E-3", code("C-1"));
            assertThrows(ProblemException.class, () -> load(stores, renamed, late));
            load(stores, renamed);
            assertThrows(ProblemException.class, () -> load(stores, late));
        }
    }

    /**
     * Programs send the address with every status of an order. In the older, flat body, it is also the address of the
     * customer. Although this customer was deleted, the order must be updated.
     */
    @ParameterizedTest
    @EnumSource
    void anOrderWhoseCustomerWasDeletedCanBeUpdated(TestDatabase database) {
        try (var stores = Stores.open(database.fenced())) {
            stores.database().write(transaction -> AccountStore.add(transaction, ACCOUNT));
            load(stores, order("E-1", named("C-1", "Asha", "9100000001")));
            var asha = buyer(stores, "E-1");
            var moved = order(
                    "E-1",
                    CustomerChange.ofTexts(CustomerChange.NOT_NAMED, true, Map.of(ProfileField.ADDRESS, "1 Lane")));
            var saved = stores.database().write(transaction -> {
                CustomerRemoval.delete(transaction, ACCOUNT.cmId(), asha, NOON);
                return stores.orders().save(transaction, ACCOUNT, moved, Rights.ALL, NOON);
            });
            assertFalse(saved.created());
            assertTrue(saved.customerLeft());
            assertEquals(asha, saved.customerId());
        }
    }

    /**
     * Orders that are loaded together get the same customers as orders that are loaded one after the other. Orders that
     * are refused one by one are left out, because each of them would refuse all orders that are loaded with it.
     */
    @ParameterizedTest
    @EnumSource
    void ordersLoadedTogetherEqualOrdersLoadedOneByOne(TestDatabase database) {
        for (var seed = 1; seed <= 4; seed++) {
            var orders = orders(new Random(seed), 20 * seed * seed);
            var accepted = new ArrayList<OrderChange>();
            var expected = customers(
                    database,
                    stores -> orders.stream()
                            .filter(order -> isLoaded(stores, order))
                            .forEach(accepted::add));
            assertTrue(accepted.size() > orders.size() / 2, accepted.size() + " were accepted");
            var together = customers(database, stores -> load(stores, accepted.toArray(OrderChange[]::new)));
            assertEquals(expected, together, "seed " + seed);
        }
    }

    /**
     * Many people share a text such as N/A in place of an e-mail. No order may find its customer by such a text,
     * whether orders are loaded one by one or together.
     */
    @ParameterizedTest
    @EnumSource
    void aPlaceholderEmailFindsNoCustomer(TestDatabase database) {
        try (var stores = Stores.open(database.fenced())) {
            stores.database().write(transaction -> AccountStore.add(transaction, ACCOUNT));
            var orders = IntStream.range(0, 25)
                    .mapToObj(number -> order(
                            "E-" + number,
                            change(
                                    CustomerChange.NOT_NAMED,
                                    Map.of(
                                            ProfileField.NAME,
                                            "Name " + number,
                                            ProfileField.PHONE,
                                            Long.toString(9_100_000_000L + number),
                                            ProfileField.EMAIL,
                                            number % 2 == 0 ? "N/A" : "n/a"))))
                    .toArray(OrderChange[]::new);
            load(stores, orders[0]);
            load(stores, orders[1]);
            load(stores, Arrays.copyOfRange(orders, 2, orders.length));
            assertEquals(
                    orders.length,
                    IntStream.range(0, orders.length)
                            .mapToLong(number -> buyer(stores, "E-" + number))
                            .distinct()
                            .count());
        }
    }

    /** Orders of customers with few or many codes, phones and e-mails, so that some customers have several orders. */
    private static List<OrderChange> orders(Random random, int most) {
        var orders = new ArrayList<OrderChange>();
        for (var number = 0; number < 120; number++) {
            var texts = new EnumMap<ProfileField, String>(ProfileField.class);
            texts.put(ProfileField.NAME, "Name " + number);
            texts.put(ProfileField.PHONE, "9" + (200_000_000 + random.nextInt(most)));
            if (random.nextBoolean()) {
                texts.put(ProfileField.EMAIL, "e" + random.nextInt(most) + "@mail.example");
            }
            if (random.nextInt(3) == 0) {
                texts.put(ProfileField.CUSTOMER_CODE, "C-" + random.nextInt(most));
            }
            // The last orders are updates of the first ones, most of them with the data of another person.
            orders.add(order("E-" + number % 100, change(CustomerChange.NOT_NAMED, texts)));
        }
        return orders;
    }

    private static boolean isLoaded(Stores stores, OrderChange order) {
        try {
            load(stores, order);
            return true;
        } catch (ProblemException refused) {
            return false;
        }
    }

    /** The customer of each order that is loaded. */
    private static List<String> customers(TestDatabase database, Consumer<Stores> loading) {
        try (var stores = Stores.open(database.fenced())) {
            stores.database().write(transaction -> AccountStore.add(transaction, ACCOUNT));
            loading.accept(stores);
            return stores.database()
                    .read(transaction -> transaction
                            .handle()
                            .createQuery("""
                            SELECT o.erp_order_id || ' ' || c.name || ' ' || c.phone || ' ' || c.email || ' '
                             || c.customer_code || ' ' || (SELECT count(*) FROM contact p WHERE p.cm_id = 7 AND p.customer_id = c.id)
                             || ' ' || o.customer_name || ' ' || o.customer_phone
                            FROM sales_order o JOIN customer c ON c.cm_id = 7 AND c.id = o.customer_id
                            WHERE o.cm_id = 7 ORDER BY o.id""")
                            .mapTo(String.class)
                            .list());
        }
    }

    /**
     * A load must lock phones before customers, as other writes do. Otherwise there could be a deadlock: PostgreSQL
     * would roll back one of the two transactions, which would then run a second time.
     */
    @ParameterizedTest
    @EnumSource
    void locksPhonesBeforeCustomersAsOtherWritesDo(TestDatabase database) throws Exception {
        try (var stores = PatientStores.open(database.fenced())) {
            stores.database().write(transaction -> AccountStore.add(transaction, ACCOUNT));
            load(stores, order("E-1", named("C-1", "Asha", "9100000001")));
            var attempts = new AtomicInteger();
            var loaded = stores.database().write(transaction -> {
                attempts.incrementAndGet();
                transaction
                        .dialect()
                        .lockWord(
                                transaction,
                                ACCOUNT.cmId(),
                                Phone.of("9100000001").tail());
                AccountStore.holdNow(transaction, ACCOUNT.cmId());
                var texts = Map.of(ProfileField.NAME, "Asha Rao", ProfileField.PHONE, "9100000001");
                var other = ConcurrentWrite.start(
                        stores.database(),
                        () -> stores.database().write(batch -> {
                            attempts.incrementAndGet();
                            return stores.orders()
                                    .load(
                                            batch,
                                            ACCOUNT,
                                            rows(
                                                    order("E-2", code("C-1")),
                                                    order("E-3", change(CustomerChange.NOT_NAMED, texts))),
                                            NOON);
                        }));
                stores.customers().save(transaction, ACCOUNT, CustomerChange.ofTexts(0, true, texts), NOON);
                return other;
            });
            assertEquals(2, loaded.get(60, TimeUnit.SECONDS).added());
            assertEquals(2, attempts.get());
        }
    }

    /**
     * An update of an order may find another customer by its phone. So it must lock the phone before the customer of
     * the order.
     */
    @ParameterizedTest
    @EnumSource
    void anUpdateLocksPhonesBeforeCustomers(TestDatabase database) throws Exception {
        try (var stores = PatientStores.open(database.fenced())) {
            stores.database().write(transaction -> AccountStore.add(transaction, ACCOUNT));
            load(stores, order("E-1", named("C-1", "Asha", "9100000001")));
            load(stores, order("E-2", named("C-2", "Mira", "9100000002")));
            var asha = buyer(stores, "E-1");
            var mira = Map.of(ProfileField.NAME, "Mira", ProfileField.PHONE, "9100000002");
            var attempts = new AtomicInteger();
            var saved = stores.database().write(transaction -> {
                transaction
                        .dialect()
                        .lockWord(
                                transaction,
                                ACCOUNT.cmId(),
                                Phone.of("9100000002").tail());
                AccountStore.holdNow(transaction, ACCOUNT.cmId());
                var other = ConcurrentWrite.start(
                        stores.database(),
                        () -> stores.database().write(update -> {
                            attempts.incrementAndGet();
                            var moved = order("E-1", change(CustomerChange.NOT_NAMED, mira));
                            return stores.orders().save(update, ACCOUNT, moved, Rights.ALL, NOON);
                        }));
                stores.customers().save(transaction, ACCOUNT, change(asha, Map.of(ProfileField.CITY, "Pune")), NOON);
                return other;
            });
            assertEquals(buyer(stores, "E-2"), saved.get(60, TimeUnit.SECONDS).customerId());
            assertEquals(1, attempts.get());
        }
    }

    /** The customers of a file's orders are looked for and written together, however many they are. */
    @Test
    void manyOrdersNeedFewRoundTrips() {
        try (var stores = Stores.open(TestDatabase.POSTGRESQL.fenced())) {
            stores.database().write(transaction -> AccountStore.add(transaction, ACCOUNT));
            var orders = orders(new Random(7), 100_000_000).subList(0, 100).toArray(OrderChange[]::new);
            var trips = RoundTrips.of(() -> load(stores, orders));
            assertTrue(trips < 60, () -> trips + " round trips for " + orders.length + " orders");
        }
    }

    private static List<RecordLoad.Row<OrderChange>> rows(OrderChange... changes) {
        return Stream.of(changes)
                .map(change -> new RecordLoad.Row<>(change, NOON))
                .toList();
    }

    private static void load(Stores stores, OrderChange... changes) {
        var rows = rows(changes);
        stores.database().write(transaction -> stores.orders().load(transaction, ACCOUNT, rows, NOON));
    }

    private static long buyer(Stores stores, String erpId) {
        return stores.database()
                .read(transaction -> OrderTable.select(
                        transaction,
                        7,
                        OrderTable.idsByErpId(transaction, 7, List.of(erpId)).values()))
                .get(0)
                .buyer()
                .customerId();
    }

    private static CustomerChange named(String code, String name, String phone) {
        return change(
                CustomerChange.NOT_NAMED,
                Map.of(ProfileField.CUSTOMER_CODE, code, ProfileField.NAME, name, ProfileField.PHONE, phone));
    }

    private static CustomerChange code(String code) {
        return change(CustomerChange.NOT_NAMED, Map.of(ProfileField.CUSTOMER_CODE, code));
    }

    private static CustomerChange change(long customerId, Map<ProfileField, String> texts) {
        return CustomerChange.ofTexts(customerId, true, texts);
    }

    private static OrderChange order(String erpId, CustomerChange customer) {
        return OrderChange.ofTexts(0, true, Map.of(OrderField.ERP_ORDER_ID, erpId), customer);
    }
}
