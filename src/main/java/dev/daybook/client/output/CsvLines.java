package dev.daybook.client.output;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.QuoteStrategies;
import de.siegmar.fastcsv.writer.QuoteStrategy;
import dev.daybook.client.answer.PulledColumn;
import dev.daybook.client.answer.PulledFields;
import dev.daybook.client.answer.PulledKind;
import dev.daybook.client.answer.PulledList;
import dev.daybook.client.answer.PulledRecord;
import dev.daybook.client.answer.text.TextId;
import dev.daybook.client.answer.time.IsoDates;
import dev.daybook.client.output.FormatOptions.Content;
import dev.daybook.client.output.FormatOptions.Dates;
import dev.daybook.domain.message.FormulaText;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * CSV lines. With {@link Content#RECORDS}, a row is a record, followed by its primary contact if the kind has contacts.
 * With {@link Content#LIST}, a row is the id of a record, followed by one object of the record's list. The columns are
 * those of the vendor's reference, in its order; missing values are empty, and other fields are left out. The id is
 * always in the column of the vendor's key, whichever key the server uses.
 */
record CsvLines(PulledKind kind, Content content, Dates dates, ZoneId zone, boolean safe) implements TextFormat.Lines {
    private static final QuoteStrategy SAFE_QUOTES = new QuoteStrategy() {
        @Override
        public boolean quoteValue(int line, int field, String text) {
            return FormulaText.isSplit(text);
        }
    };

    /** The list whose primary object is in the row of its record: the contacts of a customer. Empty for other kinds. */
    private Optional<PulledList> inRow() {
        return kind.list().filter(PulledList::inRow);
    }

    @Override
    public byte[] head() {
        var columns = switch (content) {
            case RECORDS ->
                Stream.concat(
                        kind.columns().stream().map(PulledColumn::name),
                        inRow().stream().flatMap(list -> names(list.word() + "_", list)));
            case LIST -> {
                var list = kind.list().orElseThrow();
                yield Stream.concat(Stream.of(list.parent()), names("", list));
            }
        };
        return lines(List.of(columns.toList()));
    }

    private static Stream<String> names(String prefix, PulledList list) {
        return list.columns().stream().map(column -> prefix + column.name());
    }

    @Override
    public byte[] of(List<PulledRecord> records) {
        var rows = new ArrayList<List<String>>();
        for (var pulled : records) {
            var json = dates == Dates.ISO ? IsoDates.rewrite(pulled.json(), zone) : pulled.json();
            var record = PulledFields.of(json);
            var id = guarded(id(pulled.id(), record));
            switch (content) {
                case RECORDS -> rows.add(row(id, record));
                case LIST -> {
                    var list = kind.list().orElseThrow();
                    record.list(list.key()).orElse(List.of()).forEach(object -> rows.add(objectRow(id, list, object)));
                }
            }
        }
        return lines(rows);
    }

    /** The id as the server sent it. If that is a text, {@code number} is only its hash. */
    private String id(long number, PulledFields record) {
        return kind.keys().ids().stream()
                .flatMap(key -> record.text(key).stream())
                .filter(text -> TextId.of(text) == number)
                .findFirst()
                .orElseGet(() -> Long.toString(number));
    }

    private List<String> row(String id, PulledFields record) {
        var row = new ArrayList<String>();
        var key = kind.keys().id();
        kind.columns().forEach(column -> row.add(column.name().equals(key) ? id : text(record, column)));
        inRow().ifPresent(list -> {
            var primary = record.primary(list.key());
            list.columns()
                    .forEach(column ->
                            row.add(primary.map(fields -> text(fields, column)).orElse("")));
        });
        return row;
    }

    private List<String> objectRow(String recordId, PulledList list, PulledFields object) {
        var row = new ArrayList<String>(1 + list.columns().size());
        row.add(recordId);
        list.columns().forEach(column -> row.add(text(object, column)));
        return row;
    }

    private String text(PulledFields fields, PulledColumn column) {
        var name = column.name();
        return guarded((column.kind() == PulledColumn.Kind.TIME ? fields.spoken(name) : fields.text(name)).orElse(""));
    }

    private String guarded(String text) {
        return safe ? FormulaText.guarded(text) : text;
    }

    private byte[] lines(List<List<String>> rows) {
        var text = new StringWriter();
        try (var csv = CsvWriter.builder()
                .quoteStrategy(safe ? SAFE_QUOTES : QuoteStrategies.REQUIRED)
                .build(text)) {
            rows.forEach(csv::writeRecord);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }
}
