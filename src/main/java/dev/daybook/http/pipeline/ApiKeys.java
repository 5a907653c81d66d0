package dev.daybook.http.pipeline;

import dev.daybook.domain.Problem;
import dev.daybook.domain.account.ApiKey;
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
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Authenticates callers by the digest of their token. A valid key is cached for half a second, so that a change of the
 * key or its account takes effect within one second. Every refusal reads a key and an account from the database, so
 * that all refusals take the same time. An address with many wrong keys has to wait, but a valid key is accepted from
 * any address.
 */
public final class ApiKeys {
    /** The maximum time for which a server may still use an old version of a key or an account. */
    public static final Duration OBEYED_WITHIN = Duration.ofSeconds(1);

    private static final long REMEMBERED_NANOS = OBEYED_WITHIN.toNanos() / 2;
    private static final int REMEMBERED = 10_000;

    /**
     * The least time from the request to a refusal: longer than the look-ups take on a machine that is not overloaded.
     */
    private static final long REFUSED_AFTER_NANOS = Duration.ofMillis(3).toNanos();

    /** The message in the answer to a refused key. */
    static final String REFUSED = "Invalid Auth Key";

    private static final String SCHEME = "Basic ";

    /** The digest to look up if there is no token. No key has this digest. */
    private static final byte[] NO_DIGEST = {};

    /** The account to read for an unknown key, so that its refusal takes as long as any other. */
    private static final long NO_ACCOUNT = 0;

    /**
     * How many wrong keys an address may send before it has to wait; {@link #WRONG_PER_SECOND} more are allowed per
     * second.
     */
    static final int WRONG_BURST = 100;

    static final int WRONG_PER_SECOND = 10;

    private final Map<String, Remembered> remembered = new ConcurrentHashMap<>();
    private final Database database;
    private final KeyUses uses;
    private final Admission admission;
    private final Clock clock;
    private final RateLimit wrong = new RateLimit(WRONG_PER_SECOND, WRONG_BURST);

    public ApiKeys(Database database, KeyUses uses, Admission admission, Clock clock) {
        this.database = database;
        this.uses = uses;
        this.admission = admission;
        this.clock = clock;
    }

    /**
     * A key as it was read. It may be invalid, but only valid keys are cached.
     *
     * @param caller the key and its account
     * @param since the {@link System#nanoTime} before it was read
     */
    private record Remembered(Caller caller, long since) {}

    /**
     * The caller with this Authorization header.
     *
     * @param address the address of the sender
     * @throws KeyRefusal INVALID_AUTH_KEY if the key is missing, malformed, unknown, expired or disabled;
     *     TOO_MANY_REQUESTS if the address has sent many such keys
     * @throws dev.daybook.domain.ProblemException UNAVAILABLE if the key cannot be looked up at the moment
     */
    Caller caller(@Nullable String authorization, String address) {
        var start = System.nanoTime();
        var digest = digest(authorization).orElse(NO_DIGEST);
        var name = HexFormat.of().formatHex(digest);
        var known = remembered.get(name);
        if (known != null
                && System.nanoTime() - known.since < REMEMBERED_NANOS
                && known.caller.key().validAt(clock.instant())) {
            return known.caller;
        }
        // The look-up of a key that is still in the cache counts for the key's account, not for the sender's address.
        // So it gets a place even if the address sends many wrong keys, or keys of other accounts. These can only delay
        // its turn, because the turns of look-ups count for the address.
        Object owner = known == null ? address : known.caller.account().cmId();
        var found = admission.lookUp(owner, address, () -> find(digest));
        var caller = found.map(Remembered::caller).filter(one -> one.key().validAt(clock.instant()));
        if (caller.isEmpty()) {
            remembered.remove(name);
            awaitRefusal(start);
            var problem = wrong.allows(address)
                    ? Problem.INVALID_AUTH_KEY.because(REFUSED)
                    : Problem.TOO_MANY_REQUESTS.because(
                            "Too many requests without a valid key from this address; wait as Retry-After says");
            throw found.map(one -> one.caller.key())
                    .map(key -> KeyRefusal.of(problem, key.state(clock.instant()), key.id()))
                    .orElseGet(() -> KeyRefusal.withoutKey(problem, authorization));
        }
        uses.note(caller.get().key(), clock.instant());
        if (remembered.size() >= REMEMBERED) {
            remembered.clear();
        }
        found.ifPresent(one -> remembered.put(name, one));
        return caller.get();
    }

    /**
     * Waits until a refusal is due, so that all refusals take the same time, except after a slow look-up. Without this
     * wait, the time to read the row of a disabled key would reveal that the key exists.
     *
     * @param start the {@link System#nanoTime} at which the request began
     */
    public static void awaitRefusal(long start) {
        for (var left = start + REFUSED_AFTER_NANOS - System.nanoTime();
                left > 0;
                left = start + REFUSED_AFTER_NANOS - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }

    /**
     * Reads a key and its account. The age of the result counts from before the read, so that a change that is
     * committed during the read takes effect in time.
     */
    private Optional<Remembered> find(byte[] digest) {
        var since = System.nanoTime();
        return database.read(transaction -> {
            var key = ApiKeyStore.find(transaction, digest);
            var account = AccountStore.find(transaction, key.map(ApiKey::cmId).orElse(NO_ACCOUNT));
            return key.flatMap(known -> account.map(its -> new Remembered(new Caller(known, its), since)));
        });
    }

    /**
     * The digest of the token in an Authorization header. Empty if there is no header, if its scheme is not Basic, or
     * if the token is malformed.
     */
    public static Optional<byte[]> digest(@Nullable String authorization) {
        if (authorization == null || !isBasic(authorization)) {
            return Optional.empty();
        }
        try {
            return Optional.of(
                    new Token(authorization.substring(SCHEME.length()).strip()).digest());
        } catch (IllegalArgumentException malformed) {
            return Optional.empty();
        }
    }

    static boolean isBasic(String authorization) {
        return authorization.regionMatches(true, 0, SCHEME, 0, SCHEME.length());
    }
}
