package dev.daybook.cli.imports;

import java.io.BufferedInputStream;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * A file of records in UTF-8, which may be read several times.
 *
 * @param path where it is
 * @param fieldOf tells the field that a column means, empty for none; fails if it does not know the column
 */
public record ImportFile(Path path, UnaryOperator<String> fieldOf) implements RowSource {
    private static final Set<String> NDJSON = Set.of("ndjson", "jsonl", "json");
    private static final int BUFFER = 1 << 16;
    private static final int BYTE_ORDER_MARK = 0xFEFF;

    @Override
    public Rows open(Progress progress) throws IOException {
        var json = isNdjson();
        var reader = reader(progress.watch(new BufferedInputStream(Files.newInputStream(path), BUFFER)));
        try {
            return json ? new NdjsonRows(reader, fieldOf) : new CsvRows(reader, fieldOf);
        } catch (RuntimeException unusable) {
            reader.close();
            throw unusable;
        }
    }

    /** Tells by the name or else, so that a file from anywhere works, by its first letter: no header starts with a brace. */
    private boolean isNdjson() throws IOException {
        var name = path.getFileName().toString().toLowerCase(Locale.ROOT);
        if (NDJSON.contains(name.substring(name.lastIndexOf('.') + 1))) {
            return true;
        }
        if (name.endsWith(".csv")) {
            return false;
        }
        try (var reader = reader(new BufferedInputStream(Files.newInputStream(path), BUFFER))) {
            var letter = reader.read();
            while (letter >= 0 && Character.isWhitespace(letter)) {
                letter = reader.read();
            }
            return letter == '{';
        }
    }

    /** Text in UTF-8, without the mark that some programs put in front; anything else fails. */
    private static Reader reader(InputStream bytes) throws IOException {
        var reader = new BufferedReader(new InputStreamReader(bytes, StandardCharsets.UTF_8.newDecoder()), BUFFER);
        reader.mark(1);
        if (reader.read() != BYTE_ORDER_MARK) {
            reader.reset();
        }
        return reader;
    }
}
