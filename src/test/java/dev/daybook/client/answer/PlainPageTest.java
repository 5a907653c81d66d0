package dev.daybook.client.answer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.daybook.client.answer.text.AnswerText;
import dev.daybook.kit.VendorCustomer;
import dev.daybook.kit.VendorTicket;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The fast path for pages gives the same result as the parser, or leaves the page to the parser. */
@Tag("jdk")
class PlainPageTest {
    private static final LocalDateTime TIME = LocalDateTime.of(2024, 5, 2, 16, 15, 42);

    /** Bytes with a meaning in JSON or UTF-8. */
    private static final byte[] TELLING =
            "{}[],:\"\\/untrfalse0123456789-+.eE \n\r\t\0\u007f\u0080\u00bf\u00c0\u00c3\u00e0\u00ed\u00f0\u00f8\u00ff"
                    .getBytes(StandardCharsets.ISO_8859_1);

    private static final List<String> PIECES = List.of(
            "\"id\":5",
            "\"id\":-7",
            "\"id\":\"6\"",
            "\"id\":0",
            "\"id\":1.5",
            "\"id\":12345678901234567890",
            "\"\\u0069d\":9",
            "\"generationDate\":\"May 2, 2024 4:15:42 PM\"",
            "\"generationDate\":\"May 2, 2024 4:15:42\u202fPM\"",
            "\"generationDate\":\"May 2, 2024 4:15:42 \\u0050M\"",
            "\"generationDate\":\"2024-05-02 16:15:42.249\"",
            "\"generationDate\":\"soon\"",
            "\"generationDate\":null",
            "\"generationDate\":[1]",
            "\"lastModificationTime\":{\"year\":2024,\"month\":4,\"dayOfMonth\":3,\"hourOfDay\":1,\"minute\":2,\"second\":3}",
            "\"lastModificationTime\":{\"year\":2024,\"month\":\"4\",\"dayOfMonth\":3}",
            "\"lastModificationTime\":{\"year\":2024,\"month\":1,\"dayOfMonth\":30}",
            "\"lastModificationTime\":{\"year\":2024,\"month\":1.0,\"dayOfMonth\":-1}",
            "\"lastModificationTime\":{}",
            "\"taskId\":12",
            "\"taskId\":\"12\"",
            "\"date\":\"19-04-2024 14:19\"",
            "\"date\":\"19-04-2024 25:19\"",
            "\"date\":\"\"",
            "\"additional_info\":{\"date\":\"20-04-2024 14:19\",\"taskId\":13}",
            "\"name\":\"नमस्ते 🙂 é\"",
            "\"é\":1",
            "\"a\":[{\"id\":1,\"message\":[true,false,null]},[],{},-0.5e-7,1E5,0]",
            "\"b\":\"\\\"\\\\\\/\\b\\f\\n\\r\\t\\u00e9\\ud800\"",
            "\"c\" : 1",
            "\"d\":\n2",
            "\"e\":01",
            "\"f\":1.",
            "\"g\":\"\t\"",
            "\"i\":1e99999999999",
            "\"j\":[-1.5E-12345]",
            "\"k\":1e+9999",
            "\"lastModificationTime\":{\"year\":1e99999999999}",
            "\"h\":\"\\x\"");

    /** A letter, and the bytes at both ends of each range of bytes that may begin or continue a character in UTF-8. */
    private static final byte[] BOUNDS =
            HexFormat.of().parseHex("61" + "7f80818f909fa0bfc0c1c2dfe0e1ecedeeeff0f1f3f4f5f7f8ff");

    /** The first and the last character of each range of valid characters, in hexadecimal UTF-8. */
    private static final List<String> CHARACTERS = List.of(
            "61",
            "7f",
            "c280",
            "dfbf",
            "e0a080",
            "e0bfbf",
            "e18080",
            "ecbfbf",
            "ed8080",
            "ed9fbf",
            "ee8080",
            "efbfbf",
            "f0908080",
            "f0bfbfbf",
            "f1808080",
            "f3bfbfbf",
            "f4808080",
            "f48fbfbf");

    private static byte[] page(String records) {
        return ("{\"message\":[" + records + "],\"status\":\"success\"}").getBytes(StandardCharsets.UTF_8);
    }

    private static String customers(int count) {
        return LongStream.rangeClosed(1, count)
                .mapToObj(id -> VendorCustomer.of(id, TIME.plusMinutes(id)).json())
                .collect(Collectors.joining(","));
    }

    private static Optional<List<PulledRecord>> quick(byte[] page) {
        return PlainPage.read(page, PulledKind.CUSTOMERS.keys()).map(PulledPage::records);
    }

