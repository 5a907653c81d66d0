package dev.daybook.webhook;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class PausesTest {
    private static final Instant NOW = Instant.parse("2024-05-02T10:45:42Z");

    @Test
    void aShorterWaitOfAnotherDeliveryDoesNotShortenAPause() {
        var pauses = new Pauses();
        pauses.ask(7, Duration.ofSeconds(50), NOW);
        pauses.ask(7, Duration.ofSeconds(2), NOW.plusSeconds(1));
        assertEquals(NOW.plusSeconds(50), pauses.end(7, NOW.plusSeconds(1)));
        pauses.ask(7, Duration.ofSeconds(55), NOW.plusSeconds(1));
        assertEquals(NOW.plusSeconds(56), pauses.end(7, NOW.plusSeconds(1)), "a longer one prolongs it");
        assertEquals(NOW, pauses.end(8, NOW), "another account");
    }

    @Test
    void aPauseIsNotLongerIfTheClockIsSetBack() {
        var pauses = new Pauses();
        pauses.ask(7, Duration.ofSeconds(50), NOW);
        var before = NOW.minus(Duration.ofDays(1));
        assertEquals(before, pauses.end(7, before));
    }

    /**
     * A round of the worker reads the clock once for all accounts. A pause that begins after this time must be kept for
     * its full length.
     */
    @Test
    void aPauseThatBeganAfterTheClockWasReadIsKept() {
        var pauses = new Pauses();
        pauses.ask(7, Duration.ofHours(1), NOW.plusSeconds(5));
        assertEquals(NOW.plusSeconds(5).plus(Pauses.MOST), pauses.end(7, NOW));
    }

    @Test
    void aPauseEndsAfterAMinute() {
        var pauses = new Pauses();
        pauses.ask(7, Duration.ofHours(1), NOW);
        assertEquals(NOW.plus(Pauses.MOST), pauses.end(7, NOW));
        var later = NOW.plus(Pauses.MOST);
        assertEquals(later, pauses.end(7, later));
        pauses.ask(7, Duration.ofSeconds(2), later);
        assertEquals(later.plusSeconds(2), pauses.end(7, later), "the next pause");
    }
}
