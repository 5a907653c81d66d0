package dev.daybook.cli.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.daybook.domain.account.Account;
import dev.daybook.kit.TestDatabase;
import dev.daybook.server.Stores;
import dev.daybook.store.account.SampleAccount;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The account of a demo is after a reset as it was at the start. */
class DemoCommandTest {
    private static final long CM_ID = 7;

    @Test
    void aResetSetsNameZoneAndCriteriaBack() {
        var account = new Account(CM_ID, "Example Traders", Account.DEFAULT_ZONE, "{}");
        var changed = new Account(CM_ID, "Other", ZoneId.of("Europe/Berlin"), "{\"customerType\":\"A\"}");
        var now = Instant.parse("2026-11-27T10:00:00Z");
        try (var stores = Stores.open(TestDatabase.SQLITE.create())) {
            var samples = new SampleAccount(CM_ID, transaction -> DemoCommand.fill(transaction, stores, account, now));
            stores.database().run("fill", samples::fill);
            stores.database().run("change", transaction -> stores.accounts().set(transaction, changed));
            stores.database().run("reset", samples::restore);
            assertEquals(
                    Optional.of(account),
                    stores.database().read(transaction -> stores.accounts().find(transaction, CM_ID)));
        }
    }
}
