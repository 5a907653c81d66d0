package dev.daybook.cli;

import static dev.daybook.cli.Outcome.has;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.daybook.kit.TestDatabase;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Files are imported completely or not at all, on both databases. */
@ParameterizedClass
@EnumSource(TestDatabase.class)
class ImportCommandTest {
    private static final String HEADER = "customer_code,created_at,name,email,phone\n";

    @TempDir
    Path folder;

    private final TestDatabase database;
    private String url = "";
    private String err = "";

    ImportCommandTest(TestDatabase database) {
        this.database = database;
    }

    @BeforeEach
    void account() {
        url = database.newUrl();
        StoredCustomers.addAccount(url);
    }

    @Test
    void importsEveryField() throws IOException {
        var file = write("all.csv", """
                \uFEFFcustomer_code,created_at,name,is_organization,contact_person,email,phone,additional_phone,\
                country_code,gender,address,city,pincode,zone,assigned_to,attr1,attr15
                C1,2024-05-02 10:45:42.249,"Rao, Sons",false,Asha,asha@mail.example,9000000001,9000000002,+91,Female,\
                "1, Lake Road",Pune,411001,West,Ravi,gold,new
                """);

        assertEquals(0, run(file));

        has(err, "1 added, 0 updated, 0 refused");
        has(
                customer("asha@mail.example"),
                "\"isOrganization\":false",
                "\"name\":\"Rao, Sons\"",
                "\"customerCode\":\"C1\"");
        has(
                customer("asha@mail.example"),
                "\"contactPerson\":\"Asha\"",
                "\"gender\":\"Female\"",
                "\"additionalPhone\":\"9000000002\"");
        has(customer("asha@mail.example"), "\"address\":\"1, Lake Road\"", "\"pinCode\":\"411001\"");
        has(customer("asha@mail.example"), "CUS_2024-05-02 10:45:42.249");
        lacks(customer("asha@mail.example"), "\"zone\":0,", "\"assignedToId\":0,");
    }

    /** An import and the API name an employee alike, so that an account does not get two employees of one person. */
    @Test
    void anEmployeeIsAnEmailOrANameAndNoWordForAMissingOne() throws IOException {
        var header = "customer_code,name,email,assigned_to\n";
        assertEquals(0, run(write("first.csv", header + """
                A,A,a@mail.example,Care@shop.example
                B,B,b@mail.example,Asha Rao
                """)));
        assertEquals(0, run(write("later.csv", header + """
                A,A,a@mail.example,N/A
                B,B,b@mail.example,0
                """)));

        assertEquals(List.of("Asha Rao||", "||Care@shop.example"), StoredCustomers.employees(url));
        lacks(customer("a@mail.example"), "\"assignedToId\":0,");
    }

    @Test
    void readsTimesInTheZoneOfTheAccountOrWithAnOffset() throws IOException {
        var file = write("times.csv", HEADER + """
                A,2024-05-02,A,a@mail.example,
                B,2024-05-02T10:45:42,B,b@mail.example,
                C,2024-05-02T10:45:42Z,C,c@mail.example,
                D,2024-05-02 10:45:42.5+05:30,D,d@mail.example,
                """);

        assertEquals(0, run(file));

        has(customer("a@mail.example"), "CUS_2024-05-02 00:00:00.000");
        has(customer("b@mail.example"), "CUS_2024-05-02 10:45:42.000");
        has(customer("c@mail.example"), "CUS_2024-05-02 06:45:42.000");
        has(customer("d@mail.example"), "CUS_2024-05-02 01:15:42.500");
    }

    @Test
    void refusesARepeatedCodeUnlessTheLastRowWins() throws IOException {
        var file = write("same.csv", HEADER + """
                A,,First,a@mail.example,
                A,,Second,a@mail.example,
                B,,Other,b@mail.example,
                A,,Third,a@mail.example,
                """);

        assertEquals(1, run(file));
        has(err, "line 3: customer_code: the same as in line 2; with --duplicates last", "line 5: customer_code: ");
        assertEquals(0, count());

        assertEquals(0, run(file, "--skip-bad"));
        has(err, "2 added, 0 updated, 2 refused");
        has(customer("a@mail.example"), "\"name\":\"First\"");

        assertEquals(0, run(file, "--duplicates", "last"));
        has(err, "0 added, 4 updated, 0 refused");
        has(customer("a@mail.example"), "\"name\":\"Third\"");
        assertEquals(2, count());
    }

