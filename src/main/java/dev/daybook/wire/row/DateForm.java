package dev.daybook.wire.row;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.DateTimeParseException;
import java.time.format.ResolverStyle;
import java.time.temporal.ChronoField;
import java.time.temporal.TemporalAccessor;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The format of the dates in a file, such as {@code dd/MM/yyyy}: a day, with an optional time of day. */
public final class DateForm {
    private static final DateTimeFormatter ISO = new DateTimeFormatterBuilder()
            .appendPattern("uuuu-MM-dd HH:mm:ss")
            .appendFraction(ChronoField.NANO_OF_SECOND, 0, 9, true)
            .toFormatter(Locale.ROOT);

    private static final Pattern TWO_DIGITS = Pattern.compile("(?<![yu])[yu]{2}(?![yu])");

    private static final Pattern HOUR = Pattern.compile("[HhKk]");

    /**
     * Finds an m (minute) that does not follow an hour, or an M (month) that follows an hour: m and M were confused.
     */
    private static final Pattern MINUTE_FOR_MONTH = Pattern.compile("(?<![HhKkm])m|[HhKk][ML]");

    private static final int FIRST_YEAR = 1_000;

    private final String pattern;
    private final DateTimeFormatter formatter;

    /**
     * Creates a format from a pattern of Java's {@link DateTimeFormatter}. A pattern without a time of day also accepts
     * a time after the day, such as {@code 14:05}, {@code 14:05:30} or {@code 2:05 PM}.
     *
     * @throws IllegalArgumentException if the pattern is malformed, lacks day, month or year, has a year of two digits,
     *     or has a time of day that is ambiguous or in which month and minute are exchanged
     */
    public DateForm(String pattern) {
        this.pattern = pattern;
        if (TWO_DIGITS.matcher(pattern).find()) {
            throw new IllegalArgumentException("a year of two digits does not say its century: export the file with"
                    + " years of four digits, and write yyyy");
        }
        this.formatter = formatter(pattern);
        if (MINUTE_FOR_MONTH.matcher(letters(pattern)).find() || !keepsDay()) {
            throw malformed(null);
        }
    }

    private static DateTimeFormatter formatter(String pattern) {
        // With yyyy, which most people write, a strict formatter would require the era too.
        var strict = pattern.replace('y', 'u');
        var builder = new DateTimeFormatterBuilder().parseCaseInsensitive();
        try {
            builder.appendPattern(strict);
        } catch (IllegalArgumentException unknown) {
            throw malformed(unknown);
        }
        if (!HOUR.matcher(letters(pattern)).find()) {
            builder.appendPattern("[[' ']['T']h:mm[:ss][' ']a][[' ']['T']H:mm[:ss[.SSS]]]");
        }
        return builder.toFormatter(Locale.ENGLISH).withResolverStyle(ResolverStyle.STRICT);
    }

    /** The letters of a pattern, without quoted text and separators. */
    private static String letters(String pattern) {
        return pattern.replaceAll("'[^']*'|[^A-Za-z]", "");
    }

    private static IllegalArgumentException malformed(@Nullable Exception reason) {
        return new IllegalArgumentException(
                "expected a pattern such as dd/MM/yyyy or dd/MM/yyyy HH:mm, in which dd is the day, MM the month, HH the"
                        + " hour from 0 to 23 and mm the minute; hh needs a, for AM or PM",
                reason);
    }

    /** Whether a sample day is still the same after it was formatted and parsed. */
    private boolean keepsDay() {
        var sample = LocalDateTime.of(2024, 12, 31, 0, 0);
        try {
            return iso(formatter.format(sample))
                    .filter(ISO.format(sample)::equals)
                    .isPresent();
        } catch (DateTimeException other) {
            // The pattern contains a part that a day lacks, such as an offset.
            return false;
        }
    }

    /** The pattern from which this format was created. */
    public String pattern() {
        return pattern;
    }

    /**
     * Converts a text in this format to one such as {@code 2024-04-19 14:19:11} or {@code 2024-04-19 14:19:11.5}. A day
     * alone becomes {@code 2024-04-19} without a time, because in some fields a day alone means the end of that day.
     * Empty if the text has another format or a year before 1000.
     */
    public Optional<String> iso(String text) {
        try {
            var parsed = formatter.parseBest(text, LocalDateTime::from, DateForm::dayAlone);
            if (parsed.get(ChronoField.YEAR) < FIRST_YEAR) {
                return Optional.empty();
            }
            return Optional.of(parsed instanceof LocalDate day ? day.toString() : ISO.format(parsed));
        } catch (DateTimeParseException other) {
            return Optional.empty();
        }
    }

    /**
     * The day of a text that has no time of day.
     *
     * @throws DateTimeException if the text has only a part of a time, such as an hour without AM or PM: the day alone
     *     would lose this part
     */
    private static LocalDate dayAlone(TemporalAccessor parsed) {
        for (var field : ChronoField.values()) {
            if (field.isTimeBased() && parsed.isSupported(field)) {
                throw new DateTimeException("incomplete time of day");
            }
        }
        return LocalDate.from(parsed);
    }
}
