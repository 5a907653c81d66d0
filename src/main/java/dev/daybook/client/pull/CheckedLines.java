package dev.daybook.client.pull;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.zip.CRC32;

/** Lines of text that each end with a checksum, so that a truncated or damaged line is detected. */
final class CheckedLines {
    private CheckedLines() {}

    /** A line with its checksum and line feed. */
    static String line(String text) {
        return text + " " + checksum(text) + "\n";
    }

    /** The next line with its checksum; empty at the end, and for a line without a line feed. */
    static Optional<String> next(InputStream lines) throws IOException {
        var line = new ByteArrayOutputStream();
        for (var letter = lines.read(); letter >= 0; letter = lines.read()) {
            if (letter == '\n') {
                return Optional.of(line.toString(StandardCharsets.UTF_8));
            }
            line.write(letter);
        }
        return Optional.empty();
    }

    /** The text of a line; empty if its checksum is missing or wrong. */
    static Optional<String> content(String line) {
        var blank = line.lastIndexOf(' ');
        if (blank < 0 || !line.substring(blank + 1).equals(checksum(line.substring(0, blank)))) {
            return Optional.empty();
        }
        return Optional.of(line.substring(0, blank));
    }

    private static String checksum(String text) {
        var crc = new CRC32();
        crc.update(text.getBytes(StandardCharsets.UTF_8));
        return String.format("%08x", crc.getValue());
    }
}
