package dev.daybook.cli.account;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.daybook.cli.Main;
import dev.daybook.cli.Outcome;
import dev.daybook.domain.account.Account;
import dev.daybook.domain.customer.CustomerChange;
import dev.daybook.domain.customer.ProfileField;
import dev.daybook.kit.ConcurrentWrite;
import dev.daybook.kit.PatientStores;
import dev.daybook.kit.TestDatabase;
import dev.daybook.server.Stores;
import dev.daybook.store.DatabaseUrl;
import dev.daybook.store.Transaction;
import dev.daybook.store.account.AccountStore;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** {@code daybook customer}: deletion next to other writes. {@link dev.daybook.cli.EraseTest} tests the erasure. */
class CustomerCommandTest {
    private static final Account ACCOUNT = new Account(7, "Delete", Account.DEFAULT_ZONE, "{}");

    /** Others lock customers in the order of their ids. A deletion in another order could deadlock with them. */
    @Test
    void aDeletionLocksCustomersInTheOrderOfTheirIds() throws Exception {
        var url = TestDatabase.POSTGRESQL.newUrl();
        try (var stores = PatientStores.open(DatabaseUrl.parse(url))) {
            stores.database().run(transaction -> AccountStore.add(transaction, ACCOUNT));
            var first = add(stores, "9100000001");
            var second = add(stores, "9100000002");
            String[] command = {
                "customer", "delete", Long.toString(second), Long.toString(first), "--cm-id", "7", "--database-url", url
            };
            var deleted = stores.database().write(transaction -> {
                lock(transaction, first, "");
                var waiting = ConcurrentWrite.start(stores.database(), () -> Outcome.of(command));
                lock(transaction, second, "NOWAIT");
                return waiting;
            });
            assertEquals(
                    "2 deleted\n",
                    deleted.get(1, TimeUnit.MINUTES).expect(Main.DONE).err());
        }
    }

    private static long add(Stores stores, String phone) {
        var change = CustomerChange.ofTexts(0, false, Map.of(ProfileField.NAME, "Asha", ProfileField.PHONE, phone));
        return stores.database()
                .write(transaction -> stores.customers()
                        .save(transaction, ACCOUNT, change, Instant.now())
                        .id());
    }

    private static void lock(Transaction transaction, long id, String wait) {
        transaction
                .query("SELECT id FROM customer WHERE cm_id = :cmId AND id = :id FOR UPDATE " + wait, ACCOUNT.cmId())
                .bind("id", id)
                .mapTo(Long.class)
                .one();
    }
}
