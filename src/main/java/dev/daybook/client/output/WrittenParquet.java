package dev.daybook.client.output;

import dev.daybook.client.answer.RecordKeys;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.parquet.ParquetReadOptions;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.convert.GroupRecordConverter;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.io.ColumnIOFactory;
import org.apache.parquet.io.LocalInputFile;
import org.apache.parquet.io.RecordReader;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Type;
import org.jspecify.annotations.Nullable;

/** The records of a Parquet file. Only three columns are read: the id and the times of creation and last change. */
final class WrittenParquet extends WrittenRecords {
    private final ParquetFileReader parquet;
    private final MessageType all;
    private Optional<MessageType> asked = Optional.empty();
    private final RecordKeys keys;
    private final ZoneId zone;
    private final long length;
    private @Nullable RecordReader<Group> group;
    private long left;
    private long number;

    WrittenParquet(Path file, RecordKeys keys, ZoneId zone) throws IOException {
        super(file, "record");
        this.keys = keys;
        this.zone = zone;
        this.length = Files.size(file);
        try {
            parquet = ParquetFileReader.open(
                    new LocalInputFile(file),
                    ParquetReadOptions.builder(new PlainParquetConfiguration())
                            .withCodecFactory(new ZstdPages())
                            .usePageChecksumVerification(true)
                            .build());
        } catch (IOException | RuntimeException damage) {
            if (damage instanceof IOException failure
                    && failure.getCause() == null
                    && !(failure instanceof EOFException)) {
                // The disk or the system fails: the file may be whole.
                throw failure;
            }
            // Parquet's own message names Java classes, which do not help the user.
            var plain = new IOException("the end is not that of a Parquet file");
            throw new IOException(damaged(file, "record", 1, plain), damage);
        }
        all = parquet.getFileMetaData().getSchema();
    }

    @Override
    Set<String> keys() {
        return all.getFields().stream().map(Type::getName).collect(Collectors.toSet());
    }

    /** Tells the library which columns to read, and returns them. Fails if the file does not have them. */
    private MessageType asked() throws IOException {
        var names = List.of(keys.id(), keys.created(), RecordKeys.MODIFIED);
        if (!names.stream().allMatch(this::isNumber)) {
            throw new IllegalArgumentException("no columns " + keys.id() + ", " + keys.created() + " and "
                    + RecordKeys.MODIFIED + "; not written by a pull");
        }
        var schema = new MessageType(
                all.getName(), all.getType(keys.id()), all.getType(keys.created()), all.getType(RecordKeys.MODIFIED));
        checkLengths(names);
        parquet.setRequestedSchema(schema);
        return schema;
    }

    /**
     * Whether this column exists and has at most one whole number per record. In a repeated column, the values of one
     * record could fill the memory.
     */
    private boolean isNumber(String name) {
        return all.containsField(name)
                && all.getType(name).isPrimitive()
                && !all.getType(name).isRepetition(Type.Repetition.REPEATED)
                && all.getType(name).asPrimitiveType().getPrimitiveTypeName() == PrimitiveTypeName.INT64;
    }

    /**
     * Fails if one of these columns is longer, by its stated length, than the rest of the file. The library would
     * allocate memory of the stated length before it reads.
     */
    private void checkLengths(List<String> names) throws IOException {
        for (var rows : parquet.getRowGroups()) {
            for (var column : rows.getColumns()) {
                if (names.contains(column.getPath().toDotString())
                        && column.getTotalSize() > length - column.getStartingPos()) {
                    throw new IOException("its end states more than the file has");
                }
            }
        }
    }

    @Override
    Optional<WrittenRecord> read() throws IOException {
        if (asked.isEmpty()) {
            asked = Optional.of(asked());
        }
        var schema = asked.get();
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
        return Optional.of(record(number(row, keys.id()), time(row, keys.created()), time(row, RecordKeys.MODIFIED)));
    }

    private Optional<LocalDateTime> time(Group row, String column) {
        return number(row, column).map(millis -> LocalDateTime.ofInstant(Instant.ofEpochMilli(millis), zone));
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
