package dev.daybook.console.frame;

import at.favre.lib.crypto.bcrypt.BCrypt;
import at.favre.lib.crypto.bcrypt.LongPasswordStrategies;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.Semaphore;

/**
 * Hasher and checker of passwords, by bcrypt. A password that is too long for bcrypt is hashed with SHA-512 first. Only
 * two passwords are hashed at a time, so that log-ins leave the processor to other requests.
 */
public final class Passwords {
    private static final int COST = 12;

    /** The maximum number of passwords that are hashed at a time. */
    static final int AT_A_TIME = 2;

    static final Semaphore PLACES = new Semaphore(AT_A_TIME);

    /** The minimum duration of a refusal, so that its timing does not reveal whether a password was hashed. */
    private static final Duration REFUSAL = Duration.ofMillis(600);

    /** The largest number of requests that hash a password or wait to do so; more are refused. */
    private static final int WAITING = 32;

    /**
     * The largest number of requests of one address that hash a password or wait to do so. This limit applies only
     * while there are at least 16 such requests of all addresses together. It is needed in addition to the rate limit
     * for log-ins, which ignores successful log-ins.
     */
    private static final int WAITING_OF_ADDRESS = 4;

    private static final BCrypt.Version VERSION = BCrypt.Version.VERSION_2A;

    /** A hash that no password is known to have, used for the check of a person without a hash. */
    static final String NOBODY = "$2a$" + COST + "$" + ".".repeat(53);

    /** A limit on the requests that hash a password or wait to do so. */
    static TransferPlaces places() {
        return new TransferPlaces(WAITING, WAITING_OF_ADDRESS, WAITING / 2, "busy");
    }

    /** The hash of a password. */
    public String hash(String password) {
        PLACES.acquireUninterruptibly();
        try {
            return BCrypt.with(VERSION, LongPasswordStrategies.hashSha512(VERSION))
                    .hashToString(COST, password.toCharArray());
        } finally {
            PLACES.release();
        }
    }

    /** Whether a password has this hash. An empty hash fits no password, but its check takes as long as any other. */
    public boolean fits(String password, String hash) {
        PLACES.acquireUninterruptibly();
        try {
            var known = hash.isEmpty() ? NOBODY : hash;
            var fits = BCrypt.verifyer(VERSION, LongPasswordStrategies.hashSha512(VERSION))
                    .verify(password.getBytes(StandardCharsets.UTF_8), known.getBytes(StandardCharsets.US_ASCII))
                    .verified;
            return fits && !hash.isEmpty();
        } finally {
            PLACES.release();
        }
    }

    /**
     * The time at which a refusal may be sent, as {@link System#nanoTime} measures it; see {@link #REFUSAL}.
     *
     * @param startNanos when the log-in began, by the same measure
     */
    public long refusalDue(long startNanos) {
        return startNanos + REFUSAL.toNanos();
    }
}
