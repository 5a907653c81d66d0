package dev.daybook.cli;

import static dev.daybook.cli.Outcome.has;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.daybook.domain.RecordKind;
import dev.daybook.domain.message.FormulaText;
import dev.daybook.imports.file.FileStart;
import dev.daybook.imports.file.Reading;
import dev.daybook.kit.TestDatabase;
import dev.daybook.kit.Waits;
import dev.daybook.server.Stores;
import dev.daybook.store.DatabaseUrl;
import dev.daybook.store.imports.ImportRuns;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Imports files of other programs: separators, encodings, dates, columns. A text that an import cannot read is
 * reported.
 */
@Tag("jdk")
class ImportFileFormsTest {
    private static final Charset WINDOWS = Charset.forName("windows-1252");

    @TempDir
    Path folder;

    private String url = "";

    @BeforeEach
    void account() {
        url = TestDatabase.SQLITE.newUrl();
        StoredCustomers.addAccount(url);
    }

    @Test
    void recognisesSeparators() throws IOException {
        run(write("a.csv", "name;phone;city\nRao, Asha;9000000001;Pune\n")).expect(Main.DONE);
        run(write("b.tsv", "name\tphone\nRavi; Nair\t9000000002\n")).expect(Main.DONE);
        run(write("c.txt", "name|\"phone\"|address\nMeera|9000000003|\"1, Lake Road\"\n"))
                .expect(Main.DONE);
        run(write("d.csv", "name:phone\nNina:9000000004\n"), "--separator", ":").expect(Main.DONE);
        assertEquals(4, StoredCustomers.count(url));
    }

    /**
     * A file can be imported from a named pipe, although the import reads its file several times, and a pipe can be
     * read only once.
     */
    @Test
    void importsFromANamedPipe() throws Exception {
        write("rows.csv", "name,phone\nAsha,9000000001\nRavi,9000000002\n");
        var shell = new ProcessBuilder("sh", "-c", "mkfifo pipe && : >made && cat rows.csv >pipe")
                .directory(folder.toFile())
                .start();
        Waits.until(() -> Files.exists(folder.resolve("made")) || !shell.isAlive(), () -> "mkfifo hangs");
        var told = assertTimeoutPreemptively(Duration.ofMinutes(1), () -> run(folder.resolve("pipe")));
        has(told.expect(Main.DONE).err(), "2 added, 0 updated, 0 refused");
        assertEquals(2, StoredCustomers.count(url));
    }

    @Test
    void readsEncodings() throws IOException {
        var text = "name,email\nJérôme €,j@mail.example\n";
        run(bytes("latin.csv", text.getBytes(WINDOWS)), "--charset", "windows-1252")
                .expect(Main.DONE);
        assertTrue(StoredCustomers.find(url, "j@mail.example").contains("Jérôme €"));
        for (var charset : List.of(StandardCharsets.UTF_16LE, StandardCharsets.UTF_16BE)) {
            run(bytes("marked.csv", ("\uFEFF" + text).getBytes(charset))).expect(Main.DONE);
            run(bytes("bare.csv", text.getBytes(charset)), "--charset", charset.name())
                    .expect(Main.DONE);
            var bare = run(bytes("bare.csv", text.getBytes(charset))).expect(Main.FAILED);
            has(bare.err(), "UTF-16 without a byte order mark", "--charset UTF-16LE");
        }
        assertEquals(5, StoredCustomers.count(url));
    }

    /**
     * The file of refused rows can be corrected in an editor and imported by the same command, whatever encoding the
     * command names for the first file.
     */
    @Test
    void importsCorrectedRefusedRowsOfAFileInAnyEncoding() throws IOException {
        for (var charset : List.of(WINDOWS, StandardCharsets.UTF_16LE, StandardCharsets.UTF_8)) {
            var text = "name,email\nJérôme of " + charset + ",\nAsha,a@mail.example\n";
            var file = bytes("bad.csv", text.getBytes(charset));
            run(file, "--skip-bad", "--charset", charset.name()).expect(Main.DONE);
            var refused = folder.resolve("bad.csv.refused.csv");
            var email = charset + "@mail.example";
            Files.writeString(
                    refused, Files.readString(refused).replace("Jérôme of " + charset + ",", "Jérôme," + email));
            run(refused, "--charset", charset.name()).expect(Main.DONE);
            assertTrue(StoredCustomers.find(url, email).contains("Jérôme"), charset::toString);
        }
    }