    @Test
    void theFastReaderReadsUsualPages() {
        var records = quick(page(customers(3))).orElseThrow();
        assertEquals(List.of(1L, 2L, 3L), records.stream().map(PulledRecord::id).toList());
        assertEquals(TIME.plusMinutes(2), records.get(1).createdAt());
        assertEquals(TIME.plusMinutes(2), records.get(1).modifiedAt());
        assertEquals(
                customers(3),
                records.stream()
                        .map(record -> new String(record.json(), StandardCharsets.UTF_8))
                        .collect(Collectors.joining(",")));
        assertEquals(Optional.of(List.of()), quick(page("")));
        var hindi =
                "{\"id\":8,\"name\":\"नमस्ते 🙂\",\"remarks\":\"\\\"\\u00e9\\n\",\"maxCreditAmt\":-1.0E7,\"a\":[null]}";
        assertTrue(agrees(page(hindi)));
    }

    @Test
    void theFastReaderReadsTicketsOfTheVendor() {
        var tickets = List.of(VendorTicket.of(7, TIME), VendorTicket.of(8, TIME.plusDays(1)));
        var rows = tickets.stream().map(VendorTicket::json).collect(Collectors.joining(","));
        var body = "{\"totalCount\":null,\"message\":[" + rows + "],\"status\":\"success\"}";
        var records = PlainPage.read(body.getBytes(StandardCharsets.UTF_8), PulledKind.TICKETS.keys())
                .orElseThrow()
                .records();
        assertEquals(List.of(7L, 8L), records.stream().map(PulledRecord::id).toList());
        assertEquals(TIME.withSecond(0), records.get(0).createdAt());
        assertEquals(TIME.withSecond(0), records.get(0).modifiedAt(), "which the vendor does not say");
        assertEquals(tickets.get(1).json(), new String(records.get(1).json(), StandardCharsets.UTF_8));
    }

    @Test
    void bothReadersConvertATimeWithAnOffsetIfTheyKnowTheZone() {
        var page = page("{\"id\":7,\"generationDate\":\"2024-05-02T10:45:42Z\"}");
        var keys = PulledKind.CUSTOMERS.keys();
        var inIndia = keys.in(Optional.of(ZoneId.of("Asia/Kolkata")));
        var expected = LocalDateTime.of(2024, 5, 2, 16, 15, 42);
        for (var records : List.of(
                PlainPage.read(page, inIndia).orElseThrow().records(),
                PulledPage.parse(page, inIndia).records())) {
            assertEquals(expected, records.get(0).createdAt());
        }
        assertFalse(PlainPage.read(page, keys).orElseThrow().records().get(0).hasTime());
        assertFalse(PulledPage.parse(page, keys).records().get(0).hasTime());
    }

    @Test
    void aSingleRecordMayComeWithoutAList() {
        var body = "{\"message\":" + VendorTicket.of(7, TIME).json() + ",\"status\":\"success\"}";
        var page = PulledPage.read(body.getBytes(StandardCharsets.UTF_8), PulledKind.TICKETS.keys(), true);
        assertEquals(List.of(7L), page.records().stream().map(PulledRecord::id).toList());
    }

    @Test
    void aTruncatedPageIsRefused() {
        var whole = page(customers(2));
        for (var length = 1; length < whole.length; length++) {
            var cut = Arrays.copyOf(whole, length);
            assertEquals(Optional.empty(), quick(cut));
            assertThrows(IllegalArgumentException.class, () -> PulledPage.read(cut, PulledKind.CUSTOMERS.keys(), true));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"message\":\"No Record Found\",\"status\":\"success\"}",
                "{\"message\":[],\"status\":\"failed\"}",
                "{\"message\":[],\"status\":null}",
                "{\"message\":[]}",
                "{\"message\":[{\"id\":1}],\"Status\":\"failed\"}",
                "{\"message\":[{\"id\":1}],\"error\":\"timeout\"}",
                "{\"message\":[{\"id\":1}],\"success\":false}",
                "{\"message\":[{\"id\":1e99999999999}]}",
                "{\"status\":\"success\"}",
                "{\"message\":[{\"id\":1}],\"status\":\"success\"} ",
                "{\"message\":[{\"id\":1}],\"status\":\"success\"}{}",
                "{\"message\":[{}]}",
                "{\"message\":[{\"id\":1},]}",
                "[]",
                "<html>",
                ""
            })
    void theFastReaderLeavesUnusualPagesToTheParser(String body) {
        assertEquals(Optional.empty(), quick(body.getBytes(StandardCharsets.UTF_8)));
    }

