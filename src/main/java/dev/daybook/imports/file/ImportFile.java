package dev.daybook.imports.file;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * A file of records, which can be read several times.
 *
 * @param path its path
 * @param columns the mapping of its columns
 * @param charset the encoding of a file without a byte order mark; empty for UTF-8
 * @param separator the separator of a CSV file; if empty, the one that the first line names, such as {@code sep=;}, or
 *     else the one that is detected
 */
public record ImportFile(Path path, ColumnMap columns, Optional<Charset> charset, Optional<Character> separator)
        implements RowSource {
    private static final Set<String> NDJSON = Set.of("ndjson", "jsonl", "json");
    private static final Set<String> CSV = Set.of("csv", "tsv", "tab");
    private static final int BUFFER = 1 << 16;

    @Override
    public Rows open(UnaryOperator<InputStream> watch) throws IOException {
        var encoding = Encoding.of(path, charset);
        var json = isNdjson(encoding);
        var reader = encoding.reader(watch.apply(new BufferedInputStream(Files.newInputStream(path), BUFFER)));
        try {
            if (json) {
                return new NdjsonRows(reader, columns);
            }
            var named = Separator.named(reader);
            var between = separator.or(() -> named);
            var rows = new CsvRows(
                    reader,
                    between.isPresent() ? between.get() : Separator.of(reader),
                    named.isPresent() ? 1 : 0,
                    columns);
            if (rows.hasJson()) {
                columns.areSome();
            } else {
                columns.check();
            }
            return rows;
        } catch (IOException | RuntimeException unusable) {
            reader.close();
            throw unusable;
        }
    }

    @Override
    public void checkColumns() {
        columns.check();
    }

    @Override
    public IOException withPlace(CharacterCodingException failure) throws IOException {
        return Encoding.of(path, charset).withLine(path, failure);
    }

    /** Whether a file with this name is read as NDJSON, whatever it contains. */
    public static boolean isNamedNdjson(Path path) {
        return NDJSON.contains(extension(path));
    }

    private static String extension(Path path) {
        var name = String.valueOf(path.getFileName()).toLowerCase(Locale.ROOT);
        return name.substring(name.lastIndexOf('.') + 1);
    }

    /**
     * Whether the file is NDJSON. A known extension decides. Otherwise the first character that is not blank decides: a
     * brace means NDJSON, because no CSV header starts with one. So does a bracket before a brace: it begins a
     * JSON array, and the reader of NDJSON explains how to convert it. The characters are looked for only at the
     * beginning of the file.
     */
    private boolean isNdjson(Encoding encoding) throws IOException {
        if (isNamedNdjson(path) || CSV.contains(extension(path))) {
            return isNamedNdjson(path);
        }
        try (Reader reader = encoding.reader(new BufferedInputStream(Files.newInputStream(path), BUFFER))) {
            var letter = reader.read();
            var mayBeArray = true;
            for (var read = 1;
                    read < BUFFER && (Character.isWhitespace(letter) || (letter == '[' && mayBeArray));
                    read++) {
                mayBeArray &= letter != '[';
                letter = reader.read();
            }
            return letter == '{';
        }
    }
}
