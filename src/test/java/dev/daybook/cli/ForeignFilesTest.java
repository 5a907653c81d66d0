package dev.daybook.cli;

import static dev.daybook.cli.Outcome.has;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.daybook.domain.RecordKind;
import dev.daybook.kit.TestDatabase;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Files in the format of well-known sample databases, with invented rows. Each is imported completely, or the message
 * says exactly what is missing. A row of the table may depend on the rows above it.
 */
@Tag("jdk")
class ForeignFilesTest {
    private static final Path FILES = Path.of("src", "test", "resources", "foreign");

    /**
     * A file to import.
     *
     * @param more additional arguments of the command
     * @param code the exit code
     * @param records the number of records of this kind after the command
     * @param told parts of the output
     */
    private record Foreign(RecordKind kind, String file, String more, int code, int records, List<String> told) {}

    private static final List<Foreign> TABLE = List.of(
            // Semicolons, and an encoding that the user must name; codes, contacts and fax numbers are kept.
            of(RecordKind.CUSTOMER, "northwind-customers", "", 1, 0, "line 2 is not UTF-8", "--charset windows-1252"),
            of(
                    RecordKind.CUSTOMER,
                    "northwind-customers",
                    "--charset windows-1252",
                    0,
                    3,
                    "3 added, 0 updated, 0 refused"),
            // American dates are refused unless the user names their format. Customers are identified by code alone.
            of(RecordKind.ORDER, "northwind-orders", "", 1, 0, "line 2: created_at: expected an existing day and time"),
            of(RecordKind.ORDER, "northwind-orders", "--dates M/d/yyyy", 0, 3, "3 added, 0 updated, 0 refused"),
            // The lines of an order are in another file, not adjacent, separated by tabs.
            of(
                    RecordKind.ORDER,
                    "northwind-order-details",
                    "",
                    0,
                    3,
                    "6 rows make 3 records",
                    "0 added, 3 updated, 0 refused"),
            // First and last name, and a column that Daybook has no field for.
            of(RecordKind.CUSTOMER, "chinook-customers", "", 2, 3, "unknown column 'Company'"),
            of(RecordKind.CUSTOMER, "chinook-customers", "--keep-unknown", 0, 6, "3 added, 0 updated, 0 refused"),
            // The rows have no phone or e-mail, so they are not accepted; orders of unknown people are refused.
            of(RecordKind.CUSTOMER, "olist-customers", "", 1, 6, "no phone or email; a customer needs", "line 3: "),
            of(
                    RecordKind.ORDER,
                    "olist-orders",
                    "--dry-run",
                    1,
                    3,
                    "line 2: customer_code: expected the code of an existing customer"),
            of(
                    RecordKind.ORDER,
                    "olist-orders",
                    "",
                    1,
                    3,
                    "line 2: customer_code: ",
                    "line 3: ",
                    "nothing was imported"),
            of(
                    RecordKind.ORDER,
                    "olist-order-items",
                    "",
                    1,
                    3,
                    "line 2: Name, Email Id, and Phone Number required",
                    "line 4: "),
            // One message names all unknown columns and suggests a mapping. With this mapping, the next message is
            // about the missing phone and e-mail.
            of(
                    RecordKind.CUSTOMER,
                    "telco-churn",
                    "",
                    2,
                    6,
                    "unknown columns 'customerID', 'SeniorCitizen', 'Partner'",
                    "\nChurn="),
            of(RecordKind.CUSTOMER, "telco-churn", "--keep-unknown", 1, 6, "no phone or email; a customer needs"),
            // A description over two lines, quotes, statuses that are sub-statuses, additional columns.
            of(RecordKind.TICKET, "helpdesk-tickets", "", 2, 0, "unknown columns 'Customer Age', 'Product Purchased'"),
            of(RecordKind.TICKET, "helpdesk-tickets", "--keep-unknown", 0, 3, "3 added, 0 updated, 0 refused"),
            of(RecordKind.TICKET, "helpdesk-tickets", "--keep-unknown", 0, 3, "0 added, 3 updated, 0 refused"));

    private static Foreign of(RecordKind kind, String file, String more, int code, int records, String... told) {
        return new Foreign(kind, file, more, code, records, List.of(told));
    }

    @Test
    void foreignFilesAreImportedCompletelyOrTheMessageNamesTheGap() {
        var url = TestDatabase.SQLITE.newUrl();
        StoredCustomers.addAccount(url);
        for (var foreign : TABLE) {
            var outcome = imported(url, foreign);
            assertEquals(foreign.code, outcome.code(), () -> foreign + "\n" + outcome.err());
            foreign.told.forEach(
                    told -> assertTrue(outcome.err().contains(told), () -> "no " + told + " in " + outcome.err()));
            assertEquals(foreign.records, StoredCustomers.count(url, foreign.kind), foreign::toString);
        }
        var jorg = StoredCustomers.documents(url, RecordKind.CUSTOMER);
        has(jorg, "\"name\":\"Alpenblick Käserei\"", "\"contactPerson\":\"Jörg Hübner\"", "\"phone\":\"055-5550101\"");
        has(jorg, "\"name\":\"Luana Freitas\"", "\"additionalPhone\":\"055-5550102\"", "Boutique Étoile; Fils");
        has(StoredCustomers.associates(url).toString(), "Company=\"Embrasil Exemplo S.A.\"");
        var orders = StoredCustomers.documents(url, RecordKind.ORDER);
        has(
                orders,
                "\"grandTotal\":440.0,",
                "\"grandTotal\":1863.4,",
                "\"grandTotal\":77.0,",
                "Dec 31, 1996 2:30:00 PM");
        var tickets = StoredCustomers.documents(url, RecordKind.TICKET);
        has(tickets, "shows \\\"E5\\\", then", "{product_purchased}.\\nPlease", "\"Customer Age\":\"42\"");
    }

    private static Outcome imported(String url, Foreign foreign) {
        var more = new ArrayList<String>();
        var map = FILES.resolve(foreign.file + ".map");
        if (map.toFile().exists()) {
            more.addAll(List.of("--map-file", map.toString()));
        }
        if (!foreign.more.isEmpty()) {
            more.addAll(List.of(foreign.more.split(" ")));
        }
        var file = FILES.resolve(foreign.file + ".csv");
        return Outcome.ofImport(url, StoredCustomers.CM_ID, foreign.kind.plural(), file, more.toArray(String[]::new));
    }
}
