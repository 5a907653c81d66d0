package dev.daybook.client.output;

import dev.daybook.client.answer.ChangesAnswer;
import dev.daybook.client.answer.PulledKind;
import dev.daybook.client.output.FormatOptions.FileType;
import dev.daybook.domain.RecordKind;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Arrays;
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
     * @param file a complete file. Its content shows the format; if the content is empty or damaged, the end of the
     *     file's name does
     * @param zone the account's zone, for the times in the file
     * @param most the maximum number of bytes of decompressed text: a small file, for example one that somebody uploads
     *     to the console, may have very much text
     * @return a stream that throws {@link java.io.UncheckedIOException} if the decompressed text has more than {@code
     *     most} bytes, or if the file is truncated or damaged; the message then names the file and the line or record
     * @throws IllegalArgumentException if neither content nor name is that of a pulled file, or this machine cannot
     *     read such files
     * @throws IOException if the file cannot be opened, or its beginning is damaged
     */
    public static Stream<WrittenRecord> read(Path file, PulledKind kind, ZoneId zone, long most) throws IOException {
        var records = open(file, kind, zone, most);
        var spliterator = Spliterators.spliteratorUnknownSize(records, Spliterator.ORDERED | Spliterator.NONNULL);
        return StreamSupport.stream(spliterator, false).onClose(records::close);
    }

    /**
     * The kind of a file's records, detected from its first record, its header or its columns. Refuses a file of
     * changes: an id may have several lines there, so its records cannot be compared with days.
     *
     * @return empty if the kind cannot be detected, because the file is NDJSON without records, has a damaged first
     *     line, or was not written by a pull
     * @throws IllegalArgumentException if neither content nor name is that of a pulled file, if the file is one of
     *     changes, or if this machine cannot read such files
     * @throws IOException if the file cannot be opened or decompressed, or is no valid Parquet file
     */
    public static Optional<PulledKind> kind(Path file) throws IOException {
        return kind(file, Long.MAX_VALUE);
    }

    /** Like {@link #kind(Path)}, but reads at most this many bytes of decompressed text. */
    public static Optional<PulledKind> kind(Path file, long most) throws IOException {
        try (var records = open(file, PulledKind.of(RecordKind.CUSTOMER), ZoneOffset.UTC, most)) {
            var keys = records.keys();
            if (keys.containsAll(ChangesAnswer.KEYS)) {
                throw new IllegalArgumentException(file + " is a file of changes, which cannot be compared with days;"
                        + " name files of a pull of days");
            }
            return PulledKind.having(keys);
        }
    }

    private static WrittenRecords open(Path file, PulledKind kind, ZoneId zone, long most) throws IOException {
        var form = Form.of(file, most);
        if (form.type() == FileType.PARQUET || form.compression() == Compression.ZSTD) {
            Compression.checkZstd();
        }
        return switch (form.type()) {
            case NDJSON -> new WrittenNdjson(file, text(file, form, most), kind.keys(), zone);
            case CSV -> new WrittenCsv(file, text(file, form, most), kind, zone);
            case PARQUET -> new WrittenParquet(file, kind.keys(), zone);
        };
    }

    private static CountedBytes text(Path file, Form form, long most) throws IOException {
        var bytes = new BufferedInputStream(Files.newInputStream(file), 1 << 16);
        try {
            return new CountedBytes(form.compression().open(bytes), most);
        } catch (IOException damage) {
            bytes.close();
            throw new IOException(WrittenRecords.damaged(file, "line", 1, damage), damage);
        }
    }

    /**
     * Type and compression of a pulled file. The content decides, because {@code pull --out} accepts any name, and a
     * browser may decompress a file without renaming it. If the content is empty or damaged, the end of the name
     * decides.
     */
    private record Form(FileType type, Compression compression) {
        private static final byte[] PARQUET = "PAR1".getBytes(StandardCharsets.US_ASCII);

        /**
         * Detects the form of a file.
         *
         * @param most the most bytes of decompressed text to read
         * @throws IllegalArgumentException if neither content nor name is that of a pulled file, or this machine
         *     cannot read such files
         * @throws IOException if the file cannot be opened
         */
        static Form of(Path file, long most) throws IOException {
            byte[] beginning;
            try (var bytes = Files.newInputStream(file)) {
                beginning = bytes.readNBytes(PARQUET.length);
            }
            if (Arrays.equals(beginning, PARQUET)) {
                return new Form(FileType.PARQUET, Compression.NONE);
            }
            var compression = Compression.of(beginning);
            if (compression == Compression.ZSTD) {
                Compression.checkZstd();
            }
            var type = typeOfText(file, compression, most);
            if (compression != Compression.NONE) {
                return new Form(type.or(() -> FileType.of(file)).orElse(FileType.NDJSON), compression);
            }
            return type.map(found -> new Form(found, compression))
                    .or(() -> FileType.of(file).map(named -> new Form(named, Compression.of(file))))
                    .orElseThrow(() -> new IllegalArgumentException(file + ": expected a file of a pull: NDJSON or CSV,"
                            + " plain or with gzip or zstd, or Parquet"));
        }

        /**
         * The type of a text according to its first line; empty if this line is unknown or damaged. An empty text has
         * the type according to the end of the file's name, or NDJSON if that end is unknown.
         */
        private static Optional<FileType> typeOfText(Path file, Compression compression, long most) {
            try (var bytes = Files.newInputStream(file);
                    var text = new BufferedInputStream(compression.open(bytes))) {
                text.mark(1);
                var letter = text.read();
                text.reset();
                if (letter < 0) {
                    return Optional.of(FileType.of(file).orElse(FileType.NDJSON));
                }
                if (letter == '{') {
                    return Optional.of(FileType.NDJSON);
                }
                var csv = new WrittenCsv(file, new CountedBytes(text, most), PulledKind.CUSTOMERS, ZoneOffset.UTC);
                return PulledKind.having(csv.keys()).map(kind -> FileType.CSV);
            } catch (IOException damage) {
                // The damage is reported later, to the caller who reads the records of the file.
                return Optional.empty();
            }
        }
    }
}
