package dev.daybook.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.daybook.kit.TestDatabase;
import dev.daybook.kit.TestServer;
import dev.daybook.wire.Paths;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Forty concurrent requests with one Idempotency-Key have one effect, and all get the same answer. */
class RepeatedWritesTest {
    /** Below the number of places of one account. */
    private static final int TIMES = 40;

    @ParameterizedTest
    @EnumSource
    void oneKeyIsOneCustomer(TestDatabase database) throws Exception {
        try (var server = TestServer.start(database)) {
            var body = "{\"customer_info\":{\"customer_name\":\"Asha\",\"phone\":\"9000000001\"}}";
            var answers = atOnce(server, body, "key-1");
            assertEquals(1, answers.stream().distinct().count(), answers::toString);
            assertTrue(answers.get(0).startsWith("200 "), answers.get(0));
            var pulled = server.post(
                    Paths.PULL_CUSTOMERS,
                    "{\"cm_id\":1000298,\"createStartDate\":\"2024-05-02\",\"createEndDate\":\"2024-05-02\"}");
            assertEquals(2, pulled.body().split("\"generationDate\":\"", -1).length, pulled.body());
        }
    }

    @ParameterizedTest
    @EnumSource
    void oneKeyIsOneRefusal(TestDatabase database) throws Exception {
        try (var server = TestServer.start(database)) {
            var body = "{\"customer_info\":{\"customer_id\":\"42\",\"city\":\"Pune\"}}";
            var answers = atOnce(server, body, "key-2");
            assertEquals(1, answers.stream().distinct().count(), answers::toString);
            assertTrue(answers.get(0).startsWith("404 "), answers.get(0));
            var other = post(server, body.replace("Pune", "Agra"), "key-2");
            assertTrue(other.startsWith("409 "), other);
        }
    }

    private static List<String> atOnce(TestServer server, String body, String key) throws Exception {
        var threads = Executors.newFixedThreadPool(TIMES);
        try {
            var calls = new ArrayList<Callable<String>>();
            for (var number = 0; number < TIMES; number++) {
                calls.add(() -> post(server, body, key));
            }
            var answers = new ArrayList<String>();
            for (var answer : threads.invokeAll(calls)) {
                answers.add(answer.get());
            }
            return answers;
        } finally {
            threads.shutdownNow();
        }
    }

    private static String post(TestServer server, String body, String key) {
        var answer = server.post(
                Paths.SAVE_CUSTOMER, body, Map.of("Authorization", "Basic " + server.token, "Idempotency-Key", key));
        return answer.statusCode() + " " + answer.body();
    }
}
