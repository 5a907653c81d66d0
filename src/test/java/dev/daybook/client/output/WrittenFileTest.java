package dev.daybook.client.output;

import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.INT64;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.github.luben.zstd.Zstd;
import dev.daybook.client.answer.PulledFields;
import dev.daybook.client.answer.PulledKind;
import dev.daybook.client.answer.PulledRecord;
import dev.daybook.client.answer.RecordKeys;
import dev.daybook.client.output.FormatOptions.Content;
import dev.daybook.client.output.FormatOptions.Dates;
import dev.daybook.client.output.FormatOptions.FileType;
import dev.daybook.domain.proof.PullDigest;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.parquet.ParquetReadOptions;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.example.data.simple.SimpleGroup;
import org.apache.parquet.format.Util;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.ParquetFileWriter;
import org.apache.parquet.hadoop.example.ExampleParquetWriter;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.LocalInputFile;
import org.apache.parquet.io.LocalOutputFile;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.Type;
import org.apache.parquet.schema.Types;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

@Tag("jdk")
class WrittenFileTest {
    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

    @TempDir
    private Path folder;

    static Stream<FormatOptions> everyFormat() {
        return Stream.concat(
                Stream.of(FileType.NDJSON, FileType.CSV)
                        .flatMap(type -> Arrays.stream(Compression.values())
                                .flatMap(compression -> Arrays.stream(Dates.values())
                                        .map(dates -> new FormatOptions(
                                                PulledKind.CUSTOMERS,
                                                type,
                                                Content.RECORDS,
                                                compression,
                                                dates,
                                                BERLIN,
                                                false)))),
                Stream.of(new FormatOptions(
                        PulledKind.CUSTOMERS,
                        FileType.PARQUET,
                        Content.RECORDS,
                        Compression.NONE,
                        Dates.VENDOR,
                        BERLIN,
                        false)));
    }

    private static FormatOptions ndjson(Compression compression) {
        return new FormatOptions(
                PulledKind.CUSTOMERS, FileType.NDJSON, Content.RECORDS, compression, Dates.VENDOR, BERLIN, false);
    }

    private Path written(FormatOptions options, List<List<PulledRecord>> pages) throws IOException {
        var format = options.format();
        var bytes = new ByteArrayOutputStream();
        bytes.writeBytes(format.head());
        pages.forEach(page -> bytes.writeBytes(format.piece(page)));
        var pieces = folder.resolve("pieces");
        Files.write(pieces, bytes.toByteArray());
        var target = folder.resolve("customers" + format.suffix());
        format.finish(pieces, target);
        assertFalse(Files.exists(pieces));
        return target;
    }

    private static List<WrittenRecord> read(Path file) throws IOException {
        try (var records = WrittenFile.read(file, PulledKind.CUSTOMERS, BERLIN, Long.MAX_VALUE)) {
            return records.toList();
        }
    }

    @ParameterizedTest
    @MethodSource("everyFormat")
    void aWrittenFileHasThePulledRecords(FormatOptions options) throws IOException {
        var pulled = PulledSamples.all();
        var file = written(options, List.of(pulled.subList(0, 3), List.of(), pulled.subList(3, pulled.size())));
        assertEquals(
                pulled.stream()
                        .map(one -> new WrittenRecord(one.id(), one.createdAt(), one.modifiedAt()))
                        .toList(),
                read(file));
        var expected = PullDigest.EMPTY;
        for (var one : pulled) {
            expected = expected.with(one.id(), one.modifiedAt());
        }
        var found = PullDigest.EMPTY;
        for (var one : read(file)) {
            found = found.with(one.id(), one.modifiedAt());
        }
        assertEquals(expected, found);
    }

    /** {@code pull --out} accepts any name, and a browser may decompress a file without renaming it. */
    @ParameterizedTest
    @MethodSource("everyFormat")
    void theContentGivesTheFormatWhateverTheName(FormatOptions options) throws IOException {
        var file = written(options, List.of(PulledSamples.all()));
        var expected = read(file);
        for (var name :
                List.of("may", "may.txt", "may.ndjson", "may.csv", "may.csv.gz", "may.ndjson.zst", "may.parquet")) {
            var renamed = Files.copy(file, folder.resolve(name));
            assertEquals(expected, read(renamed), name);
            assertEquals(Optional.of(PulledKind.CUSTOMERS), WrittenFile.kind(renamed), name);
        }
    }

