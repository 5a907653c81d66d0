package dev.daybook.imports.file;

import dev.daybook.domain.Problem;
import dev.daybook.domain.ProblemException;
import dev.daybook.wire.Fields;
import dev.daybook.wire.FileRow;
import java.io.BufferedReader;
import java.io.FilterReader;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Rows of a file with one JSON object per line. Empty lines are ignored. */
final class NdjsonRows implements Rows {
    /**
     * The longest line in characters, four times the longest row. A server reads files as well, and a file without line
     * ends would fill its memory.
     */
    private static final int LONGEST = 1_000_000;

    private static final String ARRAY = "; a JSON array is no NDJSON: make one line of each object with jq -c '.[]'";

    private final Map<String, String> fields = new HashMap<>();
    private final BufferedReader file;
    private final UnaryOperator<String> fieldOf;
    private @Nullable String line;
    private long number;

    NdjsonRows(Reader file, UnaryOperator<String> fieldOf) {
        this.file = new BufferedReader(new Bounded(file));
        this.fieldOf = fieldOf;
        advance();
    }

    @Override
    public List<String> columns() {
        return List.of("json");
    }

    /** The keys are collected row by row and reported in that order. */
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
        var row = new Row(Long.toString(number), List.of(current), () -> read(current), "");
        advance();
        return row;
    }

    private Fields read(String json) {
        try {
            return FileRow.ofJson(json, key -> fields.computeIfAbsent(key, fieldOf));
        } catch (ProblemException refused) {
            if (refused.problem() != Problem.INVALID_JSON) {
                throw refused;
            }
            // The message counts lines within the object, so it always says line 1; that would contradict the line in
            // the file.
            var detail = refused.detail().replace("Line 1, column", "Column");
            throw Problem.INVALID_JSON.because(json.startsWith("[") ? detail + ARRAY : detail);
        }
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

    /** Fails within a line that is too long, before all of it is in memory. */
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
                if (length == 0) {
                    first = letter;
                }
                length++;
                if (length > LONGEST) {
                    throw new IOException("line " + (number + 1) + " is longer than " + LONGEST + " characters"
                            + (first == '[' ? ARRAY : ""));
                }
            }
            return read;
        }
    }
}
