package dev.daybook.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.daybook.domain.account.Account;
import dev.daybook.domain.account.Scope;
import dev.daybook.kit.TestDatabase;
import dev.daybook.kit.TestServer;
import dev.daybook.store.account.AccountStore;
import dev.daybook.wire.Paths;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
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

    /** Masking hides phones. The operator has saved this phone, so a caller learns nothing by the result. */
    @ParameterizedTest
    @EnumSource
    void aMaskingKeyGetsTheSameCustomersBySavedCriteria(TestDatabase database) {
        try (var server = TestServer.start(database)) {
            var saved = new Account(TestServer.CM_ID, "Test", Account.DEFAULT_ZONE, "{\"phone\":\"9000000001\"}");
            server.stores.database().write(transaction -> AccountStore.set(transaction, saved));
            var id = server.addCustomer("Asha", "+91 9000000001");
            server.addCustomer("Ravi", "9000000002");
            var masking = server.addKey(TestServer.CM_ID, EnumSet.of(Scope.CUSTOMERS_READ), true, Instant.MAX);
            for (var key : List.of(server.token, masking)) {
                var pulled = server.post(
                        Paths.PULL_CUSTOMERS,
                        "{\"cm_id\":1000298,\"createStartDate\":\"2024-05-02\",\"createEndDate\":\"2024-05-02\","
                                + "\"isAllCustomerPage\":true}",
                        Map.of("Authorization", "Basic " + key));
                assertTrue(pulled.body().startsWith("{\"message\":[{\"id\":" + id + ","), pulled.body());
                assertFalse(pulled.body().contains("Ravi"), pulled.body());
            }
        }
    }
}