    @Test
    void mapsAndIgnoresColumns() throws IOException {
        var file = write("map.csv", "Full name,Mail,Age\nAsha,asha@mail.example,thirty-three\n");

        assertEquals(0, run(file, "--map", "Full name=name", "--map", "Mail=email", "--map", "Age="));

        has(customer("asha@mail.example"), "\"name\":\"Asha\"");
        lacks(customer("asha@mail.example"), "thirty-three");
    }

    @Test
    void refusesUnknownColumnsAndFields() throws IOException {
        var file = write("unknown.csv", "nam,email\nAsha,asha@mail.example\n");

        assertEquals(2, run(file));
        has(err, "unknown column 'nam'", "--map-file", "\nnam=name\n");
        assertEquals(2, run(file, "--map", "nam=naem"));
        has(err, "there is no field 'naem'; did you mean 'name'?");
        var twice = write("twice.csv", "name,email,Mail\nAsha,asha@mail.example,a@mail.example\n");
        assertEquals(2, run(twice, "--map", "Mail=email"));
        has(err, "two columns are email");
        var json = write("unknown.ndjson", "{\"name\": \"Asha\", \"emial\": \"asha@mail.example\"}\n");
        assertEquals(2, run(json));
        has(err, "unknown column 'emial'", "\nemial=email\n");
        assertEquals(0, count());
    }

    @Test
    void readsStandardInput() {
        var before = System.in;
        System.setIn(new ByteArrayInputStream("name,phone\nAsha Rao,9100000001\n".getBytes(StandardCharsets.UTF_8)));
        try {
            assertEquals(Main.DONE, run(Path.of("-")));
        } finally {
            System.setIn(before);
        }
        has(err, "1 added, 0 updated, 0 refused");
    }

    /** Blank rows are skipped: a spreadsheet writes them for rows that only have a format. */
    @Test
    void skipsBlankRows() throws IOException {
        var file = write("blank.csv", HEADER + """
                ,,,,
                A,,A,a@mail.example,

                B,,B,,
                 ,, ,,
                ,,
                """);
        assertEquals(1, run(file));
        has(err, "line 5: no phone or email", "nothing was imported");
        lacks(err, "line 2: ", "line 6: ", "line 7: ");

        assertEquals(0, run(file, "--skip-bad"));
        has(err, "1 added, 0 updated, 1 refused");
        assertEquals(1, run(write("none.csv", HEADER + ",,,,\n,,,,\n")));
        has(err, "there is no row in it; nothing was imported");
    }

    @Test
    void importsNothingIfARowIsBad() throws IOException {
        assertEquals(1, run(bad()));

        has(err, "line 3: created_at: expected an existing day and time");
        has(err, "line 4: no phone or email; a customer needs");
        has(err, "line 6: expected 5 values, as in the header, found 3");
        has(err, "nothing was imported");
        lacks(err, "secret", "31-12");
        assertEquals(0, count());
        assertFalse(Files.exists(folder.resolve("bad.csv.refused.csv")));
    }

    @Test
    void namesTheFirstTwentyBadRows() throws IOException {
        assertEquals(1, run(write("many.csv", HEADER + "X,,,,\n".repeat(25))));

        has(err, "line 21: ", "and 5 more");
        lacks(err, "line 22: ");
    }

    @Test
    void skipsBadRowsAndWritesThemToAFile() throws IOException {
        assertEquals(0, run(bad(), "--skip-bad"));

        has(err, "2 added, 0 updated, 3 refused");
        assertEquals(2, count());
        var kept = Files.readAllLines(folder.resolve("bad.csv.refused.csv"));
        assertEquals(4, kept.size());
        assertEquals("\uFEFFdaybook:line,daybook:reason,customer_code,created_at,name,email,phone", kept.get(0));
        assertTrue(kept.get(1).startsWith("3,\"created_at: "), kept.get(1));
        assertTrue(kept.get(1).endsWith("B,31-12-2024,B,secret@x,"), kept.get(1));
        assertEquals(
                "4,\"no phone or email; a customer needs a name, and a phone or an email\",C,,secret,,", kept.get(2));
        assertEquals("6,\"expected 5 values, as in the header, found 3\",E,,secret", kept.get(3));
        var rights = Files.getPosixFilePermissions(folder.resolve("bad.csv.refused.csv"));
        assertEquals("rw-------", PosixFilePermissions.toString(rights), "personal data is for its owner only");
    }