    @ParameterizedTest
    @EnumSource(Compression.class)
    void textWithoutRecordsNeedsNoNameEither(Compression compression) throws IOException {
        var file = written(ndjson(compression), List.of());
        assertEquals(List.of(), read(Files.copy(file, folder.resolve("may"))));
    }

    /** The content shows the compression, although the file is damaged and has no known name. */
    @ParameterizedTest
    @EnumSource(names = {"GZIP", "ZSTD"})
    void aDamagedCompressedFileOfAnyNameIsCalledDamaged(Compression compression) throws IOException {
        var options = new FormatOptions(
                PulledKind.CUSTOMERS, FileType.CSV, Content.RECORDS, compression, Dates.ISO, BERLIN, false);
        var whole = Files.readAllBytes(written(options, List.of(PulledSamples.all())));
        var cut = Files.write(folder.resolve("may"), Arrays.copyOf(whole, 40));
        var failure = assertThrows(UncheckedIOException.class, () -> read(cut));
        assertTrue(failure.getMessage().contains("cut or damaged"), failure.getMessage());
    }

    @Test
    void aFileOfAnotherProgramIsRefused() throws IOException {
        for (var text : List.of("hello\n", "a,b\r\n1,2\r\n", "PK\u0003\u0004", "PAR", "\u001f")) {
            var file = Files.writeString(folder.resolve("letter.docx"), text);
            var refused = assertThrows(IllegalArgumentException.class, () -> read(file));
            assertTrue(refused.getMessage().startsWith(file + ": expected a file of a pull"), refused.getMessage());
        }
    }

    @ParameterizedTest
    @MethodSource("everyFormat")
    void aFileWithoutRecordsIsReadAsEmpty(FormatOptions options) throws IOException {
        assertEquals(List.of(), read(written(options, List.of())));
    }

    /**
     * Decompressors refuse a file of 0 bytes, so a file without records is one compressed piece without content. A kill
     * may leave any part of this piece; finishing the file must then still give the whole piece.
     */
    @ParameterizedTest
    @EnumSource(
            value = Compression.class,
            names = {"GZIP", "ZSTD"})
    void aCompressedFileWithoutRecordsIsOneEmptyPiece(Compression compression) throws IOException {
        var options = ndjson(compression);
        var empty = compression.compress(new byte[0]);
        assertArrayEquals(empty, Files.readAllBytes(written(options, List.of())));
        var pieces = folder.resolve("torn");
        var target = folder.resolve("torn" + options.format().suffix());
        for (var length = 0; length <= empty.length; length++) {
            Files.write(pieces, new byte[length]);
            options.format().finish(pieces, target);
            assertArrayEquals(empty, Files.readAllBytes(target), "torn after " + length);
        }
        Files.write(target, new byte[0]);
        assertEquals(List.of(), read(target), "as earlier builds left it");
    }

    /** Some libraries, such as Python's zstandard, stop after the first frame without an error. */
    @Test
    void aZstdFileHasOneFrameWhateverThePages() throws IOException {
        var csv = new FormatOptions(
                PulledKind.CUSTOMERS, FileType.CSV, Content.RECORDS, Compression.ZSTD, Dates.ISO, BERLIN, false);
        for (var options : List.of(ndjson(Compression.ZSTD), csv)) {
            var one = Files.readAllBytes(written(options, List.of(PulledSamples.all())));
            var many = Files.readAllBytes(
                    written(options, PulledSamples.all().stream().map(List::of).toList()));
            assertEquals(1, frames(many));
            assertArrayEquals(one, many);
        }
    }

    /** The number of zstd frames, each of which begins with the same four bytes. */
    private static long frames(byte[] file) {
        var text = new String(file, StandardCharsets.ISO_8859_1);
        return Pattern.compile("(\u00b5/\u00fd", Pattern.LITERAL)
                .matcher(text)
                .results()
                .count();
    }

    @ParameterizedTest
    @MethodSource("everyFormat")
    void aLongTextIsReadCompletely(FormatOptions options) throws IOException {
        var time = LocalDateTime.of(2024, 5, 2, 0, 0);
        var long1 = PulledSamples.customer(1, time, "x\\n,\\\"🙂".repeat(200_000));
        assertEquals(
                List.of(new WrittenRecord(1, time, time), new WrittenRecord(3, time, time)),
                read(written(options, List.of(List.of(long1, PulledSamples.customer(3, time, "y"))))));
    }

