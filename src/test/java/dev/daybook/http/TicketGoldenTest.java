package dev.daybook.http;

import static dev.daybook.kit.Golden.assertGolden;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.daybook.domain.account.Scope;
import dev.daybook.kit.GoldenAnswers;
import dev.daybook.kit.TestDatabase;
import dev.daybook.kit.TestServer;
import dev.daybook.wire.Paths;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

/** Every success and every documented refusal of the operations on tickets, byte for byte. */
@Tag("jdk")
@Tag("battery-14")
class TicketGoldenTest {
    /**
     * The keys of the ticket in the answer to a write, in their order: those of the vendor's Add Ticket page, and one
     * more. An update of the golden files does not change this list.
     */
    private static final String WRITTEN_ORDER = "id type email phone status orderId queueKey ticketId folderId detail"
            + " isUnread isOutOfSLA priority isCallBack creatorId enquiryId contactId substatus productId erpOrderId"
            + " referenceId ticketEmail assignedToId pendingTaskId agencyBriefId twitterUserId facebookUserId"
            + " associativefile statusName customerFeedback playStoreReviewId lastConversationId lastConversationType"
            + " lastConversationTime date totalConversationCount taskTitle typeName substatusName";

    /**
     * The keys of a ticket in the answers of Get Ticket and Pull Ticket, in their order: those that the vendor's Pull
     * Ticket page shows, then the others.
     */
    private static final String ROW_ORDER = "tat sla date status nextFollowUp lastFollowUp taskId lastSource orderId"
            + " lastConvesationTime ticketId folderId primarySource detail mergedTicketId contactId customerName"
            + " customerPhone customerEmail customerCode referenceId creatorName priority assignedToName slaStatus"
            + " total_conversations title taskTitle substatus substatusKey taskEnddate dueDate disposition queue"
            + " classification url id generationDate lastModificationTime additional_info";

    private static final String DAY = "[{\"start_date\":\"2024-04-19\",\"end_date\":\"2024-04-19\"}]";

    private final TestServer server;
    private final GoldenAnswers answers;

    TicketGoldenTest() {
        server = TestServer.start(TestDatabase.SQLITE);
        answers = new GoldenAnswers(server);
    }

