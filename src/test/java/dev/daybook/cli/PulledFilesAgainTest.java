package dev.daybook.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.daybook.domain.RecordKind;
import dev.daybook.kit.StoredRecords;
import dev.daybook.kit.StoredValues;
import dev.daybook.kit.TestDatabase;
import dev.daybook.kit.TestServer;
import dev.daybook.store.DatabaseUrl;
import dev.daybook.wire.Paths;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Importing a pulled CSV file with the proposed mapping changes only the times of the last change. */
class PulledFilesAgainTest {
    private static final String CM_ID = Long.toString(TestServer.CM_ID);

    private static final String SPOKEN = "MMM d, yyyy h:mm:ss a";

    private static final Pattern CODE = Pattern.compile("\"customerCode\":\"([^\"]*)\"");

    @TempDir
    Path folder;

    @Test
    void pulledFilesCanBeImportedIntoTheirOwnAccount() throws Exception {
        var url = TestDatabase.SQLITE.newUrl();
        try (var server = TestServer.start(DatabaseUrl.parse(url))) {
            load(url, "customers", """
                    customer_code,name,phone,email,zone,contact_person,additional_phone,gender,country_code,type,\
                    customer_remarks,is_organization,is_channel_partner,created_at
                    C1,Asha Rao,9000000001,a@mail.example,West,Asha R,9000000002,Female,91,Gold,cross,,true,2023-01-31 10:00:01
                    C2,Ravi Org,9000000003,,,,,,,,,false,,2023-01-31 11:00:01
                    """);
            load(url, "tickets", """
                    ticket_id,title,ticket_details,status,sub_status,queue,priority,due_date,callback_time,customer_code,\
                    customer_name,phone,email_id,assign_emp_name,assign_emp_code,assign_emp_email,created_at,ended_at
                    501,Lamp,Broken,Complete,,Help,high,2023-01-31 14:00:50,2023-01-31 12:30:45,C1,Asha Rao,9000000001,\
                    a@mail.example,Nina,E1,,2023-01-31 10:00:50,2023-01-31 14:00:55
                    502,Door,Stuck,Pending,Waiting,Help,low,,,C2,,9000000003,,,,,2023-01-31 13:00:00,
                    503,Bell,,,,,,,,,,,,Nina,E2,,2023-01-31 14:00:00,
                    504,Bulb,,,,,,,,,,,,,E3,,2023-01-31 15:00:00,
                    505,Desk,,,,,,,,,,,,,,ravi@shop.example,2023-01-31 16:00:00,
                    506,Sofa,,,,,,,,,,,,,,,2023-01-31 17:00:00,
                    507,Rug,,,,,,,,,,,,,,,,2023-01-31 18:00:00
                    """);
            load(url, "orders", """
                    erp_order_id,created_at,create_date,order_status,customer_code,zone,zip_code,expected_delivery_date,grand_total
                    A-1,2023-01-31 10:00:00,2023-01-30,Done,C1,West,560001,2023-02-01 10:00:00,99.95
                    A-2,2023-01-31 10:30:00,,New,C2,,,,5
                    """);
            // Through the API an employee may have an e-mail as the name.
            server.post(
                    Paths.UPDATE_TICKET,
                    "{\"cm_id\":" + CM_ID + ",\"ticket_id\":\"506\",\"sub_status\":\"\","
                            + "\"assign_emp_name\":\"mira@shop.example\"}");
            var assignees = assignees(server);
            var times = times(server);
            assertEquals(6, assignees.stream().distinct().count(), assignees::toString);
            for (var kind : RecordKind.values()) {
                for (var dates : List.of("vendor", "iso")) {
                    var before = documents(server, kind);
                    var file = pulled(server, kind, dates);
                    var map = mapping(url, kind, file);
                    var form = kind == RecordKind.TICKET ? "dd-MM-yyyy" : SPOKEN;
                    var more = new ArrayList<>(List.of("--map-file", map.toString()));
                    if (dates.equals("vendor")) {
                        more.addAll(List.of("--dates", form));
                    }
                    var told = run(url, kind.plural(), file, more.toArray(String[]::new))
                            .expect(Main.DONE);
                    var updated = kind == RecordKind.TICKET ? 7 : 2;
                    assertTrue(told.err().contains("0 added, " + updated + " updated, 0 refused"), told.err());
                    assertEquals(before, documents(server, kind));
                    assertEquals(List.of("C2"), individuals(server));
                    assertEquals(assignees, assignees(server));
                    assertEquals(times, times(server));
                    assertEquals(5, StoredValues.count(server.stores.database(), "employee"));
                }
            }
        }
    }

    /** The ids of the tickets' employees. A pulled file shows only one text of each. */
    private static List<Long> assignees(TestServer server) {
        return StoredValues.numbers(server.stores.database(), "SELECT assigned_to_id FROM ticket ORDER BY number");
    }

    /** The exact times of the tickets. A pulled file shows them without seconds. */
    private static List<String> times(TestServer server) {
        return StoredValues.texts(
                server.stores.database(), "SELECT due || ' ' || ended || ' ' || call_back FROM ticket ORDER BY number");
    }

    private Path pulled(TestServer server, RecordKind kind, String dates) throws IOException {
        var file = folder.resolve(kind.plural() + "." + dates + ".csv");
        var key = Files.writeString(folder.resolve("key"), server.token);
        var words = new ArrayList<>(List.of("pull", kind.plural(), "--out", file.toString(), "--dates", dates));
        words.addAll(List.of("--url", server.uri("").toString(), "--cm-id", CM_ID, "--key-file", key.toString()));
        words.addAll(List.of("--from", "2023-01-31", "--to", "2023-01-31"));
        Outcome.of(words.toArray(String[]::new)).expect(Main.DONE);
        return file;
    }

    private Path mapping(String url, RecordKind kind, Path file) throws IOException {
        var told = run(url, kind.plural(), file).expect(2).err();
        return Files.writeString(folder.resolve("proposed.map"), told.substring(told.indexOf("\n\n")));
    }

    /**
     * The codes of the customers that a pull with {@code isIndividual} finds. Documents do not show whether a customer
     * is an individual.
     */
    private static List<String> individuals(TestServer server) {
        var body = "{\"cm_id\":" + CM_ID + ",\"createStartDate\":\"2023-01-31\",\"createEndDate\":\"2023-01-31\","
                + "\"isIndividual\":true}";
        return CODE.matcher(server.post(Paths.PULL_CUSTOMERS, body).body())
                .results()
                .map(found -> found.group(1))
                .toList();
    }

    /** The documents without the times of the last change: any update changes these. */
    private static String documents(TestServer server, RecordKind kind) {
        return StoredRecords.texts(server.stores.database(), TestServer.CM_ID, kind).stream()
                .map(text -> text.replaceAll("\"lastModificationTime\":\\{[^}]*}|\"lastFollowUp\":\"[^\"]*\"", ""))
                .sorted()
                .collect(Collectors.joining("\n"));
    }

    private void load(String url, String kind, String rows) throws IOException {
        run(url, kind, Files.writeString(folder.resolve(kind + ".csv"), rows)).expect(Main.DONE);
    }

    private static Outcome run(String url, String kind, Path file, String... more) {
        return Outcome.ofImport(url, TestServer.CM_ID, kind, file, more);
    }
}
