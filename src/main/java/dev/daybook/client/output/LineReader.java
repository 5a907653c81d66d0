package dev.daybook.client.output;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/** Reads the lines of a UTF-8 text as bytes, and counts them. */
final class LineReader implements Closeable {
    /** The longest line, in bytes. Lines of pulled records are shorter, but a damaged file may have no line end. */
    private static final int MAX_LINE = 16 << 20;

    private final InputStream in;
    private final byte[] buffer = new byte[1 << 16];
    private int position;
    private int end;
    private long number;

    LineReader(InputStream in) {
        this.in = in;
    }

    /** The number of the line that was read last or could not be read; the first is 1. */
    long number() {
        return number;
    }

    /**
     * The next line without its line feed; empty at the end of the text.
     *
     * @throws EOFException if the last line has no end: the file was cut within it
     * @throws IOException if a line is longer than 16 MB, or the text cannot be read
     */
    Optional<byte[]> next() throws IOException {
        number++;
        var line = new ByteArrayOutputStream(4096);
        while (true) {
            if (position == end && !fill()) {
                if (line.size() > 0) {
                    throw new EOFException("the line has no end");
                }
                return Optional.empty();
            }
            var start = position;
            while (position < end && buffer[position] != '\n') {
                position++;
            }
            line.write(buffer, start, position - start);
            if (line.size() > MAX_LINE) {
                throw new IOException("the line is longer than " + MAX_LINE + " bytes");
            }
            if (position < end) {
                position++;
                return Optional.of(line.toByteArray());
            }
        }
    }

    private boolean fill() throws IOException {
        position = 0;
        end = Math.max(0, in.read(buffer));
        return end > 0;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