    @ParameterizedTest
    @MethodSource("everyFormat")
    void aTruncatedFileIsReportedByName(FormatOptions options) throws IOException {
        var file = written(options, List.of(PulledSamples.plain()));
        var bytes = Files.readAllBytes(file);
        for (var length : new int[] {bytes.length - 1, bytes.length - 8, bytes.length - 9, bytes.length * 2 / 3, 3}) {
            Files.write(file, Arrays.copyOf(bytes, length));
            var failure = assertThrows(Exception.class, () -> read(file), () -> "cut after " + length);
            isToldPlainly(failure, file);
        }
    }

    /** Checks that a failure names the file and the place, and says what is damaged without names of Java classes. */
    private static void isToldPlainly(Exception failure, Path file) {
        var told = failure instanceof UncheckedIOException ? failure.getCause() : failure;
        assertEquals(IOException.class, told.getClass());
        assertTrue(
                told.getMessage().matches("(?s)\\Q" + file + "\\E, (line|record) \\d+: cut or damaged: .+"),
                told.getMessage());
        assertFalse(told.getMessage().matches("(?s).*: (.*Exception|.*org\\.|null).*"), told.getMessage());
    }

    @Test
    void aCsvFileThatIsNotUtf8IsReported() throws IOException {
        for (var before : List.of("", "id,generationDate,lastModificationTime\n1,,\n")) {
            var file = Files.writeString(folder.resolve("a.csv"), before + "\u00ff\n", StandardCharsets.ISO_8859_1);
            var failure = assertThrows(UncheckedIOException.class, () -> read(file));
            isToldPlainly(failure, file);
            assertTrue(failure.getMessage().endsWith("not valid UTF-8"), failure.getMessage());
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Compression.class,
            names = {"GZIP", "ZSTD"})
    void aPieceWithADamagedStartIsNotReadAsTheEndOfTheFile(Compression compression) throws IOException {
        var options = ndjson(compression);
        var file = written(options, List.of(PulledSamples.plain(), PulledSamples.odd()));
        var bytes = Files.readAllBytes(file);
        var first = options.format().piece(PulledSamples.plain()).length;
        for (var more = 1; more < 30; more++) {
            Files.write(file, Arrays.copyOf(bytes, first + more));
            assertThrows(UncheckedIOException.class, () -> read(file), "cut after " + more);
        }
        bytes[first] ^= 1;
        Files.write(file, bytes);
        assertThrows(UncheckedIOException.class, () -> read(file));
    }

    /**
     * The first piece ends near the place where the reader's buffer of 64 KiB ends. If the second piece is cut or
     * damaged, the reader must report it.
     */
    @Test
    void aDamagedPieceAfterAFullBufferIsReported() throws IOException {
        var file = folder.resolve("customers.ndjson.gz");
        var next = Compression.GZIP.compress("{\"id\":2}\n".getBytes(StandardCharsets.UTF_8));
        for (var length = 10 + (1 << 16); length < 18 + (1 << 16); length++) {
            var first = pieceOf(length);
            write(file, first, next);
            assertEquals(2, read(file).size());
            for (var cut = 1; cut < 18; cut++) {
                write(file, first, Arrays.copyOf(next, cut));
                assertThrows(UncheckedIOException.class, () -> read(file), first.length + ", cut after " + cut);
            }
            var damaged = next.clone();
            damaged[0] ^= 1;
            write(file, first, damaged);
            assertThrows(UncheckedIOException.class, () -> read(file), first.length + ", damaged");
        }
    }

    /** The JDK's class calls itself for each of them. */
    @Test
    void manyEmptyPiecesAreRead() throws IOException {
        var empty = Compression.GZIP.compress(new byte[0]);
        var pieces = new ByteArrayOutputStream();
        for (var count = 0; count < 50_000; count++) {
            pieces.writeBytes(empty);
        }
        var file = folder.resolve("customers.ndjson.gz");
        Files.write(file, pieces.toByteArray());
        assertEquals(List.of(), read(file));
        write(file, pieces.toByteArray(), Compression.GZIP.compress("{\"id\":2}\n".getBytes(StandardCharsets.UTF_8)));
        assertEquals(1, read(file).size());
        write(file, pieces.toByteArray(), new byte[] {0});
        assertThrows(UncheckedIOException.class, () -> read(file));
    }

    /** A piece of exactly this length, with one record. */
    private static byte[] pieceOf(int length) {
        var noise = new byte[length];
        new Random(7).nextBytes(noise);
        var text = Base64.getEncoder().encodeToString(noise);
        for (var letters = length; ; letters++) {
            var line = "{\"id\":1,\"name\":\"" + text.substring(0, letters) + "\"}\n";
            var piece = Compression.GZIP.compress(line.getBytes(StandardCharsets.UTF_8));
            if (piece.length == length) {
                return piece;
            }
            letters += Math.max(0, length - piece.length - 64);
        }
    }

    private static void write(Path file, byte[] first, byte[] second) throws IOException {
        var bytes = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, bytes, first.length, second.length);
        Files.write(file, bytes);
    }

