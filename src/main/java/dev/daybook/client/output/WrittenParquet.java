package dev.daybook.client.output;

import dev.daybook.client.answer.RecordKeys;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.parquet.ParquetReadOptions;
import org.apache.parquet.column.page.PageReadStore;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.convert.GroupRecordConverter;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.Util;
import org.apache.parquet.format.converter.ParquetMetadataConverter;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.io.ColumnIOFactory;
import org.apache.parquet.io.LocalInputFile;
import org.apache.parquet.io.RecordReader;
import org.apache.parquet.io.SeekableInputStream;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Type;
import org.jspecify.annotations.Nullable;

/** The records of a Parquet file. Only three columns are read: the id and the times of creation and last change. */
final class WrittenParquet extends WrittenRecords {
    private static final byte[] MAGIC = "PAR1".getBytes(StandardCharsets.US_ASCII);

    /** The last bytes of a file: the length of its end (Parquet's footer), and {@link #MAGIC} again. */
    private static final int TAIL = Integer.BYTES + MAGIC.length;

    /**
     * The maximum size of the metadata at the end of a file is this number of bytes, plus one byte for each {@link
     * #END_SHARE} bytes of the file. A pull writes about 10,000 bytes of metadata for each row group. A row group has
     * some 200,000 customers or several MB.
     */
    private static final long END_BYTES = 2 << 20;

    private static final int END_SHARE = 64;

    /** The most columns and groups of columns; a pull writes fewer than 100. */
    private static final int MAX_COLUMNS = 1_000;

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
            parquet = open(file, length);
        } catch (IOException | RuntimeException | StackOverflowError damage) {
            if (damage instanceof IOException failure
                    && failure.getCause() == null
                    && !(failure instanceof EOFException)) {
                // The disk or the system failed, so the file may be undamaged.
                throw failure;
            }
            // Parquet's own message names Java classes, which do not help the user.
            var plain = new IOException("the end is not that of a Parquet file of a pull");
            throw new IOException(damaged(file, "record", 1, plain), damage);
        }
        all = parquet.getFileMetaData().getSchema();
    }

    private static ParquetFileReader open(Path file, long length) throws IOException {
        var input = new LocalInputFile(file);
        var options = ParquetReadOptions.builder(new PlainParquetConfiguration())
                .withCodecFactory(new ZstdPages())
                .usePageChecksumVerification(true)
                .build();
        var stream = input.newStream();
        try {
            var end = new ParquetMetadataConverter(options).fromParquetMetadata(end(stream, length));
            return ParquetFileReader.open(input, end, options, stream);
        } catch (IOException | RuntimeException | StackOverflowError damage) {
            stream.close();
            throw damage;
        }
    }

    /**
     * Reads the end of the file, which describes the columns and says where they are. The library alone would allocate
     * memory for as many parts as the end states, so a file of 20 bytes could exhaust the memory.
     *
     * @throws IllegalArgumentException if the end is longer, or has more columns, than that of any pulled file
     */
    private static FileMetaData end(SeekableInputStream stream, long length) throws IOException {
        if (length < MAGIC.length + TAIL) {
            throw new EOFException();
        }
        stream.seek(length - TAIL);
        var tail = new byte[TAIL];
        stream.readFully(tail);
        var size = ByteBuffer.wrap(tail).order(ByteOrder.LITTLE_ENDIAN).getInt();
        var most = Math.min(length - MAGIC.length - TAIL, END_BYTES + length / END_SHARE);
        if (size < 0 || size > most || !Arrays.equals(tail, TAIL - MAGIC.length, TAIL, MAGIC, 0, MAGIC.length)) {
            throw new IllegalArgumentException();
        }
        stream.seek(length - TAIL - size);
        var bytes = new byte[size];
        stream.readFully(bytes);
        // The size is also the limit for the number of parts in a list, because each part has at least one byte.
        var end = Util.readFileMetaData(new ByteArrayInputStream(bytes), size);
        if (end.getSchemaSize() > MAX_COLUMNS) {
            throw new IllegalArgumentException();
        }
        return end;
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
     * Checks the lengths that the file states: all these columns together must not be longer than the file, and none
     * may end after the end of the file. The library would allocate memory of the stated lengths before it reads.
     */
    private void checkLengths(List<String> names) throws IOException {
        var left = length;
        for (var rows : parquet.getRowGroups()) {
            for (var column : rows.getColumns()) {
                if (names.contains(column.getPath().toDotString())) {
                    var size = column.getTotalSize();
                    left -= size;
                    if (size < 0 || left < 0 || size > length - column.getStartingPos()) {
                        throw new IOException("its end states more than the file has");
                    }
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
            var pages = nextRows();
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

    private @Nullable PageReadStore nextRows() throws IOException {
        try {
            return parquet.readNextRowGroup();
        } catch (StackOverflowError nested) {
            // The library reads nested parts by recursion.
            throw new IOException("a page begins with too many parts", nested);
        }
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
