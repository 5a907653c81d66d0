package dev.daybook.client.output;

import java.io.IOException;
import java.nio.file.Path;
import org.apache.parquet.ParquetReadOptions;
import org.apache.parquet.column.page.PageReadStore;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.example.data.simple.convert.GroupRecordConverter;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.io.ColumnIOFactory;
import org.apache.parquet.io.LocalInputFile;

/** The content of a Parquet file as text. */
public final class ParquetText {
    private ParquetText() {}

    /** The schema and the rows of a file; columns without a value are omitted. */
    public static String of(Path file) throws IOException {
        var text = new StringBuilder();
        var options = ParquetReadOptions.builder(new PlainParquetConfiguration())
                .withCodecFactory(new ZstdPages())
                .build();
        try (var reader = ParquetFileReader.open(new LocalInputFile(file), options)) {
            var schema = reader.getFileMetaData().getSchema();
            text.append(schema);
            var number = 0;
            PageReadStore group;
            while ((group = reader.readNextRowGroup()) != null) {
                var rows = new ColumnIOFactory()
                        .getColumnIO(schema)
                        .getRecordReader(group, new GroupRecordConverter(schema));
                for (var row = group.getRowCount(); row > 0; row--) {
                    text.append("--- row ").append(number++).append('\n').append(rows.read());
                }
            }
        }
        return text.toString();
    }
}
