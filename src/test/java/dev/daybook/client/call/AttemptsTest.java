package dev.daybook.client.call;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AttemptsTest {
    private static final Duration SOON = Duration.ofMillis(1);

    /** A write that is sent again just before the time limit would get no answer, and so would be uncertain. */
    @Test
    void noAttemptFollowsThatHasTooLittleTimeForAnAnswer() throws InterruptedException {
        var attempts = attempts(Duration.ofSeconds(2));
        Thread.sleep(1_850);
        assertEquals(Optional.empty(), attempts.nextWait(Optional.of(Duration.ZERO)));
        assertEquals(
                "given up after 1 attempt, as the next one could not end within 2 seconds in all",
                attempts.words(Optional.of(Duration.ZERO)));
    }

    @Test
    void aWaitThatIsLongerThanTheLimitIsNamed() {
        var attempts = attempts(Duration.ofMinutes(10));
        var wait = Optional.of(Duration.ofHours(1));
        assertEquals(Optional.empty(), attempts.nextWait(wait));
        assertEquals(
                "given up after 1 attempt, as the server asks to wait 3600 seconds, and a call may take 600 seconds in"
                        + " all",
                attempts.words(wait));
    }

    /**
     * The server asks for a short wait, but most of the time is used up. So the message does not give the wait as the
     * reason for giving up.
     */
    @Test
    void aShortWaitAfterMostOfTheTimeIsNotNamed() throws InterruptedException {
        var attempts = attempts(Duration.ofSeconds(2));
        Thread.sleep(1_600);
        var wait = Optional.of(Duration.ofSeconds(1));
        assertEquals(Optional.empty(), attempts.nextWait(wait));
        assertEquals(
                "given up after 1 attempt, as the next one could not end within 2 seconds in all",
                attempts.words(wait));
    }

    @Test
    void aSecondIsEnoughTimeForAnAttempt() {
        var attempts = attempts(Duration.ofMinutes(10));
        assertTrue(attempts.nextWait(Optional.of(Duration.ofMinutes(9))).isPresent());
    }

    @Test
    void aTimeLimitOfZeroMeansOneAttempt() {
        var attempts = attempts(Duration.ZERO);
        assertEquals(Optional.empty(), attempts.nextWait(Optional.empty()));
        assertEquals("given up after 1 attempt, as a call has one attempt", attempts.words(Optional.empty()));
        assertEquals(
                "given up after 1 attempt, as the server asks to wait 5 seconds, and a call has one attempt",
                attempts.words(Optional.of(Duration.ofSeconds(5))));
    }

    private static Attempts attempts(Duration inAll) {
        return new Attempts(new RetryPolicy(SOON, SOON, inAll), Integer.MAX_VALUE);
    }
}
