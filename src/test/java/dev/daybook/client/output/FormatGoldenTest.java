package dev.daybook.client.output;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.daybook.client.answer.PulledKind;
import dev.daybook.client.answer.PulledPage;
import dev.daybook.client.answer.PulledRecord;
import dev.daybook.client.output.FormatOptions.Content;
import dev.daybook.client.output.FormatOptions.Dates;
import dev.daybook.client.output.FormatOptions.FileType;
import dev.daybook.kit.Golden;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.apache.parquet.ParquetReadOptions;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.convert.GroupRecordConverter;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.io.ColumnIOFactory;
import org.apache.parquet.io.LocalInputFile;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

@Tag("jdk")
class FormatGoldenTest {
    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

    @TempDir
    private Path folder;

    private static Format format(FileType type, Content content, Compression compression, Dates dates) {
        return new FormatOptions(PulledKind.CUSTOMERS, type, content, compression, dates, BERLIN, false).format();
    }

    private static Format parquet(PulledKind kind, Dates dates) {
        return new FormatOptions(kind, FileType.PARQUET, Content.RECORDS, Compression.NONE, dates, BERLIN, false)
                .format();
    }

    private static byte[] pieces(Format format, List<List<PulledRecord>> pages) {
        var file = new ByteArrayOutputStream();
        file.writeBytes(format.head());
        pages.forEach(page -> file.writeBytes(format.piece(page)));
        return file.toByteArray();
    }

    @ParameterizedTest
    @CsvSource({
        "NDJSON, RECORDS, VENDOR, customers.vendor.ndjson",
        "NDJSON, RECORDS, ISO, customers.iso.ndjson",
        "CSV, RECORDS, VENDOR, customers.vendor.csv",
        "CSV, RECORDS, ISO, customers.iso.csv",
        "CSV, LIST, VENDOR, contacts.vendor.csv",
        "CSV, LIST, ISO, contacts.iso.csv",
    })
    void textFilesOfCustomersEqualTheGoldenFiles(FileType type, Content content, Dates dates, String golden) {
        var plain = format(type, content, Compression.NONE, dates);
        Golden.assertGoldenFile(
                "output/" + golden, pieces(plain, List.of(PulledSamples.plain(), List.of(), PulledSamples.odd())));
        assertArrayEquals(
                pieces(plain, List.of(PulledSamples.all())),
                pieces(plain, PulledSamples.all().stream().map(List::of).toList()),
                "the pages make no difference");
    }

    @ParameterizedTest
    @CsvSource({
        "NDJSON, ISO, tickets.iso.ndjson",
        "CSV, VENDOR, tickets.vendor.csv",
        "CSV, ISO, tickets.iso.csv",
    })
    void filesOfTicketsEqualTheGoldenFiles(FileType type, Dates dates, String golden) {
        var options =
                new FormatOptions(PulledKind.TICKETS, type, Content.RECORDS, Compression.NONE, dates, BERLIN, false);
        Golden.assertGoldenFile("output/" + golden, pieces(options.format(), List.of(PulledSamples.tickets())));
        assertThrows(
                IllegalArgumentException.class,
                () -> new FormatOptions(
                        PulledKind.TICKETS, FileType.CSV, Content.LIST, Compression.NONE, dates, BERLIN, false));
    }

    @ParameterizedTest
    @CsvSource({"RECORDS, orders.csv", "LIST, products.csv"})
    void csvFilesOfOrdersEqualTheGoldenFiles(Content content, String golden) {
        var options =
                new FormatOptions(PulledKind.ORDERS, FileType.CSV, content, Compression.NONE, Dates.ISO, BERLIN, false);
        Golden.assertGoldenFile("output/" + golden, pieces(options.format(), List.of(PulledSamples.orders())));
    }

