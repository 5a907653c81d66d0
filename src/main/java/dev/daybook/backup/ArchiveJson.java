package dev.daybook.backup;

import dev.daybook.store.backup.ColumnKind;
import dev.daybook.store.backup.StoredColumn;
import dev.daybook.store.backup.StoredTable;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.databind.json.JsonMapper;

/**
 * JSON of an archive: the manifest as an object, and table rows as arrays, one per line. Binary values are in Base64.
 */
final class ArchiveJson {
    private static final JsonMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxStringLength(Integer.MAX_VALUE)
                            .build())
                    .build())
            .enable(DeserializationFeature.USE_LONG_FOR_INTS)
            .build();

    private static final ObjectWriter ROW_WRITER = MAPPER.writerFor(Object[].class);
    private static final ObjectReader ROW_READER = MAPPER.readerFor(Object[].class);

    private ArchiveJson() {}

    static byte[] manifest(Manifest manifest) {
        return MAPPER.writerWithDefaultPrettyPrinter().writeValueAsBytes(manifest);
    }

    /** Reads a manifest, whose digest the caller has verified. */
    static Manifest manifest(byte[] json) {
        return MAPPER.readValue(json, Manifest.class);
    }

    /** The first line of a part of an archive: the names of the table's columns. */
    static byte[] head(StoredTable table) {
        return MAPPER.writeValueAsBytes(
                table.columns().stream().map(StoredColumn::name).toList());
    }

    static byte[] row(@Nullable Object[] row) {
        return ROW_WRITER.writeValueAsBytes(row);
    }

    /** Reads the rows of a part, whose digest the caller has verified. */
    static List<@Nullable Object[]> rows(byte[] lines, StoredTable table) {
        var rows = new ArrayList<@Nullable Object[]>();
        var start = end(lines, 0) + 1;
        while (start < lines.length) {
            var end = end(lines, start);
            rows.add(row(lines, start, end - start, table.columns()));
            start = end + 1;
        }
        return rows;
    }

    private static int end(byte[] lines, int start) {
        var end = start;
        while (lines[end] != '\n') {
            end++;
        }
        return end;
    }

    private static @Nullable Object[] row(byte[] lines, int start, int length, List<StoredColumn> columns) {
        @Nullable Object[] values = ROW_READER.readValue(lines, start, length);
        for (var index = 0; index < values.length; index++) {
            if (values[index] instanceof String text && columns.get(index).kind() == ColumnKind.BYTES) {
                values[index] = Base64.getDecoder().decode(text);
            }
        }
        return values;
    }
}