    @Test
    void neverOverwritesTheImportedFileWithRefusedRows() throws IOException {
        var file = bad();
        var content = Files.readString(file);
        var link = Files.createSymbolicLink(folder.resolve("link.csv"), file);
        for (var same : List.of(file, link)) {
            assertEquals(2, run(file, "--skip-bad", "--refused", same.toString()));
            has(err, "--refused: " + same + " is the file to import; name another one");
            assertEquals(content, Files.readString(file));
        }
        assertEquals(0, count());
    }

    /** The message names the file whose disk is full, and does not report the imported file as unreadable. */
    @Test
    void namesTheFileOfRefusedRowsWhoseDiskIsFull() throws IOException {
        var file = write("many.csv", HEADER + "X,,,,\n".repeat(600) + "A,,Asha,,9000000001\n");
        assertEquals(1, run(file, "--skip-bad", "--refused", "/dev/full"));
        has(err, "cannot write /dev/full: No space left on device");
    }

    @Test
    void refusesANameForRefusedRowsThatImpliesAnotherFormat() throws IOException {
        var named = folder.resolve("refused.ndjson");
        assertEquals(2, run(bad(), "--skip-bad", "--refused", named.toString()));
        has(err, "--refused: " + named + " would be read as NDJSON, but is written as CSV; name it .csv");
        assertEquals(0, count());
    }

    /**
     * If the file for the refused rows cannot be written, the import is refused before it begins. Otherwise the good
     * rows would be stored, but the import would neither end nor say which rows it refused.
     */
    @Test
    void importsNothingIfTheRefusedRowsCannotBeWritten() throws IOException {
        var nowhere = folder.resolve("none").resolve("refused.csv");
        assertEquals(2, run(bad(), "--skip-bad", "--refused", nowhere.toString()));
        has(err, "--refused: there is no folder " + nowhere.getParent());
        assertEquals(0, count());
    }

    @Test
    void writesNothingOnADryRun() throws IOException {
        var good = write("good.csv", HEADER + "A,,A,a@mail.example,\n");

        assertEquals(0, run(good, "--dry-run"));
        has(err, "1 would be added, 0 updated, 0 refused; nothing was imported (dry run)");
        assertEquals(1, run(bad(), "--dry-run"));
        assertEquals(0, run(bad(), "--dry-run", "--skip-bad"));
        assertEquals(0, count());
        assertFalse(Files.exists(folder.resolve("bad.csv.refused.csv")));
    }

    @Test
    void updatesCustomersWhoseCodeIsKnown() throws IOException {
        var header = "customer_code,created_at,name,contact_person,email,phone,attr1\n";
        run(write("one.csv", header + """
                A,2024-05-02,Old,Asha,a@mail.example,9000000001,x
                B,2024-05-02,Twice,Ravi,b@mail.example,9000000002,
                B,2024-05-03,Twice again,Ravi,b@mail.example,9000000002,
                """), "--duplicates", "last");
        has(err, "2 added, 1 updated");

        assertEquals(0, run(write("two.csv", header + "A,2030-01-01,New,Asha R,a@mail.example,9000000001,\n")));

        has(err, "0 added, 1 updated");
        assertEquals(2, count());
        has(customer("a@mail.example"), "\"name\":\"New\"", "CUS_2024-05-02", "\"contactPerson\":\"Asha R\"");
        lacks(customer("a@mail.example"), "\"contactPerson\":\"Asha\"");
        has(customer("b@mail.example"), "\"name\":\"Twice again\"", "CUS_2024-05-02");
    }

    /**
     * A row with the name of the primary contact, but a new phone or e-mail, changes this contact. Otherwise the
     * customer would still be found by its old phone, and each correction would add a contact.
     */
    @Test
    void aNewPhoneOrEmailBesideAPersonChangesThePrimaryContact() throws IOException {
        for (var person : List.of("first_name,last_name", "name,contact_person")) {
            var header = "customer_code," + person + ",phone,email\n";
            var code = person.substring(0, 4);
            var email = "asha@" + code + ".example";
            assertEquals(0, run(write("one.csv", header + code + ",Asha,Rao,9000000001,\n")));
            assertEquals(0, run(write("two.csv", header + code + ",Asha,Rao,9000000009,\n")));
            assertEquals(0, run(write("three.csv", header + code + ",Asha,Rao,," + email + "\n")));

            has(customer(email), "\"phone\":\"9000000009\"", "\"isPrimaryContact\":true");
            lacks(customer(email), "\"phone\":\"9000000001\"", "\"isPrimaryContact\":false");
        }
    }