    @Test
    void aDamagedByteIsFoundIfThereIsAChecksum() throws IOException {
        for (var options : everyFormat().toList()) {
            if (options.type() == FileType.PARQUET || options.compression() != Compression.NONE) {
                var file = written(options, List.of(PulledSamples.plain()));
                var bytes = Files.readAllBytes(file);
                // In Parquet damage the id column, which is first and always read.
                bytes[options.type() == FileType.PARQUET ? 40 : bytes.length / 2] ^= 0x10;
                Files.write(file, bytes);
                assertThrows(Exception.class, () -> read(file), options::toString);
            }
        }
    }

    @Test
    void aDamagedLineIsReportedByNumber() throws IOException {
        var file = folder.resolve("a.ndjson");
        Files.writeString(file, "{\"id\":1}\n{\"id\":2}\n{\"id\":\n");
        try (var records = WrittenFile.read(file, PulledKind.CUSTOMERS, BERLIN, Long.MAX_VALUE)) {
            var iterator = records.iterator();
            assertEquals(1, iterator.next().id());
            assertEquals(2, iterator.next().id());
            var failure = assertThrows(UncheckedIOException.class, iterator::next);
            assertTrue(failure.getCause().getMessage().startsWith(file + ", line 3: cut or damaged: "));
        }
    }

    @ParameterizedTest
    @MethodSource("everyFormat")
    void aRecordWithoutAnIdIsReportedByItsPlace(FormatOptions options) throws IOException {
        var nobody = PulledSamples.of(0, PulledRecord.UNKNOWN, PulledRecord.UNKNOWN, "{\"id\":\"\"}");
        var file = written(options, List.of(PulledSamples.plain().subList(0, 1), List.of(nobody)));
        var place = switch (options.type()) {
            case NDJSON -> "line 2";
            case CSV -> "line 3";
            case PARQUET -> "record 2";
        };
        var failure = assertThrows(UncheckedIOException.class, () -> read(file));
        assertEquals(
                file + ", " + place + ": cut or damaged: no id",
                failure.getCause().getMessage());
    }

