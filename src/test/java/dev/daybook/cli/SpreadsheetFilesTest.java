package dev.daybook.cli;

import static dev.daybook.cli.Outcome.has;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.daybook.domain.RecordKind;
import dev.daybook.kit.StoredValues;
import dev.daybook.kit.TestDatabase;
import dev.daybook.server.Stores;
import dev.daybook.store.DatabaseUrl;
import dev.daybook.store.EpochMillis;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Imports files that a spreadsheet has written and in which it has changed numbers, dates or the first line. */
class SpreadsheetFilesTest {
    @TempDir
    Path folder;

    private String url = "";

    @BeforeEach
    void account() {
        url = TestDatabase.SQLITE.newUrl();
        StoredCustomers.addAccount(url);
    }

    /**
     * A number such as 9.19E+11 in place of a phone, code or id is refused: the lost digits cannot be restored, and a
     * wrong phone would find wrong customers.
     */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            customers | name,email,phone               | phone            | A,a@mail.example,9.19E+11
            customers | name,phone,pincode             | pincode          | A,9000000001,5.6E+5
            customers | name,phone,additional_phone    | additional_phone | A,9000000001,9.19e11
            customers | name,phone,customer_code       | customer_code    | A,9000000001,1E+15
            tickets   | title,phone                    | phone            | A,"9,19E+11"
            tickets   | title,ticket_id                | ticket_id        | A,1.2E+12
            tickets   | title,customer_id              | customer_id      | A,1.2E+12
            orders    | erp_order_id,name,phone,sku_id | sku_id           | A,A,9000000001,8.9E+12
            orders    | erp_order_id,phone             | erp_order_id     | 1.2E+12,9000000001
            orders    | erp_order_id,phone,transaction | transaction      | 1,9000000001,4.5E+17
            faq       | code,category,title,detail     | code             | 1.2E+12,A,B,C
            """)
    void refusesNumbersThatWereShortened(String kind, String header, String field, String row) throws IOException {
        var file = write("short.csv", header.replace(",name,", ",customer_name,") + "\n" + row + "\n");
        var told = run(kind, file).expect(Main.FAILED).err();
        has(told, "line 2: " + field + ": a spreadsheet has shortened this number; format the column as text and");
        assertFalse(told.contains("E+"), told);
    }

    /**
     * Zeros after the decimal point of a code, phone or postal code are ignored, because programs write a column of
     * numbers with gaps as floating-point numbers.
     */
    @Test
    void ignoresZerosAfterTheDecimalPoint() throws IOException {
        var file = write("gaps.csv", """
                customer_code,name,phone,additional_phone,country_code,pincode,remarks,attr1,size
                1001.0,Studio 54.0,9000000001.0, 9000000002.00 ,91.0,\u200b560001.0,2.0,3.0,4.0
                12E5,7.0,9000000003,,,,,,
                """);
        run("customers", file, "--keep-unknown").expect(Main.DONE);
        var stored = StoredCustomers.documents(url, RecordKind.CUSTOMER);
        has(stored, "\"customerCode\":\"1001\"", "\"phone\":\"9000000001\"", "\"additionalPhone\":\"9000000002\"");
        has(stored, "\"pinCode\":\"560001\"", "\"phoneCountryCode\":\"91\"");
        has(stored, "\"name\":\"Studio 54.0\"", "\"remarks\":\"2.0\"", "\"name\":\"7.0\"", "\"customerCode\":\"12E5\"");
        assertEquals(List.of("size=\"4.0\""), StoredCustomers.associates(url));

        var lines =
                write("gaps.ndjson", "{\"customer_code\":\"1001.0\",\"name\":\"Studio\",\"phone\":\"9000000001.0\"}");
        has(run("customers", lines).expect(Main.DONE).err(), "0 added, 1 updated");
        var twice = write("twice.csv", "customer_code,name,phone\n1001,A,9000000001\n1001.0,A,9000000001\n");
        has(run("customers", twice).expect(Main.FAILED).err(), "line 3: customer_code: the same as in line 2");
    }

    /** If such a text counted as a code, the file would be refused, because two rows would have the same code. */
    @ParameterizedTest
    @ValueSource(strings = {"0.0", "-1.0", "<NA>", "#N/A"})
    void aMissingCodeIsNoCode(String none) throws IOException {
        var file =
                write("none.csv", "customer_code,name,phone\n%1$s,A,9000000001\n%1$s,B,9000000002\n".formatted(none));
        has(run("customers", file).expect(Main.DONE).err(), "2 added, 0 updated");
    }

    @Test
    void zerosAfterTheDecimalPointAreIgnoredInEveryKindOfFile() throws IOException {
        run("tickets", write("t.csv", "ticket_id,title,phone,customer_code\n12.0,Lamp,9000000001.0,77.0\n"))
                .expect(Main.DONE);
        has(
                StoredCustomers.documents(url, RecordKind.TICKET),
                "\"ticketId\":\"12\"",
                "\"customerPhone\":\"9000000001\"",
                "\"customerCode\":\"77\"");
        var rows = """
                erp_order_id,customer_name,phone,zip_code,sku_id,rate,remarks
                7.0,Asha,9000000001.0,560001.0,55.0,12.50,8.0
                7,Asha,9000000001,560001,56,1.0,8.0
                """;
        has(run("orders", write("o.csv", rows)).expect(Main.DONE).err(), "2 rows make 1 record");
        has(
                StoredCustomers.documents(url, RecordKind.ORDER),
                "\"erpOrderId\":\"7\"",
                "\"zipCode\":\"560001\"",
                "\"skuId\":\"55\"",
                "\"rate\":12.5,",
                "\"remarks\":\"8.0\"");
        run("faq", write("f.csv", "code,category,title,detail\n5.0,1.0,2.0,3.0\n"))
                .expect(Main.DONE);
        var again = run("faq", write("g.csv", "code,category,title,detail\n5,1.0,2.0,4.0\n"));
        has(again.expect(Main.DONE).err(), "0 added, 1 updated");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            customers | name,email,created_at                               | created_at             | A,a@mail.example,03.04.2024
            customers | name,email,created_at                               | created_at             | A,a@mail.example,2024-31-05
            tickets   | title,ended_at                                      | ended_at               | A,03.04.2024
            tickets   | title,callback_time                                 | callback_time          | A,03.04.2024
            tickets   | title,due_date                                      | due_date               | A,03.04.2024
            tickets   | title,due_date                                      | due_date               | A,31/05/2024
            orders    | customer_name,phone,create_date                     | create_date            | A,9000000001,03.04.2024
            orders    | customer_name,phone,expected_delivery_date          | expected_delivery_date | A,9000000001,03.04.2024
            faq       | category,title,detail,created_at                    | created_at             | A,B,C,03.04.2024
            """)
    void aMalformedDateGetsAHintToTheOptionDates(String kind, String header, String field, String row)
            throws IOException {
        var file = write("dates.csv", header + "\n" + row + "\n");
        var told = run(kind, file).expect(Main.FAILED).err();
        has(
                told,
                "line 2: " + field + ": expected an existing day",
                "; for another form name it, such as --dates dd.MM");
        if (row.contains("03.04.2024")) {
            run(kind, file, "--dates", "dd.MM.yyyy").expect(Main.DONE);
            var form =
                    run(kind, file, "--dates", "MM/dd/yyyy").expect(Main.FAILED).err();
            assertFalse(form.contains("such as --dates"), form);
        }
    }

    /**
     * The call-back time in a file may have an offset: with dates in ISO format, a pull writes it with its offset, like
     * the other times.
     */
    @Test
    void theCallBackTimeOfATicketMayHaveAnOffset() throws IOException {
        var file = write("t.csv", "title,callback_time\nA,2024-05-31T14:05:00+05:30\nB,2024-05-31\n");
        run("tickets", file).expect(Main.DONE);
        has(
                StoredCustomers.documents(url, RecordKind.TICKET),
                "\"nextFollowUp\":\"31-05-2024 04:35\"",
                "\"nextFollowUp\":\"31-05-2024 00:00\"");
    }

    /**
     * The due date in a file may have an offset: in an hour that the clocks repeat, only the offset tells the first
     * occurrence from the second.
     */
    @Test
    void aDueDateInAFileMayHaveAnOffset() throws IOException {
        var file = write("t.csv", """
                ticket_id,title,due_date
                1,A,2024-05-31 14:05:00Z
                2,B,2024-05-31 14:05:00+05:30
                3,C,2024-05-31T14:05:00+0530
                4,D,2024-05-31T14:05:00.250
                5,E,2024-11-03 01:30:00-05:00
                6,F,2024-05-31
                7,G,2024-05-31T14:05:00-04:00
                """);
        for (var more : List.of(List.<String>of(), List.of("--dates", "dd/MM/yyyy"))) {
            run("tickets", file, more.toArray(String[]::new)).expect(Main.DONE);
            var due = List.of(
                    "2024-05-31T14:05:00Z",
                    "2024-05-31T08:35:00Z",
                    "2024-05-31T08:35:00Z",
                    "2024-05-31T18:05:00.250Z",
                    "2024-11-03T06:30:00Z",
                    "2024-06-01T04:00:00Z",
                    "2024-05-31T18:05:00Z");
            assertEquals(due, dueTimes(), more::toString);
        }
    }

    /** A due date in a file may have the forms of a due date in a request, and must then mean the same time. */
    @Test
    void aDueDateInAFileHasTheFormsOfARequest() throws IOException {
        var file = write("t.csv", """
                title,due_date
                A,2024-05-31 14:05
                B,31-05-2024 14:05
                C,31-05-2024
                D,Fri May 31 14:05:00 IST 2024
                """);
        run("tickets", file).expect(Main.DONE);
        assertEquals(
                List.of("2024-05-31T18:05:00Z", "2024-05-31T18:05:00Z", "2024-06-01T04:00:00Z", "2024-05-31T08:35:00Z"),
                dueTimes());
    }

    @Test
    void aDueDateInAnyFormEndsWithTheDayInTheZoneOfTheAccount() throws IOException {
        run("tickets", write("t.csv", "title,due_date\nA,31/05/2024\nB,31/05/2024 00:00\n"), "--dates", "dd/MM/yyyy")
                .expect(Main.DONE);
        assertEquals(List.of("2024-06-01T04:00:00Z", "2024-05-31T04:00:00Z"), dueTimes());
    }

    /** When the tickets are due, in the order in which they were added. */
    private List<String> dueTimes() {
        try (var stores = Stores.open(DatabaseUrl.parse(url))) {
            return StoredValues.numbers(stores.database(), "SELECT due FROM ticket ORDER BY id").stream()
                    .map(time -> EpochMillis.instant(time).toString())
                    .toList();
        }
    }

    /**
     * Instead of a name, a file may have the id of an existing entry of the account list. An id that a spreadsheet has
     * written with a decimal point, such as 100002007.0, is read as this id and not as a new name.
     */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            customers | name,phone          | zone
            customers | name,phone          | primary_source
            customers | name,phone          | tertiary_source
            orders    | customer_name,phone | zone
            """)
    void readsAnIdWithADecimalPointAsAnId(String kind, String header, String list) throws IOException {
        var unknown = write("unknown.csv", header + "," + list + "\nA,9000000001,100002007.0\n");
        var told = run(kind, unknown).expect(Main.FAILED).err();
        has(told, "line 2: " + list + ": expected a name or the id of one that this account has");
        run(kind, write("name.csv", header + "," + list + "\nA,9000000001,West\n"))
                .expect(Main.DONE);
        var id = entries().get(0).replace("=West", "");
        run(kind, write("id.csv", header + "," + list + "\nA,9000000001," + id + ".0\n"))
                .expect(Main.DONE);
        assertEquals(List.of(id + "=West"), entries());
        if (list.equals("zone")) {
            run(kind, write("none.csv", header + ",zone\nA,9000000001,0.0\n")).expect(Main.DONE);
            var row = "{\"phone\":\"9000000001\",\"zone\":0.0,\"" + header.replace(",phone", "") + "\":\"A\"}";
            run(kind, write("none.ndjson", row)).expect(Main.DONE);
            assertEquals(List.of(id + "=West"), entries());
        }
    }

    /** The zones and sources of the account, with their ids. */
    private List<String> entries() {
        try (var stores = Stores.open(DatabaseUrl.parse(url))) {
            return StoredValues.texts(stores.database(), "SELECT id || '=' || name FROM list_entry ORDER BY id");
        }
    }

    @Test
    void aFirstLineWithSepSetsTheSeparator() throws IOException {
        run("customers", write("a.csv", "sep=;\r\nname;phone;address\r\nAsha;9000000001;1, Lake Road, Pune\r\n"))
                .expect(Main.DONE);
        run("customers", write("b.csv", "\uFEFF\"sep=:\"\nname:phone\nRavi:9000000002\n"))
                .expect(Main.DONE);
        run("customers", write("c.csv", "SEP=\t\nname\tphone\nMeera\t9000000003\n"))
                .expect(Main.DONE);
        run("customers", write("d.csv", "sep=;\nname|phone\nNina|9000000004\n"), "--separator", "|")
                .expect(Main.DONE);
        assertEquals(4, StoredCustomers.count(url));
        has(StoredCustomers.documents(url, RecordKind.CUSTOMER), "1, Lake Road, Pune");

        var bad = run("customers", write("e.csv", "sep=;\nname;phone\n\nAsha;9000000001\nRavi;\n"));
        has(bad.expect(Main.FAILED).err(), "line 5: no phone or email");
        has(run("customers", write("f.csv", "sep=\nA\n")).expect(2).err(), "unknown column 'sep='");
        has(run("customers", write("g.csv", "sep=;\n")).expect(Main.FAILED).err(), "there is no row in it");
    }

    private Path write(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }

    private Outcome run(String kind, Path file, String... more) {
        return Outcome.ofImport(url, StoredCustomers.CM_ID, kind, file, more);
    }
}
