package dev.daybook.client.output;

import dev.daybook.wire.pulled.VendorTime;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.parquet.ParquetReadOptions;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.convert.GroupRecordConverter;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.io.ColumnIOFactory;
import org.apache.parquet.io.LocalInputFile;
import org.apache.parquet.io.RecordReader;
import org.apache.parquet.schema.MessageType;
import org.jspecify.annotations.Nullable;

/** The records of a Parquet file, of which only three columns are read. */
final class WrittenParquet extends WrittenRecords {
    private final ParquetFileReader parquet;
    private final MessageType schema;
    private final ZoneId zone;
    private @Nullable RecordReader<Group> group;
    private long left;
    private long number;

    WrittenParquet(Path file, ZoneId zone) throws IOException {
        super(file, "record");
        this.zone = zone;
        try {
            parquet = ParquetFileReader.open(
                    new LocalInputFile(file),
                    ParquetReadOptions.builder(new PlainParquetConfiguration())
                            .withCodecFactory(new ZstdPages())
                            .usePageChecksumVerification(true)
                            .build());
        } catch (RuntimeException damage) {
            throw new IOException(damaged(file, "record", 1, damage), damage);
        }
        var all = parquet.getFileMetaData().getSchema();
        if (!Stream.of(ID, CREATED, MODIFIED).allMatch(all::containsField)) {
            parquet.close();
            throw new IllegalArgumentException(
                    file + ": no columns " + ID + ", " + CREATED + " and " + MODIFIED + "; not written by a pull");
        }
        schema = new MessageType(all.getName(), all.getType(ID), all.getType(CREATED), all.getType(MODIFIED));
        parquet.setRequestedSchema(schema);
    }

    @Override
    Optional<WrittenRecord> read() throws IOException {
        while (left == 0) {
            var pages = parquet.readNextRowGroup();
            if (pages == null) {
                return Optional.empty();
            }
            left = pages.getRowCount();
            group = new ColumnIOFactory().getColumnIO(schema).getRecordReader(pages, new GroupRecordConverter(schema));
        }
        number++;
        left--;
        var row = Objects.requireNonNull(group).read();
        return Optional.of(record(number(row, ID), time(row, CREATED), time(row, MODIFIED)));
    }

    private Optional<LocalDateTime> time(Group row, String column) {
        return number(row, column).map(millis -> VendorTime.local(Instant.ofEpochMilli(millis), zone));
    }

    private static Optional<Long> number(Group row, String column) {
        return row.getFieldRepetitionCount(column) == 0 ? Optional.empty() : Optional.of(row.getLong(column, 0));
    }

    @Override
    long number() {
        return number;
    }

    @Override
    void closeFile() throws IOException {
        parquet.close();
    }
}
