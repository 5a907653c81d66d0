package dev.daybook.console.frame;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.management.ManagementFactory;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * Passwords are different if they differ after the 72 bytes that bcrypt reads, or outside ASCII. The stored hashes of
 * people still fit after an upgrade. To check a person without a password, a hash is computed too.
 */
class PasswordsTest {
    private static final String HINDI = "नमस्ते दुनिया ".repeat(3);

    /** Passwords with their hashes as an earlier version stored them, but with a low cost. */
    private static final Map<String, String> STORED = Map.of(
            "seven blue boats ".repeat(6),
            "$2a$04$leLNaNDWkM511le5/sw1CeH5fvic8ZIOIAvStgiEvtiJMyHN1gwQ6",
            HINDI,
            "$2a$04$lS6rMb8swdt6AxsGEx/18Oxaa86cg49MlMrtC6PF/BZFTbmED/x/W",
            "sieben blaue Böte",
            "$2a$04$qsdz5YDYLJNRctg8/Xv2zO7NpHYb4laLtnWBO3X3gUtjxkGd.1uzO");

    private final Passwords passwords = new Passwords();

    private static String changed(String password) {
        return password.substring(0, password.length() - 1) + "x";
    }

    @Test
    void aStoredHashFitsItsPasswordAlone() {
        STORED.forEach((password, hash) -> {
            assertTrue(passwords.fits(password, hash), password);
            assertFalse(passwords.fits(changed(password), hash), password);
        });
    }

    @Test
    void aNewHashFitsItsPassword() {
        var hash = passwords.hash(HINDI);
        assertEquals("$2a$12$", hash.substring(0, 7));
        assertTrue(passwords.fits(HINDI, hash));
    }

    /**
     * A person without a hash is checked against a stand-in, which has the version and the cost of a new hash. The test
     * measures processor time, because other programs of the machine change it little.
     */
    @Test
    void theCheckOfAPersonWithoutAHashTakesAsLongAsAnyOther() {
        assertEquals(passwords.hash("x").substring(0, 7), Passwords.NOBODY.substring(0, 7));
        var withoutHash = processorNanos(() -> assertFalse(passwords.fits("x", "")));
        var hashing = processorNanos(() -> passwords.hash("x"));
        assertTrue(withoutHash > hashing / 2, withoutHash + " ns, but hashing takes " + hashing + " ns");
    }

    private static long processorNanos(Runnable work) {
        var threads = ManagementFactory.getThreadMXBean();
        var start = threads.getCurrentThreadCpuTime();
        work.run();
        return threads.getCurrentThreadCpuTime() - start;
    }
}
