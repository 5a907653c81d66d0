package dev.daybook.http.pipeline;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.daybook.kit.Waits;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RateLimitTest {
    @Test
    void aSenderThatExceededTheRateIsAllowedAgainLater() {
        var rate = new RateLimit(20, 2);
        assertFalse(IntStream.range(0, 10_000).allMatch(request -> rate.allows("one")), "more than the burst");
        assertTrue(rate.allows("other"), "another sender");
        Waits.until(() -> rate.allows("one"), () -> "still refused");
    }
}
