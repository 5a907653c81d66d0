package dev.daybook.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.daybook.kit.TestDatabase;
import dev.daybook.kit.TestServer;
import dev.daybook.wire.Paths;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The main task from end to end: added customers are pulled, on both databases. */
class PullCustomersTest {
    @ParameterizedTest
    @EnumSource
    void anAddedCustomerIsPulled(TestDatabase database) {
        try (var server = TestServer.start(database)) {
            server.addCustomer("Asha", "9000000001");
            var pulled = server.post(
                    Paths.PULL_CUSTOMERS,
                    "{\"cm_id\":1000298,\"createStartDate\":\"2024-05-02\",\"createEndDate\":\"2024-05-02\"}");
            assertEquals(200, pulled.statusCode(), pulled.body());
            assertTrue(pulled.body().contains("\"generationDate\":\"May 2, 2024 4:15:42 PM\""), pulled.body());
            assertEquals(
                    "false", pulled.headers().firstValue("X-Daybook-Has-More").orElseThrow());
        }
    }
}
