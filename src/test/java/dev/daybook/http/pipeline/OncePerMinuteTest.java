package dev.daybook.http.pipeline;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class OncePerMinuteTest {
    @Test
    void eachTextIsDueOnceAMinute() {
        var minute = Duration.ofMinutes(1).toNanos();
        // A clock of nanoseconds may overflow.
        var now = new AtomicLong(Long.MAX_VALUE - 1);
        var texts = new OncePerMinute(now::get);
        assertTrue(texts.isDue("busy"));
        now.addAndGet(minute - 1);
        assertFalse(texts.isDue("busy"), "within the minute");
        assertTrue(texts.isDue("slow"), "another text");
        now.addAndGet(1);
        assertTrue(texts.isDue("busy"), "after a minute");
        now.addAndGet(1);
        assertFalse(texts.isDue("busy"), "within the next minute");
    }
}
