package dev.daybook.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.daybook.domain.account.Scope;
import dev.daybook.domain.ticket.SubStatus;
import dev.daybook.domain.ticket.SubStatuses;
import dev.daybook.domain.ticket.TicketField;
import dev.daybook.kit.TestDatabase;
import dev.daybook.kit.TestServer;
import dev.daybook.kit.TestTickets;
import dev.daybook.store.account.AccountStore;
import dev.daybook.store.record.RecordLoad;
import dev.daybook.store.ticket.NumberedChange;
import dev.daybook.store.ticket.TicketRulesStore;
import dev.daybook.wire.Paths;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * Kinds of real clients: each test sends exactly what one kind sends, and reads the answers as strictly as this kind.
 */
class TicketClientsTest {
    private static final String ORIGIN = "https://forms.example";

    /** The reader of a typed client: declared fields are required, others ignored, and numbers must not be texts. */
    private static final JsonMapper TYPED = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
            .build();

    record Added(
            @JsonProperty("Additional_details") AddedDetails details,
            @JsonProperty("ticket_id") String ticketId,
            Part ticket) {}

    record AddedDetails(@JsonProperty("issue_details") List<Issue> issues) {}

    /** A group of associate fields as a typed client reads it. The id may be null. */
    record Issue(@JsonProperty("issue_id") @Nullable String issueId) {}

    record Part(String substatus) {}

    record Updated(String message, String status, Part ticket) {}

    record Pulled(@Nullable Long totalCount, List<Row> message, String status) {}

    record Row(
            String status,
            String ticketId,
            String customerName,
            String customerPhone,
            @JsonProperty("additional_info") Map<String, Map<String, Object>> info) {}

    record WithChats(@JsonProperty("conversation_type") Chats conversations) {}

    record Chats(List<Map<String, Object>> chat) {}

    record WithDetails(@JsonProperty("task_details") Details details) {}

    record Details(String substatus) {}

    /**
     * A pull by a customer's code has no dates, so it also finds tickets that were imported with a date before 1970.
     */
    @ParameterizedTest
    @EnumSource
    void aPullWithoutDatesFindsTicketsFromBefore1970(TestDatabase database) {
        try (var server = TestServer.start(database)) {
            var ticket = new NumberedChange(
                    0, TestTickets.of(Map.of(TicketField.TITLE, "Old", TicketField.CUSTOMER_CODE, "C-1899")));
            var rows = List.of(new RecordLoad.Row<>(ticket, Instant.parse("1899-12-30T00:00:00Z")));
            var added = server.stores.database().write(transaction -> {
                var account = AccountStore.find(transaction, TestServer.CM_ID).orElseThrow();
                return server.stores.tickets().load(transaction, account, rows, server.clock.instant());
            });
            assertEquals(1, added.added());
            var pulled = server.post(Paths.PULL_TICKETS, "[{\"customer_code\":\"C-1899\",\"limit\":100}]");
            assertTrue(pulled.body().contains("\"Old\""), pulled.body());
        }
    }

