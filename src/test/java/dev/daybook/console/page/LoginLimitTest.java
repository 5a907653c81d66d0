package dev.daybook.console.page;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/** The counts of failed log-ins in memory, which anybody can fill with attempts. */
class LoginLimitTest {
    private final LoginLimit attempts = new LoginLimit();

    @Test
    void longNamesAreComparedByTheirFirstCharacters() {
        var beginning = "a".repeat(1_000);
        for (var tried = 0; tried < LoginLimit.OF_PERSON; tried++) {
            assertTrue(attempts.allow(beginning + tried, "10.0.0." + tried));
        }
        assertFalse(attempts.allow(beginning + "again", "10.0.0.99"));
    }

    @Test
    void attemptsFromARefusedAddressDoNotCountForAPerson() {
        for (var tried = 0; tried < LoginLimit.OF_ADDRESS; tried++) {
            attempts.allow("person " + tried, "10.0.0.1");
        }
        for (var tried = 0; tried < LoginLimit.OF_PERSON; tried++) {
            assertFalse(attempts.allow("asha", "10.0.0.1"));
        }
        assertTrue(attempts.allow("asha", "10.0.0.2"), "others cannot lock her out through a refused address");
    }

    @Test
    void addressesOfOneIpv6NetworkAreCountedTogether() {
        for (var tried = 0; tried < LoginLimit.OF_ADDRESS; tried++) {
            assertTrue(attempts.allow("person " + tried, "2001:db8:1:2::" + Integer.toHexString(tried)));
        }
        assertFalse(attempts.allow("asha", "2001:db8:1:2:ffff::1"), "another address of this /64");
        assertTrue(attempts.allow("asha", "2001:db8:1:3::1"), "another network");
    }

    @Test
    void entriesWithTheFewestAttemptsAreEvictedFirst() {
        for (var tried = 0; tried < LoginLimit.OF_PERSON; tried++) {
            assertTrue(attempts.allow("asha", "10.0.0." + tried));
        }
        for (var number = 0; number < 3 * LoginLimit.REMEMBERED; number++) {
            attempts.allow("person " + number, "address " + number);
            assertTrue(attempts.remembered() <= LoginLimit.REMEMBERED, "so many are remembered");
        }
        assertFalse(attempts.allow("asha", "10.0.0.99"), "she is still remembered");
    }

    /**
     * People and addresses must not share one memory. Whoever has the fewest failures is evicted first, and an address
     * may have three times the failures of a person: addresses would evict the person.
     */
    @Test
    void addressesWithManyFailuresDoNotEvictAPerson() {
        for (var tried = 0; tried < LoginLimit.OF_PERSON; tried++) {
            assertTrue(attempts.allow("asha", "10.0.0." + tried));
        }
        for (var number = 0; number <= LoginLimit.REMEMBERED / 2; number++) {
            for (var tried = 0; tried < LoginLimit.OF_ADDRESS; tried++) {
                attempts.allow("asha", "many " + number);
            }
        }
        for (var number = 0; number < LoginLimit.REMEMBERED; number++) {
            assertFalse(attempts.allow("asha", "one " + number), "she is still remembered");
        }
    }
}
