package dev.daybook.wire.ticket;

import static java.util.Map.entry;

import dev.daybook.wire.json.GivenValue;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TimeZone;
import java.util.regex.Pattern;

/**
 * Format of {@code java.util.Date.toString}, such as {@code Fri Nov 27 18:00:00 IST 2026}, which Java programs send.
 * Its time zone is an abbreviation, and many are ambiguous: IST is used in India, Israel and Ireland. Java's own parser
 * resolves them differently in different versions.
 */
final class DateOfJava {
    private static final Pattern FORM =
            Pattern.compile("([A-Za-z]{3} [A-Za-z]{3} [0-9]{1,2} [0-9:]{8}) (\\S{1,64}) ([0-9]{4})");

    private static final DateTimeFormatter LOCAL =
            DateTimeFormatter.ofPattern("EEE MMM d HH:mm:ss uuuu", Locale.ENGLISH);

    /**
     * The offsets of abbreviations, by abbreviation and the account's zone. Some Java versions do not know these
     * abbreviations: they have another abbreviation for the zone, or none.
     */
    private static final Map<String, String> IN_ZONE = Map.ofEntries(
            entry("IST Asia/Jerusalem", "+02:00"),
            entry("IST Europe/Dublin", "+01:00"),
            entry("GST Asia/Dubai", "+04:00"),
            entry("GST Asia/Muscat", "+04:00"),
            entry("AST Asia/Riyadh", "+03:00"),
            entry("AST Asia/Kuwait", "+03:00"),
            entry("AST Asia/Qatar", "+03:00"),
            entry("BST Asia/Dhaka", "+06:00"),
            entry("CST Asia/Shanghai", "+08:00"),
            entry("CST Asia/Taipei", "+08:00"),
            entry("PST Asia/Manila", "+08:00"));

    /**
     * The offsets of abbreviations that neither the account's zone nor {@link #IN_ZONE} has: IST as in the vendor's
     * country, those of RFC 5322, and those with one offset everywhere. BST, GST and AST are missing, because they are
     * ambiguous.
     */
    private static final Map<String, String> USUAL = Map.ofEntries(
            entry("IST", "+05:30"),
            entry("UTC", "Z"),
            entry("UT", "Z"),
            entry("GMT", "Z"),
            entry("EST", "-05:00"),
            entry("EDT", "-04:00"),
            entry("CST", "-06:00"),
            entry("CDT", "-05:00"),
            entry("MST", "-07:00"),
            entry("MDT", "-06:00"),
            entry("PST", "-08:00"),
            entry("PDT", "-07:00"),
            entry("WET", "Z"),
            entry("WEST", "+01:00"),
            entry("CET", "+01:00"),
            entry("CEST", "+02:00"),
            entry("EET", "+02:00"),
            entry("EEST", "+03:00"),
            entry("MSK", "+03:00"),
            entry("SAST", "+02:00"),
            entry("EAT", "+03:00"),
            entry("PKT", "+05:00"),
            entry("NPT", "+05:45"),
            entry("SGT", "+08:00"),
            entry("MYT", "+08:00"),
            entry("HKT", "+08:00"),
            entry("JST", "+09:00"),
            entry("KST", "+09:00"),
            entry("AEST", "+10:00"),
            entry("AEDT", "+11:00"),
            entry("NZST", "+12:00"),
            entry("NZDT", "+13:00"));

    private DateOfJava() {}

    /**
     * Parses a time; empty for another format, for an abbreviation that may mean different times, and for a time that
     * does not exist in its zone.
     *
     * @param own the account's zone; the meaning of an abbreviation in this zone comes first
     */
    static Optional<Instant> parse(String text, ZoneId own) {
        var parts = FORM.matcher(text);
        if (!parts.matches()) {
            return Optional.empty();
        }
        try {
            var local = LocalDateTime.parse(parts.group(1) + " " + parts.group(3), LOCAL);
            return GivenValue.isYear(local.getYear())
                    ? offset(parts.group(2), local, own).map(local::toInstant)
                    : Optional.empty();
        } catch (DateTimeException other) {
            return Optional.empty();
        }
    }

    private static Optional<ZoneOffset> offset(String zone, LocalDateTime local, ZoneId own) {
        var known = IN_ZONE.getOrDefault(zone + " " + own, USUAL.get(zone));
        return ofOwnZone(zone, local, own)
                .or(() -> Optional.ofNullable(known).map(ZoneOffset::of))
                .or(() -> Optional.of(zone)
                        .filter(id -> id.indexOf(':') > 0 || id.indexOf('/') > 0)
                        .flatMap(id -> ZoneId.of(id).getRules().getValidOffsets(local).stream()
                                .findFirst()));
    }

    /**
     * The offset that this abbreviation means in the account's zone at this local time; empty if the zone does not use
     * the abbreviation then. When clocks are set back, the times of one hour occur twice: the abbreviation then tells
     * which offset is meant.
     */
    private static Optional<ZoneOffset> ofOwnZone(String abbreviation, LocalDateTime local, ZoneId own) {
        var rules = own.getRules();
        var names = TimeZone.getTimeZone(own);
        return rules.getValidOffsets(local).stream()
                .filter(offset -> abbreviation.equals(names.getDisplayName(
                        rules.isDaylightSavings(local.toInstant(offset)), TimeZone.SHORT, Locale.US)))
                .findFirst();
    }
}
