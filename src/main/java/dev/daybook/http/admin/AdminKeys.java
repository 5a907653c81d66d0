package dev.daybook.http.admin;

import dev.daybook.domain.Problem;
import dev.daybook.domain.account.AdminKey;
import dev.daybook.domain.request.Shares;
import dev.daybook.http.pipeline.ApiKeys;
import dev.daybook.http.pipeline.KeyRefusal;
import dev.daybook.http.pipeline.RateLimit;
import dev.daybook.store.Database;
import dev.daybook.store.account.AdminKeyStore;
import java.time.Clock;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Authenticates callers of the admin API. Each call reads its key from the database, so that a disabled key is refused
 * immediately. All refusals take the same time. An address with many wrong keys has to wait.
 */
public final class AdminKeys {
    /**
     * The maximum number of keys that are looked up at the same time. Each look-up holds a thread, for seconds while
     * the database is unavailable.
     */
    private static final int LOOK_UPS = 64;

    private static final int WRONG_BURST = 20;
    private static final int WRONG_PER_SECOND = 1;

    private final Shares lookUps = new Shares(LOOK_UPS);
    private final RateLimit wrong = new RateLimit(WRONG_PER_SECOND, WRONG_BURST);
    private final Database database;
    private final SideWrites writes;
    private final Clock clock;

    public AdminKeys(Database database, SideWrites writes, Clock clock) {
        this.database = database;
        this.writes = writes;
        this.clock = clock;
    }

    /**
     * The key with this Authorization header.
     *
     * @param address the address of the sender
     * @throws KeyRefusal INVALID_AUTH_KEY if the header has no valid admin key; TOO_MANY_REQUESTS if the address has
     *     sent many wrong keys
     * @throws dev.daybook.domain.ProblemException UNAVAILABLE if the key cannot be looked up at the moment
     */
    AdminKey key(@Nullable String authorization, String address) {
        var start = System.nanoTime();
        var now = clock.instant();
        var known = ApiKeys.digest(authorization).flatMap(digest -> find(digest, address));
        var found = known.filter(listed -> listed.key().validAt(now));
        if (found.isEmpty()) {
            ApiKeys.awaitRefusal(start);
            var problem = wrong.allows(address)
                    ? Problem.INVALID_AUTH_KEY.because("Invalid Auth Key - the admin API needs an admin key")
                    : Problem.TOO_MANY_REQUESTS.because("Too many requests without a valid admin key from this address;"
                            + " wait as Retry-After says");
            throw known.map(AdminKeyStore.Listed::key)
                    .map(key -> KeyRefusal.of(problem, key.state(now), key.id()))
                    .orElseGet(() -> KeyRefusal.withoutKey(problem, authorization));
        }
        var key = found.get().key();
        if (found.get().isOutdated(now)) {
            writes.write(
                    "last use of admin key " + key.id(), transaction -> AdminKeyStore.used(transaction, key.id(), now));
        }
        return key;
    }

    private Optional<AdminKeyStore.Listed> find(byte[] digest, String address) {
        return lookUps.take(address, 1)
                .orElseThrow(() -> Problem.UNAVAILABLE.because("The server is busy; try again"))
                .during(() -> database.read(transaction -> AdminKeyStore.find(transaction, digest)));
    }
}
