package dev.daybook.imports.file;

import de.siegmar.fastcsv.reader.CsvParseException;
import dev.daybook.domain.ProblemException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The beginning of a file: its columns with their fields, and some rows.
 *
 * @param columns its columns
 * @param rows its first rows, at most five, with a value for each column; long values are cut
 */
public record FileStart(List<Column> columns, List<List<String>> rows) {
    private static final int SHOWN = 5;

    /** The maximum number of JSON rows that are read to find further keys. */
    private static final int LOOKED_AT = 10_000;

    /**
     * The maximum number of bytes that are read to find rows and keys. A file may have millions of blank rows, and its
     * rows may be long.
     */
    private static final int READ_BYTES = 8 << 20;

    /** The maximum number of characters of a value that is shown; longer values are cut. */
    private static final int LONGEST = 80;

    public FileStart {
        columns = List.copyOf(columns);
        rows = rows.stream().map(List::copyOf).toList();
    }

    /**
     * A column.
     *
     * @param name its name
     * @param field the field that a mapping or its name gives, or else a guessed field; empty if none
     * @param guessed whether the field is a guess from a similar name
     */
    public record Column(String name, String field, boolean guessed) {}

    /**
     * Stream of the first {@link #READ_BYTES} of a file. After these it throws {@link EnoughRead} instead of ending:
     * otherwise a cut row would count as complete, and a cut character as malformed.
     */
    private static final class Beginning extends FilterInputStream {
        private int left = READ_BYTES;

        private Beginning(InputStream file) {
            super(file);
        }

        @Override
        public int read() throws IOException {
            var one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
        }

        @Override
        public int read(byte[] buffer, int offset, int count) throws IOException {
            if (left == 0) {
                throw new EnoughRead();
            }
            var read = super.read(buffer, offset, Math.min(count, left));
            left -= Math.max(0, read);
            return read;
        }
    }

    /** Thrown after the first {@link #READ_BYTES} of a file. */
    private static final class EnoughRead extends IOException {
        private static final long serialVersionUID = 1L;
    }

    /**
     * Reads the beginning of a file.
     *
     * @param meant the mapping of its columns
     * @param further the names of columns that are known to be in the file; those that its beginning lacks are added
     * @throws IOException if the file cannot be read, for example because it has another encoding
     * @throws IllegalArgumentException if the file has too many columns, or two columns of the same name
     */
    public static FileStart of(Path path, Reading reading, ColumnMap meant, List<String> further) throws IOException {
        var columns = ColumnMap.asTheyAre();
        var file = reading.file(path, columns);
        var samples = new ArrayList<Map<String, String>>();
        try (var rows = file.open(Beginning::new)) {
            for (var count = 0; rows.hasNext() && count < (rows.areIndependent() ? SHOWN : LOOKED_AT); count++) {
                var row = rows.next();
                try {
                    var values = row.fields().get().rest();
                    if (samples.size() < SHOWN && row.malformed().isEmpty()) {
                        samples.add(values);
                    }
                } catch (ProblemException malformed) {
                    // A malformed row is not shown here. The dry run, which comes later, reports it.
                }
            }
        } catch (CsvParseException malformed) {
            throw new IOException(malformed.getMessage(), malformed);
        } catch (CharacterCodingException failure) {
            throw file.withPlace(failure);
        } catch (EnoughRead enough) {
            // Within READ_BYTES, the first row is not complete, or there are only blank rows.
        } catch (UncheckedIOException failure) {
            if (failure.getCause() instanceof CharacterCodingException text) {
                throw file.withPlace(text);
            }
            if (!(failure.getCause() instanceof EnoughRead)) {
                throw failure.getCause();
            }
        }
        further.forEach(columns::apply);
        columns.seen().forEach(meant::apply);
        var suggested = meant.suggested();
        return new FileStart(
                columns.seen().stream()
                        .map(name -> new Column(
                                name,
                                suggested.getOrDefault(name, meant.apply(name)),
                                suggested.containsKey(name) && isOther(name, suggested.get(name))))
                        .toList(),
                samples.stream()
                        .map(row -> columns.seen().stream()
                                .map(name -> shown(row.getOrDefault(name, "")))
                                .toList())
                        .toList());
    }

    /** Whether a proposed field differs from the column's name in more than upper and lower case. */
    private static boolean isOther(String name, String field) {
        return !field.isEmpty() && !field.equalsIgnoreCase(name.strip());
    }

    /** A JSON value as it is shown: texts without quotes, long values cut. */
    private static String shown(String json) {
        var text = json.length() > 1 && json.startsWith("\"") ? json.substring(1, json.length() - 1) : json;
        return text.length() > LONGEST ? text.substring(0, LONGEST) + "…" : text;
    }
}
