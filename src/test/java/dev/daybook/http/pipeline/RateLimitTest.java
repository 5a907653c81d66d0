package dev.daybook.http.pipeline;

import static dev.daybook.kit.Waits.sleep;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RateLimitTest {
    @Test
    void aSenderThatExceededTheRateIsAllowedAgainLater() {
        var rate = new RateLimit(20, 2);
        assertFalse(IntStream.range(0, 10_000).allMatch(request -> rate.allows("one")), "more than the burst");
        assertTrue(rate.allows("other"), "another sender");
        var end = System.nanoTime() + Duration.ofMinutes(2).toNanos();
        while (!rate.allows("one")) {
            assertTrue(System.nanoTime() < end, "refused for 2 minutes");
            sleep(10);
        }
    }
}
