package dev.daybook.store.customer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.daybook.domain.account.Account;
import dev.daybook.kit.ConcurrentWrite;
import dev.daybook.kit.StoredValues;
import dev.daybook.kit.TestDatabase;
import dev.daybook.server.Stores;
import dev.daybook.store.account.AccountStore;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CustomerRemovalTest {
    private static final Account ACCOUNT = new Account(7, "Removal", Account.DEFAULT_ZONE, "{}");
    private static final Instant NOON = Instant.parse("2024-05-02T12:00:00Z");

    /**
     * A change locks the customer and then its document. A deletion in another order would deadlock with it, and the
     * database would end one of the two. It would be tried again, but not without end.
     */
    @ParameterizedTest
    @EnumSource
    void aDeletionWaitsForAChangeOfTheCustomer(TestDatabase database) throws Exception {
        try (var stores = Stores.open(database.create())) {
            stores.database().write(transaction -> AccountStore.add(transaction, ACCOUNT));
            var id = Saves.save(stores, ACCOUNT, 0, NOON);
            var attempts = new AtomicInteger();
            var deletion = stores.database().write(transaction -> {
                attempts.incrementAndGet();
                transaction
                        .query(
                                "SELECT id FROM customer WHERE cm_id = :cmId AND id = :id "
                                        + transaction.dialect().forUpdate(),
                                7)
                        .bind("id", id)
                        .mapTo(Long.class)
                        .one();
                var waiting = ConcurrentWrite.start(stores.database(), () -> delete(stores, id, attempts));
                Saves.save(stores, transaction, ACCOUNT, id, NOON.plusSeconds(60));
                return waiting;
            });
            assertTrue(deletion.get(1, TimeUnit.MINUTES), "the customer was deleted");
            assertEquals(2, attempts.get(), "neither of the two was tried again");
            assertEquals(
                    0,
                    StoredValues.number(stores.database(), "SELECT count(*) FROM customer_document WHERE cm_id = 7"));
            assertFalse(delete(stores, id, attempts), "it was deleted before");
        }
    }

    private static boolean delete(Stores stores, long id, AtomicInteger attempts) {
        return stores.database().write(transaction -> {
            attempts.incrementAndGet();
            return CustomerRemoval.delete(transaction, 7, id, NOON);
        });
    }
}
