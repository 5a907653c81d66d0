package dev.daybook.imports.file;

import java.io.BufferedReader;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The separator of a CSV file: the one that its first line names, or the most frequent of the usual ones in its header.
 * A file of refused rows, which is recognised by its first column, always has commas, even if the names of other
 * columns contain more of another separator.
 */
final class Separator {
    private static final List<Character> USUAL = List.of(',', ';', '\t', '|');
    private static final int LONGEST_HEADER = 1 << 15;

    private static final Pattern NAMING = Pattern.compile("(\"?)(?i:sep)=([^\"\\r\\n])\\1[\\r\\n]");
    private static final int LONGEST_NAMING = 8;

    private static final String OF_REFUSED_ROWS = CsvRows.added("line") + ",";

    private Separator() {}

    /**
     * The separator that the first line names, as in {@code sep=;}, which spreadsheets read and write; empty if the
     * first line has another form. Resets the reader to where it was.
     */
    static Optional<Character> named(BufferedReader reader) throws IOException {
        var line = NAMING.matcher(start(reader, LONGEST_NAMING));
        return line.lookingAt() ? Optional.of(line.group(2).charAt(0)) : Optional.empty();
    }

    /** The first characters, at most {@code most}. Resets the reader to where it was. */
    private static String start(BufferedReader reader, int most) throws IOException {
        reader.mark(most);
        var start = new char[most];
        var length = 0;
        for (var read = 0; read >= 0 && length < most; length += Math.max(0, read)) {
            read = reader.read(start, length, most - length);
        }
        reader.reset();
        return new String(start, 0, length);
    }

    /** Detects the separator and resets the reader to where it was. */
    static char of(BufferedReader reader) throws IOException {
        if (start(reader, OF_REFUSED_ROWS.length()).equals(OF_REFUSED_ROWS)) {
            return ',';
        }
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
