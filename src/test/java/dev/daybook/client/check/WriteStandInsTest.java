package dev.daybook.client.check;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.daybook.kit.TestServer;
import dev.daybook.wire.Paths;
import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

/** As {@link StandInsTest}, for the writes of a check. It has its own server, because these checks add records. */
class WriteStandInsTest {
    private static TestServer server;

    @BeforeAll
    static void start() {
        server = CheckedAccount.startServer();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    static List<Twist> twists() {
        return WriteTwists.all();
    }

    @ParameterizedTest
    @MethodSource("twists")
    void theCheckNamesExactlyTheDifferencesOfAServer(Twist twist) throws IOException, InterruptedException {
        // A check marks its records with the time of its start, so each check needs another time.
        server.clock.set(server.clock.instant().plusSeconds(60));
        try (var standIn = new TwistedServer(server.uri(""), twist)) {
            CheckTest.assertNamed(twist, CheckTest.run(standIn.uri(), server, true));
        }
    }

    /**
     * A server that takes the check's records for existing ones names those. Nobody may find them changed by a check,
     * and the report must not name the records of a refusal as added.
     */
    @ParameterizedTest
    @ValueSource(strings = {"failed", "success"})
    void theCheckDoesNotChangeARecordThatItDidNotAdd(String status) throws IOException, InterruptedException {
        server.clock.set(server.clock.instant().plusSeconds(60));
        var customer = idOf(Paths.SAVE_CUSTOMER, "kapture_customer_id", """
                {"customer_info": {"customer_name": "Asha", "phone": "9800000000", "update": true}}""");
        var ticket = idOf(Paths.ADD_TICKET, "ticket_id", "[{\"title\": \"Tea is late\"}]");
        var order = idOf(Paths.SAVE_ORDER, "order_id", """
                {"customer_info": {"customer_name": "Asha", "phone": "9800000000"},
                 "order_info": {"erp_order_id": "tea-%s", "order_status": "Pending"}}""".formatted(status));
        var ids = "{\"kapture_customer_id\":\"%s\",\"ticket_id\":\"%s\",\"order_id\":\"%s\",\"status\":\"%s\"}"
                .formatted(customer, ticket, order, status);
        var existing = Twist.instead(
                "existing records in place of new ones",
                "",
                asked -> Stream.of("c1", "t1", "o1").anyMatch(step -> WriteTwists.isStep(asked, step)),
                TwistedAnswer.json(200, ids));
        var before = read(customer, ticket, order);
        try (var standIn = new TwistedServer(server.uri(""), existing)) {
            var result = CheckTest.run(standIn.uri(), server, true);
            assertEquals(before, read(customer, ticket, order));
            for (var question : List.of("customer-change", "ticket-close", "order-change")) {
                assertEquals(
                        Verdict.NOT_ESTABLISHED,
                        CheckTest.finding(result, "write." + question).verdict());
            }
            assertEquals(status.equals("success"), result.made().contains("ticket " + ticket));
        }
    }

    private static String idOf(String path, String field, String body) {
        var answer = server.post(path, body);
        assertEquals(200, answer.statusCode(), answer.body());
        return JsonMapper.shared().readTree(answer.body()).path(field).asString();
    }

    private static List<String> read(String customer, String ticket, String order) {
        return List.of(
                server.post(Paths.GET_CUSTOMER, "[{\"kapture_customer_id\":\"" + customer + "\"}]")
                        .body(),
                server.post(Paths.GET_TICKET, "{\"ticket_ids\":\"" + ticket + "\",\"conversation_type\":\"all\"}")
                        .body(),
                server.post(Paths.PULL_ORDERS, "{\"cmId\":" + TestServer.CM_ID + ",\"orderIds\":\"" + order + "\"}")
                        .body());
    }
}
