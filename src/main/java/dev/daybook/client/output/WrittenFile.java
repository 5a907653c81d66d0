package dev.daybook.client.output;

import dev.daybook.client.answer.PulledKind;
import dev.daybook.client.output.FormatOptions.FileType;
import dev.daybook.domain.RecordKind;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** Reads the records of a pulled file of any format with little memory. */
public final class WrittenFile {
    private WrittenFile() {}

    /**
     * The records of a file in their order, read on demand. Close the stream.
     *
     * @param file a complete file; the end of its name gives the format
     * @param kind the kind of the records
     * @param zone the account's zone, for the times in the file
     * @param most the most bytes of decompressed text: somebody may have sent the file to the server, as in an upload to
     *     the console
     * @return a stream that throws {@link java.io.UncheckedIOException} if the file is truncated or damaged, with a
     *     message that names the file and the line or record, or if the file has more text
     * @throws IllegalArgumentException if the end of the name is not that of a pulled file, or this machine cannot read
     *     such files
     * @throws IOException if the file cannot be opened, or its beginning is damaged
     */
    public static Stream<WrittenRecord> read(Path file, PulledKind kind, ZoneId zone, long most) throws IOException {
        var records = open(file, kind, zone, most);
        var spliterator = Spliterators.spliteratorUnknownSize(records, Spliterator.ORDERED | Spliterator.NONNULL);
        return StreamSupport.stream(spliterator, false).onClose(records::close);
    }

    /**
     * The kind of a file's records, detected from its first record, its header or its columns.
     *
     * @return empty if the kind cannot be detected, because the file is NDJSON without records, has a damaged first
     *     line, or was not written by a pull
     * @throws IllegalArgumentException if the end of the name is not that of a pulled file, or this machine cannot read
     *     such files
     * @throws IOException if the file cannot be opened or decompressed, or is no valid Parquet file
     */
    public static Optional<PulledKind> kind(Path file) throws IOException {
        return kind(file, Long.MAX_VALUE);
    }

    /** Like {@link #kind(Path)}, but reads at most this many bytes of decompressed text. */
    public static Optional<PulledKind> kind(Path file, long most) throws IOException {
        try (var records = open(file, PulledKind.of(RecordKind.CUSTOMER), ZoneOffset.UTC, most)) {
            return PulledKind.having(records.keys());
        }
    }

    private static WrittenRecords open(Path file, PulledKind kind, ZoneId zone, long most) throws IOException {
        var type = FileType.of(file)
                .orElseThrow(() -> new IllegalArgumentException(file
                        + ": expected a name that ends in .ndjson or .csv, or these with .gz or .zst, or .parquet"));
        if (type == FileType.PARQUET || Compression.of(file) == Compression.ZSTD) {
            Compression.checkZstd();
        }
        return switch (type) {
            case NDJSON -> new WrittenNdjson(file, new CountedBytes(text(file), most), kind.keys(), zone);
            case CSV -> new WrittenCsv(file, new CountedBytes(text(file), most), kind, zone);
            case PARQUET -> new WrittenParquet(file, kind.keys(), zone);
        };
    }

    private static InputStream text(Path file) throws IOException {
        var bytes = new BufferedInputStream(Files.newInputStream(file), 1 << 16);
        try {
            // Earlier builds left a compressed file without records at 0 bytes.
            return Files.size(file) == 0 ? bytes : Compression.of(file).open(bytes);
        } catch (IOException damage) {
            bytes.close();
            throw new IOException(WrittenRecords.damaged(file, "line", 1, damage), damage);
        }
    }
}
