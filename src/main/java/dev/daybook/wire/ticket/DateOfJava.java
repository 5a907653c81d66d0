package dev.daybook.wire.ticket;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TimeZone;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Format of {@code java.util.Date.toString}, such as {@code Fri Nov 27 18:00:00 IST 2026}, which Java programs send. Its
 * time zone is an abbreviation, and many are ambiguous: IST is used in India, Israel and Ireland.
 */
final class DateOfJava {
    private static final Pattern FORM =
            Pattern.compile("([A-Za-z]{3} [A-Za-z]{3} [0-9]{1,2} [0-9:]{8}) (\\S{1,64}) ([0-9]{4})");

    private static final DateTimeFormatter LOCAL =
            DateTimeFormatter.ofPattern("EEE MMM d HH:mm:ss uuuu", Locale.ENGLISH);

    /** Decide what an abbreviation means after the account's own: India as the vendor's, the others as in RFC 5322. */
    private static final List<ZoneId> PREFERRED = Stream.of(
                    "Asia/Kolkata", "America/New_York", "America/Chicago", "America/Denver", "America/Los_Angeles")
            .map(ZoneId::of)
            .toList();

    private DateOfJava() {}

    /** Parses a time; empty for another format, and for an abbreviation that may mean different times. */
    static Optional<Instant> parse(String text, ZoneId own) {
        var parts = FORM.matcher(text);
        if (!parts.matches()) {
            return Optional.empty();
        }
        try {
            var local = LocalDateTime.parse(parts.group(1) + " " + parts.group(3), LOCAL);
            return TicketTimes.isYear(local.getYear())
                    ? offset(parts.group(2), local, own).map(local::toInstant)
                    : Optional.empty();
        } catch (DateTimeException other) {
            return Optional.empty();
        }
    }

    private static Optional<ZoneOffset> offset(String zone, LocalDateTime local, ZoneId own) {
        var preferred = Stream.concat(Stream.of(own), PREFERRED.stream())
                .flatMap(one -> offsets(zone, local, one))
                .findFirst();
        if (preferred.isPresent()) {
            return preferred;
        }
        var all = ZoneId.getAvailableZoneIds().stream()
                .flatMap(id -> offsets(zone, local, ZoneId.of(id)))
                .distinct()
                .toList();
        return all.isEmpty()
                ? Optional.of(ZoneId.of(zone).getRules().getOffset(local))
                : all.stream().findFirst().filter(only -> all.size() == 1);
    }

    /** The offsets that a zone calls by this abbreviation at a local time. */
    private static Stream<ZoneOffset> offsets(String abbreviation, LocalDateTime local, ZoneId zone) {
        var rules = zone.getRules();
        var names = TimeZone.getTimeZone(zone);
        return rules.getValidOffsets(local).stream()
                .filter(offset -> abbreviation.equals(names.getDisplayName(
                        rules.isDaylightSavings(local.toInstant(offset)), TimeZone.SHORT, Locale.US)));
    }
}