    @Test
    void namesTheLineWithBytesOfAnotherEncoding() throws IOException {
        var rows = "A,a@mail.example\n".repeat(20_000) + "Jérôme,j@mail.example\n";
        var latin = run(bytes("latin.csv", ("name,email\n" + rows).getBytes(WINDOWS)));
        has(latin.expect(Main.FAILED).err(), "line 20002 is not UTF-8", "--charset windows-1252");
        var json = run(bytes("latin.ndjson", "{\"name\":\"Jérôme\",\"phone\":1}\n".getBytes(WINDOWS)));
        has(json.expect(Main.FAILED).err(), "line 1 is not UTF-8");
        var undefined =
                run(bytes("bad.csv", new byte[] {'n', 'a', 'm', 'e', '\n', (byte) 0x81}), "--charset", "cp1252");
        has(undefined.expect(Main.FAILED).err(), "line 2 is not windows-1252");
        assertEquals(0, StoredCustomers.count(url));
    }

    /**
     * A line that is far too long is refused. It must not fill the memory, for example of a server that shows the first
     * rows of a file.
     */
    @Test
    void refusesALineThatIsFarTooLong() throws IOException {
        var row = "{\"name\":\"Asha\",\"phone\":9000000001}";
        var endless = write("long.ndjson", row + "\n\n{\"name\":\"" + "x".repeat(2_000_000) + "\"}\n");
        has(run(endless, "--skip-bad").expect(Main.FAILED).err(), "cannot read ", "line 3 is longer than 1000000 ");
        var array = write("array.json", "[" + (row + ",").repeat(50_000) + row + "]");
        has(run(array).expect(Main.FAILED).err(), "line 1 is longer than 1000000 ", "jq -c '.[]'");
        var reading = new Reading(Map.of(), false, Optional.empty(), Optional.empty(), Optional.empty(), false);
        var shown = assertThrows(
                IOException.class,
                () -> FileStart.of(array, reading, reading.columns(List.of("name"), false), List.of()));
        has(String.valueOf(shown.getMessage()), "line 1 is longer than 1000000 ");
        assertEquals(0, StoredCustomers.count(url));
    }

    @Test
    void explainsHowToConvertAJsonArrayToLines() throws IOException {
        var row = "{\"name\":\"Asha\",\"phone\":9000000001}";
        var array = write("array.json", "[" + row + "," + row + "]\n");
        has(run(array).expect(Main.FAILED).err(), "line 1: Invalid Json. ", "found an array of 2", "jq -c '.[]'");
        var lines = write("lines.json", "[\n" + row + "\n]\n");
        has(run(lines).expect(Main.FAILED).err(), "line 1: Invalid Json. ", "jq -c '.[]'");
        var large = write("long.json", "[" + (row + ",").repeat(10_000) + row + "]\n");
        has(run(large).expect(Main.FAILED).err(), "line 1: Invalid Json. ", "jq -c '.[]'");
        var larger = write("longer.json", " [" + (row + ",").repeat(40_000) + row + "]\n");
        has(run(larger).expect(Main.FAILED).err(), "line 1 is longer than ", "jq -c '.[]'");
    }

    /** An array that is piped, or in a file with another suffix, is not taken for CSV, and no value of it is shown. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "[{\"name\":\"Asha\",\"phone\":9000000001},{\"name\":\"Asha\"}]",
                " [ {\"name\":\"Asha\"},{\"name\":\"Asha\"}]",
                "[\n  {\n    \"name\": \"Asha\"\n  }\n]"
            })
    void recognisesAJsonArrayWithoutItsSuffix(String array) throws IOException {
        for (var told : List.of(run(write("array.txt", array)), piped(array))) {
            has(told.expect(Main.FAILED).err(), "line 1: Invalid Json. ", "jq -c '.[]'");
            assertFalse(told.err().contains("Asha"), told.err());
        }
        run(
                        write("brackets.txt", "[name],[email]\nAsha,a@mail.example\n"),
                        "--map",
                        "[name]=name",
                        "--map",
                        "[email]=email")
                .expect(Main.DONE);
    }

    @Test
    void refusesAQuotationMarkOrALineBreakAsSeparator() throws IOException {
        var file = write("a.csv", "name,email\nAsha,a@mail.example\n");
        for (var separator : List.of("\"", "\n", "\r")) {
            var told = run(file, "--separator", separator).expect(2).err();
            has(told, "--separator: expected one character other than a quotation mark and a line break, or 'tab'");
            assertEquals(1, told.lines().count(), told);
        }
        has(run(write("sep.csv", "sep=\"\nname\nAsha\n")).expect(2).err(), "unknown column");
    }

    /** The copy of standard input is deleted when the message is read. */
    @Test
    void aMessageAboutStandardInputDoesNotNameItsCopy() {
        var told = piped("name,email\n\"Asha\n").expect(Main.FAILED).err();
        has(told, "cannot read standard input: ");
    }

