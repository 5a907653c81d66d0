package dev.daybook.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.daybook.domain.ticket.SubStatus;
import dev.daybook.domain.ticket.SubStatuses;
import dev.daybook.kit.StoredValues;
import dev.daybook.kit.TestDatabase;
import dev.daybook.kit.TestServer;
import dev.daybook.store.DatabaseUrl;
import dev.daybook.store.ticket.TicketRulesStore;
import dev.daybook.wire.Paths;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** The commands for tickets on both databases: sub-statuses, working hours and import files. */
@ParameterizedClass
@EnumSource(TestDatabase.class)
class TicketCommandsTest {
    private static final String CM_ID = Long.toString(TestServer.CM_ID);
    private static final int USAGE = 2;
    private static final String TSV_SUB_STATUSES = """
            US\tpending\tUnattended
            OP\tpending\tOpen
            IN\tpending\tIn Progress
            CL\tcomplete\tClosed
            CO\tcomplete\tCompleted
            RS\tcomplete\tResolved
            CRS\tpending\tCustomer Reopened
            """;

    private static final String DAYS = "\"start_date\":\"2024-05-02\",\"end_date\":\"2024-05-03\"";

    @TempDir
    Path folder;

    private final TestDatabase database;
    private String url = "";

    TicketCommandsTest(TestDatabase database) {
        this.database = database;
    }

    @BeforeEach
    void account() {
        url = database.newUrl();
        run("account", "create", "--cm-id", CM_ID, "--name", "Example").expect(Main.DONE);
    }

    @Test
    void subStatusesAreListedAddedRenamedAndRemoved() {
        assertEquals(
                TSV_SUB_STATUSES,
                run("account", "substatus", "list", "--cm-id", CM_ID).out());

        run("account", "substatus", "set", "ETL", "Escalated", "--cm-id", CM_ID).expect(Main.DONE);
        run("account", "substatus", "set", "RS", "Solved", "--completes", "--cm-id", CM_ID)
                .expect(Main.DONE);
        run("account", "substatus", "remove", "CRS", "--cm-id", CM_ID).expect(Main.DONE);

        assertEquals(
                TSV_SUB_STATUSES
                        .replace("Resolved", "Solved")
                        .replace("CRS\tpending\tCustomer Reopened", "ETL\tpending\tEscalated"),
                run("account", "substatus", "list", "--cm-id", CM_ID).out());
    }

    @Test
    void aRenamedSubStatusCompletesTicketsAsBefore() {
        run("account", "substatus", "set", "RS", "Solved", "--cm-id", CM_ID).expect(Main.DONE);
        run("account", "substatus", "set", "OP", "At work", "--cm-id", CM_ID).expect(Main.DONE);
        run("account", "substatus", "set", "CL", "Shut", "--completes", "false", "--cm-id", CM_ID)
                .expect(Main.DONE);
        run("account", "substatus", "set", "IN", "Nearly", "--completes", "--cm-id", CM_ID)
                .expect(Main.DONE);
        assertEquals(
                TSV_SUB_STATUSES
                        .replace("Resolved", "Solved")
                        .replace("Open", "At work")
                        .replace("complete\tClosed", "pending\tShut")
                        .replace("pending\tIn Progress", "complete\tNearly"),
                run("account", "substatus", "list", "--cm-id", CM_ID).out());
    }

    /** A change of the list changes no ticket; an update that sends the sub-status does. */
    @Test
    void aTicketIsCompletedByTheNextUpdateThatRepeatsItsSubStatus() {
        try (var server = server()) {
            run("account", "substatus", "set", "RF", "Refunded", "--cm-id", CM_ID)
                    .expect(Main.DONE);
            var ticket = add(server, "{\"title\":\"T\",\"sub_status\":\"RF\"}");
            run("account", "substatus", "set", "RF", "Refunded", "--completes", "--cm-id", CM_ID)
                    .expect(Main.DONE);
            assertStatus(server, "Pending");
            update(server, ticket, "sub_status", "RF");
            assertStatus(server, "Complete");

            run("account", "substatus", "set", "RF", "Refunded", "--completes", "false", "--cm-id", CM_ID)
                    .expect(Main.DONE);
            assertStatus(server, "Complete");
            update(server, ticket, "sub_status", "RF");
            assertStatus(server, "Complete");
            update(server, ticket, "sub_status", "RS");
            update(server, ticket, "sub_status", "RF");
            assertStatus(server, "Pending");
        }
    }

