package dev.daybook.http;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.daybook.kit.TestDatabase;
import dev.daybook.kit.TestServer;
import dev.daybook.wire.Paths;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The API counts wrong keys by address: behind a trusted proxy by that of the sender, otherwise by that of the
 * connection.
 */
@Tag("jdk")
class SenderBehindProxyTest {
    @ParameterizedTest
    @CsvSource({"127.0.0.1, 401", "10.0.0.1, 429"})
    void wrongKeysAreCountedForTheSenderBehindATrustedProxy(String proxy, int statusOfAnother) {
        try (var server = TestServer.start(TestDatabase.SQLITE.create(), settings -> settings.trustedProxies(proxy))) {
            var status = 0;
            for (var sent = 0; sent < 5_000 && status != 429; sent++) {
                status = wrongKey(server, "198.51.100.1");
            }
            assertEquals(429, status);
            // An address may send one more wrong key after each tenth of a second. Only a sender that is counted
            // separately may send more than 50 immediately.
            var another = 401;
            var most = statusOfAnother == 401 ? 50 : 5_000;
            for (var sent = 0; sent < most && another == 401; sent++) {
                another = wrongKey(server, "203.0.113.9");
            }
            assertEquals(statusOfAnother, another);
        }
    }

    private static int wrongKey(TestServer server, String from) {
        return server.post(Paths.GET_CUSTOMER, "{}", Map.of("Authorization", "Basic wrong", "X-Forwarded-For", from))
                .statusCode();
    }
}
