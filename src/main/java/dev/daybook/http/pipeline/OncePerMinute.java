package dev.daybook.http.pipeline;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/**
 * Limit of log lines: at most one a minute for each text. All texts are remembered, so they must be few and must not
 * come from requests.
 */
final class OncePerMinute {
    private static final long MINUTE = Duration.ofMinutes(1).toNanos();

    private final Map<String, Long> logged = new ConcurrentHashMap<>();
    private final LongSupplier nanos;

    /** @param nanos supplies the time in nanoseconds, as {@link System#nanoTime} does */
    OncePerMinute(LongSupplier nanos) {
        this.nanos = nanos;
    }

    /** Whether to log this text now. If true, the text is not due again for a minute. */
    boolean isDue(String text) {
        var now = nanos.getAsLong();
        return logged.merge(text, now, (last, current) -> current - last < MINUTE ? last : current) == now;
    }
}