    private static void assertStatus(TestServer server, String status) {
        var found = pulled(server);
        assertTrue(found.contains("\"status\":\"" + status + "\""), found);
    }

    @Test
    void wrongSubStatusesAreRefused() {
        run("account", "substatus", "set", "X", " ", "--cm-id", CM_ID).expect(USAGE);
        run("account", "substatus", "set", "X", "y".repeat(201), "--cm-id", CM_ID)
                .expect(USAGE);
        run("account", "substatus", "set", "X", "Y", "--cm-id", "8").expect(Main.FAILED);
        var missing =
                run("account", "substatus", "remove", "ZZ", "--cm-id", CM_ID).expect(Main.FAILED);
        assertTrue(missing.err().contains("no sub-status ZZ"), missing.err());
        var alike = run("account", "substatus", "set", "us", "New", "--cm-id", CM_ID)
                .expect(Main.FAILED);
        assertTrue(alike.err().contains("key US"), alike.err());
        for (var key : new String[] {"US", "OP", "IN", "CL", "CO", "RS"}) {
            run("account", "substatus", "remove", key, "--cm-id", CM_ID).expect(Main.DONE);
        }
        run("account", "substatus", "remove", "CRS", "--cm-id", CM_ID).expect(USAGE);
        assertEquals(
                "CRS\tpending\tCustomer Reopened\n",
                run("account", "substatus", "list", "--cm-id", CM_ID).out());
    }

    @Test
    void ticketsShowTheNewNameOfARenamedSubStatus() {
        try (var server = server()) {
            add(server, "{\"title\":\"T\",\"sub_status\":\"OP\"}");
            assertTrue(pulled(server).contains("\"substatus\":\"Open\""), pulled(server));
            run("account", "substatus", "set", "OP", "At work", "--cm-id", CM_ID)
                    .expect(Main.DONE);
            assertTrue(pulled(server).contains("\"substatus\":\"At work\",\"substatusKey\":\"OP\""), pulled(server));
        }
    }

    @Test
    void ticketsWithAnUnknownSubStatusAreFoundOnceItIsInTheList() {
        try (var server = server()) {
            for (var word : List.of("Escalated", "etl", "ETL", "other")) {
                add(server, "{\"title\":\"T\",\"customer_code\":\"A\",\"sub_status\":\"" + word + "\"}");
            }
            run("account", "substatus", "set", "ETL", "Escalated", "--cm-id", CM_ID)
                    .expect(Main.DONE);
            for (var where : List.of(DAYS, "\"customer_code\":\"A\"", DAYS + ",\"customer_code\":\"A\"")) {
                for (var asked : List.of("ETL", "escalated")) {
                    var found = pulled(server, where + ",\"limit\":5,\"sub_status\":\"" + asked + "\"");
                    assertTrue(found.contains("\"totalCount\":3,"), found);
                    assertEquals(4, found.split("\"substatusKey\":\"ETL\"", -1).length, found);
                }
            }
            var other = pulled(server, DAYS + ",\"customer_code\":\"B\",\"limit\":5,\"sub_status\":\"ETL\"");
            assertTrue(other.contains("\"totalCount\":0,"), other);
        }
    }

