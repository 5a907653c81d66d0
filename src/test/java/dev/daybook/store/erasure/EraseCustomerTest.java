package dev.daybook.store.erasure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.daybook.domain.account.Account;
import dev.daybook.domain.account.Rights;
import dev.daybook.domain.customer.CustomerChange;
import dev.daybook.domain.customer.ProfileField;
import dev.daybook.domain.order.Order;
import dev.daybook.domain.order.OrderChange;
import dev.daybook.kit.TableDump;
import dev.daybook.kit.TestDatabase;
import dev.daybook.server.Stores;
import dev.daybook.store.DatabaseUrl;
import dev.daybook.store.order.OrderTable;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Erases a person while others write about the person. */
class EraseCustomerTest {
    private static final Account ACCOUNT = new Account(7, "Erase", Account.DEFAULT_ZONE, "{}");
    private static final Instant NOON = Instant.parse("2024-05-02T12:00:00Z");

    /** A thread for each task: the common pool has a single one on a machine with two processors. */
    private static final Executor THREADS = task -> new Thread(task, "test").start();

    @ParameterizedTest
    @EnumSource
    void anOrderAddedDuringAnErasureIsBlankedToo(TestDatabase database) throws Exception {
        try (var stores = Stores.open(database.create())) {
            var customer = stores.database().write(transaction -> {
                stores.accounts().add(transaction, ACCOUNT);
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
                                .write(transaction ->
                                        stores.eraseCustomer().erase(transaction, ACCOUNT, customer, NOON));
                    },
                    THREADS);
            assertEquals(true, erased.get(60, TimeUnit.SECONDS));
            assertEquals(
                    Map.of(),
                    order(stores, order.get(60, TimeUnit.SECONDS)).buyer().texts());
        }
    }

    /** The removal of an import once deleted orders in this way. */
    @ParameterizedTest
    @EnumSource
    void aDeletedOrderIsBlankedToo(TestDatabase database) throws Exception {
        var url = database.newUrl();
        try (var stores = Stores.open(DatabaseUrl.parse(url))) {
            stores.database().write(transaction -> {
                stores.accounts().add(transaction, ACCOUNT);
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
                return stores.eraseCustomer().erase(transaction, ACCOUNT, customer, NOON);
            });
            assertFalse(TableDump.of(url).contains("Quixote"));
        }
    }

    @ParameterizedTest
    @EnumSource
    void anUnknownCustomerIsNotErased(TestDatabase database) {
        try (var stores = Stores.open(database.create())) {
            assertEquals(
                    false,
                    stores.database()
                            .write(transaction -> stores.eraseCustomer().erase(transaction, ACCOUNT, 1, NOON)));
        }
    }

    /** Waits for the latch and half a second more, so that the other transaction gets as far as it can. */
    private static void await(CountDownLatch latch) {
        try {
            assertTrue(latch.await(60, TimeUnit.SECONDS));
            Thread.sleep(500);
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
    }

    private static Order order(Stores stores, long id) {
        return stores.database()
                .read(transaction -> OrderTable.select(transaction, ACCOUNT.cmId(), List.of(id)))
                .get(0);
    }

    private static CustomerChange customer(long id, Map<ProfileField, String> texts) {
        return CustomerChange.ofTexts(id, false, texts);
    }

    private static OrderChange orderOf(long customer) {
        return OrderChange.ofTexts(0, false, Map.of(), customer(customer, Map.of()));
    }
}
