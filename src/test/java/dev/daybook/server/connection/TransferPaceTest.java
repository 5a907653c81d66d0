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
        var pace = TransferPace.start(1, 0, 0).look(true, 29 * SECOND);
        assertFalse(pace.isLate(0, PATIENCE));
        assertFalse(pace.look(true, 58 * SECOND).isLate(29 * 20_000, PATIENCE));
    }

    @Test
    void aFastStartAllowsAPauseButNoUnlimitedTime() {
        var pace = TransferPace.start(1, 0, 0).look(true, SECOND);
        assertFalse(pace.look(true, 60 * SECOND).isLate(1_000_000, PATIENCE));
        assertTrue(pace.look(true, 100 * SECOND).isLate(1_000_000, PATIENCE));
    }

    /**
     * While the server reads the next part of a download from the database, it does not wait for the client. This time
     * must not make the client late.
     */
    @Test
    void timeInWhichTheServerDoesNotWaitIsNotCounted() {
        var pace = TransferPace.start(1, 0, 0).look(false, 1_000 * SECOND);
        assertFalse(pace.isLate(0, PATIENCE));
        assertFalse(pace.look(true, 1_030 * SECOND).isLate(0, PATIENCE));
        assertTrue(pace.look(true, 1_032 * SECOND).isLate(0, PATIENCE));
    }
}
