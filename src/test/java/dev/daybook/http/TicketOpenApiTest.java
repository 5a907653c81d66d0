package dev.daybook.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.daybook.domain.account.Scope;
import dev.daybook.kit.OpenApi;
import dev.daybook.kit.TestDatabase;
import dev.daybook.kit.TestServer;
import dev.daybook.wire.Paths;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The OpenAPI file matches the operations on tickets: real answers of every kind match its schemas. */
@Tag("jdk")
class TicketOpenApiTest {
    private static final OpenApi FILE = OpenApi.load();
    private static final String DAY = "{\"start_date\":\"2024-05-02\",\"end_date\":\"2024-05-02\"}";

    private static TestServer server;
    private static String ticket;

    @BeforeAll
    static void startWithTheTicketOfTheExamples() {
        server = TestServer.start(TestDatabase.SQLITE);
        var added = server.post(
                Paths.ADD_TICKET, FILE.requestExamples(Paths.ADD_TICKET).get("AddTicket"));
        FILE.check(added);
        ticket = json(added).get("ticket_id").stringValue();
        assertTrue(
                FILE.requestExamples(Paths.UPDATE_TICKET).get("CloseTicket").contains(ticket),
                "the examples are of the ticket that was added at the test server's time");
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void hasTheKeysOfATicketInTheOrderOfRealAnswers() {
        var written = json(update("{\"ticket_id\":\"%s\",\"sub_status\":\"OP\",\"comment\":\"x\"}"));
        assertEquals(List.copyOf(written.get("ticket").propertyNames()), FILE.properties("WrittenTicket"));
        assertEquals(List.copyOf(written.propertyNames()), FILE.properties("WriteTicketAnswer"));
        var got = json(get("{\"ticket_ids\":\"%s\",\"conversation_type\":\"all\",\"history_type\":\"all\"}"));
        assertEquals(List.copyOf(got.get(0).propertyNames()), FILE.properties("GotTicket"));
        assertEquals(List.copyOf(got.at("/0/task_details").propertyNames()), FILE.properties("TicketDetails"));
        assertEquals(
                List.copyOf(got.at("/0/conversation_type/notes/0").propertyNames()), FILE.properties("TicketNote"));
        assertEquals(List.copyOf(got.at("/0/history/create/0").propertyNames()), FILE.properties("TicketEvent"));
        var pulled = json(server.post(Paths.PULL_TICKETS, DAY));
        assertEquals(List.copyOf(pulled.at("/message/0").propertyNames()), FILE.properties("Ticket"));
        assertEquals(List.copyOf(pulled.propertyNames()), FILE.properties("PullTicketsAnswer"));
    }

    @Test
    void showsTheTimesOfANote() {
        var shown = JsonMapper.shared()
                .readTree(FILE.responseExamples(Paths.GET_TICKET, 200).get("GotTickets"));
        var noted = shown.at("/0/conversation_type/notes/0/date");
        assertEquals(noted, shown.at("/0/task_details/lastConvesationTime"));
        assertEquals(noted, shown.at("/0/task_details/lastFollowUp"));
    }

    @ParameterizedTest
    @ValueSource(strings = {Paths.ADD_TICKET, Paths.ADD_TICKET_OLD})
    void documentsAdds(String path) {
        FILE.check(server.post(path, """
                [{"title":"Whole","due_date":"2024-05-03","comment":"x","callback_time":"2024-05-03 10:00:00",\
                "assign_emp_code":"E1","groups":[{"a":1}],"lone":2,"priority":"3"}]"""));
        FILE.check(server.post(path, "{\"title\":\"x\",\"due_date\":\"soon\",\"customer_id\":\"x\"}"));
        documented(400, server.post(path, "{\"title\":\"\"}"));
        documented(400, server.post(path, "{\"title\":\"x\",\"phone\":[]}"));
        FILE.check(server.post(path, "{\"title\":\"x\",\"priority\":\"urgent\",\"callback_time\":\"soon\"}"));
        documented(403, server.post(path, "{\"title\":\"x\",\"cm_id\":7}"));
        var once = Map.of("Authorization", "Basic " + server.token, "Idempotency-Key", path);
        FILE.check(server.post(path, "{\"title\":\"once\"}", once));
        FILE.check(server.post(path, "{\"title\":\"once\"}", once));
        documented(409, server.post(path, "{\"title\":\"twice\"}", once));
        documented(403, server.post(path, "{\"title\":\"x\"}", key(Scope.TICKETS_READ, false)));
    }

    @ParameterizedTest
    @ValueSource(strings = {Paths.UPDATE_TICKET, Paths.UPDATE_TICKET_OLD})
    void documentsUpdates(String path) {
        var body = "{\"ticket_id\":\"" + ticket + "\",\"sub_status\":\"OP\"}";
        FILE.check(server.post(path, "[" + body.replace("OP", "ETL") + "]"));
        FILE.check(server.post(path, body.replace("OP", "CO")));
        documented(404, server.post(path, body.replace(ticket, "1")));
        documented(400, server.post(path, body.replace("OP", "")));
        documented(400, server.post(path, body.replace("sub_status", "status")));
        documented(400, server.post(path, body.replace("}", ",\"callback_time\":\"soon\"}")));
        documented(403, server.post(path, body.replace("}", ",\"cm_id\":7}")));
        documented(403, server.post(path, body, key(Scope.TICKETS_READ, false)));
        FILE.check(server.post(path, body, key(Scope.TICKETS_WRITE, true)));
    }

    /** Without a status, the name of a status counts as the status, but its key is a sub-status. */
    @ParameterizedTest
    @ValueSource(strings = {Paths.ADD_TICKET, Paths.UPDATE_TICKET})
    void saysThatTheKeyOfAStatusIsASubStatus(String path) {
        var body = "{\"title\":\"x\",\"ticket_id\":\"%s\",\"sub_status\":\"%s\"}";
        var byName = json(server.post(path, body.formatted(ticket, "Complete"))).get("ticket");
        assertEquals("C", byName.get("status").stringValue());
        var byKey = json(server.post(path, body.formatted(ticket, "C"))).get("ticket");
        assertEquals("P", byKey.get("status").stringValue());
        assertEquals("C", byKey.get("substatus").stringValue());
        var schema = FILE.resolve(FILE.requestSchema(path, body));
        var said = schema.at("/properties/sub_status/description").stringValue();
        assertTrue(said.contains("such as `Complete`, is taken as this status, but not its key, `C` or `P`"), said);
    }

    @ParameterizedTest
    @ValueSource(strings = {Paths.GET_TICKET, Paths.GET_TICKET_OLD})
    void documentsGetTicket(String path) {
        var body = "{\"ticket_ids\":\"" + ticket + "\"}";
        FILE.check(server.post(path, body));
        FILE.check(server.post(path, body.replace("}", ",\"history_type\":\"all\",\"mispelt\":1}")));
        FILE.check(server.post(path, body, key(Scope.TICKETS_READ, true)));
        FILE.check(server.post(path, body.replace(ticket, "1")));
        documented(400, server.post(path, "[" + body + "]"));
        documented(400, server.post(path, "{}"));
        var many = new ArrayList<String>();
        for (var number = 1; number <= 501; number++) {
            many.add(Integer.toString(number));
        }
        documented(400, server.post(path, body.replace(ticket, String.join(",", many))));
        documented(403, server.post(path, body.replace("}", ",\"cm_id\":7}")));
        documented(403, server.post(path, body, key(Scope.TICKETS_WRITE, false)));
    }

    @ParameterizedTest
    @ValueSource(strings = {Paths.PULL_TICKETS, Paths.PULL_TICKETS_OLD})
    void documentsPullsOfTickets(String path) {
        FILE.check(server.post(path, DAY));
        FILE.check(server.post(path, DAY.replace("}", ",\"limit\":1,\"mispelt\":1}")));
        FILE.check(server.post(path, DAY.replace("2024", "2023")));
        FILE.check(server.post(path, "{\"customer_code\":\"A-7\"}"));
        FILE.check(server.post(path, DAY, key(Scope.TICKETS_READ, true)));
        documented(400, server.post(path, "{}"));
        documented(400, server.post(path, DAY.replace("02\"}", "09\"}")));
        documented(400, server.post(path, DAY.replace("02\"}", "01\"}")));
        documented(400, server.post(path, DAY.replace("}", ",\"limit\":1001}")));
        documented(403, server.post(path, DAY.replace("}", ",\"cm_id\":7}")));
        documented(403, server.post(path, DAY, key(Scope.TICKETS_WRITE, false)));
    }

    @Test
    void documentsProofsAndChanges() {
        var days = "{\"cm_id\":1000298,\"startDate\":\"2024-05-01\",\"endDate\":\"2024-05-02\"}";
        FILE.check(server.post(Paths.PROOF_OF_TICKETS, days));
        documented(400, server.post(Paths.PROOF_OF_TICKETS, days.replace("05-02", "04-30")));
        documented(403, server.post(Paths.PROOF_OF_TICKETS, days.replace("1000298", "7")));
        documented(403, server.post(Paths.PROOF_OF_TICKETS, days, key(Scope.CUSTOMERS_READ, false)));
        var all = "{\"cm_id\":1000298}";
        var told = server.post(Paths.TICKET_CHANGES, all);
        assertTrue(told.body().contains("\"ticketId\":\"" + ticket + "\""), told.body());
        FILE.check(told);
        FILE.check(server.post(Paths.TICKET_CHANGES, all, key(Scope.TICKETS_READ, true)));
        documented(400, server.post(Paths.TICKET_CHANGES, all.replace("}", ",\"cursor\":\"x\"}")));
        documented(403, server.post(Paths.TICKET_CHANGES, all.replace("1000298", "7")));
    }

    @Test
    void allowsOnlyTicketRequestsThatTheServerAccepts() {
        var update = "{\"ticket_id\":\"" + ticket + "\",\"sub_status\":\"OP\"}";
        wrong(Paths.ADD_TICKET, 400, "{}", "[]", "[{\"title\":\"x\"},{\"title\":\"y\"}]", "{\"title\":true}");
        wrong(Paths.ADD_TICKET, 400, "{\"title\":\"x\",\"phone\":[]}");
        // These values are not valid for their fields. Add Ticket keeps such fields as associate fields, Update Ticket
        // refuses them.
        for (var other : List.of("\"status\":\"Open\"", "\"priority\":9", "\"callback_time\":\"2024-05-02\"")) {
            wrong(Paths.ADD_TICKET, 200, "{\"title\":\"x\"," + other + "}");
            wrong(Paths.UPDATE_TICKET, 400, update.replace("}", "," + other + "}"));
        }
        right(
                Paths.ADD_TICKET,
                "{\"title\":5,\"x\":[[]],\"priority\":\" HIGH \",\"status\":\"completed\",\"phone\":9}");
        wrong(Paths.UPDATE_TICKET, 404, "{\"sub_status\":\"OP\"}");
        wrong(Paths.UPDATE_TICKET, 400, update.replace("\"OP\"", "{}"), update.replace("}", ",\"queue\":true}"));
        right(Paths.UPDATE_TICKET, "[" + update + "]", update.replace('"' + ticket + '"', ticket));
        wrong(Paths.GET_TICKET, 400, "[{\"ticket_ids\":\"1\"}]", "{\"ticket_ids\":[1]}", "{\"ticket_ids\":true}");
        right(Paths.GET_TICKET, "{\"ticket_ids\":1,\"assigned\":true,\"create\":\"\",\"history_type\":null}");
        wrong(
                Paths.PULL_TICKETS,
                400,
                DAY.replace("\"2024-05-02\"", "20240502"),
                DAY.replace("}", ",\"limit\":\"x\"}"));
        wrong(Paths.PULL_TICKETS, 400, DAY.replace("}", ",\"status\":\"Open\"}"), "[" + DAY + "," + DAY + "]");
        right(
                Paths.PULL_TICKETS,
                "[" + DAY + "]",
                "{\"customer_code\":7,\"start_date\":\"\",\"status\":\"c\",\"limit\":\"5\"}");
    }

    private static void wrong(String path, int status, String... bodies) {
        for (var body : bodies) {
            assertNotEquals(List.of(), FILE.requestViolations(path, body), body);
            assertEquals(status, server.post(path, body).statusCode(), body);
        }
    }

    private static void right(String path, String... bodies) {
        for (var body : bodies) {
            assertEquals(List.of(), FILE.requestViolations(path, body), body);
            assertEquals(200, server.post(path, body).statusCode(), body);
        }
    }

    private static HttpResponse<String> update(String body) {
        return server.post(Paths.UPDATE_TICKET, body.formatted(ticket));
    }

    private static HttpResponse<String> get(String body) {
        return server.post(Paths.GET_TICKET, body.formatted(ticket));
    }

    private static Map<String, String> key(Scope scope, boolean masking) {
        var token = server.addKey(TestServer.CM_ID, EnumSet.of(scope), masking, Instant.MAX);
        return Map.of("Authorization", "Basic " + token);
    }

    private static void documented(int status, HttpResponse<String> answer) {
        OpenApiTest.documented(status, answer);
    }

    private static JsonNode json(HttpResponse<String> answer) {
        return JsonMapper.shared().readTree(answer.body());
    }
}
