package dev.daybook.wire;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.regex.Pattern;

/** The header {@code Retry-After}: a number of seconds, or an HTTP date. */
public final class RetryAfter {
    private static final long LONGEST_SECONDS = 1_000_000_000;
    private static final Pattern DIGITS = Pattern.compile("[0-9]+");

    private RetryAfter() {}

    /** How long to wait from now; empty if the text has neither form, or if the wait would not be positive. */
    public static Optional<Duration> parse(String text, Instant now) {
        return seconds(text.strip())
                .or(() -> date(text).map(until -> Duration.between(now, until)))
                .filter(wait -> !wait.isNegative() && !wait.isZero());
    }

    private static Optional<Duration> seconds(String text) {
        try {
            return Optional.of(Duration.ofSeconds(Math.min(LONGEST_SECONDS, Long.parseLong(text))));
        } catch (NumberFormatException other) {
            // A number with too many digits for a long stands for a very long time.
            return DIGITS.matcher(text).matches() ? Optional.of(Duration.ofSeconds(LONGEST_SECONDS)) : Optional.empty();
        }
    }

    /** Parses an HTTP date; empty if the text has another format. */
    public static Optional<Instant> date(String text) {
        try {
            return Optional.of(ZonedDateTime.parse(text.strip(), DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant());
        } catch (DateTimeException other) {
            return Optional.empty();
        }
    }
}