    /**
     * A row of contacts refers to its customer only by this id, so an id that is a text is also written as it was sent.
     */
    @ParameterizedTest
    @CsvSource({
        "'{\"id\":\"C-100\",%s}', C-100",
        "'{\"id\":\"007\",%s}', 007",
        "'{\"customer_id\":\"C-100\",%s}', C-100",
        "'{\"id\":0,\"customer_id\":7,%s}', 7",
        "'{\"id\":\"=1\",%s}', '''=1'",
    })
    void customersAndContactsHaveTheIdThatTheServerSent(String json, String id) {
        var page = PulledPage.read(
                ("{\"message\":[" + json.formatted("\"contacts\":[{\"id\":5}]") + "],\"status\":\"success\"}")
                        .getBytes(StandardCharsets.UTF_8),
                PulledKind.CUSTOMERS.keys(),
                true);
        for (var content : Content.values()) {
            var options = new FormatOptions(
                    PulledKind.CUSTOMERS, FileType.CSV, content, Compression.NONE, Dates.VENDOR, BERLIN, true);
            var row = new String(options.format().piece(page.records()), StandardCharsets.UTF_8);
            assertTrue(row.startsWith(id + (content == Content.LIST ? ",5," : ",,")), row);
        }
    }

    /** Excel splits lines at semicolons in countries with a decimal comma, and may find a formula behind one. */
    @Test
    void textsWithAnotherSeparatorAreQuotedForSpreadsheets() {
        var json = "{\"id\":7,\"name\":\"Asha;=1+1\",\"website\":\"a\\t=1\",\"remarks\":\"plain\"}";
        var record =
                new PulledRecord(7, PulledRecord.UNKNOWN, PulledRecord.UNKNOWN, json.getBytes(StandardCharsets.UTF_8));
        for (var safe : List.of(true, false)) {
            var options = new FormatOptions(
                    PulledKind.CUSTOMERS, FileType.CSV, Content.RECORDS, Compression.NONE, Dates.VENDOR, BERLIN, safe);
            var row = new String(options.format().piece(List.of(record)), StandardCharsets.UTF_8);
            assertTrue(row.startsWith(safe ? "7,,,\"Asha;=1+1\",\"a\t=1\"," : "7,,,Asha;=1+1,a\t=1,"), row);
            assertTrue(row.contains(",plain,"), row);
        }
    }

    @Test
    void textsThatLookLikeFormulasGetAnApostrophe() {
        var json = "{\"id\":7,\"name\":\"=1+1\",\"website\":\"@x\",\"latitude\":\"-5.25\",\"remarks\":\"+91 9\","
                + "\"outStandingAmount\":-1.0E7}";
        var record =
                new PulledRecord(7, PulledRecord.UNKNOWN, PulledRecord.UNKNOWN, json.getBytes(StandardCharsets.UTF_8));
        var safe = new FormatOptions(
                PulledKind.CUSTOMERS, FileType.CSV, Content.RECORDS, Compression.NONE, Dates.VENDOR, BERLIN, true);
        var row = new String(safe.format().piece(List.of(record)), StandardCharsets.UTF_8);
        assertTrue(row.startsWith("7,,,'=1+1,'@x,"), row);
        assertTrue(row.contains(",-5.25,") && row.contains(",'+91 9,") && row.contains(",-1.0E+7,"), row);
        assertThrows(
                IllegalArgumentException.class,
                () -> new FormatOptions(
                        PulledKind.CUSTOMERS,
                        FileType.NDJSON,
                        Content.RECORDS,
                        Compression.NONE,
                        Dates.VENDOR,
                        BERLIN,
                        true));
    }

