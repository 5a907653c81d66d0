package dev.daybook.client.output;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import dev.daybook.client.answer.PulledKind;
import dev.daybook.client.answer.RecordKeys;
import dev.daybook.client.answer.time.VendorTime;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads the records of a CSV file that a pull wrote. */
final class WrittenCsv extends WrittenRecords {
    private final CountedBytes text;
    private final CsvReader<CsvRecord> csv;
    private final Iterator<CsvRecord> rows;
    private final PulledKind kind;
    private final ZoneId zone;
    private List<String> columns = List.of();
    private long number = 1;

    WrittenCsv(Path file, CountedBytes text, PulledKind kind, ZoneId zone) {
        super(file, "line");
        this.text = text;
        // A decoder refuses invalid UTF-8; a reader with a charset would replace it.
        this.csv = CsvReader.builder()
                .allowUnclosedQuote(false)
                .ofCsvRecord(new InputStreamReader(text, StandardCharsets.UTF_8.newDecoder()));
        this.rows = csv.iterator();
        this.kind = kind;
        this.zone = zone;
    }

    @Override
    Optional<WrittenRecord> read() throws IOException {
        if (columns.isEmpty()) {
            columns = header();
        }
        if (!rows.hasNext()) {
            // A file that is not truncated ends with a line feed.
            if (text.last() != '\n') {
                throw new EOFException("the line has no end");
            }
            return Optional.empty();
        }
        var row = rows.next();
        number = row.getStartingLineNumber();
        if (row.getFieldCount() != columns.size()) {
            throw new IllegalArgumentException(
                    "expected " + columns.size() + " values, as in the header, found " + row.getFieldCount());
        }
        var keys = kind.keys();
        return Optional.of(record(id(row), time(row, keys.created()), time(row, RecordKeys.MODIFIED)));
    }

    @Override
    Set<String> keys() {
        try {
            return new HashSet<>(names());
        } catch (RuntimeException damage) {
            // The damage is reported later, to the caller who reads the records of the file.
            return Set.of();
        }
    }

    private List<String> names() {
        return rows.hasNext() ? rows.next().getFields() : List.of();
    }

    private List<String> header() {
        var header = names();
        var keys = kind.keys();
        kind.list().filter(list -> header.indexOf(list.parent()) == 0).ifPresent(list -> {
            throw new IllegalArgumentException(
                    "the rows are " + list.key() + "; only a file of " + kind.plural() + " can be read back");
        });
        if (!header.containsAll(List.of(keys.id(), keys.created(), RecordKeys.MODIFIED))) {
            throw new IllegalArgumentException(
                    "no header with " + keys.id() + ", " + keys.created() + " and " + RecordKeys.MODIFIED);
        }
        return header;
    }

    private Optional<Long> id(CsvRecord row) {
        try {
            return Optional.of(Long.parseLong(
                    row.getField(columns.indexOf(kind.keys().id())).strip()));
        } catch (NumberFormatException text) {
            return Optional.empty();
        }
    }

    private Optional<LocalDateTime> time(CsvRecord row, String column) {
        return VendorTime.parse(row.getField(columns.indexOf(column)), zone);
    }

    @Override
    long number() {
        return number;
    }

    @Override
    void closeFile() throws IOException {
        csv.close();
    }
}