    @Property(tries = 3_000)
    void theyAgreeOnOddRecords(@ForAll("pages") byte[] page) {
        agrees(page);
    }

    @Provide
    Arbitrary<byte[]> pages() {
        var record = Arbitraries.of(PIECES)
                .list()
                .ofMinSize(1)
                .ofMaxSize(5)
                .map(pieces -> "{" + String.join(",", pieces) + ",\"id\":3}");
        return record.list().ofMaxSize(3).map(records -> page(String.join(",", records)));
    }

    @Property(tries = 5_000)
    void noBytesThatAreNotUtf8AreAccepted(@ForAll @Size(max = 8) List<@IntRange(max = 25) Integer> places) {
        var bytes = new ByteArrayOutputStream();
        places.forEach(place -> bytes.write(BOUNDS[place]));
        var page = named(bytes.toByteArray());
        assertEquals(
                AnswerText.notUtf8(page) < 0, agrees(page), () -> HexFormat.of().formatHex(bytes.toByteArray()));
    }

    /**
     * Builds a page with a name of two characters: the fast path must accept it. Then replaces one byte of the name:
     * the fast path must accept the page if and only if it is still UTF-8.
     */
    @Property(tries = 5_000)
    void allValidCharactersAreAcceptedAndNoDamagedOnes(
            @ForAll @IntRange(max = 17) int first,
            @ForAll @IntRange(max = 17) int second,
            @ForAll @IntRange(max = 7) int place,
            @ForAll @IntRange(max = 25) int instead) {
        var bytes = HexFormat.of().parseHex(CHARACTERS.get(first) + CHARACTERS.get(second));
        assertTrue(agrees(named(bytes)));
        bytes[place % bytes.length] = BOUNDS[instead];
        var page = named(bytes);
        assertEquals(
                AnswerText.notUtf8(page) < 0, agrees(page), () -> HexFormat.of().formatHex(bytes));
    }

    private static byte[] named(byte[] name) {
        var page = new ByteArrayOutputStream();
        page.writeBytes("{\"message\":[{\"id\":3,\"name\":\"".getBytes(StandardCharsets.US_ASCII));
        page.writeBytes(name);
        page.writeBytes("\"}],\"status\":\"success\"}".getBytes(StandardCharsets.US_ASCII));
        return page.toByteArray();
    }

    @Property(tries = 3_000)
    void fastReaderAndParserAgreeOnDamagedPages(@ForAll long seed) {
        var random = new Random(seed);
        var page = page(
                customers(1 + random.nextInt(2)) + ",{\"id\":7,\"name\":\"नमस्ते 🙂\",\"x\":[-0.5E7,\"\\u00e9\"]}");
        for (var damage = 1 + random.nextInt(2); damage > 0; damage--) {
            page = damaged(page, random);
        }
        agrees(page);
    }

    /** The page with one byte removed, inserted or changed. */
    private static byte[] damaged(byte[] page, Random random) {
        var at = random.nextInt(page.length);
        var damaged = new ByteArrayOutputStream();
        damaged.write(page, 0, at);
        if (random.nextInt(3) > 0) {
            damaged.write(TELLING[random.nextInt(TELLING.length)]);
        }
        var next = at + (random.nextInt(3) > 0 ? 1 : 0);
        damaged.write(page, next, page.length - next);
        return damaged.toByteArray();
    }

    /**
     * Checks the fast path on a page, for each kind of record: a page that it accepts must be UTF-8, the parser must
     * give the same result, and each record must be readable by itself. Returns whether it accepts the page as
     * customers.
     */
    private static boolean agrees(byte[] page) {
        return PulledKind.all().stream()
                .map(kind -> agrees(page, kind))
                .toList()
                .get(0);
    }

    private static boolean agrees(byte[] page, PulledKind kind) {
        var quick = PlainPage.read(page, kind.keys());
        if (quick.isEmpty()) {
            return false;
        }
        assertEquals(-1, AnswerText.notUtf8(page));
        var parsed = PulledPage.parse(page, kind.keys());
        assertEquals(Optional.empty(), parsed.refusal());
        assertEquals(parsed.records().size(), quick.get().records().size());
        for (var index = 0; index < parsed.records().size(); index++) {
            var one = parsed.records().get(index);
            var other = quick.get().records().get(index);
            assertEquals(one.id(), other.id());
            assertEquals(one.createdAt(), other.createdAt());
            assertEquals(one.modifiedAt(), other.modifiedAt());
            assertArrayEquals(one.json(), other.json());
            // Every format but plain NDJSON reads each record again.
            PulledFields.of(other.json());
        }
        return true;
    }
}
