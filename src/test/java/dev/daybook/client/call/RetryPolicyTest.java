package dev.daybook.client.call;

import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class RetryPolicyTest {
    private static final Duration SOON = Duration.ofMillis(1);

    @Test
    void aWaitIsNotNegative() {
        var negative = Duration.ofMillis(-1);
        assertThrows(IllegalArgumentException.class, () -> new RetryPolicy(negative, SOON, SOON));
        assertThrows(IllegalArgumentException.class, () -> new RetryPolicy(SOON, negative, SOON));
        assertThrows(IllegalArgumentException.class, () -> new RetryPolicy(SOON, SOON, negative));
    }
}
