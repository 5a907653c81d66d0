package dev.daybook.imports.file;

import dev.daybook.domain.Problem;
import dev.daybook.domain.ProblemException;
import dev.daybook.wire.Fields;
import dev.daybook.wire.FileRow;
import java.io.BufferedReader;
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
    private final Map<String, String> fields = new HashMap<>();
    private final BufferedReader file;
    private final UnaryOperator<String> fieldOf;
    private @Nullable String line;
    private long number;

    NdjsonRows(Reader file, UnaryOperator<String> fieldOf) {
        this.file = new BufferedReader(file);
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
        var row = new Row(Long.toString(number), List.of(current), () -> read(current));
        advance();
        return row;
    }

    private Fields read(String json) {
        try {
            return FileRow.ofJson(json, key -> fields.computeIfAbsent(key, fieldOf));
        } catch (ProblemException refused) {
            // The message counts lines within the object, so it always says line 1; that would contradict the line in
            // the file.
            throw refused.problem() == Problem.INVALID_JSON
                    ? Problem.INVALID_JSON.because(refused.detail().replace("Line 1, column", "Column"))
                    : refused;
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
}
