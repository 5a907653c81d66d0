package dev.daybook.http.pipeline;

import static dev.daybook.kit.Waits.sleep;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.daybook.domain.Problem;
import dev.daybook.domain.ProblemException;
import dev.daybook.domain.account.Account;
import dev.daybook.kit.ConcurrentWrite;
import dev.daybook.kit.PatientStores;
import dev.daybook.kit.TestDatabase;
import dev.daybook.kit.TestKeys;
import dev.daybook.server.Stores;
import dev.daybook.store.account.AccountStore;
import dev.daybook.store.account.ApiKeyStore;
import dev.daybook.store.account.KeyUses;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The time for which a server may use a cached key after the key has changed, and the limits of wrong keys. */
class ApiKeysTest {
    private static final Account ACCOUNT = new Account(7, "Keys", Account.DEFAULT_ZONE, "{}");

    /**
     * A request finds the key and then waits for the key's account. While it waits, the key is disabled. The server
     * must not use the key longer because of this wait.
     */
    @Test
    void theAgeOfACachedKeyIsCountedFromBeforeItsRead() throws Exception {
        try (var stores = PatientStores.open(TestDatabase.POSTGRESQL.create())) {
            stores.database().run(transaction -> AccountStore.add(transaction, ACCOUNT));
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
                for (var key : ApiKeyStore.list(transaction, ACCOUNT.cmId())) {
                    ApiKeyStore.disable(transaction, ACCOUNT.cmId(), key.id());
                }
                sleep(ApiKeys.OBEYED_WITHIN.toMillis());
                return other;
            });
            assertEquals(ACCOUNT, started.get(60, TimeUnit.SECONDS).account());
        }
    }

    @Test
    void theGuidesHaveTheLimitsOfWrongKeys() throws Exception {
        var limits = "the first %d are answered 401, then %d a second, and all others 429"
                .formatted(ApiKeys.WRONG_BURST, ApiKeys.WRONG_PER_SECOND);
        assertTrue(guide("docs/operating.md").contains(limits), limits);
        var burst = "instead of 401, after a burst of %d;".formatted(ApiKeys.WRONG_BURST);
        assertTrue(guide("docs/api/README.md").contains(burst), burst);
    }

    /**
     * The first wrong keys (the burst) get 401. After them, a wrong key gets 401 only if enough time has passed,
     * otherwise 429.
     */
    @Test
    void anAddressMaySendSomeWrongKeysBeforeItHasToWait() {
        try (var stores = Stores.open(TestDatabase.SQLITE.create())) {
            var keys = new ApiKeys(
                    stores.database(),
                    new KeyUses(stores.database()),
                    new Admission(64, 1_000, 4, false),
                    Clock.systemUTC());
            var start = System.nanoTime();
            for (var sent = 1; sent <= 3 * ApiKeys.WRONG_BURST; sent++) {
                var problem = assertThrows(KeyRefusal.class, () -> keys.caller("Basic wrong", "198.51.100.1"))
                        .problem()
                        .problem();
                var seconds = (System.nanoTime() - start) / 1e9;
                if (problem == Problem.INVALID_AUTH_KEY) {
                    assertTrue(
                            sent <= ApiKeys.WRONG_BURST + 1 + ApiKeys.WRONG_PER_SECOND * seconds,
                            sent + " answers 401 in " + seconds + " s");
                } else {
                    assertTrue(sent > ApiKeys.WRONG_BURST, "429 for wrong key " + sent);
                    return;
                }
            }
        }
    }

    /**
     * While keys are looked up slowly, one address gets no more than its share of look-ups. A key that was valid a
     * moment ago is looked up within the share of its account, also if it comes from that address.
     */
    @Test
    void lookUpsOfOneAddressAreBoundedAndLeaveRoomForKnownKeys() throws Exception {
        try (var stores = Stores.open(TestDatabase.SQLITE.create())) {
            stores.database().run(transaction -> AccountStore.add(transaction, ACCOUNT));
            var header = "Basic " + TestKeys.add(stores, ACCOUNT.cmId());
            var admission = new Admission(64, 1_000, 10_000, false);
            var keys = new ApiKeys(stores.database(), new KeyUses(stores.database()), admission, Clock.systemUTC());
            var address = "198.51.100.1";
            assertEquals(ACCOUNT, keys.caller(header, address).account());
            sleep(ApiKeys.OBEYED_WITHIN.toMillis());
            inside(admission, address, Admission.open(64) * 3 / 4, () -> {
                var refused = assertThrows(ProblemException.class, () -> keys.caller("Basic wrong", address));
                assertEquals(Problem.UNAVAILABLE, refused.problem());
                assertThrows(KeyRefusal.class, () -> keys.caller("Basic wrong", "198.51.100.2"));
                assertEquals(ACCOUNT, keys.caller(header, address).account());
            });
        }
    }

    /** Runs work while this number of look-ups for an address is under way. */
    private static void inside(Admission admission, String address, int lookUps, Runnable work) {
        if (lookUps == 0) {
            work.run();
            return;
        }
        admission.lookUp(address, address, () -> {
            inside(admission, address, lookUps - 1, work);
            return true;
        });
    }

    private static String guide(String file) throws Exception {
        return Files.readString(Path.of(file)).replaceAll("\\s+", " ");
    }
}