    /**
     * A request may give the name or the key of a sub-status. The stored ticket keeps this sub-status, however the list
     * of sub-statuses changes later.
     */
    @Test
    void aTicketKeepsItsSubStatusWhenTheListChanges() {
        try (var server = server()) {
            for (var word : List.of("Escalated", "etl", "ETL")) {
                add(server, "{\"title\":\"T\",\"sub_status\":\"" + word + "\"}");
            }
            var changes = List.of(
                    List.of("set", "ETL", "Escalated"),
                    List.of("set", "ETL", "With the experts"),
                    List.of("name-by-keys"),
                    List.of("set", "E2", "Escalated"),
                    List.of("remove", "ETL"));
            for (var change : changes) {
                var command = new java.util.ArrayList<>(List.of("account", "substatus"));
                command.addAll(change);
                command.addAll(List.of("--cm-id", CM_ID));
                run(command.toArray(String[]::new)).expect(Main.DONE);
                var found = pulled(server, DAYS + ",\"limit\":5,\"sub_status\":\"ETL\"");
                assertTrue(found.contains("\"totalCount\":3,"), change + found);
                assertEquals(4, found.split("\"substatusKey\":\"ETL\"", -1).length, change + found);
            }
            var after = pulled(server);
            assertEquals(4, after.split("\"substatus\":\"ETL\"", -1).length, after);
            var versions = StoredValues.numbers(
                    server.stores.database(), "SELECT version FROM ticket WHERE cm_id = " + TestServer.CM_ID);
            assertEquals(List.of(1L, 1L, 1L), versions, "a change of the list is no change of a ticket");
        }
    }

    /**
     * An update stores the sub-status of its request, so that a pull finds the ticket by it after a change of the list.
     * The test changes the list without rendering the tickets again, as if the rendering after a change had failed.
     */
    @Test
    void anUpdateStoresTheSubStatusThatItAnswers() {
        try (var server = server()) {
            var ticket = add(server, "{\"title\":\"T\",\"sub_status\":\"Escalated\"}");
            for (var name : List.of("Escalated", "With the experts")) {
                server.stores
                        .database()
                        .run(transaction -> TicketRulesStore.put(
                                transaction,
                                TestServer.CM_ID,
                                SubStatuses.DEFAULT.with(new SubStatus("ETL", name, false))));
                var update = "{\"ticket_id\":\"" + ticket + "\",\"sub_status\":\"ETL\"}";
                if (name.equals("Escalated")) {
                    assertEquals(200, server.post(Paths.UPDATE_TICKET, update).statusCode());
                }
            }
            var found = pulled(server, DAYS + ",\"limit\":5,\"sub_status\":\"ETL\"");
            assertTrue(found.contains("\"totalCount\":1,"), found);
        }
    }

    @Test
    void subStatusesCanBeNamedByTheirKeys() {
        run("account", "substatus", "name-by-keys", "--cm-id", CM_ID).expect(Main.DONE);
        var list = run("account", "substatus", "list", "--cm-id", CM_ID).out();
        assertEquals(TSV_SUB_STATUSES.lines().count(), list.lines().count());
        list.lines().map(line -> line.split("\t", -1)).forEach(line -> assertEquals(line[0], line[2], list));
        try (var server = server()) {
            add(server, "{\"title\":\"T\",\"sub_status\":\"OP\"}");
            assertTrue(pulled(server).contains("\"substatus\":\"OP\",\"substatusKey\":\"OP\""), pulled(server));
        }
        run("account", "substatus", "name-by-keys", "--cm-id", "8").expect(Main.FAILED);
    }

    @Test
    void theCalendarIsShownAndChanged() {
        assertEquals(
                "days\tMON,TUE,WED,THU,FRI,SAT,SUN\nhours\t00:00-24:00\nholidays\tnone\nsla\tnone\n",
                run("account", "calendar", "--cm-id", CM_ID).out());
        run("account", "calendar", "--cm-id", CM_ID, "--days", "FRI-SUN,TUE", "--hours", "09:00-18:30")
                .expect(Main.DONE);
        run("account", "calendar", "--cm-id", CM_ID, "--holidays", "2026-08-15,2026-01-26", "--sla", "PT4H")
                .expect(Main.DONE);
        assertEquals(
                "days\tTUE,FRI,SAT,SUN\nhours\t09:00-18:30\nholidays\t2026-01-26,2026-08-15\nsla\tPT4H\n",
                run("account", "calendar", "--cm-id", CM_ID).out());
        run("account", "calendar", "--cm-id", CM_ID, "--holidays", "none", "--sla", "none")
                .expect(Main.DONE);
        assertTrue(run("account", "calendar", "--cm-id", CM_ID).out().endsWith("holidays\tnone\nsla\tnone\n"));
    }

