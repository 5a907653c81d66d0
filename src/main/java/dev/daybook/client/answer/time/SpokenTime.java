package dev.daybook.client.answer.time;

import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.util.Optional;

/**
 * Fast parser of {@code May 2, 2024 4:15:42 PM}, the format in which customers and orders have the time of their
 * creation. It is ten times as fast as a formatter. If it returns empty, the caller uses the formatter.
 */
final class SpokenTime {
    private static final String MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec ";

    private SpokenTime() {}

    static Optional<LocalDateTime> read(String text) {
        if (text.length() < 22) {
            return Optional.empty();
        }
        var comma = text.charAt(5) == ',' ? 5 : 6;
        var colon = text.charAt(comma + 8) == ':' ? comma + 8 : comma + 9;
        var isAfternoon = text.endsWith(" PM");
        var month = MONTHS.indexOf(text.substring(0, 4));
        var year = number(text, comma + 2, comma + 6);
        var hour = number(text, comma + 7, colon);
        var hasShape = text.length() == colon + 9
                && text.startsWith(", ", comma)
                && text.charAt(comma + 6) == ' '
                && text.charAt(colon) == ':'
                && text.charAt(colon + 3) == ':'
                && (isAfternoon || text.endsWith(" AM"));
        if (!hasShape || month % 4 != 0 || year < 0 || hour < 1 || hour > 12) {
            return Optional.empty();
        }
        try {
            return Optional.of(LocalDateTime.of(
                    year,
                    month / 4 + 1,
                    number(text, 4, comma),
                    hour % 12 + (isAfternoon ? 12 : 0),
                    number(text, colon + 1, colon + 3),
                    number(text, colon + 4, colon + 6)));
        } catch (DateTimeException impossible) {
            return Optional.empty();
        }
    }

    /** The number from one index of the text to before another; -1 if not all of its characters are digits. */
    private static int number(String text, int from, int to) {
        var number = 0;
        for (var at = from; at < to; at++) {
            var digit = text.charAt(at) - '0';
            if (digit < 0 || digit > 9) {
                return -1;
            }
            number = number * 10 + digit;
        }
        return number;
    }
}