    /** A ride-hailing app: it sends bare objects, and groups as plain objects with nulls, and reads typed values. */
    @ParameterizedTest
    @EnumSource
    void aTypedClientOfAnAppCanUseTickets(TestDatabase database) {
        try (var server = TestServer.start(database)) {
            nameSubStatusesByTheirKeys(server);
            var key = "Basic " + server.token;
            var plain = Map.of("Authorization", key, "Content-Type", "application/json;charset=utf-8");
            var typed = new LinkedHashMap<>(plain);
            typed.put("x-api-key", key);
            typed.put("x-api-type", "TICKET");

            var added = read(server.post(Paths.ADD_TICKET, """
                    {"title":"Ride related issue","ticket_details":"The driver asked for more","due_date":"",\
                    "customer_id":"0f0a1c9e-55b6-4d6f-9c0f-1b2c3d4e5f60","customer_name":"Asha Rao",\
                    "phone":"+919000000001","email_id":null,"queue":"CUSTOMER_QUEUE",\
                    "disposition":"Fare|Overcharged","classification":"CUSTOMER","sub_status":"OP",\
                    "issue_details":{"issue_id":"7c9e6679-7425-40de-944b-e07fc1f90ae7","issue_description":"overcharged",\
                    "media_files":["https://files.example/1.jpg"],"nature_of_issue":null,"type":null},\
                    "ride_details":{"rideshortid":"R123","ridecity":"Bangalore","pickuplocationlat":12.9716,\
                    "pickuplocationlon":77.5946,"droplocationlat":null,"ridecreatedat":"2024-05-02T10:00:00.000000Z",\
                    "fare":189,"merchantcode":null,"estimateddistance":null}}""", plain), Added.class);
            assertEquals("OP", added.ticket.substatus);
            assertEquals("7c9e6679-7425-40de-944b-e07fc1f90ae7", added.details.issues.get(0).issueId);
            assertTrue(added.ticketId.matches("[0-9]{12,13}"), added.ticketId);
            var bare = read(
                    server.post(
                            Paths.ADD_TICKET,
                            "{\"title\":\"x\",\"issue_details\":{\"issue_id\":null},\"ride_details\":null}",
                            plain),
                    Added.class);
            assertEquals(1, bare.details.issues.size());

            var updated = read(server.post(Paths.UPDATE_TICKET, """
                    {"comment":"more to say","ticket_id":"%s","sub_status":"IN","ride_details":\
                    {"rideshortid":null,"ridecity":null,"fare":null},"issue_details":{"issue_id":null}}\
                    """.formatted(added.ticketId), typed), Updated.class);
            assertEquals("success", updated.status);
            assertEquals("Ticket updated successfully.", updated.message);
            assertEquals("IN", updated.ticket.substatus);

            var pulled = read(server.post(Paths.PULL_TICKETS, """
                    [{"customer_code":"0f0a1c9e-55b6-4d6f-9c0f-1b2c3d4e5f60","status":"P","offset":"0","limit":"100"}]\
                    """, typed), Pulled.class);
            assertEquals("success", pulled.status);
            assertEquals(1, pulled.message.size());
            var row = pulled.message.get(0);
            assertEquals("Pending", row.status);
            assertEquals(added.ticketId, row.ticketId);
            assertEquals("Asha Rao", row.customerName);
            assertEquals("+919000000001", row.customerPhone);
            assertEquals("R123", row.info.get("ride_details").get("rideshortid"), "nulls of an update empty nothing");
            var nobody = read(
                    server.post(Paths.PULL_TICKETS, "[{\"customer_code\":\"none\",\"status\":\"P\"}]", typed),
                    Pulled.class);
            assertEquals(List.of(), nobody.message, "an array, also when it is empty");

            var chats = "{\"ticket_ids\":\"%s\",\"conversation_type\":\"all\"}".formatted(added.ticketId);
            assertEquals(
                    List.of(),
                    read(server.post(Paths.GET_TICKET, chats, typed), WithChats[].class)[0].conversations.chat);
            var ids = "{\"ticket_ids\":\"%s,%s\"}".formatted(added.ticketId, bare.ticketId);
            var known = Set.of("OP", "IN", "RS", "CL", "CRS");
            for (var ticket : read(server.post(Paths.GET_TICKET, ids, typed), WithDetails[].class)) {
                assertTrue(known.contains(ticket.details.substatus), "not a key: " + ticket.details.substatus);
            }
        }
    }

    /**
     * Gives the account a list of sub-statuses whose names equal their keys, so that a test can compare names with
     * keys.
     */
    private static void nameSubStatusesByTheirKeys(TestServer server) {
        var named = new ArrayList<SubStatus>();
        for (var key : List.of("OP", "IN", "RS", "CL", "CRS")) {
            named.add(new SubStatus(key, key, key.equals("RS") || key.equals("CL")));
        }
        server.stores.database().write(transaction -> {
            TicketRulesStore.put(transaction, TestServer.CM_ID, new SubStatuses(named));
            return true;
        });
    }