    @ParameterizedTest
    @MethodSource("everyFormat")
    @EnabledOnOs(OS.LINUX)
    void aFileIsOpenOnlyWhileItIsRead(FormatOptions options) throws IOException {
        var file = written(options, List.of(PulledSamples.plain()));
        var records = WrittenFile.read(file, PulledKind.CUSTOMERS, BERLIN, Long.MAX_VALUE);
        assertTrue(isOpen(file));
        records.close();
        assertFalse(isOpen(file));
        WrittenFile.kind(file);
        assertFalse(isOpen(file));
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void aFileWithADamagedBeginningIsNotLeftOpen() throws IOException {
        var file = folder.resolve("a.ndjson.gz");
        Files.writeString(file, "this is no gzip");
        assertThrows(IOException.class, () -> read(file));
        assertFalse(isOpen(file));
    }

    /** Whether this process has a file open, as Linux lists it. */
    private static boolean isOpen(Path file) throws IOException {
        var real = file.toRealPath();
        try (var all = Files.list(Path.of("/proc/self/fd"))) {
            for (var each : (Iterable<Path>) all::iterator) {
                try {
                    if (Files.readSymbolicLink(each).equals(real)) {
                        return true;
                    }
                } catch (NoSuchFileException closed) {
                    // Another thread closed it meanwhile.
                }
            }
        }
        return false;
    }

    @Test
    void aLineOfMoreThan16MbIsRefused() throws IOException {
        var file = folder.resolve("a.ndjson");
        var longest = "{\"id\":1}" + " ".repeat((16 << 20) - 8);
        Files.writeString(file, longest + "\n");
        assertEquals(1, read(file).size());
        Files.writeString(file, longest + " \n");
        var failure = assertThrows(UncheckedIOException.class, () -> read(file));
        assertTrue(
                failure.getMessage().contains("line 1: cut or damaged: the line is longer than 16777216 bytes"),
                failure.getMessage());
    }

    /** Small records must not delay the end of a row group of large ones: the writer keeps the group in memory. */
    @Test
    void largeRecordsAfterManySmallOnesAreManyRowGroups() throws IOException {
        var file = folder.resolve("tickets.parquet");
        var noise = new byte[24_000];
        var random = new Random(7);
        try (var table = ParquetTable.create(file, PulledKind.TICKETS, BERLIN)) {
            for (var id = 1; id <= 20_200; id++) {
                table.write(ticket(id, ""));
            }
            for (var id = 20_201; id <= 21_200; id++) {
                random.nextBytes(noise);
                table.write(ticket(id, Base64.getEncoder().encodeToString(noise)));
            }
        }
        var options =
                ParquetReadOptions.builder(new PlainParquetConfiguration()).build();
        try (var reader = ParquetFileReader.open(new LocalInputFile(file), options)) {
            var groups = reader.getRowGroups();
            assertEquals(
                    21_200,
                    groups.stream().mapToLong(BlockMetaData::getRowCount).sum());
            var largest =
                    groups.stream().mapToLong(BlockMetaData::getCompressedSize).max();
            assertTrue(largest.orElseThrow() <= 17 << 20, largest::toString);
        }
    }

    private static PulledFields ticket(int id, String detail) {
        return PulledFields.of(("{\"taskId\":" + id
                        + ",\"date\":\"02-05-2024 10:00\",\"status\":\"Pending\",\"detail\":\"" + detail + "\"}")
                .getBytes(StandardCharsets.UTF_8));
    }

    /** A damaged page may state a length that exhausts the memory: it is allocated before the page is read. */
    @Test
    void aPageOfAParquetFileThatStatesMoreThan64MbIsRefused() throws IOException {
        var pages = new ZstdPages().getDecompressor(CompressionCodecName.ZSTD);
        var packed = Zstd.compress(new byte[] {7});
        var most = 64 << 20;
        assertEquals(1, pages.decompress(BytesInput.from(packed), most).size());
        assertThrows(IllegalArgumentException.class, () -> pages.decompress(BytesInput.from(packed), most + 1));
        assertThrows(
                IllegalArgumentException.class,
                () -> pages.decompress(ByteBuffer.wrap(packed), packed.length, ByteBuffer.allocate(1), most + 1));
    }

    /** A Parquet file with a thousand equal records. Its columns of times have this repetition. */
    private Path parquet(Type.Repetition repetition) throws IOException {
        return parquet(repetition, Map.of());
    }

    private Path parquet(Type.Repetition repetition, Map<String, String> notes, Type... more) throws IOException {
        var file = folder.resolve("times.parquet");
        var keys = PulledKind.CUSTOMERS.keys();
        var columns = Stream.of(
                Types.required(INT64).named(keys.id()),
                Types.primitive(INT64, repetition).named(keys.created()),
                Types.primitive(INT64, repetition).named(RecordKeys.MODIFIED));
        var schema = new MessageType(
                "customers", Stream.concat(columns, Arrays.stream(more)).toList());
        try (var writer = ExampleParquetWriter.builder(new LocalOutputFile(file))
                .withConf(new PlainParquetConfiguration())
                .withDictionaryEncoding(false)
                .withType(schema)
                .withExtraMetaData(notes)
                .withWriteMode(ParquetFileWriter.Mode.OVERWRITE)
                .build()) {
            var record = new SimpleGroup(schema);
            List.of(keys.id(), keys.created(), RecordKeys.MODIFIED).forEach(key -> record.add(key, 1L));
            for (var count = 0; count < 1_000; count++) {
                writer.write(record);
            }
        }
        return file;
    }

    /** One record could have so many times that they fill the memory. */
    @Test
    void aParquetFileWithSeveralTimesInARecordIsRefused() throws IOException {
        var file = parquet(Type.Repetition.REPEATED);
        var failure = assertThrows(UncheckedIOException.class, () -> read(file));
        assertTrue(failure.getMessage().contains("not written by a pull"), failure.getMessage());
    }

    /** The library's own message does not name the file, and a folder may have hundreds. */
    @Test
    void aDamagedEndOfAParquetFileIsReportedByName() throws IOException {
        var file = parquet(Type.Repetition.OPTIONAL);
        var whole = Files.readAllBytes(file);
        var end = 8 + ByteBuffer.wrap(whole).order(ByteOrder.LITTLE_ENDIAN).getInt(whole.length - 8);
        whole[whole.length - end] ^= 0x15;
        Files.write(file, whole);
        isToldPlainly(assertThrows(IOException.class, () -> read(file)), file);
        isToldPlainly(assertThrows(IOException.class, () -> WrittenFile.kind(file)), file);
    }

    /** The library allocates memory for the stated length before it reads. */
    @Test
    void aParquetFileWhoseEndStatesMoreThanThereIsIsRefused() throws IOException {
        var file = parquet(Type.Repetition.OPTIONAL);
        var bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
        var end = 8 + bytes.getInt(bytes.limit() - 8);
        // Without any column, and without the greater part of the last one.
        for (var before : new int[] {4, bytes.limit() - end - 7_000}) {
            var cut = Arrays.copyOf(bytes.array(), before + end);
            System.arraycopy(bytes.array(), bytes.limit() - end, cut, before, end);
            Files.write(file, cut);
            var failure = assertThrows(UncheckedIOException.class, () -> read(file));
            assertTrue(failure.getMessage().contains("states more than the file has"), failure.getMessage());
        }
    }

    /** The library allocates memory for the parts that an end states, and calls itself for parts within parts. */
    @Test
    void anEndOfAParquetFileThatStatesMorePartsThanItHasIsRefused() throws IOException {
        var lists = "1502191c480173150000160019fc8095f52a19fc8095f52a3c150419f58095f52a";
        for (var end : List.of(lists, "1c".repeat(200_000), "150219fca09c01" + "480167150200".repeat(20_000))) {
            var file = withEnd(new byte[0], HexFormat.of().parseHex(end));
            isToldPlainly(assertThrows(IOException.class, () -> read(file)), file);
            isToldPlainly(assertThrows(IOException.class, () -> WrittenFile.kind(file)), file);
        }
    }

    private Path withEnd(byte[] columns, byte[] end) throws IOException {
        var magic = "PAR1".getBytes(StandardCharsets.US_ASCII);
        var bytes = ByteBuffer.allocate(columns.length + end.length + 12).order(ByteOrder.LITTLE_ENDIAN);
        bytes.put(magic).put(columns).put(end).putInt(end.length).put(magic);
        return Files.write(folder.resolve("end.parquet"), bytes.array());
    }

    /** The stated length of each single column fits into the file. */
    @Test
    void columnsOfAParquetFileThatAreTogetherLongerThanTheFileAreRefused() throws IOException {
        var file = withColumns(new byte[9_000], 5_000);
        var failure = assertThrows(UncheckedIOException.class, () -> read(file));
        assertTrue(failure.getMessage().contains("states more than the file has"), failure.getMessage());
    }

    @Test
    void aPageOfAParquetFileWithPartsWithinPartsIsRefused() throws IOException {
        var columns = new byte[300_000];
        Arrays.fill(columns, (byte) 0x1c);
        var file = withColumns(columns, 100_000);
        isToldPlainly(assertThrows(UncheckedIOException.class, () -> read(file)), file);
    }

    /** A Parquet file with these bytes in place of its columns. Every column begins with the first of them. */
    private Path withColumns(byte[] columns, long length) throws IOException {
        var whole = Files.readAllBytes(parquet(Type.Repetition.OPTIONAL));
        var size = ByteBuffer.wrap(whole).order(ByteOrder.LITTLE_ENDIAN).getInt(whole.length - 8);
        var end = Util.readFileMetaData(new ByteArrayInputStream(whole, whole.length - 8 - size, size));
        for (var column : end.getRow_groups().get(0).getColumns()) {
            column.getMeta_data().setData_page_offset(4).setTotal_compressed_size(length);
        }
        var bytes = new ByteArrayOutputStream();
        Util.writeFileMetaData(end, bytes);
        return withEnd(columns, bytes.toByteArray());
    }

    /** The Parquet library needs memory for every part of the footer, although only three columns are read. */
    @Test
    void anEndOfAParquetFileThatIsLargerThanThatOfAPullIsRefused() throws IOException {
        var columns = IntStream.range(0, 1_000)
                .mapToObj(number -> Types.optional(INT64).named("column" + number))
                .toArray(Type[]::new);
        var wide = parquet(Type.Repetition.OPTIONAL, Map.of(), columns);
        isToldPlainly(assertThrows(IOException.class, () -> read(wide)), wide);
        var noted = parquet(Type.Repetition.OPTIONAL, Map.of("note", "x".repeat(3 << 20)));
        isToldPlainly(assertThrows(IOException.class, () -> read(noted)), noted);
        var longest = parquet(Type.Repetition.OPTIONAL, Map.of("note", "x".repeat(2_000_000)));
        assertDoesNotThrow(() -> WrittenFile.kind(longest));
    }

    @Test
    void filesWithoutPulledRecordsAreRefused() throws IOException {
        var contacts = written(
                new FormatOptions(
                        PulledKind.CUSTOMERS, FileType.CSV, Content.LIST, Compression.NONE, Dates.ISO, BERLIN, false),
                List.of(PulledSamples.plain()));
        var failure = assertThrows(UncheckedIOException.class, () -> read(contacts));
        assertTrue(failure.getMessage().contains("the rows are contacts"), failure.getMessage());
        assertThrows(NoSuchFileException.class, () -> read(folder.resolve("none.csv")));
    }

    @ParameterizedTest
    @MethodSource("everyFormat")
    void finishMayBeRepeatedAfterAKillAtAnyMoment(FormatOptions options) throws IOException {
        var format = options.format();
        var target = folder.resolve("customers" + format.suffix());
        var temporary = folder.resolve("customers" + format.suffix() + ".tmp");
        var pieces = folder.resolve("pieces");
        var bytes = new ByteArrayOutputStream();
        bytes.writeBytes(format.head());
        bytes.writeBytes(format.piece(PulledSamples.all()));
        var whole = bytes.toByteArray();

        Files.write(pieces, whole);
        format.finish(pieces, target);
        var expected = Files.readAllBytes(target);

        // States after a kill: before the file was written, while it was written, and before it got its name.
        for (var cut : new int[] {-1, 0, expected.length / 2, expected.length}) {
            Files.deleteIfExists(target);
            Files.write(pieces, whole);
            if (!format.isRenamed() && cut >= 0) {
                Files.write(temporary, Arrays.copyOf(expected, cut));
            }
            finishesWith(format, pieces, target, expected);
        }
        // State after a kill before the pieces were deleted.
        if (!format.isRenamed()) {
            Files.write(pieces, whole);
            finishesWith(format, pieces, target, expected);
        }
    }

    @ParameterizedTest
    @MethodSource("everyFormat")
    void aRenamedFileHasTheBytesOfThePieces(FormatOptions options) throws IOException {
        var format = options.format();
        var bytes = new ByteArrayOutputStream();
        bytes.writeBytes(format.head());
        var pages = List.of(PulledSamples.plain(), PulledSamples.odd());
        pages.forEach(page -> bytes.writeBytes(format.piece(page)));
        var complete = Files.readAllBytes(written(options, pages));
        assertEquals(format.isRenamed(), Arrays.equals(bytes.toByteArray(), complete));
    }

    private void finishesWith(Format format, Path pieces, Path target, byte[] expected) throws IOException {
        format.finish(pieces, target);
        assertArrayEquals(expected, Files.readAllBytes(target));
        try (var files = Files.list(folder)) {
            assertEquals(List.of(target), files.toList());
        }
    }

    @Test
    void damagedPiecesAreKeptAndMakeNoFile() throws IOException {
        var format = new FormatOptions(
                        PulledKind.CUSTOMERS,
                        FileType.PARQUET,
                        Content.RECORDS,
                        Compression.NONE,
                        Dates.ISO,
                        BERLIN,
                        false)
                .format();
        var piece = format.piece(PulledSamples.plain());
        var pieces = folder.resolve("pieces");
        Files.write(pieces, Arrays.copyOf(piece, piece.length - 20));
        var target = folder.resolve("customers.parquet");
        var failure = assertThrows(IOException.class, () -> format.finish(pieces, target));
        assertTrue(failure.getMessage().startsWith(pieces + ", line "), failure.getMessage());
        try (var files = Files.list(folder)) {
            assertEquals(List.of(pieces), files.toList());
        }
    }
}
