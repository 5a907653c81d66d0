package dev.daybook.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.daybook.domain.RecordKind;
import dev.daybook.kit.TestDatabase;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The corrected file of refused rows is imported by the command that the import prints. */
@Tag("jdk")
class RefusedRowsAgainTest {
    @TempDir
    Path folder;

    private String url = "";

    @BeforeEach
    void account() {
        url = TestDatabase.SQLITE.newUrl();
        StoredCustomers.addAccount(url);
    }

    @Test
    void refusedRowsAreImportedWithTheSameMapping() throws IOException {
        var file = write("customers.csv", "Full name,email,Age\nAsha,a@mail.example,30\nRavi,,40\n");
        var refused = folder.resolve("it's refused.csv");
        var told = run(
                        "customers",
                        file,
                        "--map",
                        "Full name=name",
                        "--map",
                        "Age=",
                        "--skip-bad",
                        "--refused",
                        refused.toString())
                .expect(Main.DONE);
        assertTrue(told.err().contains(" --map 'Full name=name' --map Age=\n"), told.err());
        assertFalse(told.err().contains("--refused "), told.err());
        correct(refused, "Ravi,,", "Ravi,r@mail.example,");
        again(told, 0, "1 added, 0 updated, 0 refused");
        assertTrue(StoredCustomers.find(url, "r@mail.example").contains("\"name\":\"Ravi\""));
    }

    @Test
    void refusedRowsAreImportedWithDatesSeparatorAndUnknownColumns() throws IOException {
        var file = write(
                "customers.csv",
                "name;email;created_at;Size\nAsha;a@mail.example;31.05.2024;L, XL\nRavi;;31.05.2024;S, M\n");
        var told = run("customers", file, "--dates=dd.MM.yyyy", "--separator", ";", "--keep-unknown", "--skip-bad")
                .expect(Main.DONE);
        correct(folder.resolve("customers.csv.refused.csv"), "Ravi,,", "Ravi,r@mail.example,");
        again(told, 0, "1 added, 0 updated, 0 refused");
        assertTrue(StoredCustomers.find(url, "r@mail.example").contains("CUS_2024-05-31 00:00:00.000"));
        assertEquals(List.of("Size=\"L, XL\"", "Size=\"S, M\""), StoredCustomers.associates(url));
    }

    /** The file of refused rows has commas, but the name of its column has more semicolons. */
    @Test
    void refusedRowsAreImportedWhenAColumnNameHasSeparators() throws IOException {
        var file = write("customers.csv", "name|phone|Products (a; b; c; d; e; f)\nAsha|9000000001|a\nRavi||b\n");
        var told = run(
                        "customers",
                        file,
                        "--separator",
                        "|",
                        "--map",
                        "Products (a; b; c; d; e; f)=remarks",
                        "--skip-bad")
                .expect(Main.DONE);
        correct(folder.resolve("customers.csv.refused.csv"), "Ravi,,", "Ravi,9000000002,");
        again(told, 0, "1 added, 0 updated, 0 refused");
    }

    @Test
    void refusedRowsAreImportedWithTheSameMapFile() throws IOException {
        var map = write("crm.map", "Mail=email\nFull name=name\n");
        var file = write("customers.csv", "Full name,Mail\nAsha,a@mail.example\nRavi,\n");
        var told = run("customers", file, "--map-file", map.toString(), "--skip-bad")
                .expect(Main.DONE);
        correct(folder.resolve("customers.csv.refused.csv"), "Ravi,", "Ravi,r@mail.example");
        again(told, 0, "1 added, 0 updated, 0 refused");
    }

    /**
     * Imports a file of customers in which Ravi has no e-mail, corrects the refused row, and imports it by the printed
     * command.
     */
    private void importAndCorrect(Path file, Map<String, String> environment, String... more) throws IOException {
        var told = Outcome.of(environment, words("customers", file, more)).expect(Main.DONE);
        correct(folder.resolve("customers.csv.refused.csv"), "Ravi,", "Ravi,r@mail.example");
        var words = printed(told);
        Outcome.of(environment, words.subList(1, words.size()).toArray(String[]::new))
                .expect(Main.DONE);
    }