    private Outcome piped(String content) {
        var before = System.in;
        System.setIn(new ByteArrayInputStream(content.getBytes(StandardCharsets.UTF_8)));
        try {
            return run(Path.of("-"));
        } finally {
            System.setIn(before);
        }
    }

    @Test
    void readsDatesInTheFormThatIsGiven() throws IOException {
        var file = write("dates.csv", """
                name,email,created_at
                A,a@mail.example,03/04/2024
                B,b@mail.example,31/12/2024 23:59
                C,c@mail.example,31/12/2024 11:05:30 PM
                D,d@mail.example,2024-05-02
                """);
        has(run(file).expect(Main.FAILED).err(), "line 2: created_at: expected an existing day and time", "line 4: ");
        run(file, "--dates", "dd/MM/yyyy").expect(Main.DONE);
        assertTrue(StoredCustomers.find(url, "a@mail.example").contains("CUS_2024-04-03 00:00:00.000"));
        assertTrue(StoredCustomers.find(url, "b@mail.example").contains("CUS_2024-12-31 23:59:00.000"));
        assertTrue(StoredCustomers.find(url, "c@mail.example").contains("CUS_2024-12-31 23:05:30.000"));
        assertTrue(StoredCustomers.find(url, "d@mail.example").contains("CUS_2024-05-02 00:00:00.000"));

        var exact = write("exact.csv", "name,email,created_at\nE,e@mail.example,31/12/2024 23:59:58.120\n");
        run(exact, "--dates", "dd/MM/yyyy").expect(Main.DONE);
        assertTrue(StoredCustomers.find(url, "e@mail.example").contains("CUS_2024-12-31 23:59:58.120"));

        var american = run(file, "--dates", "MM/dd/yyyy").expect(Main.FAILED);
        has(american.err(), "line 3: created_at: expected an existing day as MM/dd/yyyy, alone or with a time of day");
        assertFalse(american.err().contains("31/12"));
        for (var wrong : List.of("dd/mm", "nonsense{", "MM/yyyy")) {
            has(run(file, "--dates", wrong).expect(2).err(), "--dates: expected a pattern such as dd/MM/yyyy");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "yyyy-MM-dd HH:mm:ss       | 2024-12-04 14:05:30",
                "kk:mm:ss d MMM yyyy       | 14:05:30 4 Dec 2024",
                "dd.MM.yyyy HH'h'mm'm'ss   | 04.12.2024 14h05m30",
                "dd/MM/yyyy[ HH:mm:ss]     | 04/12/2024 14:05:30",
                "MMM d, yyyy h:mm:ss a     | Dec 4, 2024 2:05:30 PM",
                "yyyy-MM-dd KK:mm:ss a     | 2024-12-04 02:05:30 PM",
                "d MMM yyyy 'the' h:mm:ssa | 4 Dec 2024 the 2:05:30PM",
                "d'th of' MMM yyyy         | 4th of Dec 2024 14:05:30",
            })
    void readsATimeOfDayByTheGivenPattern(String pattern, String text) throws IOException {
        var file = write("times.csv", "name;email;created_at\nA;a@mail.example;" + text + "\n");
        run(file, "--dates", pattern).expect(Main.DONE);
        has(StoredCustomers.find(url, "a@mail.example"), "CUS_2024-12-04 14:05:30.000");
    }

