package dev.daybook.imports.file;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import dev.daybook.domain.message.FormulaText;
import dev.daybook.wire.json.Fields;
import dev.daybook.wire.row.FileRow;
import java.io.IOException;
import java.io.Reader;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Rows of a CSV file with a header line. A row of several values is skipped if all of them are blank: a spreadsheet
 * writes such a row for cells that only have a format. Apostrophes in front of a value are removed if they are there to
 * keep a spreadsheet from evaluating the value as a formula.
 *
 * <p>The file may be the file of refused rows of an import. Then the two columns that Daybook added, line and reason,
 * are ignored and are not part of the original rows. If the imported file was NDJSON, a third column has its JSON
 * objects. The last row may have only a reason, which says how many more rows were refused; this row is skipped too.
 */
public final class CsvRows implements Rows {
    private static final List<String> NOTES = List.of(added("line"), added("reason"));

    private final CsvReader<CsvRecord> reader;
    private final Iterator<CsvRecord> records;
    private final List<String> columns;
    private final List<String> fields;

    /**
     * The index of the column with the original JSON objects, if this is the file of the refused rows of an NDJSON
     * import; -1 in any other file.
     */
    private final int json;

    private final JsonObjects objects;
    private final int notes;
    private final int reason;
    private @Nullable CsvRecord next;

    /**
     * Reads the header.
     *
     * @param fieldOf maps a column to its field; empty to ignore the column
     * @throws IllegalArgumentException if two columns map to the same field
     */
    public CsvRows(Reader file, char separator, UnaryOperator<String> fieldOf) {
        this(file, separator, 0, fieldOf);
    }

    /**
     * Reads the header as {@link #CsvRows(Reader, char, UnaryOperator)} does, but after some lines.
     *
     * @param skipped the number of lines before the header
     */
    CsvRows(Reader file, char separator, int skipped, UnaryOperator<String> fieldOf) {
        this.reader = CsvReader.builder()
                .fieldSeparator(separator)
                .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
                .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
                .allowUnclosedQuote(false)
                .ofCsvRecord(file);
        if (skipped > 0) {
            reader.skipLines(skipped);
        }
        this.records = reader.iterator();
        this.columns = records.hasNext() ? records.next().getFields() : List.of();
        var own = columns.stream().filter(column -> !NOTES.contains(column)).toList();
        this.json = own.equals(List.of(JsonObjects.COLUMN)) ? columns.indexOf(JsonObjects.COLUMN) : -1;
        this.objects = new JsonObjects(fieldOf);
        this.fields = columns.stream()
                .map(column -> json >= 0 || NOTES.contains(column) ? "" : fieldOf.apply(column))
                .toList();
        this.notes = startsWithNotes() ? NOTES.size() : 0;
        this.reason = columns.indexOf(added("reason"));
        var seen = new HashSet<String>();
        for (var field : fields) {
            if (!field.isEmpty() && !seen.add(field)) {
                throw new IllegalArgumentException(twice(field));
            }
        }
    }

    /**
     * The name of a column that Daybook adds to a file of refused rows. Its prefix distinguishes it from columns of the
     * imported file, which may be named {@code line} or {@code reason}.
     */
    public static String added(String what) {
        return "daybook:" + what;
    }

    private boolean startsWithNotes() {
        return columns.size() >= NOTES.size()
                && columns.subList(0, NOTES.size()).equals(NOTES);
    }

    /**
     * Whether this is the file of refused rows of an NDJSON import. Such a file has the original JSON objects in one
     * column, and the columns to map are the keys of these objects.
     */
    boolean hasJson() {
        return json >= 0;
    }

    /**
     * False for the refused rows of an NDJSON import: parsing collects the keys of all rows in the order of the rows,
     * so the rows cannot be parsed concurrently.
     */
    @Override
    public boolean areIndependent() {
        return json < 0;
    }

    private String twice(String field) {
        var named = IntStream.range(0, fields.size())
                .filter(index -> fields.get(index).equals(field))
                .mapToObj(columns::get)
                .distinct()
                .toList();
        return named.size() == 1
                ? "two columns are named '" + named.get(0) + "'; rename one in the first line of the file"
                : "two columns are " + field + ", '" + named.get(0) + "' and '" + named.get(1) + "'; ignore one with"
                        + " --map '" + named.get(1) + "='";
    }

    @Override
    public List<String> columns() {
        return columns.subList(notes, columns.size());
    }

    @Override
    public boolean hasNext() {
        while (next == null && records.hasNext()) {
            var record = records.next();
            if (record.getFieldCount() == 1 || !isBlank(record.getFields())) {
                next = record;
            }
        }
        return next != null;
    }

    private boolean isBlank(List<String> values) {
        return IntStream.range(0, values.size())
                .allMatch(index -> index == reason || values.get(index).isBlank());
    }

    @Override
    public Row next() {
        var row = hasNext() ? next : null;
        if (row == null) {
            throw new NoSuchElementException();
        }
        next = null;
        var values = row.getFields();
        return new Row(
                Long.toString(row.getStartingLineNumber()),
                values.subList(Math.min(notes, values.size()), values.size()),
                () -> read(row),
                malformed(row));
    }

    private String malformed(CsvRecord row) {
        if (row.getFieldCount() != fields.size()) {
            return "expected " + fields.size() + " values, as in the header, found " + row.getFieldCount();
        }
        var characters = 0L;
        for (var index = 0; index < fields.size(); index++) {
            if (!fields.get(index).isEmpty() || index == json) {
                characters += row.getField(index).length();
            }
        }
        return FileRow.tooLong(characters);
    }

    private Fields read(CsvRecord row) {
        if (json >= 0 && row.getFieldCount() == fields.size()) {
            return objects.read(row.getField(json));
        }
        var texts = new HashMap<String, String>();
        for (var index = 0; index < Math.min(fields.size(), row.getFieldCount()); index++) {
            if (!fields.get(index).isEmpty()) {
                texts.put(fields.get(index), FormulaText.unguarded(row.getField(index)));
            }
        }
        return FileRow.ofAnyTexts(texts);
    }

    @Override
    public void close() throws IOException {
        reader.close();
    }
}
