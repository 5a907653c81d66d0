package dev.daybook.cli.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.daybook.domain.account.Account;
import dev.daybook.kit.StoredValues;
import dev.daybook.kit.TestDatabase;
import dev.daybook.server.Stores;
import dev.daybook.store.account.AccountStore;
import dev.daybook.store.account.SampleAccount;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** After a reset, the account of a demo and the numbers of its tickets are as at the start. */
class DemoResetTest {
    private static final Instant NOW = Instant.parse("2024-05-02T10:45:42.249Z");
    private static final Account ACCOUNT = new Account(7, "Example Traders", Account.DEFAULT_ZONE, "{}");

    @Test
    void aResetRestoresTheAccountAndItsTickets() {
        var changed = new Account(7, "Other", ZoneId.of("Europe/Berlin"), "{\"customerType\":\"A\"}");
        try (var stores = Stores.open(TestDatabase.SQLITE.create())) {
            var samples = new SampleAccount(7, transaction -> DemoCommand.fill(transaction, stores, ACCOUNT, NOW));
            stores.database().run("fill", samples::fill);
            var before = tickets(stores);
            assertEquals(400, before.size());
            stores.database().run("change", transaction -> AccountStore.set(transaction, changed));
            stores.database().run("reset", samples::restore);
            assertEquals(before, tickets(stores));
            assertEquals(
                    Optional.of(ACCOUNT), stores.database().read(transaction -> AccountStore.find(transaction, 7)));
        }
    }

    private static List<String> tickets(Stores stores) {
        return StoredValues.texts(stores.database(), "SELECT id || ' ' || number FROM ticket ORDER BY id");
    }
}
