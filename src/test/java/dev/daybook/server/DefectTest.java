package dev.daybook.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.spi.IThrowableProxy;
import dev.daybook.http.pipeline.Admission;
import dev.daybook.http.pipeline.Pipeline;
import dev.daybook.kit.BrokenLog;
import dev.daybook.kit.SeenLog;
import dev.daybook.kit.TestDatabase;
import dev.daybook.kit.TestServer;
import dev.daybook.wire.Headers;
import dev.daybook.wire.Paths;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Tests the answer that callers get for a defect of Daybook, and the log in which people find its cause. */
@Tag("jdk")
class DefectTest {
    private static final String WORDS =
            "{\"message\":\"Internal Server Error - see the server's log for request mine-1\",\"status\":\"failed\"}";

    private final SeenLog log = SeenLog.of("dev.daybook");

    @AfterEach
    void stopListening() {
        log.close();
    }

    @Test
    void aFailureIsAnsweredInTheVendorsWordsAndLogged() {
        check(
                "no such table: ticket_document",
                server -> server.stores
                        .database()
                        .write(transaction -> transaction.handle().execute("DROP TABLE ticket_document")));
    }

    @Test
    void anErrorOfTheVirtualMachineIsAnsweredLikeAFailure() {
        check("out of stack", server -> server.clock.breakWith(new StackOverflowError("out of stack")));
    }

    /**
     * A request gives back its share even if its failure cannot be logged. Otherwise an account that meets a defect
     * again and again would use up its share, and all its requests would be refused.
     */
    @Test
    void aFailureThatCannotBeLoggedReleasesItsShare() {
        try (var server = TestServer.start(TestDatabase.SQLITE)) {
            server.stores.database().write(transaction -> transaction.handle().execute("DROP TABLE ticket_document"));
            try (var broken = BrokenLog.of(Pipeline.class)) {
                for (var request = 0; request < Admission.open(0); request++) {
                    var answer = server.post(Paths.ADD_TICKET, "[{\"title\":\"Broken\"}]");
                    assertEquals(500, answer.statusCode(), "request " + request);
                }
                assertTrue(broken.failed() >= Admission.open(0), "failures are not logged");
            }
            var customer = "{\"customer_info\":{\"customer_name\":\"Some\",\"phone\":\"9000000001\"}}";
            assertEquals(200, server.post(Paths.SAVE_CUSTOMER, customer).statusCode());
        }
    }

    private void check(String logged, Consumer<TestServer> defect) {
        try (var server = TestServer.start(TestDatabase.SQLITE)) {
            var token = Map.of("Authorization", "Basic " + server.token, Headers.REQUEST_ID, "mine-1");
            defect.accept(server);
            var answer = server.post(Paths.ADD_TICKET, "[{\"title\":\"Broken\"}]", token);
            assertEquals(500, answer.statusCode());
            assertEquals(WORDS, answer.body());
            var line = log.events().stream()
                    .filter(event -> event.getFormattedMessage().equals("a request failed")
                            && event.getKeyValuePairs().toString().contains("request_id=\"mine-1\""))
                    .findFirst()
                    .orElseThrow();
            assertTrue(text(line.getThrowableProxy()).contains(logged), text(line.getThrowableProxy()));
        }
    }

    private static String text(IThrowableProxy failure) {
        return failure == null ? "" : failure.getMessage() + "; " + text(failure.getCause());
    }
}
