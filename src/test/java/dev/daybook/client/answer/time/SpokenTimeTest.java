package dev.daybook.client.answer.time;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.ResolverStyle;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Tag;

/** The fast parser and a formatter read each text alike: the same time, or none. */
@Tag("jdk")
class SpokenTimeTest {
    private static final DateTimeFormatter FORMATTER =
            DateTimeFormatter.ofPattern("MMM d, uuuu h:mm:ss a", Locale.US).withResolverStyle(ResolverStyle.STRICT);
    private static final String TELLING = "0123456789 :,APMaunJFb-+٣";

    @Property(tries = 1_000)
    void everyFormattedTimeCanBeRead(@ForAll long seed) {
        var time = time(new Random(seed));
        assertEquals(Optional.of(time), SpokenTime.read(FORMATTER.format(time)));
    }

    @Property(tries = 5_000)
    void aMalformedTimeIsRefusedOrReadLikeTheFormatter(@ForAll long seed) {
        var random = new Random(seed);
        var text = new StringBuilder(FORMATTER.format(time(random)));
        for (var change = 1 + random.nextInt(3); change > 0; change--) {
            var at = random.nextInt(text.length());
            var letter = TELLING.charAt(random.nextInt(TELLING.length()));
            switch (random.nextInt(5)) {
                case 0 -> text.insert(at, letter);
                case 1 -> text.deleteCharAt(at);
                default -> text.setCharAt(at, letter);
            }
        }
        var read = SpokenTime.read(text.toString());
        assertTrue(read.isEmpty() || read.equals(formatted(text.toString())), text::toString);
    }

    private static LocalDateTime time(Random random) {
        return LocalDateTime.ofEpochSecond(random.nextLong(4_000_000_000L), 0, ZoneOffset.UTC);
    }

    private static Optional<LocalDateTime> formatted(String text) {
        try {
            return Optional.of(LocalDateTime.parse(text, FORMATTER));
        } catch (DateTimeException malformed) {
            return Optional.empty();
        }
    }
}
