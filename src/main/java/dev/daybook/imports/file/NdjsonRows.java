package dev.daybook.imports.file;

import dev.daybook.wire.row.FileRow;
import java.io.BufferedReader;
import java.io.FilterReader;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Rows of a file with one JSON object per line. Empty lines are ignored. */
final class NdjsonRows implements Rows {
    /**
     * The maximum number of characters in a line, four times the maximum of a row. A row that is too long is only
     * refused, but a line that is longer than this ends the import: a server imports files too, and a file without line
     * ends would fill its memory.
     */
    private static final int LONGEST = 1_000_000;

    private final BufferedReader file;
    private final JsonObjects objects;
    private @Nullable String line;
    private long number;

    NdjsonRows(Reader file, UnaryOperator<String> fieldOf) {
        this.file = new BufferedReader(new Bounded(file));
        this.objects = new JsonObjects(fieldOf);
        advance();
    }

    @Override
    public List<String> columns() {
        return List.of(JsonObjects.COLUMN);
    }

    /**
     * False: parsing collects the keys of all rows in the order of the rows, so the rows cannot be parsed concurrently.
     */
    @Override
    public boolean areIndependent() {
        return false;
    }

    @Override
    public boolean hasNext() {
        return line != null;
    }

    @Override
    public Row next() {
        var current = line;
        if (current == null) {
            throw new NoSuchElementException();
        }
        // The message about an array says what to do, the one about its length does not.
        var malformed = current.stripLeading().startsWith("[") ? "" : FileRow.tooLong(current.length());
        var row = new Row(Long.toString(number), List.of(current), () -> objects.read(current), malformed);
        advance();
        return row;
    }

    private void advance() {
        try {
            do {
                line = file.readLine();
                number++;
            } while (line != null && line.isBlank());
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    @Override
    public void close() throws IOException {
        file.close();
    }

    /** Reader that fails within a line that is too long, before the complete line is in memory. */
    private final class Bounded extends FilterReader {
        private int length;
        private char first;

        Bounded(Reader file) {
            super(file);
        }

        @Override
        public int read(char[] buffer, int offset, int count) throws IOException {
            var read = super.read(buffer, offset, count);
            for (var place = offset; place < offset + read; place++) {
                var letter = buffer[place];
                if (letter == '\n' || letter == '\r') {
                    length = 0;
                    continue;
                }
                if (length == 0 || Character.isWhitespace(first)) {
                    first = letter;
                }
                length++;
                if (length > LONGEST) {
                    throw new IOException("line " + (number + 1) + " is longer than " + LONGEST + " characters"
                            + (first == '[' ? JsonObjects.ARRAY : ""));
                }
            }
            return read;
        }
    }
}