    /** With each of these patterns, a file would be read without an error, but a wrong time would be stored. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "yyyy-MM-dd hh:mm:ss",
                "yyyy-MM-dd KK:mm",
                "dd/MM/yyyy[ hh:mm]",
                "dd/MM/yyyy HH:mm:SS",
                "dd/mm/yyyy HH:MM",
                "mm/dd/yyyy h:MM a",
                "HH:MM dd/mm/yyyy",
                "dd/MM/yyyy HH:MM",
            })
    void refusesAPatternThatLosesTheTimeOfDay(String pattern) throws IOException {
        var file = write("times.csv", "name,email,created_at\nA,a@mail.example,2024-12-01\n");
        has(
                run(file, "--dates", pattern).expect(2).err(),
                "--dates: expected a pattern such as dd/MM/yyyy or dd/MM/yyyy HH:mm,",
                "MM the month, HH the hour from 0 to 23 and mm the minute; hh needs a, for AM or PM");
    }

    /**
     * The pattern has two forms of the time: one with AM or PM, and one without. A time in the form without is refused,
     * because it does not say morning or afternoon.
     */
    @Test
    void refusesATimeOfDayThatIsIncomplete() throws IOException {
        var file = write("times.csv", "name,email,created_at\nA,a@mail.example,2024-12-01 02:05\n");
        var told = run(file, "--dates", "yyyy-MM-dd[ hh:mm a][ hh:mm]").expect(Main.FAILED);
        has(told.err(), "line 2: created_at: expected an existing day as yyyy-MM-dd[ hh:mm a][ hh:mm]");
        assertEquals(0, StoredCustomers.count(url));
    }

    /**
     * A pattern with years of two digits is refused, because the century would be a guess: a customer created in 1999
     * would get the year 2099.
     */
    @Test
    void refusesAPatternWithATwoDigitYear() throws IOException {
        var file = write("short.csv", "name,email,created_at\nA,a@mail.example,31/12/99\n");
        for (var pattern : List.of("dd/MM/yy", "dd/MM/uu", "yy-MM-dd HH:mm", "d MMM ''yy")) {
            has(
                    run(file, "--dates", pattern).expect(2).err(),
                    "--dates: a year of two digits does not say its century",
                    "with years of four digits");
        }
        has(run(file, "--dates", "d/M/y").expect(Main.FAILED).err(), "line 2: created_at: expected an existing day");
    }

    @Test
    void acceptsTheLongestNumberAndRefusesALongerOne() throws IOException {
        var file = write("long.ndjson", """
                {"title":"A","size":%1$se5}
                {"title":"B","size":1%1$se5}
                {"title":"C","size":5}
                """.formatted("1".repeat(99)));
        var told = Outcome.of(
                        "import",
                        "tickets",
                        file.toString(),
                        "--cm-id",
                        "7",
                        "--keep-unknown",
                        "--skip-bad",
                        "--database-url",
                        url)
                .expect(Main.DONE)
                .err();
        has(told, "line 2: Invalid Json. ", "a value is too long", "2 added, 0 updated, 1 refused");
    }

    @Test
    void listsAllUnknownColumnsAndProposesAMapping() throws IOException {
        var file = write("columns.csv", "Name,E-mail,Age,Churn\nAsha,asha@mail.example,33,No\n");
        var told = run(file).expect(2).err();
        has(told, "unknown columns 'Name', 'E-mail', 'Age', 'Churn'", "\nName=name\nE-mail=email\nAge=\nChurn=");

        var map = write("columns.map", "# what the columns are\nName=name\nE-mail=email\n\nAge=\nChurn=\n");
        run(file, "--map-file", map.toString(), "--map", "Churn=attr1").expect(Main.DONE);
        has(StoredCustomers.find(url, "asha@mail.example"), "\"name\":\"Asha\"");

        // With a byte order mark and CRLF, as an editor of Windows writes the file.
        var marked = write("marked.map", "\uFEFFName=name\r\nE-mail=email\r\nAge=\r\nChurn=\r\n");
        run(file, "--map-file", marked.toString()).expect(Main.DONE);
        assertEquals(2, StoredCustomers.count(url));

        var json =
                write("columns.ndjson", "{\"name\":\"A\",\"phone\":1,\"x\":1}\n{\"name\":\"B\",\"phone\":2,\"y\":1}\n");
        has(run(json).expect(2).err(), "unknown columns 'x', 'y'");
        assertEquals(2, StoredCustomers.count(url));
    }

