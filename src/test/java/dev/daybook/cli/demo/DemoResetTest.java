package dev.daybook.cli.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.daybook.domain.account.Account;
import dev.daybook.kit.TestDatabase;
import dev.daybook.server.Stores;
import dev.daybook.store.account.SampleAccount;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A reset of the demo gives its tickets the same numbers again. */
class DemoResetTest {
    private static final Instant NOW = Instant.parse("2024-05-02T10:45:42.249Z");

    @Test
    void ticketsKeepTheirNumbers() {
        var account = new Account(7, "Demo", Account.DEFAULT_ZONE, "{}");
        try (var stores = Stores.open(TestDatabase.SQLITE.create())) {
            var samples = new SampleAccount(7, transaction -> DemoCommand.fill(transaction, stores, account, NOW));
            stores.database().run(samples::fill);
            var before = tickets(stores);
            assertEquals(400, before.size());
            stores.database().run(samples::restore);
            assertEquals(before, tickets(stores));
        }
    }

    private static List<String> tickets(Stores stores) {
        return stores.database()
                .read(transaction -> transaction
                        .query("SELECT id || ' ' || number FROM ticket ORDER BY id")
                        .mapTo(String.class)
                        .list());
    }
}