    /** Dashboards and a bulk-closing tool: they request fifty ids at a time, and fifty tickets must come back. */
    @ParameterizedTest
    @EnumSource
    void dashboardsAndABulkCloserCanUse50TicketsPerRequest(TestDatabase database) {
        try (var server = TestServer.start(database)) {
            var ids = new ArrayList<String>();
            for (var number = 0; number < 50; number++) {
                ids.add(text(
                        server.post(
                                Paths.ADD_TICKET,
                                "[{\"title\":\"No link\",\"partner_details\":[{\"zone\":\"South\"," + "\"number\":\""
                                        + number + "\"}],\"disposition\":\"Link | Down | Fibre \"}]"),
                        "/ticket_id"));
            }
            var form = Map.of(
                    "Authorization",
                    "Basic " + server.token,
                    "Content-Type",
                    "application/json",
                    "Cookie",
                    "JSESSIONID=0123456789ABCDEF; _KAPTURECRM_SESSION=");
            var fetch = """
                    {"ticket_ids":"%s","history_type":"all","conversation_type":"notes","assigned":"","disposed":"",\
                    "response":"","landing_queue":"","create":"","resolved":"","include_emailbody":"",\
                    "read_ticket_history_details":"1"}""".formatted(String.join(",", ids));
            var open = json(server.post(Paths.GET_TICKET, fetch, form));
            assertTrue(open.isArray());
            assertEquals(ids.size(), open.size(), "one call for each id would follow");
            for (var index = 0; index < ids.size(); index++) {
                var ticket = open.get(index);
                assertEquals(ids.get(index), ticket.at("/task_details/ticketId").stringValue());
                assertEquals("Pending", ticket.at("/task_details/status").stringValue());
                assertEquals("", ticket.at("/task_details/taskEnddate").stringValue());
                assertEquals(
                        Integer.toString(index),
                        ticket.at("/additional_info/partner_details/number").stringValue());
                assertEquals(0, ticket.at("/conversation_type/notes").size());
                assertEquals(
                        LocalDateTime.parse("2024-05-02T16:15"),
                        LocalDateTime.parse(
                                ticket.at("/task_details/date").stringValue(),
                                DateTimeFormatter.ofPattern("dd-MM-yyyy HH:mm")));
                for (var key : List.of(
                        "substatus",
                        "tat",
                        "disposition",
                        "assignedToName",
                        "url",
                        "title",
                        "slaStatus",
                        "priority",
                        "nextFollowUp")) {
                    assertNotNull(ticket.at("/task_details/" + key).stringValue(), key);
                }
            }
            server.clock.set(server.clock.instant().plus(Duration.ofMinutes((2 * 24 + 3) * 60 + 10)));
            var closing = ids.subList(0, 10);
            for (var id : closing) {
                var answer = server.post(Paths.UPDATE_TICKET + "?=", """
                        [{"ticket_id":"%s","status":"Complete","sub_status":"CO","comment":"Closed after the cut"}]\
                        """.formatted(id), form);
                assertEquals(200, answer.statusCode());
                assertEquals("success", text(answer, "/status"));
                assertTrue(json(answer).get("message").isString());
            }
            var closed = json(server.post(
                    Paths.GET_TICKET, fetch.replace(String.join(",", ids), String.join(",", closing)), form));
            assertEquals(closing.size(), closed.size());
            for (var ticket : closed) {
                var tat = ticket.at("/task_details/tat").stringValue();
                assertEquals(List.of("2", "3", "10"), List.of(part(tat, "Day"), part(tat, "Hr"), part(tat, "Min")));
                assertEquals("Complete", ticket.at("/task_details/status").stringValue());
                assertEquals("Completed", ticket.at("/task_details/substatus").stringValue());
                var notes = ticket.at("/conversation_type/notes");
                assertEquals(
                        "Closed after the cut",
                        notes.get(notes.size() - 1).get("detail").stringValue());
            }
            var missing =
                    server.post(Paths.UPDATE_TICKET + "?=", "[{\"ticket_id\":\"1\",\"sub_status\":\"CO\"}]", form);
            assertEquals("No Data found/ticket_id is missing", text(missing, "/message"));
            assertEquals("failed", text(missing, "/status"));
        }
    }

    private static String part(String tat, String unit) {
        var found = Pattern.compile("(\\d+)\\s*" + unit).matcher(tat);
        assertTrue(found.find(), tat);
        return found.group(1);
    }

    /**
     * Forms and bots send an array of one ticket, every field although most are empty, groups of associate fields
     * beside the ticket's own fields, and old cookies.
     */
    @ParameterizedTest
    @EnumSource
    void formsAndBotsCanUseTicketsWithMostlyEmptyFields(TestDatabase database) {
        try (var server = TestServer.start(database)) {
            var create = keyOf(server, Scope.TICKETS_WRITE, "JSESSIONID=; _KAPTURECRM_SESSION=");
            var bot = server.post(Paths.ADD_TICKET, """
                    [{"title":"Call","ticket_details":"","due_date":"","customer_id":"","customer_name":"Asha",\
                    "phone":"9000000001","email_id":"","address":"","queue":"","disposition":"","classification":"",\
                    "call_details":[{"call_id":"c-1","duration":"12","recording":""}],"order_details":[{"order_no":"",\
                    "item":""}],"resolution_disposition":[{"level_1":"","level_2":""}],"feedback":[{}]}]""", create);
            assertEquals(200, bot.statusCode(), bot.body());
            var id = json(bot).get("ticket_id");
            assertTrue(id.isString(), "it goes into a template as a text");
            assertEquals("c-1", text(bot, "/Additional_details/call_details/0/call_id"));
            var resolved = server.post(Paths.UPDATE_TICKET, """
                    [{"ticket_id":"%s","sub_status":"RS","queue":"","comment":"","callback_time":"","disposition":"",\
                    "call_details":[{"call_id":"","duration":"","recording":"https://files.example/c-1.mp3"}]}]\
                    """.formatted(id.stringValue()), create);
            assertEquals(200, resolved.statusCode(), resolved.body());
            assertEquals("c-1", text(resolved, "/Additional_details/call_details/0/call_id"));

            var order = server.post(Paths.ADD_TICKET, """
                    [{"title":"Order","ticket_details":"","due_date":"","customer_id":"C-5","customer_name":"Ravi",\
                    "phone":"9000000002","email_id":"ravi@example.com","ticket_info":[{"file_01":\
                    "https://files.example/a b.pdf","file_02":"https://files.example/é.png"}],"webform":[{}],\
                    "empty_info":[{"a":"","b":""}]}]""", create);
            assertEquals(200, order.statusCode());
            assertTrue(json(order).get("ticket_id").isString());

            var bulky = server.post(Paths.ADD_TICKET, """
                    [{"title":"Chat","ticket_details":"hello","due_date":"Fri Nov 27 10:00:00 IST 2026","customer_id":"",\
                    "customer_name":"","phone":"","email_id":"","address":""}]""", create);
            assertEquals(200, bulky.statusCode());
            assertTrue(bulky.headers().firstValue("X-Daybook-Ignored").isEmpty(), "Java's dates are understood");

            var warranty = server.post(Paths.ADD_TICKET, """
                    [{"title":"Warranty","queue":"P_Q","warranty_claims":[{"invoice":"https://files.example/i.pdf",\
                    "product_list":"Buds","purchase_date":"2024-04-30","customer_state":"Goa"}],\
                    "warehouse/3pl":[{"issue_type_(cet_routing)":"late","a\\\\b":"c"}]}]""", create);
            assertEquals(200, warranty.statusCode(), warranty.body());
            assertEquals("P_Q", text(warranty, "/ticket/queueKey"));
        }
    }

