package dev.daybook.http.pipeline;

import dev.daybook.domain.Problem;
import dev.daybook.domain.ProblemException;
import dev.daybook.domain.account.Token;
import dev.daybook.store.Database;
import dev.daybook.store.account.AccountStore;
import dev.daybook.store.account.ApiKeyStore;
import dev.daybook.store.account.KeyUses;
import java.time.Clock;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Finds out who is calling. The token is compared whole, by its digest. A valid key is remembered for half a second, so
 * that a change of it or its account is obeyed within one; every refusal asks the database first, so that all take the
 * same time.
 */
public final class ApiKeys {
    private static final long REMEMBERED_NANOS = Duration.ofMillis(500).toNanos();
    private static final int REMEMBERED = 10_000;
    private static final String SCHEME = "Basic ";

    private final Map<String, Remembered> remembered = new ConcurrentHashMap<>();
    private final Database database;
    private final ApiKeyStore keys;
    private final AccountStore accounts;
    private final KeyUses uses;
    private final Clock clock;

    /** Joins where keys, accounts and the uses of keys are kept. */
    public ApiKeys(Database database, ApiKeyStore keys, AccountStore accounts, KeyUses uses, Clock clock) {
        this.database = database;
        this.keys = keys;
        this.accounts = accounts;
        this.uses = uses;
        this.clock = clock;
    }

    private record Remembered(Caller caller, long since) {}

    /**
     * The caller with this Authorization header.
     *
     * @throws ProblemException INVALID_AUTH_KEY if the key is missing, malformed, unknown, expired or disabled
     */
    Caller caller(@Nullable String authorization) {
        var digest = digest(authorization);
        var name = HexFormat.of().formatHex(digest);
        var known = remembered.get(name);
        if (known != null
                && System.nanoTime() - known.since < REMEMBERED_NANOS
                && known.caller.key().validAt(clock.instant())) {
            return known.caller;
        }
        var caller = find(digest).filter(found -> found.key().validAt(clock.instant()));
        if (caller.isEmpty()) {
            remembered.remove(name);
            throw Problem.INVALID_AUTH_KEY.because("Invalid Auth Key");
        }
        uses.note(caller.get().key(), clock.instant());
        if (remembered.size() >= REMEMBERED) {
            remembered.clear();
        }
        remembered.put(name, new Remembered(caller.get(), System.nanoTime()));
        return caller.get();
    }

    private Optional<Caller> find(byte[] digest) {
        return database.read(transaction -> keys.find(transaction, digest)
                .flatMap(key -> accounts.find(transaction, key.cmId()).map(account -> new Caller(key, account))));
    }

    /** The digest of the header's token; of one that no key has if there is none. */
    private static byte[] digest(@Nullable String authorization) {
        if (authorization != null && authorization.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
            try {
                return new Token(authorization.substring(SCHEME.length()).strip()).digest();
            } catch (IllegalArgumentException malformed) {
                return new byte[0];
            }
        }
        return new byte[0];
    }
}