    /**
     * A file with too many or too long names of columns is refused: such keys are data rather than names, and would
     * fill the memory of a server.
     */
    @ParameterizedTest
    @CsvSource({"1000,1", "8,40000"})
    void refusesAFileWithTooManyOrTooLongColumnNames(int keys, int length) throws IOException {
        var lines = IntStream.range(0, keys)
                .mapToObj(key -> "{\"name\":\"A\",\"" + "k".repeat(length) + key + "\":1,\"phone\":1}\n")
                .collect(Collectors.joining());
        for (var file : List.of(write("keys.ndjson", lines), write("keys.csv", "name," + "k".repeat(300_000) + "\n"))) {
            for (var option : List.of("--keep-unknown", "--dry-run")) {
                var told = run(file, option).expect(2).err();
                has(told, "at most 1000 columns, with 250000 characters in their names", "split the file");
                assertTrue(told.length() < 1_000, told);
            }
        }
        assertEquals(0, StoredCustomers.count(url));
        var most = IntStream.range(0, 998).mapToObj(key -> ",k" + key).collect(Collectors.joining());
        has(run(write("most.csv", "name,phone" + most + "\n")).expect(2).err(), "unknown columns 'k0'");
    }

    @Test
    void theProposedMappingWorksForAnyColumnNames() throws IOException {
        var header = "name,email,#,# of items,,\"a\nb\",\"c\rd\",\"\"\"e\"\" f\",g\\n,h=i,\"  \"\n";
        var file = write("odd.csv", header + "Asha,asha@mail.example,1,2,3,4,5,6,7,8,9\n");
        var told = run(file).expect(2).err();
        var proposed = told.substring(told.indexOf("\n\n") + 2);
        has(proposed, "\"#\"=\n", "\"# of items\"=\n", "\n\"a\\nb\"=\n", "\n\"c\\rd\"=\n");
        has(proposed, "\n\"\\\"e\\\" f\"=\n", "\ng\\n=\n", "\nh=i=\n");
        var lines = new ArrayList<>(proposed.strip().lines().toList());
        // A column without a name is ignored, so the list of columns does not have it.
        lines.add(2, "\"\"=");
        var fields = List.of(
                "website", "address", "state", "city", "country", "latitude", "longitude", "remarks", "classification");
        for (var number = 0; number < fields.size(); number++) {
            lines.set(number, lines.get(number) + fields.get(number));
        }
        run(file, "--map-file", write("odd.map", String.join("\n", lines)).toString())
                .expect(Main.DONE);
        var stored = StoredCustomers.find(url, "asha@mail.example");
        for (var number = 0; number < fields.size(); number++) {
            has(stored, "\"" + fields.get(number) + "\":\"" + (number + 1) + "\"");
        }
        var nameless = write("nameless.csv", "name,email,\nRavi,ravi@mail.example,Pune\n");
        run(nameless, "--map", "=city").expect(Main.DONE);
        has(StoredCustomers.find(url, "ravi@mail.example"), "\"city\":\"Pune\"");
        var wrong = write("wrong.map", "name\n");
        has(run(file, "--map-file", wrong.toString()).expect(2).err(), "expected lines such as COLUMN=FIELD");
    }

    @Test
    void keepUnknownStoresUnknownColumnsAsAssociateFields() throws IOException {
        var file = write("columns.csv", "name,email,Age,Churn\nAsha,asha@mail.example,33,No\n");
        run(file, "--keep-unknown").expect(Main.DONE);
        assertEquals(List.of("Age=\"33\"", "Churn=\"No\""), StoredCustomers.associates(url));
    }

    @Test
    void refusesARecordThatIsTooLargeAndSaysWhere() throws IOException {
        var large = "x".repeat(60_000);
        var row = "{\"name\":\"%s\",\"phone\":%d,\"customer_code\":\"%1$s\"%s}\n";
        var own = ",\"a\":\"" + large + "\",\"b\":\"" + large + "\"";
        var file = write("large.ndjson", row.formatted("A", 900000001, "") + row.formatted("B", 900000002, own));
        var told = run(file, "--keep-unknown").expect(Main.FAILED).err();
        has(told, "line 2: associate fields: expected at most 65536 bytes of names and values");
        assertEquals(0, StoredCustomers.count(url));
        run(file, "--keep-unknown", "--skip-bad").expect(Main.DONE);
        assertEquals(1, StoredCustomers.count(url));
    }

    @Test
    void aMappingOfAMissingColumnIsRefused() throws IOException {
        var file = write("columns.csv", "name,email\nAsha,asha@mail.example\n");
        var told = run(file, "--map", "Full name=name").expect(2).err();
        has(told, "--map: the file has no column 'Full name'; its columns are 'name', 'email'");
        var json = write("columns.ndjson", "{\"name\":\"A\",\"phone\":1}\n");
        has(run(json, "--map", "Mail=email").expect(2).err(), "the file has no column 'Mail'");
        assertEquals(0, StoredCustomers.count(url));
    }