    private static Map<String, String> keyOf(TestServer server, Scope scope, String cookie) {
        var token = server.addKey(TestServer.CM_ID, EnumSet.of(scope), false, Instant.MAX);
        return Map.of("Authorization", "Basic " + token, "Content-Type", "application/json", "Cookie", cookie);
    }

    /** Pages in browsers: they send preflight requests, send one object, and read little of the answer. */
    @Test
    void pagesInBrowsersCanUseTickets() {
        try (var server = TestServer.start(TestDatabase.SQLITE.create(), settings -> settings.corsOrigins(ORIGIN))) {
            var preflight = server.send(HttpRequest.newBuilder(server.uri(Paths.ADD_TICKET))
                    .method("OPTIONS", HttpRequest.BodyPublishers.noBody())
                    .header("Origin", ORIGIN)
                    .header("Access-Control-Request-Method", "POST")
                    .header("Access-Control-Request-Headers", "authorization,content-type")
                    .build());
            assertTrue(preflight.statusCode() < 300, "preflight: " + preflight.statusCode());
            assertEquals(ORIGIN, header(preflight, "Access-Control-Allow-Origin"));
            assertTrue(header(preflight, "Access-Control-Allow-Headers")
                    .toLowerCase(Locale.ROOT)
                    .contains("authorization"));
            var headers = Map.of(
                    "Authorization", "Basic " + server.token, "Content-Type", "application/json;", "Origin", ORIGIN);
            var sent = server.post(Paths.ADD_TICKET, """
                    {"title":"Return","ticket_details":"","due_date":"","customer_id":"","customer_name":"Asha",\
                    "phone":"9000000001","email_id":"asha@example.com","flow_id":"12",\
                    "webform":[{"order":"O-1","reason":"too small"}]}""", headers);
            assertEquals(ORIGIN, header(sent, "Access-Control-Allow-Origin"));
            assertTrue(sent.statusCode() >= 200 && sent.statusCode() < 300, "response.ok");
            var body = json(sent);
            assertEquals(body.at("/ticket/ticketId"), body.get("ticket_id"), "the first place that they look at");
            assertFalse(body.has("id"), "they would take another id for the ticket's");
            assertFalse(body.has("data"));
            var other = server.send(HttpRequest.newBuilder(server.uri(Paths.ADD_TICKET))
                    .method("OPTIONS", HttpRequest.BodyPublishers.noBody())
                    .header("Origin", "https://elsewhere.example")
                    .header("Access-Control-Request-Method", "POST")
                    .build());
            assertTrue(other.headers().firstValue("Access-Control-Allow-Origin").isEmpty());
        }
    }

    private static String header(HttpResponse<String> answer, String name) {
        return answer.headers().firstValue(name).orElse("");
    }

    private static <T> T read(HttpResponse<String> answer, Class<T> type) {
        assertTrue(answer.statusCode() >= 200 && answer.statusCode() < 300, answer.body());
        return TYPED.readValue(answer.body(), type);
    }

    private static JsonNode json(HttpResponse<String> answer) {
        return JsonMapper.shared().readTree(answer.body());
    }

    private static String text(HttpResponse<String> answer, String pointer) {
        return json(answer).at(pointer).stringValue();
    }
}