    /** The printed command imports the refused rows even if a variable sets the separator of the first file. */
    @Test
    void refusedRowsAreImportedWhenAVariableSetsTheSeparator() throws IOException {
        var file = write("customers.csv", "name;email\nAsha;a@mail.example\nRavi;\n");
        importAndCorrect(file, Map.of("DAYBOOK_SEPARATOR", ";"), "--skip-bad");
        assertEquals(2, StoredCustomers.count(url));
    }

    /** The printed command imports the refused rows even if variables set their file. */
    @Test
    void refusedRowsAreImportedWhenVariablesSetTheirFile() throws IOException {
        var file = write("customers.csv", "name,email\nAsha,a@mail.example\nRavi,\n");
        var refused = folder.resolve("customers.csv.refused.csv");
        importAndCorrect(file, Map.of("DAYBOOK_SKIP_BAD", "true", "DAYBOOK_REFUSED", refused.toString()));
        assertEquals(2, StoredCustomers.count(url));
    }

    /**
     * The printed command imports the refused rows even if the mapping names a key that only good rows have, so that
     * the file of refused rows lacks it.
     */
    @Test
    void refusedRowsOfNdjsonAreImportedAfterCorrection() throws IOException {
        var file = write("customers.ndjson", """
                {"Full name":"Asha","email":"a@mail.example","Age":3}
                {"Full name":"Ravi, \\"R\\"","phone":""}
                {"Full name":
                """);
        var told = run("customers", file, "--map", "Full name=name", "--map", "Age=", "--skip-bad")
                .expect(Main.DONE);
        var refused = folder.resolve("customers.ndjson.refused.csv");
        correct(refused, "\"\"phone\"\":\"\"\"\"", "\"\"phone\"\":\"\"9000000002\"\"");
        correct(refused, "name\"\":\"\r", "name\"\":\"\"Nina\"\",\"\"email\"\":\"\"n@mail.example\"\"}\"\r");
        again(told, 0, "2 added, 0 updated, 0 refused");
        assertTrue(StoredCustomers.find(url, "n@mail.example").contains("\"name\":\"Nina\""));
    }

    /**
     * The imported file may have columns that are named {@code line} and {@code reason}. They are imported like others,
     * also from the file of refused rows, which has columns of its own for the line and the reason.
     */
    @Test
    void refusedRowsMayHaveTheirOwnColumnsLineAndReason() throws IOException {
        var file =
                write("customers.csv", "line,reason,name,email\nblue,fair,Asha,a@mail.example\ngreen,advert,Ravi,\n");
        var told = run("customers", file, "--keep-unknown", "--skip-bad").expect(Main.DONE);
        correct(folder.resolve("customers.csv.refused.csv"), "Ravi,", "Ravi,r@mail.example");
        again(told, 0, "1 added, 0 updated, 0 refused");
        assertEquals(
                List.of("line=\"blue\"", "line=\"green\"", "reason=\"advert\"", "reason=\"fair\""),
                StoredCustomers.associates(url));
    }

    @Test
    void refusedRowsOfNdjsonMayHaveTheirOwnKeysLineAndReason() throws IOException {
        var file = write("customers.ndjson", """
                {"name":"Asha","email":"a@mail.example","line":"blue","reason":"fair"}
                {"name":"Ravi","email":"","line":"green","reason":"advert"}
                """);
        var told = run("customers", file, "--keep-unknown", "--skip-bad").expect(Main.DONE);
        correct(
                folder.resolve("customers.ndjson.refused.csv"),
                "\"\"email\"\":\"\"\"\"",
                "\"\"email\"\":\"\"r@mail.example\"\"");
        again(told, 0, "1 added, 0 updated, 0 refused");
        assertEquals(
                List.of("line=\"blue\"", "line=\"green\"", "reason=\"advert\"", "reason=\"fair\""),
                StoredCustomers.associates(url));
    }

    @Test
    void refusedRowsAreImportedWhenTheMapFileNamesAReasonColumn() throws IOException {
        var map = write("crm.map", "Subject=title\nreason=ticket_details\n");
        var file = write("tickets.csv", "Subject,priority,reason\nLamp,low,Flickers\nDoor,soon,Sticks\n");
        var told =
                run("tickets", file, "--map-file", map.toString(), "--skip-bad").expect(Main.DONE);
        correct(folder.resolve("tickets.csv.refused.csv"), "soon", "high");
        again(told, 0, "1 added");
        assertTrue(StoredCustomers.documents(url, RecordKind.TICKET).contains("Sticks"));
    }

