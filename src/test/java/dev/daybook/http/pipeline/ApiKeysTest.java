package dev.daybook.http.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.daybook.domain.account.Account;
import dev.daybook.kit.ConcurrentWrite;
import dev.daybook.kit.TestDatabase;
import dev.daybook.kit.TestKeys;
import dev.daybook.server.Stores;
import dev.daybook.store.account.KeyUses;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The time for which a server may use a cached key after the key has changed. */
class ApiKeysTest {
    private static final Account ACCOUNT = new Account(7, "Keys", Account.DEFAULT_ZONE, "{}");

    /** A request finds the key and then waits for the key's account. While it waits, the key is disabled. */
    @Test
    void theAgeOfACachedKeyIsCountedFromBeforeItsRead() throws Exception {
        try (var stores = Stores.open(TestDatabase.POSTGRESQL.create())) {
            stores.database().run(transaction -> stores.accounts().add(transaction, ACCOUNT));
            var header = "Basic " + TestKeys.add(stores, ACCOUNT.cmId());
            var keys = new ApiKeys(
                    stores.database(),
                    new KeyUses(stores.database()),
                    new Admission(64, 1_000, 4, false),
                    Clock.systemUTC());
            var started = stores.database().write(transaction -> {
                transaction.handle().execute("LOCK TABLE account IN ACCESS EXCLUSIVE MODE");
                var other = ConcurrentWrite.start(stores.database(), () -> {
                    var found = keys.caller(header, "127.0.0.1");
                    // The key is refused immediately, because the cached value is already too old.
                    assertThrows(KeyRefusal.class, () -> keys.caller(header, "127.0.0.1"));
                    return found;
                });
                for (var key : stores.apiKeys().list(transaction, ACCOUNT.cmId())) {
                    stores.apiKeys().disable(transaction, ACCOUNT.cmId(), key.id());
                }
                sleep(ApiKeys.OBEYED_WITHIN);
                return other;
            });
            assertEquals(ACCOUNT, started.get(60, TimeUnit.SECONDS).account());
        }
    }

    private static void sleep(Duration time) {
        try {
            Thread.sleep(time.toMillis());
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
    }
}
