package dev.daybook.client.day;

import dev.daybook.client.call.ClientException;
import dev.daybook.client.call.ClientException.Reason;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeParseException;
import java.util.Optional;

/**
 * The window of a page, as Daybook states it in a header.
 *
 * @param start its first instant
 * @param end the first instant after it
 */
record StatedWindow(Instant start, Instant end) {
    /**
     * The least and the greatest offset of a zone, -12 and +14 hours, each extended by an hour, for days on which the
     * clock changes.
     */
    private static final Duration LEAST_OFFSET = Duration.ofHours(-13);

    private static final Duration GREATEST_OFFSET = Duration.ofHours(15);

    /** Reads the header; empty if it has another format. Such a header neither confirms nor contradicts the days. */
    static Optional<StatedWindow> read(String header) {
        var slash = header.indexOf('/');
        try {
            return Optional.of(new StatedWindow(
                    Instant.parse(header.substring(0, Math.max(0, slash))),
                    Instant.parse(header.substring(slash + 1))));
        } catch (DateTimeParseException ofAnotherKind) {
            return Optional.empty();
        }
    }

    /**
     * Checks that the window consists of the requested days.
     *
     * @param zone the zone of the days; if it is empty, only the start is checked, against the offsets of all zones
     * @throws ClientException if the window consists of other days
     */
    void check(LocalDate first, LocalDate last, Optional<ZoneId> zone) {
        var offset = Duration.between(start, first.atStartOfDay().toInstant(ZoneOffset.UTC));
        if (offset.compareTo(LEAST_OFFSET) < 0 || offset.compareTo(GREATEST_OFFSET) > 0) {
            throw new ClientException(Reason.MISBEHAVED, "asked for " + first + ", the server answered for " + start);
        }
        zone.ifPresent(own -> {
            check(first + " begins", start, first.atStartOfDay(own));
            check(last + " ends", end, last.plusDays(1).atStartOfDay(own));
        });
    }

    private static void check(String what, Instant stated, ZonedDateTime own) {
        if (!own.toInstant().equals(stated)) {
            throw new ClientException(
                    Reason.MISBEHAVED,
                    what + " at " + stated + " on the server, but at " + own.toInstant() + " in " + own.getZone()
                            + "; name the account's time zone by --zone or, if this is it, update the Java with the"
                            + " older time zone data, here or on the server");
        }
    }
}