    /**
     * The printed command uses the mapping that a variable sets. A {@code --map} in the command would replace this
     * mapping.
     */
    @Test
    void refusedRowsAreImportedWithTheMappingOfAVariable() throws IOException {
        var file = write("customers.csv", "Full name,email\nAsha,a@mail.example\nRavi,\n");
        importAndCorrect(file, Map.of("DAYBOOK_MAP", "Full name=name"), "--skip-bad");
        assertTrue(StoredCustomers.find(url, "r@mail.example").contains("\"name\":\"Ravi\""));
    }

    /**
     * The only column of a CSV file may be named {@code json}. In the file of refused rows it must not be taken for the
     * column with lines of NDJSON, which is named so, too, but with a prefix.
     */
    @Test
    void refusedRowsOfACsvFileWithOneColumnJsonAreImported() throws IOException {
        var file = write("tickets.csv", "json\nLamp\n\"\"\n");
        var told = run("tickets", file, "--map", "json=title", "--skip-bad").expect(Main.DONE);
        var refused = folder.resolve("tickets.csv.refused.csv");
        Files.writeString(refused, Files.readString(refused).strip() + "Door\n");
        again(told, 0, "1 added");
        assertTrue(StoredCustomers.documents(url, RecordKind.TICKET).contains("Door"));
    }

    /**
     * The refused rows are imported even if a spreadsheet saved their file with other separators, or a person moved its
     * columns.
     */
    @Test
    void refusedRowsAreImportedWithMovedColumns() throws IOException {
        var file = write("customers.csv", "name,email,Size\nAsha,a@mail.example,L\nRavi,,S\nNina,,M\n");
        var told = run("customers", file, "--keep-unknown", "--skip-bad").expect(Main.DONE);
        Files.writeString(
                folder.resolve("customers.csv.refused.csv"),
                "name;email;Size;daybook:line;daybook:reason\nRavi;r@mail.example;S;3;none\n");
        again(told, 0, "1 added, 0 updated, 0 refused");
        assertEquals(List.of("Size=\"L\"", "Size=\"S\""), StoredCustomers.associates(url));
        var json = write("b.ndjson", "{\"name\":\"A\",\"phone\":1}\n{\"name\":\"B\",\"email\":\"\"}\n");
        var other = run("customers", json, "--skip-bad").expect(Main.DONE);
        Files.writeString(
                folder.resolve("b.ndjson.refused.csv"),
                "daybook:json,daybook:line,daybook:reason\n\"{\"\"name\"\":\"\"B\"\",\"\"phone\"\":2}\",2,none\n");
        again(other, 0, "1 added, 0 updated, 0 refused");
    }

    /** Rows that are still wrong are refused again. The new file does not repeat the columns for line and reason. */
    @Test
    void severalTimes() throws IOException {
        severalTimes(
                "a.csv",
                "name,email\nAsha,a@mail.example\nRavi,\nNina,\n",
                "Ravi,",
                "Ravi,r@mail.example",
                "name,email");
        severalTimes(
                "b.ndjson",
                "{\"name\":\"A\",\"phone\":1}\n{\"name\":\"B\",\"email\":\"\"}\n{\"name\":\"C\",\"email\":\"\"}\n",
                "B\"\",\"\"email\"\":\"\"",
                "B\"\",\"\"email\"\":\"\"b@mail.example",
                "daybook:json");
        assertEquals(4, StoredCustomers.count(url));
    }

    private void severalTimes(String name, String rows, String wrong, String right, String columns) throws IOException {
        var first = run("customers", write(name, rows), "--skip-bad").expect(Main.DONE);
        correct(folder.resolve(name + ".refused.csv"), wrong, right);
        var command = new ArrayList<>(printed(first));
        command.add("--skip-bad");
        var second = Outcome.of(command.subList(1, command.size()).toArray(String[]::new))
                .expect(Main.DONE);
        var left = Files.readString(folder.resolve(name + ".refused.csv.refused.csv"));
        assertTrue(left.startsWith("\uFEFFdaybook:line,daybook:reason," + columns + "\r\n"), left);
        assertEquals(2, left.lines().count(), left);
        again(second, Main.FAILED, "no phone or email");
    }