    /**
     * A pull with {@code --csv-safe} writes an apostrophe before texts that a spreadsheet would read as formulas. An
     * import removes this apostrophe.
     */
    @Test
    void removesTheApostropheThatProtectsSpreadsheetsFromFormulas() throws IOException {
        var texts = List.of("=Asha", "- Rao", "@home", "'quoted'", "'tis", "''", "+1 'a'", "'@a' b", "'+x", "=x");
        var file = write(
                "safe.csv",
                "name,email,phone,remarks\n"
                        + IntStream.range(0, texts.size())
                                .mapToObj(number -> "%s,a%d@mail.example,%s,%1$s\n"
                                        .formatted(
                                                FormulaText.guarded(texts.get(number)),
                                                number,
                                                FormulaText.guarded("+91 900000000" + number)))
                                .collect(Collectors.joining()));
        run(file).expect(Main.DONE);
        for (var number = 0; number < texts.size(); number++) {
            var stored = StoredCustomers.find(url, "a" + number + "@mail.example");
            has(stored, "\"name\":\"" + texts.get(number) + "\"", "\"remarks\":\"" + texts.get(number) + "\"");
            has(stored, "\"phone\":\"+91 900000000" + number + "\"");
        }
    }

    @Test
    void namesTheFormatOfABinaryFileAndWhatToDo() throws IOException {
        for (var charset : List.of("UTF-8", "windows-1252")) {
            var gzip = run(bytes("a.csv", new byte[] {0x1F, (byte) 0x8B, 8, 0, 0, 0}), "--charset", charset);
            has(gzip.expect(Main.FAILED).err(), "it is compressed with gzip; unpack it with gunzip, and import that");
            var zstd = run(bytes("b.csv", new byte[] {0x28, (byte) 0xB5, 0x2F, (byte) 0xFD, 0, 0}));
            has(
                    zstd.expect(Main.FAILED).err(),
                    "it is compressed with zstd; unpack it with 'zstd -d', and import that");
            var parquet = run(bytes("c.csv", new byte[] {'P', 'A', 'R', '1', 0x15, 0}));
            has(parquet.expect(Main.FAILED).err(), "it is a Parquet file; an import reads CSV or NDJSON");
        }
        run(write("text.csv", "PAR1,name,email\n1,Asha,a@mail.example\n"), "--map", "PAR1=")
                .expect(Main.DONE);
    }

    @Test
    void anImportWithoutAGoodRowFails() throws IOException {
        for (var empty : List.of("", "name,email\n", "\n")) {
            var file = write("empty.csv", empty);
            has(run(file).expect(Main.FAILED).err(), "there is no row in it; nothing was imported");
            run(file, "--dry-run").expect(Main.FAILED);
            run(file, "--skip-bad").expect(Main.FAILED);
        }
        var bad = write("bad.csv", "name,email\nAsha,\nRavi,\n");
        has(run(bad, "--skip-bad").expect(Main.FAILED).err(), "no row is good; nothing was imported");
        assertEquals(
                3, Files.readAllLines(folder.resolve("bad.csv.refused.csv")).size());
        assertEquals(
                "",
                Outcome.of("import", "list", "--cm-id", "7", "--database-url", url)
                        .out());
    }

    /** The zone decides what the times of a file mean, so the same command in another zone begins another import. */
    @Test
    void anImportIsNotContinuedAfterAChangeOfTheTimeZone() throws IOException {
        try (var stores = Stores.open(DatabaseUrl.parse(url))) {
            stores.database()
                    .run(transaction -> ImportRuns.start(
                            transaction, 7, RecordKind.CUSTOMER, "in the former zone", "c.csv", 9, Instant.EPOCH));
        }
        var noted = run(write("c.csv", "name,email\nAsha,a@mail.example\n"))
                .expect(Main.DONE)
                .err();
        has(
                noted,
                "run its command again to continue (not after a change of the account's zone), or remove what was"
                        + " added:\n  daybook import remove ");
        has(noted, " --cm-id 7 --database-url " + url + "\n");
    }

    private Path write(String name, String text) throws IOException {
        return bytes(name, text.getBytes(StandardCharsets.UTF_8));
    }

    private Path bytes(String name, byte[] bytes) throws IOException {
        return Files.write(folder.resolve(name), bytes);
    }

    private Outcome run(Path file, String... more) {
        return Outcome.ofImport(url, StoredCustomers.CM_ID, "customers", file, more);
    }
}