    @Test
    void amountsOfOrdersAreExactInParquet() throws IOException {
        var format = parquet(PulledKind.ORDERS, Dates.ISO);
        var pieces = Files.write(folder.resolve("pieces"), pieces(format, List.of(PulledSamples.orders())));
        format.finish(pieces, folder.resolve("orders.parquet"));
        var reading = ParquetReadOptions.builder(new PlainParquetConfiguration())
                .withCodecFactory(new ZstdPages())
                .build();
        try (var reader = ParquetFileReader.open(new LocalInputFile(folder.resolve("orders.parquet")), reading)) {
            var schema = reader.getFileMetaData().getSchema();
            assertTrue(schema.toString().contains("fixed_len_byte_array(16) grandTotal (DECIMAL(38,12))"));
            var records = new ColumnIOFactory()
                    .getColumnIO(schema)
                    .getRecordReader(reader.readNextRowGroup(), new GroupRecordConverter(schema));
            var order = records.read();
            assertEquals(new BigDecimal("12345678901234.000001000000"), amount(order, "grandTotal"));
            assertEquals(new BigDecimal("0.000000000000"), amount(order, "totalPaid"));
            assertEquals(new BigDecimal("-0.000001000000"), amount(order, "outstandingAmount"));
            var products = order.getGroup("products", 0);
            assertEquals(2, products.getFieldRepetitionCount("list"));
            assertEquals(
                    new BigDecimal("0.100000000000"),
                    amount(products.getGroup("list", 0).getGroup("element", 0), "rate"));
            assertEquals(0, records.read().getFieldRepetitionCount("grandTotal"), "there is no room for it");
        }
    }

    /** A decimal has 26 digits before the point and 12 after it. */
    @Test
    void anAmountThatParquetCannotHoldExactlyHasNoValue() throws IOException {
        var whole = "9".repeat(26);
        var part = "0." + "0".repeat(11) + "1";
        var order = "{\"id\":7,\"grandTotal\":%s,\"totalPaid\":%s}";
        var format = parquet(PulledKind.ORDERS, Dates.ISO);
        var page = Stream.of(order.formatted("-" + whole, part + "0"), order.formatted(whole + "9", part + "1"))
                .map(json -> PulledSamples.of(7, PulledRecord.UNKNOWN, PulledRecord.UNKNOWN, json))
                .toList();
        var target = folder.resolve("orders.parquet");
        format.finish(Files.write(folder.resolve("pieces"), pieces(format, List.of(page))), target);
        var reading = ParquetReadOptions.builder(new PlainParquetConfiguration())
                .withCodecFactory(new ZstdPages())
                .build();
        try (var reader = ParquetFileReader.open(new LocalInputFile(target), reading)) {
            var schema = reader.getFileMetaData().getSchema();
            var records = new ColumnIOFactory()
                    .getColumnIO(schema)
                    .getRecordReader(reader.readNextRowGroup(), new GroupRecordConverter(schema));
            var exact = records.read();
            assertEquals(new BigDecimal("-" + whole + ".000000000000"), amount(exact, "grandTotal"));
            assertEquals(new BigDecimal(part), amount(exact, "totalPaid"));
            var inexact = records.read();
            assertEquals(0, inexact.getFieldRepetitionCount("grandTotal"));
            assertEquals(0, inexact.getFieldRepetitionCount("totalPaid"));
        }
    }

    private static BigDecimal amount(Group row, String column) {
        return new BigDecimal(new BigInteger(row.getBinary(column, 0).getBytes()), 12);
    }

    @Test
    void ndjsonHasTheBytesOfTheServer() {
        var format = format(FileType.NDJSON, Content.RECORDS, Compression.NONE, Dates.VENDOR);
        var expected = new ByteArrayOutputStream();
        for (var pulled : PulledSamples.plain()) {
            expected.writeBytes(pulled.json());
            expected.write('\n');
        }
        assertArrayEquals(expected.toByteArray(), format.piece(PulledSamples.plain()));
    }

    @ParameterizedTest
    @EnumSource(Compression.class)
    void joinedPiecesAreAValidFile(Compression compression) throws IOException {
        for (var type : List.of(FileType.NDJSON, FileType.CSV)) {
            var pages = PulledSamples.all().stream().map(List::of).toList();
            var packed = pieces(format(type, Content.RECORDS, compression, Dates.ISO), pages);
            var again = pieces(format(type, Content.RECORDS, compression, Dates.ISO), pages);
            assertArrayEquals(packed, again);
            var file = folder.resolve("file");
            Files.write(file, packed);
            try (var text = compression.open(Files.newInputStream(file))) {
                assertArrayEquals(
                        pieces(format(type, Content.RECORDS, Compression.NONE, Dates.ISO), pages), text.readAllBytes());
            }
        }
    }