    @Test
    void wrongCalendarsAreRefused() {
        for (var wrong : new String[][] {
            {"--days", "MO"},
            {"--days", ""},
            {"--hours", "9-18"},
            {"--hours", "18:00-09:00"},
            {"--hours", "09:00"},
            {"--holidays", "2026-02-30"},
            {"--sla", "4h"},
            {"--sla", "PT-4H"}
        }) {
            var refused = run("account", "calendar", "--cm-id", CM_ID, wrong[0], wrong[1]);
            refused.expect(USAGE);
            assertFalse(refused.err().contains("\tat "), refused.err());
        }
    }

    /** Eight working hours after Friday 16:00 is Monday 15:00. The time that a ticket took is working time, too. */
    @Test
    void dueTimeAndTimeTakenCountOnlyWorkingTime() {
        run("account", "calendar", "--cm-id", CM_ID, "--days", "MON-FRI", "--hours", "09:00-18:00", "--sla", "PT8H")
                .expect(Main.DONE);
        try (var server = server()) {
            server.clock.set(java.time.Instant.parse("2024-05-03T10:30:00Z"));
            var id = add(server, "{\"title\":\"T\"}");
            server.clock.set(java.time.Instant.parse("2024-05-06T10:00:00Z"));
            update(server, id, "status", "Complete");
            var row = pulled(server);
            assertTrue(row.contains("\"dueDate\":\"06-05-2024 15:00\""), row);
            assertTrue(row.contains("\"sla\":\"0 Day 8 Hr 0 Min\""), row);
            assertTrue(row.contains("\"tat\":\"0 Day 8 Hr 30 Min\""), row);
            assertTrue(row.contains("\"slaStatus\":\"out of sla\""), row);
        }
    }

    @Test
    void aSecondImportOfTicketsUpdatesThem() throws IOException {
        var file = folder.resolve("tickets.csv");
        Files.writeString(file, """
                ticket_id,created_at,ended_at,title,sub_status,priority,queue,comment,additional_info
                713516551148,2024-05-02 14:19:11,2024-05-04 17:29:11,Old,Resolved,high,P_Q,First,"{""webform"":{""a"":1}}"
                ,2024-05-02,,"New, with comma",US,1,,,
                ,2024-05-02,,Same moment,US,1,,,
                """);
        var imported =
                run("import", "tickets", file.toString(), "--cm-id", CM_ID).expect(Main.DONE);
        assertTrue(imported.err().contains("3 added, 0 updated, 0 refused"), imported.err());
        try (var server = server()) {
            var rows = pulled(server);
            assertTrue(rows.contains("\"ticketId\":\"713516551148\""), rows);
            assertTrue(rows.contains("\"tat\":\"2 Day 3 Hr 10 Min\""), rows);
            assertTrue(rows.contains("\"taskEnddate\":\"04-05-2024 17:29\""), rows);
            assertTrue(rows.contains("\"additional_info\":{\"webform\":{\"a\":1}}"), rows);
            assertTrue(rows.contains("\"ticketId\":\"714588200000\""), rows);
            assertTrue(rows.contains("\"ticketId\":\"714588200001\""), rows);
        }
        var again = run("import", "tickets", file.toString(), "--cm-id", CM_ID).expect(Main.DONE);
        assertTrue(again.err().contains("2 added, 1 updated, 0 refused"), again.err());
    }