    @BeforeEach
    void addTheTicketsOfTheDay() {
        server.clock.set(Instant.ofEpochMilli(1_713_516_551_148L));
        answers.golden("ticket-add/added", 200, Paths.ADD_TICKET, "[{\"title\":\"TEST 1\",\"email_id\":\"\"}]");
        answers.golden("ticket-add/added-with-everything", 200, Paths.ADD_TICKET, """
                {"title":"Kettle","ticket_details":"It does not turn on.","due_date":"2024-04-20 12:00:00",\
                "customer_name":"Asha","customer_code":"A-7","phone":"9000000001","email_id":"asha@example.com",\
                "queue":"P_Q","disposition":"A|B","classification":"CUSTOMER","priority":"high","comment":"called",\
                "assign_emp_code":"E7","callback_time":"2024-04-19 16:00:00","webform":[{"invoice":"I-7","note":null}],\
                "user_id":"u1"}""");
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void add() {
        answers.golden("ticket-add/title-missing", 400, Paths.ADD_TICKET, "[{\"title\":\"\"}]");
        answers.golden("ticket-add/wrong-phone", 400, Paths.ADD_TICKET, "{\"title\":\"x\",\"phone\":[]}");
        answers.golden("ticket-add/other-account", 403, Paths.ADD_TICKET, "{\"title\":\"x\",\"cm_id\":7}");
        answers.refusals(Paths.ADD_TICKET, "{\"title\":\"x\"}", Scope.TICKETS_WRITE);
    }

    @Test
    void update() {
        var body = "[{\"ticket_id\":\"713516551149\",\"sub_status\":\"%s\"%s}]";
        server.clock.set(Instant.parse("2024-04-22T09:01:00Z"));
        var closed = answers.golden(
                "ticket-update/closed",
                200,
                Paths.UPDATE_TICKET + "?=",
                body.formatted(
                        "CO", ",\"status\":\"Complete\",\"comment\":\"replaced\",\"webform\":[{\"note\":\"new\"}]"));
        assertEquals(
                WRITTEN_ORDER,
                String.join(
                        " ", JsonMapper.shared().readTree(closed).get("ticket").propertyNames()));
        answers.golden("ticket-update/reopened", 200, Paths.UPDATE_TICKET, body.formatted("CRS", ""));
        answers.golden(
                "ticket-update/unknown", 404, Paths.UPDATE_TICKET, "[{\"ticket_id\":\"\",\"sub_status\":\"CL\"}]");
        answers.golden("ticket-update/status-missing", 400, Paths.UPDATE_TICKET, body.formatted("", ""));
        answers.golden(
                "ticket-update/wrong-priority",
                400,
                Paths.UPDATE_TICKET,
                body.formatted("CL", ",\"priority\":\"urgent\""));
        answers.golden(
                "ticket-update/wrong-callback",
                400,
                Paths.UPDATE_TICKET,
                body.formatted("CL", ",\"callback_time\":\"19-04-2024\""));
        answers.refusals(Paths.UPDATE_TICKET, body.formatted("CL", ""), Scope.TICKETS_WRITE);
    }

    @Test
    void get() {
        server.clock.set(Instant.parse("2024-04-22T09:01:00Z"));
        server.post(
                Paths.UPDATE_TICKET,
                "{\"ticket_id\":\"713516551149\",\"sub_status\":\"Resolved\",\"comment\":\"repaired\"}");
        var both = "{\"ticket_ids\":\"713516551149,713516551148,1\"}";
        var body = answers.golden("ticket-get/two", 200, Paths.GET_TICKET, both);
        for (var ticket : JsonMapper.shared().readTree(body)) {
            assertEquals(
                    List.of("additional_info", "history", "task_details", "conversation_type"),
                    List.copyOf(ticket.propertyNames()));
            assertEquals(ROW_ORDER, String.join(" ", ticket.get("task_details").propertyNames()) + " additional_info");
        }
        answers.golden(
                "ticket-get/with-notes-and-history",
                200,
                Paths.GET_TICKET,
                both.replace("}", ",\"conversation_type\":\"all\",\"history_type\":\"all\"}"));
        answers.golden("ticket-get/none", 200, Paths.GET_TICKET, "{\"ticket_ids\":\"1\"}");
        answers.golden("ticket-get/array", 400, Paths.GET_TICKET, "[" + both + "]");
        answers.golden("ticket-get/ids-missing", 400, Paths.GET_TICKET, "{\"ticket_ids\":\"\"}");
        assertGolden("ticket-get/masked", masked(Paths.GET_TICKET, both));
        answers.refusals(Paths.GET_TICKET, both, Scope.TICKETS_READ);
    }

    @Test
    void pull() {
        var body = answers.golden("ticket-pull/day", 200, Paths.PULL_TICKETS, DAY);
        var root = JsonMapper.shared().readTree(body);
        assertEquals(List.of("totalCount", "message", "status"), List.copyOf(root.propertyNames()));
        for (var ticket : root.get("message")) {
            assertEquals(ROW_ORDER, String.join(" ", ticket.propertyNames()));
        }
        answers.golden("ticket-pull/one-page", 200, Paths.PULL_TICKETS, DAY.replace("}", ",\"limit\":1}"));
        answers.golden(
                "ticket-pull/of-a-customer", 200, Paths.PULL_TICKETS, "[{\"customer_code\":\"A-7\",\"status\":\"P\"}]");
        answers.golden("ticket-pull/empty", 200, Paths.PULL_TICKETS, DAY.replace("-04-", "-06-"));
        answers.golden("ticket-pull/range-too-wide", 400, Paths.PULL_TICKETS, DAY.replace("19\"}", "21\"}"));
        answers.golden("ticket-pull/date-missing", 400, Paths.PULL_TICKETS, "[{\"end_date\":\"2024-04-19\"}]");
        answers.golden("ticket-pull/end-before-start", 400, Paths.PULL_TICKETS, DAY.replace("19\"}", "18\"}"));
        answers.golden("ticket-pull/limit-too-large", 400, Paths.PULL_TICKETS, DAY.replace("}", ",\"limit\":1001}"));
        answers.golden("ticket-pull/wrong-status", 400, Paths.PULL_TICKETS, DAY.replace("}", ",\"status\":\"Open\"}"));
        assertGolden("ticket-pull/masked", masked(Paths.PULL_TICKETS, DAY));
        answers.refusals(Paths.PULL_TICKETS, DAY, Scope.TICKETS_READ);
    }

    @Test
    void proofAndChangesOfTicketsEqualTheGoldenFiles() {
        var days = "{\"cm_id\":1000298,\"startDate\":\"2024-04-18\",\"endDate\":\"2024-04-19\"}";
        answers.golden("ticket-proof/two-days", 200, Paths.PROOF_OF_TICKETS, days);
        answers.refusals(Paths.PROOF_OF_TICKETS, days, Scope.TICKETS_READ);
        server.post(Paths.UPDATE_TICKET, "{\"ticket_id\":\"713516551148\",\"sub_status\":\"OP\"}");
        var all = "{\"cm_id\":1000298}";
        answers.golden("ticket-changes/created-and-updated", 200, Paths.TICKET_CHANGES, all);
        assertGolden("ticket-changes/masked", masked(Paths.TICKET_CHANGES, all));
        answers.refusals(Paths.TICKET_CHANGES, all, Scope.TICKETS_READ);
    }

    private String masked(String path, String body) {
        var token = server.addKey(TestServer.CM_ID, EnumSet.of(Scope.TICKETS_READ), true, Instant.MAX);
        return server.post(path, body, Map.of("Authorization", "Basic " + token))
                .body();
    }
}
