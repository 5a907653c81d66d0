package dev.daybook.imports.file;

import java.io.BufferedReader;
import java.io.IOException;
import java.util.List;

/** Detects the separator of a CSV file: of the usual ones, the most frequent in the header outside of quotes. */
final class Separator {
    private static final List<Character> USUAL = List.of(',', ';', '\t', '|');
    private static final int LONGEST_HEADER = 1 << 15;

    private Separator() {}

    /** Detects the separator and resets the reader to where it was. */
    static char of(BufferedReader reader) throws IOException {
        reader.mark(LONGEST_HEADER);
        var counts = new int[USUAL.size()];
        var quoted = false;
        for (var read = 1; read < LONGEST_HEADER; read++) {
            var letter = reader.read();
            if (letter < 0 || (!quoted && (letter == '\n' || letter == '\r'))) {
                break;
            }
            quoted ^= letter == '"';
            var place = USUAL.indexOf((char) letter);
            if (!quoted && place >= 0) {
                counts[place]++;
            }
        }
        reader.reset();
        var most = 0;
        for (var place = 1; place < counts.length; place++) {
            most = counts[place] > counts[most] ? place : most;
        }
        return USUAL.get(most);
    }
}
