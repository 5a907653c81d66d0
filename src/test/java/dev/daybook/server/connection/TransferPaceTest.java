package dev.daybook.server.connection;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The rate at which a client must send or read. */
class TransferPaceTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final long SECOND = 1_000_000_000;

    /** The second in which a client becomes late if it moves this many bytes per second; -1 if never within a day. */
    private static int lateAfter(long bytes) {
        var pace = TransferPace.start(1, 5_000, 0);
        for (var second = 1; second <= 86_400; second++) {
            pace = pace.look(true, second * SECOND);
            if (pace.isLate(5_000 + second * bytes, PATIENCE)) {
                return second;
            }
        }
        return -1;
    }

    @Test
    void aClientAboveTheMinimumRateIsNeverLate() {
        assertEquals(-1, lateAfter(20_000));
    }

    @Test
    void aClientThatMovesAFewBytesIsLateAfterThePatience() {
        assertEquals(31, lateAfter(1));
        assertEquals(31, lateAfter(500));
        assertTrue(lateAfter(16_000) > 31, "nearly fast enough, so late much later");
    }

    /**
     * The operating system reports progress in large steps, so a client may seem to pause. Such a pause must not make
     * the client late.
     */
    @Test
    void aPauseWithinThePatienceIsNotLate() {
        var pace = waitUntil(29, TransferPace.start(1, 0, 0));
        assertFalse(pace.isLate(0, PATIENCE));
        assertFalse(waitUntil(58, pace).isLate(29 * 20_000, PATIENCE));
    }

    @Test
    void aFastStartAllowsAPauseButNoUnlimitedTime() {
        var pace = TransferPace.start(1, 0, 0);
        assertFalse(waitUntil(60, pace).isLate(1_000_000, PATIENCE));
        assertTrue(waitUntil(100, pace).isLate(1_000_000, PATIENCE));
    }

    /**
     * While the server reads the next part of a download from the database, it does not wait for the client. This time
     * must not make the client late.
     */
    @Test
    void timeInWhichTheServerDoesNotWaitIsNotCounted() {
        var pace = TransferPace.start(1, 0, 0).look(false, 1_000 * SECOND);
        assertFalse(pace.isLate(0, PATIENCE));
        assertFalse(waitUntil(1_030, pace).isLate(0, PATIENCE));
        assertTrue(waitUntil(1_032, pace).isLate(0, PATIENCE));
    }

    /** While the machine or its container is paused, the server looks at no client, and could not send anything. */
    @Test
    void aPauseOfTheServerIsNotCounted() {
        var paused = waitUntil(10, TransferPace.start(1, 0, 0)).look(true, 3_600 * SECOND);
        assertFalse(paused.isLate(0, PATIENCE));
        assertFalse(waitUntil(3_618, paused).isLate(0, PATIENCE));
        assertTrue(waitUntil(3_619, paused).isLate(0, PATIENCE));
    }

    /** The pace after the server has waited until this second, with a look in each second. */
    private static TransferPace waitUntil(long end, TransferPace start) {
        var pace = start;
        while (pace.seen() < end * SECOND) {
            pace = pace.look(true, pace.seen() + SECOND);
        }
        return pace;
    }
}
