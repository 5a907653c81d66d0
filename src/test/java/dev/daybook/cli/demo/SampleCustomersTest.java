package dev.daybook.cli.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.daybook.kit.PlainClient;
import dev.daybook.kit.TestDatabase;
import dev.daybook.kit.TestServer;
import dev.daybook.wire.Headers;
import dev.daybook.wire.Paths;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** The first call that a demo prints returns customers, even in the first minute of a day. */
class SampleCustomersTest {
    @Test
    void theDemoHasCustomersOfTodayEvenInTheFirstMinute() {
        try (var server = TestServer.start(TestDatabase.SQLITE)) {
            server.clock.set(Instant.parse("2024-05-01T18:30:30Z"));
            DemoAccount.fill(server);
            var answer = server.post(
                    Paths.PULL_CUSTOMERS,
                    "{\"cm_id\":1000298,\"createStartDate\":\"2024-05-02\",\"createEndDate\":\"2024-05-02\","
                            + "\"limit\":\"2\"}");
            assertEquals(2, PlainClient.ids(answer).size(), answer.body());
            assertEquals("true", answer.headers().firstValue(Headers.HAS_MORE).orElseThrow());
        }
    }
}
