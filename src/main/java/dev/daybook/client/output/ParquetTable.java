package dev.daybook.client.output;

import dev.daybook.client.answer.PulledFields;
import dev.daybook.client.answer.PulledKind;
import java.io.IOException;
import java.nio.file.Path;
import java.time.ZoneId;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.conf.ParquetConfiguration;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.hadoop.ParquetFileWriter;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.api.WriteSupport;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.LocalOutputFile;

/** Builder of the writer of a Parquet file. The size of the row groups bounds the memory that the writer needs. */
final class ParquetTable extends ParquetWriter.Builder<PulledFields, ParquetTable> {
    /** The size of a row group in memory, in bytes. More than 200,000 customers fit into it. */
    private static final long ROW_GROUP = 16L << 20;

    /**
     * The most records between two checks of the size. By default, the library estimates from the records so far when
     * the group will be full, and checks again after up to 10,000 records. If these are large, they fill the memory.
     */
    private static final int UNTIL_CHECK = 10;

    private static final int PAGE = 256 << 10;

    /**
     * The largest number of bytes that the statistics of a row group keep of a column's smallest text, and of its
     * largest. The statistics are in the footer of the file, whose length {@link WrittenParquet} limits.
     */
    private static final int STATISTICS = 64;

    private final PulledKind kind;
    private final ZoneId zone;

    private ParquetTable(Path file, PulledKind kind, ZoneId zone) {
        super(new LocalOutputFile(file));
        this.kind = kind;
        this.zone = zone;
    }

    /** Starts a file; replaces an existing one. */
    static ParquetWriter<PulledFields> create(Path file, PulledKind kind, ZoneId zone) throws IOException {
        return new ParquetTable(file, kind, zone)
                .withConf(new PlainParquetConfiguration())
                .withWriteMode(ParquetFileWriter.Mode.OVERWRITE)
                .withCodecFactory(new ZstdPages())
                .withCompressionCodec(CompressionCodecName.ZSTD)
                .withRowGroupSize(ROW_GROUP)
                .withMinRowCountForPageSizeCheck(1)
                .withMaxRowCountForPageSizeCheck(UNTIL_CHECK)
                .withPageSize(PAGE)
                .withDictionaryPageSize(PAGE)
                .withStatisticsTruncateLength(STATISTICS)
                .build();
    }

    @Override
    protected ParquetTable self() {
        return this;
    }

    @Override
    protected WriteSupport<PulledFields> getWriteSupport(ParquetConfiguration configuration) {
        return new ParquetRows(kind, zone);
    }

    @Override
    @SuppressWarnings("deprecation") // Still abstract in the library.
    protected WriteSupport<PulledFields> getWriteSupport(Configuration hadoop) {
        throw new UnsupportedOperationException("written without Hadoop");
    }
}
