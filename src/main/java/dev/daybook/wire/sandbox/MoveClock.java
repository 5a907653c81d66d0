package dev.daybook.wire.sandbox;

import dev.daybook.domain.sandbox.SandboxClock;
import dev.daybook.wire.Request;
import dev.daybook.wire.json.Fields;
import dev.daybook.wire.json.Json;
import dev.daybook.wire.json.JsonBody;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * Request and answer of the sandbox operation Clock. If neither value is given, the clock stays as it is; a request
 * with both is refused.
 *
 * @param now the time to set the clock to, if given
 * @param advance the duration to move the clock by, if given
 */
public record MoveClock(Optional<Instant> now, Optional<Duration> advance) {
    private static final int MAX_LENGTH = 64;

    /**
     * Reads a request.
     *
     * @param zone the account's zone, for a time without an offset
     * @throws dev.daybook.domain.ProblemException INVALID_JSON or INVALID_VALUE
     */
    public static Request<MoveClock> decode(byte[] body, ZoneId zone) {
        var fields = JsonBody.parseIfAny(body);
        var now = now(fields, zone);
        var advance = advance(fields);
        if (now.isPresent() && advance.isPresent()) {
            throw fields.invalid("advance", "either now or advance, found both");
        }
        return new Request<>(fields.id("cm_id"), new MoveClock(now, advance), fields.ignored());
    }

    /** Encodes the answer: the time of the clock, in UTC and in the account's zone, and how far the clock is moved. */
    public static byte[] encode(SandboxClock clock, ZoneId zone) {
        var now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        return Json.success(new Time(
                now.toString(),
                DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(now.atZone(zone)),
                zone.getId(),
                clock.shift().truncatedTo(ChronoUnit.MILLIS).toString()));
    }

    private static Optional<Instant> now(Fields fields, ZoneId zone) {
        var text = fields.word("now", MAX_LENGTH);
        if (text.isEmpty()) {
            return Optional.empty();
        }
        try {
            var local = LocalDateTime.parse(text, DateTimeFormatter.ISO_LOCAL_DATE_TIME);
            var offsets = zone.getRules().getValidOffsets(local);
            if (offsets.size() != 1) {
                throw fields.invalid("now", "an offset too, because the clocks of " + zone + " change then");
            }
            return Optional.of(local.toInstant(offsets.get(0)));
        } catch (DateTimeException notLocal) {
            return Optional.of(instant(fields, text));
        }
    }

    private static Instant instant(Fields fields, String text) {
        try {
            return OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeException notATime) {
            throw fields.invalid("now", "a time such as 2026-03-29T01:59:00+01:00");
        }
    }

    private static Optional<Duration> advance(Fields fields) {
        var text = fields.word("advance", MAX_LENGTH);
        try {
            return text.isEmpty() ? Optional.empty() : Optional.of(Duration.parse(text));
        } catch (DateTimeException notADuration) {
            throw fields.invalid("advance", "a duration such as PT36H, P1D (24 hours) or -PT90S");
        }
    }

    private record Time(String instant, String local, String zone, String shift) {}
}
