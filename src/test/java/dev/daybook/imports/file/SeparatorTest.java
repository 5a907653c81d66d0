package dev.daybook.imports.file;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.BufferedReader;
import java.io.FilterReader;
import java.io.IOException;
import java.io.StringReader;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The separator of a CSV file, as its first line names it or as its header shows it. */
class SeparatorTest {
    @ParameterizedTest
    @CsvSource(delimiter = '!', quoteCharacter = '`', textBlock = """
            a,b,c;d         ! ,
            a;b;c,d         ! ;
            a|b|cN,,,,      ! |
            aTbR,,,,        ! T
            "a,b,c";d       ! ;
            "aN,b";cN,,,,   ! ;
            "a""b,c,d";e    ! ;
            name            ! ,
            daybook:line,daybook:reason,a (b; c; d; e) ! ,
            daybook:line;daybook:reason;name           ! ;
            ``              ! ,
            """)
    void theMostFrequentOneInTheHeaderIsDetected(String text, String separator) throws IOException {
        var file = reader(withControls(text));
        assertEquals(withControls(separator).charAt(0), Separator.of(file));
        assertEquals(withControls(text), rest(file), "the reader is where it was");
    }

    /** The buffer of the reader is smaller than the header. */
    @Test
    void aLongHeaderIsReadOnlyInPart() throws IOException {
        var header = "a;" + "b".repeat(1 << 16) + ",,,";
        var file = reader(header);
        assertEquals(';', Separator.of(file));
        assertEquals(header, rest(file), "the reader is where it was");
    }

    /** A reader may return fewer characters than it is asked for. */
    @ParameterizedTest
    @CsvSource(delimiter = '!', quoteCharacter = '`', textBlock = """
            sep=:Na:b       ! :
            SEP=;Ra;b       ! ;
            "sep=|"RNa|b    ! |
            sep=,           ! ``
            sep=;;N         ! ``
            sN              ! ``
            ``              ! ``
            """)
    void theFirstLineMayNameIt(String text, String separator) throws IOException {
        var file = reader(withControls(text));
        var named = Optional.of(separator).filter(some -> !some.isEmpty()).map(some -> some.charAt(0));
        assertEquals(named, Separator.named(file));
        assertEquals(withControls(text), rest(file), "the reader is where it was");
    }

    /** A text in which {@code N} stands for a line feed, {@code R} for a carriage return and {@code T} for a tab. */
    private static String withControls(String text) {
        return text.replace('N', '\n').replace('R', '\r').replace('T', '\t');
    }

    private static BufferedReader reader(String text) {
        var slow = new FilterReader(new StringReader(text)) {
            @Override
            public int read(char[] buffer, int offset, int count) throws IOException {
                return super.read(buffer, offset, Math.min(1, count));
            }

            @Override
            public boolean ready() {
                return false;
            }
        };
        return new BufferedReader(slow, 16);
    }

    private static String rest(BufferedReader file) throws IOException {
        var rest = new StringBuilder();
        for (var letter = file.read(); letter >= 0; letter = file.read()) {
            rest.append((char) letter);
        }
        return rest.toString();
    }
}
