package dev.daybook.cli;

import static dev.daybook.cli.Outcome.has;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.daybook.domain.customer.CustomerChange;
import dev.daybook.domain.customer.ProfileField;
import dev.daybook.kit.TestDatabase;
import dev.daybook.kit.TestServer;
import dev.daybook.store.DatabaseUrl;
import dev.daybook.wire.Paths;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Orders are imported from files together with the customers who ordered. */
class ImportOrdersTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @EnumSource
    void importsRowsAsProductsAndLinesAsOrders(TestDatabase database) throws IOException {
        var url = database.newUrl();
        try (var server = TestServer.start(DatabaseUrl.parse(url))) {
            var known = server.addCustomer("Asha", "9000000001");
            var csv = write("orders.csv", """
                    Order no,created_at,create_date,order_status,customer_name,phone,email,product_name,rate,quantity,\
                    discount,grand_total,attr1,assigned_to,zone
                    A-1,2023-01-31 10:00:00,2023-01-30,Done,Asha,+91 9000000001,,Chair,99.95,2,,,gold,nina@mail.example,West
                    A-1,,,,,,,Desk,0.05,1,0.01,,,,
                    A-2,2023-01-31 11:00:00,,Pending,Meera,,meera@mail.example,,,,,12,,,
                    A-1,,,Returned,,,,,,,,,,,
                    """);
            var last = new String[] {"--map", "Order no=erp_order_id", "--duplicates", "last"};
            run(url, csv, "--map", "Order no=erp_order_id")
                    .expect(Main.FAILED, "line 5: order_status: expected one value in all rows of a record");
            run(url, csv, last).expect(Main.DONE, "4 rows make 2 records", "2 added, 0 updated, 0 refused");
            var january = pulled(server);
            has(january, "\"erpOrderId\":\"A-1\",\"orderStatus\":\"Returned\"");
            has(january, "\"generationDate\":\"Jan 31, 2023 10:00:00 AM\"");
            has(january, "\"bookingDate\":\"Jan 30, 2023 12:00:00 AM\"");
            has(january, "\"productName\":\"Chair\",\"parentProductName\":\"\",\"rate\":99.95,\"quantity\":2.0");
            has(january, "\"discount\":0.01,\"total\":0.04}],\"grandTotal\":199.94,");
            has(january, "\"additional_info\":{\"attr1\":\"gold\"}");
            has(january, "\"erpOrderId\":\"A-2\"");
            has(january, "\"customerId\":" + known + ",");
            assertEquals(List.of("||nina@mail.example"), StoredCustomers.employees(url));

            run(url, csv, last).expect(Main.DONE, "0 added, 2 updated, 0 refused");
            has(pulled(server), "\"total\":0.04}],\"grandTotal\":199.94,");

            var ndjson = write("orders.ndjson", """
                    {"erp_order_id":"A-2","product_details":[{"rate":1.5},{"rate":"2.25","quantity":2}]}
                    {"erp_order_id":"A-2","total_paid":"0.5"}
                    """);
            run(url, ndjson).expect(Main.DONE, "0 added, 1 updated, 0 refused");
            has(pulled(server), "\"grandTotal\":6.0,\"totalPaid\":0.5,\"outstandingAmount\":5.5");
        }
    }

    @ParameterizedTest
    @EnumSource
    void refusesTheWholeFileAndNamesEachBadLine(TestDatabase database) throws IOException {
        var url = database.newUrl();
        try (var server = TestServer.start(DatabaseUrl.parse(url))) {
            var bad = write("bad.csv", """
                    erp_order_id,created_at,customer_name,phone,rate,quantity,discount
                    B-1,2023-01-31,Asha,9000000001,1,1,0
                    ,,Nobody,,1,1,0
                    B-2,,Asha,9000000001,ten,1,0
                    B-3,,Asha,9000000001,1,1,2
                    B-4,31-01-2023,Asha,9000000001,1,1,0
                    """);
            run(url, bad)
                    .expect(
                            Main.FAILED,
                            "line 3: Name, Email Id, and Phone Number required",
                            "line 4: rate: expected a number such as 10000 or 99.95, found another text",
                            "line 5: discount: expected at most rate times quantity",
                            "line 6: created_at: expected an existing day",
                            "nothing was imported");
            assertEquals("{\"message\":[],\"status\":\"success\"}", pulled(server));

            var unknown = write("unknown.csv", """
                    erp_order_id,created_at,customer_name,phone
                    B-1,2023-01-31,Asha,9000000001
                    B-9,2023-01-31,,
                    """);
            run(url, unknown).expect(Main.FAILED, "line 3: Name, Email Id, and Phone Number required");
            assertEquals("{\"message\":[],\"status\":\"success\"}", pulled(server));

            run(url, bad, "--skip-bad").expect(Main.DONE, "1 added, 0 updated, 4 refused");
            has(pulled(server), "\"erpOrderId\":\"B-1\"");
        }
    }

    /**
     * A file is refused if several customers match one of its orders. Only a query of the database shows this.
     * Nevertheless no earlier row of the file is imported.
     */
    @ParameterizedTest
    @EnumSource
    void refusesAFileIfSeveralCustomersMatchOneOfItsOrders(TestDatabase database) throws IOException {
        var url = database.newUrl();
        try (var server = TestServer.start(DatabaseUrl.parse(url))) {
            add(server, ProfileField.PHONE, "9000000001", "C-1");
            add(server, ProfileField.EMAIL, "asha@mail.example", "C-2");
            var file = write("several.csv", """
                    erp_order_id,created_at,customer_name,phone,email
                    B-1,2023-01-31,Meera,9000000002,
                    B-2,2023-01-31,Asha,9000000001,asha@mail.example
                    """);
            run(url, file).expect(Main.FAILED, "line 3: Several customers have this phone", "nothing was imported");
            assertEquals("{\"message\":[],\"status\":\"success\"}", pulled(server));
        }
    }

    /**
     * A file is refused if the document of one of its orders would be too large. The size is known only when the record
     * is rendered, but even then no earlier row of the file is imported.
     */
    @ParameterizedTest
    @EnumSource
    void refusesAFileWithAnOrderThatIsTooLarge(TestDatabase database) throws IOException {
        var url = database.newUrl();
        try (var server = TestServer.start(DatabaseUrl.parse(url))) {
            var product = "{\"product_name\":\"%s\",\"rate\":1}".formatted("अ".repeat(250));
            var file = write("large.ndjson", """
                    {"erp_order_id":"B-1","created_at":"2023-01-31","customer_name":"Meera","phone":"9000000002"}
                    {"erp_order_id":"B-2","created_at":"2023-01-31","customer_name":"Asha","phone":"9000000001",\
                    "product_details":[%s]}
                    """.formatted(String.join(",", Collections.nCopies(400, product))));
            run(url, file)
                    .expect(Main.FAILED, "line 2: the order would have ", "at most 262144", "nothing was imported");
            assertEquals("{\"message\":[],\"status\":\"success\"}", pulled(server));
        }
    }

    private static void add(TestServer server, ProfileField reach, String value, String code) {
        var texts = Map.of(ProfileField.NAME, "Asha", reach, value, ProfileField.CUSTOMER_CODE, code);
        server.client().customers().save(CustomerChange.ofTexts(0, false, texts));
    }

    /**
     * Files from which an import could lose data without an error. Each order is loaded completely, or refused with its
     * line, in dry runs and imports.
     */
    @ParameterizedTest
    @EnumSource
    void anOrderIsImportedCompletelyOrRefusedWithItsLine(TestDatabase database) throws IOException {
        var url = database.newUrl();
        try (var server = TestServer.start(DatabaseUrl.parse(url))) {
            add(server, ProfileField.PHONE, "9000000001", "C-1");
            var apart = write("apart.csv", """
                    erp_order_id,created_at,customer_code,product_name,rate
                    D-1,2023-01-31,C-1,Chair,1
                    D-2,2023-01-31,C-1,Lamp,2
                    D-1,2023-01-31,C-1,Desk,4
                    """);
            run(url, apart, "--dry-run").expect(Main.DONE, "2 would be added, 0 updated, 0 refused");
            assertEquals("{\"message\":[],\"status\":\"success\"}", pulled(server));
            run(url, apart).expect(Main.DONE, "3 rows make 2 records", "2 added, 0 updated, 0 refused");
            has(pulled(server), "\"grandTotal\":5.0,");
            has(pulled(server), "\"customerCode\":\"C-1\"");

            var bad = write("bad.csv", """
                    erp_order_id,created_at,customer_code,customer_name,phone,product_name,rate,zone
                    E-1,2023-01-31,C-1,,,Chair,1,
                    E-2,2023-01-31,C-9,,,Lamp,2,
                    E-3,2023-01-31,C-1,,,Desk,4,100077777
                    E-4,2023-01-31,C-7,Meera,9000000007,Desk,4,
                    E-5,2023-01-31,C-7,,,Desk,4,
                    E-6,2023-01-31,C-1,,,Good,1,
                    E-6,2023-01-31,C-1,,,Bad,one,
                    """);
            var reasons = new String[] {
                "line 3: customer_code: expected the code of an existing customer",
                "line 4: zone: expected a name or the id of one that this account has",
                "line 7: its record is refused because of line 8",
                "line 8: rate: expected a number",
            };
            run(url, bad, "--dry-run").expect(Main.FAILED, reasons);
            run(url, bad).expect(Main.FAILED, reasons);
            run(url, bad).expect(Main.FAILED, "nothing was imported");
            assertTrue(!pulled(server).contains("E-1"), "nothing of the file is there");
            run(url, bad, "--skip-bad", "--dry-run").expect(Main.DONE, "3 would be added, 0 updated, 4 refused");
            run(url, bad, "--skip-bad").expect(Main.DONE, "3 added, 0 updated, 4 refused");
            assertEquals(
                    5, Files.readAllLines(folder.resolve("bad.csv.refused.csv")).size());

            var keys = write("keys.ndjson", """
                    {"erp_order_id":"F-1","created_at":"2023-01-31","customer_code":"C-1",\
                    "product_details":[{"rate":1,"colour":"red"}]}
                    """);
            run(url, keys).expect(Main.FAILED, "line 1: product_details[0].colour: expected only fields that");
            run(url, keys, "--keep-unknown").expect(Main.DONE, "1 added, 0 updated, 0 refused");
            has(pulled(server), "\"product_details[0].colour\":\"red\"");
        }
    }

    /**
     * A refused row without a certain order number may be a row of an order that is imported without it. If only this
     * row were corrected and imported, it would replace the products of that order, so the import says what to do.
     */
    @Test
    void aRefusedRowWithoutACertainOrderIsReported() throws IOException {
        var url = TestDatabase.SQLITE.newUrl();
        try (var server = TestServer.start(DatabaseUrl.parse(url))) {
            var note = " no certain erp_order_id: if other rows of the same order were imported, add all rows of the"
                    + " order to ";
            var comma = write("comma.ndjson", """
                    {"erp_order_id":"H-1","created_at":"2023-01-31","customer_name":"Asha","phone":1,"rate":1}
                    {"erp_order_id":"H-1","rate":2,}
                    """);
            run(url, comma, "--skip-bad")
                    .expect(
                            Main.DONE,
                            "1 refused row is in " + comma + ".refused.csv\nit has" + note + comma + ".refused.csv, ",
                            "products of an order\ncorrect it there, then run:\n");
            var merged = write("merged.csv", """
                    erp_order_id,created_at,customer_name,phone,rate
                    H-2,2023-01-31,Asha,1,1
                    ,,,,2
                    Rao, R.,,,,,3
                    Rao, R.,,,,,4
                    H-5,2023-01-31,Asha,1,one
                    """);
            run(url, merged, "--skip-bad")
                    .expect(Main.DONE, "4 refused rows are in " + merged + ".refused.csv\n3 of them have" + note);
            var certain = write("certain.csv", """
                    erp_order_id,created_at,customer_name,phone,rate
                    H-3,2023-01-31,Asha,1,1
                    H-4,2023-01-31,Asha,1,one
                    """);
            var outcome = Outcome.ofImport(url, TestServer.CM_ID, "orders", certain, "--skip-bad");
            assertFalse(outcome.expect(Main.DONE).err().contains("certain erp_order_id"), outcome.err());
            assertTrue(pulled(server).contains("H-3"));
        }
    }

    /**
     * The pattern of the file's dates is {@code yyyy-dd-MM}, so each date also looks like an ISO date. It must be
     * converted only once, even if an order has several rows.
     */
    @Test
    void convertsTheDatesOfAnOrderOfSeveralRowsOnce() throws IOException {
        var url = TestDatabase.SQLITE.newUrl();
        try (var server = TestServer.start(DatabaseUrl.parse(url))) {
            var file = write("days.csv", """
                    erp_order_id,created_at,create_date,customer_name,phone,product_name,rate
                    G-1,2023-31-01,2023-05-01,Asha,9000000001,Chair,1
                    G-1,2023-31-01,2023-05-01,Asha,9000000001,Desk,2
                    G-2,2023-31-01,2023-05-01,Meera,9000000002,Lamp,4
                    """);
            run(url, file, "--dates", "yyyy-dd-MM").expect(Main.DONE, "2 added, 0 updated, 0 refused");
            var booked = "\"bookingDate\":\"Jan 5, 2023 12:00:00 AM\"";
            assertEquals(3, pulled(server).split(booked, -1).length, () -> pulled(server));
        }
    }

    /** A program that stores ids as floating-point numbers writes them with a decimal point. */
    @Test
    void readsTheSameIdFromANumberWithAndWithoutAPointAndFromAText() throws IOException {
        var url = TestDatabase.SQLITE.newUrl();
        try (var server = TestServer.start(DatabaseUrl.parse(url))) {
            var known = server.addCustomer("Asha", "9000000001");
            var forms = write("forms.ndjson", """
                    {"erp_order_id":77.0,"created_at":"2023-01-31","customer_id":%1$s.0,"zip_code":560001.0,"rate":1}
                    {"erp_order_id":"77","created_at":"2023-01-31","customer_id":"%1$s","zip_code":"560001","rate":2}
                    {"erp_order_id":77,"created_at":"2023-01-31","customer_id":%1$s,"zip_code":560001,"rate":4}
                    {"erp_order_id":"77.0","created_at":"2023-01-31","customer_id":"%1$s.0","zip_code":"560001.0"}
                    """.formatted(known));
            run(url, forms).expect(Main.DONE, "4 rows make 1 record", "1 added, 0 updated, 0 refused");
            has(pulled(server), "\"erpOrderId\":\"77\"");
            has(pulled(server), "\"customerId\":" + known + ",");
            has(pulled(server), "\"grandTotal\":7.0,");
            var fraction = write("fraction.ndjson", "{\"erp_order_id\":\"78\",\"customer_id\":1.5}\n");
            run(url, fraction)
                    .expect(Main.FAILED, "customer_id: expected a whole number from 0 on, found another number");
        }
    }

    private static String pulled(TestServer server) {
        return server.post(
                        Paths.PULL_ORDERS,
                        "{\"cmId\":1000298,\"createStartDate\":\"2023-01-31\",\"createEndDate\":\"2023-01-31\"}")
                .body();
    }

    private record Ran(Outcome outcome) {
        void expect(int code, String... texts) {
            outcome.expect(code);
            for (var text : texts) {
                assertTrue(outcome.err().contains(text), outcome.err());
            }
        }
    }

    private static Ran run(String url, Path file, String... more) {
        return new Ran(Outcome.ofImport(url, TestServer.CM_ID, "orders", file, more));
    }

    private Path write(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }
}