    @Test
    void refusedOrdersAndTicketsAreImportedAfterCorrection() throws IOException {
        var orders =
                write("orders.csv", "No;customer_name;phone;rate\n1;Asha;9000000001;1\n2;Asha;9000000001;two\n2;;;3\n");
        var told = run("orders", orders, "--map", "No=erp_order_id", "--separator=;", "--skip-bad")
                .expect(Main.DONE);
        correct(folder.resolve("orders.csv.refused.csv"), "two", "2");
        again(told, 0, "2 rows make 1 record", "1 added");
        var tickets = write("tickets.csv", "Subject,priority\nLamp,low\nDoor,soon\n");
        var other =
                run("tickets", tickets, "--map", "Subject=title", "--skip-bad").expect(Main.DONE);
        correct(folder.resolve("tickets.csv.refused.csv"), "soon", "high");
        again(other, 0, "1 added");
        assertEquals(2, StoredCustomers.count(url, RecordKind.TICKET));
    }

    /** Without {@code --skip-bad} the good rows are counted, so that a person sees what the option would import. */
    @Test
    void aRefusedFileReportsHowManyOfItsRowsAreGood() throws IOException {
        run("customers", write("a.csv", "customer_code,name,phone\nC1,Asha,9000000001\n"))
                .expect(Main.DONE);
        var file = write("b.csv", "customer_code,name,phone\nC1,Asha,9000000001\n,Ravi,9000000002\n,Nina,\n");
        var told = run("customers", file, "--dry-run").expect(Main.FAILED).err();
        assertTrue(
                told.contains("daybook: nothing was imported; 2 of 3 rows are good, and --skip-bad would import them"
                        + " (1 added, 1 updated)"),
                told);
        var plain = run("customers", file).expect(Main.FAILED).err();
        assertTrue(plain.contains("2 of 3 rows are good, and --skip-bad would import them\n"), plain);
        var one = write("c.csv", "name,phone\nRavi,9000000002\nNina,\n");
        var single = run("customers", one).expect(Main.FAILED).err();
        assertTrue(single.contains("1 of 2 rows is good, and --skip-bad would import it\n"), single);
        var faq = write("f.csv", "category,title,detail\nA,B,C\nA,D,\n");
        var replaced = run("faq", faq, "--replace").expect(Main.FAILED).err();
        assertTrue(replaced.contains("nothing was imported; 1 of 2 rows is good\n"), replaced);
        assertEquals(1, StoredCustomers.count(url));
    }

    private void again(Outcome first, int code, String... told) {
        var words = printed(first);
        var second = Outcome.of(words.subList(1, words.size()).toArray(String[]::new))
                .expect(code);
        for (var part : told) {
            assertTrue(second.err().contains(part), second.err());
        }
    }

    /** The words of the printed command, as a shell reads them. */
    private static List<String> printed(Outcome outcome) {
        var line = outcome.err()
                .lines()
                .map(String::strip)
                .filter(text -> text.startsWith("daybook import "))
                .findFirst()
                .orElseThrow(() -> new AssertionError(outcome.err()));
        try {
            var shell = new ProcessBuilder("sh", "-c", "for word in " + line + "; do echo \"$word\"; done").start();
            return new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
        } catch (IOException failure) {
            throw new AssertionError(failure);
        }
    }

    private static void correct(Path refused, String wrong, String right) throws IOException {
        var text = Files.readString(refused);
        assertTrue(text.contains(wrong), text);
        Files.writeString(refused, text.replace(wrong, right));
    }

    private Path write(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }

    private String[] words(String kind, Path file, String... more) {
        var words = new ArrayList<>(List.of("import", kind, file.toString(), "--cm-id", "7", "--database-url", url));
        words.addAll(List.of(more));
        return words.toArray(String[]::new);
    }

    private Outcome run(String kind, Path file, String... more) {
        return Outcome.of(words(kind, file, more));
    }
}