    /** A row with another person and another phone adds a contact. Each contact has its own phone and gender then. */
    @Test
    void anotherPersonWithANewPhoneIsAdded() throws IOException {
        var header = "customer_code,name,contact_person,phone,email,gender\n";
        assertEquals(0, run(write("one.csv", header + "C1,Acme,Meera Iyer,9000000001,m@mail.example,F\n")));
        assertEquals(0, run(write("two.csv", header + "C1,Acme,Ravi,9000000002,,\n")));
        assertEquals(0, run(write("two.csv", header + "C1,Acme,Ravi,9000000002,,M\n")));

        has(
                customer("m@mail.example"),
                "\"contactPerson\":\"Meera Iyer\",\"gender\":\"F\",\"phone\":\"9000000001\"",
                "\"contactPerson\":\"Ravi\",\"gender\":\"M\",\"phone\":\"9000000002\"");
    }

    @Test
    void aPhoneWithoutDigitsAddsNoContact() throws IOException {
        var header = "first_name,last_name,phone,email\n";
        assertEquals(0, run(write("none.csv", header + "Asha,Rao,-,asha@mail.example\n")));
        has(customer("asha@mail.example"), "\"contactPerson\":\"Asha Rao\"", "\"phone\":\"-\"");
        lacks(customer("asha@mail.example"), "\"isPrimaryContact\":false");
    }

    @Test
    void readsNdjson() throws IOException {
        var file = write("customers.txt", """

                {"name": "Asha", "phone": 9000000001, "is_organization": false, "pincode": 411001, "email": null}
                {"name": "Ravi", "email": "ravi@mail.example", "is_organization": "true", "Age": 5}
                {"name": "Broken",
                """);

        assertEquals(
                0,
                run(
                        file,
                        "--map",
                        "Age=",
                        "--skip-bad",
                        "--refused",
                        folder.resolve("no.csv").toString()));

        has(err, "2 added", "line 4: Invalid Json. Column ");
        has(customer("ravi@mail.example"), "\"isOrganization\":true");
        has(Files.readString(folder.resolve("no.csv")), "\"{\"\"name\"\": \"\"Broken\"\",\"");
    }

    @Test
    void refusesUnreadableFiles() throws IOException {
        assertEquals(1, run(folder.resolve("missing.csv")));
        has(err, "cannot read");
        var latin = folder.resolve("latin.csv");
        Files.write(latin, (HEADER + "A,,J\u00e9r\u00f4me,a@mail.example,\n").getBytes(StandardCharsets.ISO_8859_1));
        assertEquals(1, run(latin));
        has(err, "line 2 is not UTF-8", "--charset windows-1252");
        assertEquals(1, run(write("open.csv", HEADER + "A,,\"A,a@mail.example,\n")));
        has(err, "cannot read");
        assertEquals(
                1, Main.run(Map.of(), "import", "customers", latin.toString(), "--cm-id", "8", "--database-url", url));
    }

    private Path bad() throws IOException {
        return write("bad.csv", HEADER + """
                A,2024-05-02,A,a@mail.example,
                B,31-12-2024,B,secret@x,
                C,,secret,,
                D,,D,,9000000004
                E,,secret
                """);
    }

    private Path write(String name, String content) throws IOException {
        return Files.writeString(folder.resolve(name), content);
    }

    private int run(Path file, String... more) {
        var outcome = Outcome.ofImport(url, StoredCustomers.CM_ID, "customers", file, more);
        err = outcome.err();
        return outcome.code();
    }

    private String customer(String email) {
        return StoredCustomers.find(url, email);
    }

    private int count() {
        return StoredCustomers.count(url);
    }

    private static void lacks(String text, String... parts) {
        for (var part : parts) {
            assertFalse(text.contains(part), () -> part + " in " + text);
        }
    }
}
