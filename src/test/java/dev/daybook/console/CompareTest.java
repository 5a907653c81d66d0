package dev.daybook.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.daybook.console.data.UploadFolder;
import dev.daybook.domain.RecordKind;
import dev.daybook.domain.person.Role;
import dev.daybook.kit.Browser;
import dev.daybook.kit.SentFiles;
import dev.daybook.kit.TestCustomers;
import dev.daybook.kit.TestDatabase;
import dev.daybook.kit.TestRecords;
import dev.daybook.kit.TestServer;
import dev.daybook.kit.TestSettings;
import dev.daybook.kit.Waits;
import dev.daybook.store.person.SessionStore;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Comparison of a pulled file with the account in the console: it finds what {@code daybook verify} finds. */
class CompareTest {
    private static final String PAGE = "/console/" + TestServer.CM_ID + "/data/compare";

    private static final byte[] HEAD = "id,generationDate,lastModificationTime\n".getBytes(StandardCharsets.UTF_8);

    @TempDir
    Path folder;

    private static TestServer start(TestDatabase database) {
        return TestServer.start(database.create(), TestSettings::console);
    }

    @ParameterizedTest
    @EnumSource
    void everyFileOfAPullIsCompared(TestDatabase database) throws IOException {
        try (var server = start(database)) {
            for (var kind : RecordKind.values()) {
                var records = new TestRecords(server, kind);
                var changed = records.add("First");
                server.clock.set(server.clock.instant().plus(Duration.ofHours(24)));
                records.add("Second");
                var files = List.of(
                        List.of("a.ndjson", "--format", "ndjson"),
                        List.of("b.ndjson.zst", "--compress", "zstd", "--dates", "iso"),
                        List.of("c.csv", "--format", "csv"),
                        List.of("d.csv.gz", "--format", "csv", "--compress", "gzip"),
                        List.of("e.parquet", "--format", "parquet"));
                var contents = new LinkedHashMap<String, byte[]>();
                var manager = Browser.of(server, Role.MANAGER, TestServer.CM_ID);
                manager.get(PAGE);
                for (var file : files) {
                    var name = kind.plural() + "-" + file.get(0);
                    var options = file.subList(1, file.size()).toArray(new String[0]);
                    contents.put(name, MayPull.of(server, kind, folder, name, options));
                    var same = manager.upload(PAGE, name, contents.get(name), "from", "", "to", "");
                    assertEquals(200, same.statusCode(), same.body());
                    assertTrue(same.body().contains("The same: 2 records."), name + same.body());
                }
                records.change(changed, "Changed");
                records.add("Third");
                contents.forEach((name, content) -> {
                    var differing = manager.upload(PAGE, name, content, "from", "", "to", "2024-05-05");
                    var body = differing.body().replaceAll("\\s+", " ");
                    assertEquals(200, differing.statusCode(), body);
                    assertTrue(body.contains("2 of "), body);
                    var rows = Pattern.compile("<tr> <td class=\"nowrap\">(.*?)</tr>")
                            .matcher(body)
                            .results()
                            .map(row -> row.group(1)
                                    .replaceAll("<code>\\d+</code>|<[^>]*>", "")
                                    .replaceAll("\\s+", " "))
                            .toList();
                    assertEquals(2, rows.size(), body);
                    assertTrue(rows.get(0).endsWith(" – – 1 "), name + rows);
                    assertTrue(rows.get(1).endsWith(" 1 – – "), name + rows);
                });
                server.clock.set(
                        server.clock.instant().minus(Duration.ofHours(24)).plusSeconds(61));
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void theComparisonNamesRecordsThatOnlyTheFileHas(TestDatabase database) throws IOException {
        try (var server = start(database)) {
            var customers = new TestCustomers(server);
            var gone = customers.save(0, "Gone");
            customers.save(0, "Kept");
            var file = MayPull.of(server, RecordKind.CUSTOMER, folder, "may.ndjson");
            customers.delete(gone);
            var manager = Browser.of(server, Role.MANAGER, TestServer.CM_ID);
            manager.get(PAGE);
            var page = manager.upload(PAGE, "may.ndjson", file, "from", "2024-05-01", "to", "2024-05-03")
                    .body();
            assertTrue(page.contains("1 of 3 days differ") && page.contains("<code>" + gone + "</code>"), page);
            assertTrue(page.contains("≠ 2 / 1"), page);
            var other = manager.upload(PAGE, "may.ndjson", file, "from", "2024-05-03", "to", "2024-05-03")
                    .body();
            assertTrue(other.contains("The same: 0 records.") && other.contains("2 records of the file"), other);
            assertEquals(4, other.split("class=\"blank\"").length - 1, "2024-05-03 is a Friday");
        }
    }

    @ParameterizedTest
    @EnumSource(names = "SQLITE")
    void aFileThatCannotBeComparedIsRefusedWithTheReason(TestDatabase database) throws IOException {
        try (var server = start(database)) {
            new TestRecords(server, RecordKind.CUSTOMER).add("First");
            var file = MayPull.of(server, RecordKind.CUSTOMER, folder, "may.ndjson.zst", "--compress", "zstd");
            var manager = Browser.of(server, Role.MANAGER, TestServer.CM_ID);
            manager.get(PAGE);
            refused(
                    manager.upload(PAGE, "may.ndjson.zst", Arrays.copyOf(file, file.length - 9)),
                    "may.ndjson.zst, line");
            refused(
                    manager.upload(PAGE, "letter.docx", "Dear Asha".getBytes(StandardCharsets.UTF_8)),
                    "letter.docx: expected a file of a pull");
            refused(manager.upload(PAGE, "may.csv", "a,b\r\n1,2\r\n".getBytes(StandardCharsets.UTF_8)), "may.csv");
            refused(manager.upload(PAGE, "may.parquet", "PAR1".getBytes(StandardCharsets.UTF_8)), "may.parquet");
            // A list that states 90 million parts, in a file of 20 bytes.
            var bomb = HexFormat.of().parseHex("50415231150219fc8095f52a0800000050415231");
            refused(manager.upload(PAGE, "may.parquet", bomb), "may.parquet, record 1: cut or damaged");
            refused(manager.upload(PAGE, "may.ndjson", new byte[0]), "The file has no records.");
            refused(manager.upload(PAGE, "", new byte[0]), "Choose a file.");
            var mark = SentFiles.mark(".ndjson");
            refused(manager.upload(PAGE, "may" + mark, new byte[(16 << 20) + 1]), "the line is longer than");
            refused(manager.upload(PAGE, "may.ndjson", file, "from", "x".repeat(70_000)), "is longer than 65536 bytes");
            manager.get(PAGE);
            refused(manager.upload(PAGE, "may.ndjson.zst", file, "from", "2024-05-02", "to", "x"), "Choose a first");
            refused(manager.upload(PAGE, "may.ndjson.zst", file, "from", "2023-05-02"), "more than 366 days");
            var plain =
                    new String(MayPull.of(server, RecordKind.CUSTOMER, folder, "may.ndjson"), StandardCharsets.UTF_8);
            var absurd = plain.replace(", 2024 ", ", +999999999 ").getBytes(StandardCharsets.UTF_8);
            refused(manager.upload(PAGE, "may.ndjson", absurd), "Choose a first");
            refused(manager.upload(PAGE, "may.ndjson", absurd, "from", "2024-05-02"), "Choose a first");
            assertEquals(List.of(), SentFiles.left(mark));
        }
    }

    @Test
    void aFileOfTooManyDaysIsRefused() throws IOException {
        try (var server = start(TestDatabase.SQLITE)) {
            var text = new StringBuilder("id,generationDate,lastModificationTime\n");
            for (var day = 1; day <= 4_001; day++) {
                var time = LocalDate.EPOCH
                        .plusDays(day)
                        .format(DateTimeFormatter.ofPattern("MMM d, yyyy", Locale.ENGLISH));
                text.append(day + ",\"" + time + " 1:00:00 AM\",\"" + time + " 1:00:00 AM\"\n");
            }
            var manager = Browser.of(server, Role.MANAGER, TestServer.CM_ID);
            manager.get(PAGE);
            var file = text.toString().getBytes(StandardCharsets.UTF_8);
            refused(
                    manager.upload(PAGE, "may.csv", file, "from", "1980-01-01", "to", "1980-01-01"),
                    "may.csv: records of more than 4,000 days");
        }
    }

    @Test
    void anAccountComparesOneFileAtATime() throws Exception {
        try (var server = start(TestDatabase.SQLITE)) {
            var other = Browser.of(server, Role.MANAGER, TestServer.CM_ID);
            other.get(PAGE);
            var first = beingCompared(server, other);
            assertEquals(200, first.get(60, TimeUnit.SECONDS).statusCode());
            assertEquals(422, other.upload(PAGE, "may.csv", HEAD).statusCode(), "no records");
        }
    }

    @Test
    void aComparisonEndsWithTheSession() throws Exception {
        try (var server = start(TestDatabase.SQLITE)) {
            var other = Browser.of(server, Role.MANAGER, TestServer.CM_ID);
            other.get(PAGE);
            var first = beingCompared(server, other);
            server.clock.set(server.clock.instant().plus(SessionStore.MOST));
            var answer = first.get(60, TimeUnit.SECONDS);
            assertEquals(403, answer.statusCode(), answer.body());
        }
    }

    /**
     * Uploads a file that takes long to read. Returns when the server is reading it: the other browser's upload is then
     * refused.
     */
    private static CompletableFuture<HttpResponse<String>> beingCompared(TestServer server, Browser other)
            throws IOException {
        var line = "1,\"May 2, 2024 1:00:00 AM\",\"May 2, 2024 1:00:00 AM\"\n".repeat(1_000);
        var bytes = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(bytes)) {
            gzip.write(HEAD);
            for (var times = 0; times < 2_000; times++) {
                gzip.write(line.getBytes(StandardCharsets.UTF_8));
            }
        }
        var slow = Browser.of(server, Role.MANAGER, TestServer.CM_ID);
        slow.get(PAGE);
        // If one of the small files below is just being compared, the large one is refused and sent again.
        var first = CompletableFuture.supplyAsync(() -> {
            var answer = slow.upload(PAGE, "may.csv.gz", bytes.toByteArray());
            while (answer.statusCode() == 429) {
                answer = slow.upload(PAGE, "may.csv.gz", bytes.toByteArray());
            }
            return answer;
        });
        var refused = "";
        while (!first.isDone() && refused.isEmpty()) {
            var answer = other.upload(PAGE, "may.csv", HEAD);
            refused = answer.statusCode() == 429 ? answer.body() : "";
        }
        assertTrue(refused.contains("A file of this account is being compared"), refused);
        return first;
    }

    private static void refused(HttpResponse<String> answer, String part) {
        assertEquals(422, answer.statusCode(), answer.body());
        assertTrue(answer.body().contains(part), answer.body());
        assertFalse(answer.body().contains("daybook-uploads"), "no path of the server: " + answer.body());
    }

    @Test
    void aFileIsReadOnlyIfItsSenderMaySendFiles() throws IOException {
        try (var server = start(TestDatabase.SQLITE)) {
            var manager = Browser.of(server, Role.MANAGER, TestServer.CM_ID);
            manager.get(PAGE);
            var file = new byte[100];
            assertEquals(
                    422,
                    manager.upload("/console/" + TestServer.CM_ID + "/tickets", "a.ndjson", file)
                            .statusCode(),
                    "a form without a file");
            assertEquals(303, Browser.of(server).upload(PAGE, "a.ndjson", file).statusCode());
            var viewer = Browser.of(server, Role.VIEWER, TestServer.CM_ID);
            viewer.get("/console/" + TestServer.CM_ID + "/data");
            assertEquals(403, viewer.upload(PAGE, "a.ndjson", file).statusCode());
            var foreign = Browser.of(server, Role.MANAGER, TestServer.CM_ID);
            assertEquals(403, foreign.upload(PAGE, "a.ndjson", file).statusCode(), "no word of a form");
            var large = manager.answerToHead(PAGE, "multipart/form-data; boundary=x", UploadFolder.MOST_BYTES + 1);
            assertTrue(large.contains(" 413 ") && large.contains("256 MB"), large);
            var unknown = manager.answerToHead(PAGE, "multipart/form-data; boundary=x", -1);
            assertTrue(unknown.contains(" 422 ") && unknown.contains("Content-Length: required"), unknown);
            var field = manager.upload(PAGE, "a.ndjson", file, "from", "x".repeat((1 << 16) + 1));
            refused(field, "a field of this form is longer than 65536 bytes");
        }
    }

    @Test
    void aFolderThatAKilledServerLeftIsRemoved() throws Exception {
        var left = Files.createTempDirectory("daybook-uploads-");
        Files.writeString(left.resolve("a.csv"), "personal");
        // From here on a server of another test may remove this folder.
        Files.writeString(left.resolve("lock"), "");
        try (var first = UploadFolder.create()) {
            Waits.until(() -> !Files.exists(left), () -> left + " exists");
            try (var second = UploadFolder.create()) {
                assertTrue(Files.exists(first.path()), "a folder in use stays");
                assertTrue(second.newFile("May 2024.NDJSON.zst").toString().endsWith(".ndjson.zst"));
                assertFalse(second.newFile("../../x").toString().contains(".."));
            }
        }
    }
}