    /**
     * The JDK reads a long text into several buffers. When one is full, it asks for 0 bytes. The answer -1 to this
     * would mean that the text has ended.
     */
    @ParameterizedTest
    @EnumSource(Compression.class)
    void aLongTextIsReadInOneGo(Compression compression) throws IOException {
        var bytes = new byte[100_000];
        new Random(7).nextBytes(bytes);
        try (var text = compression.open(new ByteArrayInputStream(compression.compress(bytes)))) {
            assertArrayEquals(bytes, text.readAllBytes());
        }
    }

    @Test
    void gzipOutputHasNoTimestamp() {
        var member = Compression.GZIP.compress(new byte[] {1});
        for (var i = 4; i < 8; i++) {
            assertEquals(0, member[i]);
        }
    }

    @Test
    void parquetIsAsKept() throws IOException {
        parquetIsAsKept(PulledKind.CUSTOMERS, List.of(PulledSamples.plain(), List.of(), PulledSamples.odd()));
        parquetIsAsKept(PulledKind.TICKETS, List.of(PulledSamples.tickets()));
    }

    @Test
    void aTimeOfAnAbsurdYearIsNoTimeInParquet() throws IOException {
        var record = PulledSamples.of(
                300,
                PulledRecord.UNKNOWN,
                PulledRecord.UNKNOWN,
                "{\"id\":300,\"lastModificationTime\":\"May 2, +999999999 4:15:42 PM\"}");
        var format = format(FileType.PARQUET, Content.RECORDS, Compression.NONE, Dates.VENDOR);
        var pieces = folder.resolve("pieces");
        Files.write(pieces, pieces(format, List.of(List.of(record))));
        var target = folder.resolve("file.parquet");
        format.finish(pieces, target);
        var read = ParquetText.of(target);
        assertTrue(read.contains("\nid: 300\n"), read);
        assertFalse(read.contains("lastModificationTime: "), read);
    }

    private void parquetIsAsKept(PulledKind kind, List<List<PulledRecord>> pages) throws IOException {
        var format = parquet(kind, Dates.VENDOR);
        var pieces = folder.resolve("pieces");
        var target = folder.resolve("file.parquet");
        Files.write(pieces, pieces(format, pages));
        format.finish(pieces, target);
        Golden.assertGoldenFile(
                "output/" + kind.plural() + ".parquet.txt",
                ParquetText.of(target).getBytes(StandardCharsets.UTF_8));
    }

    @ParameterizedTest
    @CsvSource({
        "NDJSON, RECORDS, NONE, .ndjson",
        "NDJSON, RECORDS, GZIP, .ndjson.gz",
        "NDJSON, RECORDS, ZSTD, .ndjson.zst",
        "CSV, RECORDS, NONE, .csv",
        "CSV, LIST, GZIP, .csv.gz",
        "CSV, LIST, ZSTD, .csv.zst",
        "PARQUET, RECORDS, NONE, .parquet",
    })
    void theSuffixOfAFileFollowsItsFormat(FileType type, Content content, Compression compression, String suffix) {
        assertEquals(suffix, format(type, content, compression, Dates.VENDOR).suffix());
    }

    @Test
    void contradictoryOptionsAreRefused() {
        var packed = assertThrows(
                IllegalArgumentException.class,
                () -> format(FileType.PARQUET, Content.RECORDS, Compression.GZIP, Dates.ISO));
        assertEquals("a Parquet file is compressed inside; it goes without compression around it", packed.getMessage());
        for (var type : List.of(FileType.NDJSON, FileType.PARQUET)) {
            assertThrows(
                    IllegalArgumentException.class, () -> format(type, Content.LIST, Compression.NONE, Dates.VENDOR));
        }
    }
}
