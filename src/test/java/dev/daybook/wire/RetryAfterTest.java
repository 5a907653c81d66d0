package dev.daybook.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A server's Retry-After is honoured as seconds and as a date, however long the wait is. */
@Tag("jdk")
class RetryAfterTest {
    private static final Instant NOW = Instant.parse("2024-05-02T10:00:00Z");

    @Test
    void retryAfterMayBeSecondsOrADate() {
        assertEquals(Optional.of(Duration.ofSeconds(5)), RetryAfter.parse(" 5 ", NOW));
        assertEquals(Optional.of(Duration.ofSeconds(30)), RetryAfter.parse("Thu, 02 May 2024 10:00:30 GMT", NOW));
    }

    @ParameterizedTest
    @ValueSource(strings = {"9999999999", "9223372036854775807", "9223372036854775808", "99999999999999999999"})
    void aVeryLongWaitIsCappedAtABillionSeconds(String text) {
        assertEquals(Optional.of(Duration.ofSeconds(1_000_000_000)), RetryAfter.parse(text, NOW));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0", "-5", "-99999999999999999999", "1.5", "soon", "Thu, 02 May 2024 09:59:59 GMT"})
    void anInvalidRetryAfterIsIgnored(String text) {
        assertEquals(Optional.empty(), RetryAfter.parse(text, NOW));
    }
}
