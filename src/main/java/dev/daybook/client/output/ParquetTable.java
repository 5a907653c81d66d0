package dev.daybook.client.output;

import dev.daybook.client.answer.PulledFields;
import dev.daybook.client.answer.PulledKind;
import java.io.Closeable;
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
import org.apache.parquet.io.OutputFile;

/** Writes a Parquet file. Its memory is bounded by the size of its row groups. */
final class ParquetTable implements Closeable {
    /** The size of a row group in bytes of encoded columns; about 100,000 customers. */
    private static final long ROW_GROUP = 8L << 20;

    private static final int PAGE = 256 << 10;

    private final ParquetWriter<PulledFields> writer;

    private ParquetTable(ParquetWriter<PulledFields> writer) {
        this.writer = writer;
    }

    /** Starts a file; replaces an existing one. */
    static ParquetTable create(Path file, PulledKind kind, ZoneId zone) throws IOException {
        return new ParquetTable(new Builder(new LocalOutputFile(file), kind, zone)
                .withConf(new PlainParquetConfiguration())
                .withWriteMode(ParquetFileWriter.Mode.OVERWRITE)
                .withCodecFactory(new ZstdPages())
                .withCompressionCodec(CompressionCodecName.ZSTD)
                .withRowGroupSize(ROW_GROUP)
                .withPageSize(PAGE)
                .withDictionaryPageSize(PAGE)
                .build());
    }

    void write(PulledFields record) throws IOException {
        writer.write(record);
    }

    @Override
    public void close() throws IOException {
        writer.close();
    }

    private static final class Builder extends ParquetWriter.Builder<PulledFields, Builder> {
        private final PulledKind kind;
        private final ZoneId zone;

        Builder(OutputFile file, PulledKind kind, ZoneId zone) {
            super(file);
            this.kind = kind;
            this.zone = zone;
        }

        @Override
        protected Builder self() {
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
}