    /** An end is never ignored: it completes a ticket whose row has no status, and is refused for a pending ticket. */
    @Test
    void anImportedEndTimeCompletesATicketWithoutAStatus() throws IOException {
        var file = folder.resolve("ended.csv");
        Files.writeString(file, """
                ticket_id,created_at,ended_at,title,status
                7,2024-05-02 10:00:00,,Ends later,
                8,2024-05-02 10:00:00,2024-05-02 12:30:00,Ended,
                """);
        run("import", "tickets", file.toString(), "--cm-id", CM_ID).expect(Main.DONE);
        Files.writeString(file, """
                ticket_id,ended_at,title,status
                7,2024-05-02 11:30:00,Ends later,
                """);
        run("import", "tickets", file.toString(), "--cm-id", CM_ID).expect(Main.DONE);
        try (var server = server()) {
            var rows = pulled(server);
            assertTrue(rows.contains("\"taskEnddate\":\"02-05-2024 11:30\""), rows);
            assertTrue(rows.contains("\"taskEnddate\":\"02-05-2024 12:30\""), rows);
            assertEquals(3, rows.split("\"substatus\":\"Completed\"", -1).length, rows);
        }
        Files.writeString(file, """
                title,ended_at,status
                Bad,2024-05-02 11:30:00,Pending
                """);
        var refused =
                run("import", "tickets", file.toString(), "--cm-id", CM_ID).expect(Main.FAILED);
        assertTrue(
                refused.err()
                        .contains("line 2: ended_at: a pending ticket has no end; remove ended_at, or give the status"
                                + " Complete"),
                refused.err());
    }

    /** The end of a pending ticket is not stored, so it must not become the time of its creation either. */
    @Test
    void anImportedTicketThatIsPendingIsCreatedNow() throws IOException {
        var file = folder.resolve("pending.csv");
        Files.writeString(file, """
                title,ended_at,sub_status
                Waiting,2020-01-01 11:30:00,US
                """);
        run("import", "tickets", file.toString(), "--cm-id", CM_ID).expect(Main.DONE);
        try (var server = server()) {
            var database = server.stores.database();
            assertEquals(List.of("P"), StoredValues.texts(database, "SELECT status FROM ticket"));
            var created = StoredValues.number(database, "SELECT created_at FROM ticket");
            assertTrue(created > Instant.parse("2020-01-02T00:00:00Z").toEpochMilli(), created + " ms");
        }
    }

    @Test
    void aBadRowRefusesTheFile() throws IOException {
        var file = folder.resolve("tickets.ndjson");
        Files.writeString(file, """
                {"title":"Good","additional_info":{"a":{"b":[1,null]}}}
                {"title":"","ticket_id":"5"}
                {"title":"Bad","ticket_id":"T-5"}
                {"title":"Bad","created_at":"yesterday"}
                {"title":"Bad","additional_info":"{"}
                """);
        var refused =
                run("import", "tickets", file.toString(), "--cm-id", CM_ID).expect(Main.FAILED);
        assertTrue(refused.err().contains("line 2: title is missing"), refused.err());
        assertTrue(refused.err().contains("line 3: ticket_id"), refused.err());
        assertTrue(refused.err().contains("line 4: created_at"), refused.err());
        assertTrue(refused.err().contains("line 5: additional_info: expected a JSON object"), refused.err());
        try (var server = server()) {
            assertTrue(pulled(server).contains("\"message\":[]"), pulled(server));
        }
    }

    private TestServer server() {
        return TestServer.start(DatabaseUrl.parse(url));
    }

    private Outcome run(String... arguments) {
        var all = new java.util.ArrayList<>(List.of(arguments));
        all.add("--database-url");
        all.add(url);
        return Outcome.of(all.toArray(String[]::new));
    }

    private static String add(TestServer server, String body) {
        var answer = server.post(Paths.ADD_TICKET, body);
        assertEquals(200, answer.statusCode(), answer.body());
        var id = java.util.regex.Pattern.compile("\"ticket_id\":\"(\\d+)\"").matcher(answer.body());
        assertTrue(id.find(), answer.body());
        return id.group(1);
    }

    private static void update(TestServer server, String id, String field, String value) {
        var body = "{\"ticket_id\":\"" + id + "\",\"" + field + "\":\"" + value + "\"}";
        var answer = server.post(Paths.UPDATE_TICKET, body);
        assertEquals(200, answer.statusCode(), answer.body());
    }

    /** The tickets on the days of these tests. */
    private static String pulled(TestServer server) {
        return pulled(server, DAYS);
    }

    private static String pulled(TestServer server, String filters) {
        return server.post(Paths.PULL_TICKETS, "[{" + filters + "}]").body();
    }
}
