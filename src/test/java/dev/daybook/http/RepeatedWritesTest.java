package dev.daybook.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import dev.daybook.domain.Problem;
import dev.daybook.domain.ProblemException;
import dev.daybook.domain.account.Account;
import dev.daybook.domain.account.ApiKey;
import dev.daybook.http.pipeline.Call;
import dev.daybook.http.pipeline.Caller;
import dev.daybook.http.pipeline.Failures;
import dev.daybook.http.pipeline.Idempotency;
import dev.daybook.kit.StoredValues;
import dev.daybook.kit.TestDatabase;
import dev.daybook.kit.TestServer;
import dev.daybook.kit.Together;
import dev.daybook.server.Stores;
import dev.daybook.wire.Paths;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Forty concurrent requests with one Idempotency-Key have one effect, and all get the same answer. */
class RepeatedWritesTest {
    /** The number of concurrent requests: fewer than the places of one account. */
    private static final int TIMES = 40;

    @ParameterizedTest
    @EnumSource
    void concurrentWritesWithOneIdempotencyKeyAddOneCustomer(TestDatabase database) throws Exception {
        try (var server = TestServer.start(database.create(), TestServer.patient())) {
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
    void concurrentWritesWithOneIdempotencyKeyGetOneRefusal(TestDatabase database) throws Exception {
        try (var server = TestServer.start(database.create(), TestServer.patient())) {
            var body = "{\"customer_info\":{\"customer_id\":\"42\",\"city\":\"Pune\"}}";
            var answers = atOnce(server, body, "key-2");
            assertEquals(1, answers.stream().distinct().count(), answers::toString);
            assertTrue(answers.get(0).startsWith("404 "), answers.get(0));
            var other = post(server, body.replace("Pune", "Agra"), "key-2");
            assertTrue(other.startsWith("409 "), other);
        }
    }

    /**
     * A refusal is not stored for its Idempotency-Key if the account is gone: it would be the only remaining row of the
     * account.
     */
    @ParameterizedTest
    @EnumSource
    void aRefusalIsNotStoredForAnAccountThatIsGone(TestDatabase database) {
        try (var stores = Stores.open(database.create())) {
            var account = new Account(7, "Gone", Account.DEFAULT_ZONE, "{}");
            var key = new ApiKey(account.cmId(), 1, "", Set.of(), Instant.MAX, false, false);
            var call = new Call(
                    new Caller(key, account),
                    "Add Customer",
                    new byte[0],
                    Optional.of("key-3"),
                    false,
                    false,
                    bytes -> {});
            var idempotency = new Idempotency(stores.database(), Clock.systemUTC());
            var refusal = assertThrows(
                    ProblemException.class,
                    () -> idempotency.once(
                            call,
                            body -> {
                                throw Problem.INVALID_VALUE.because("a bad value");
                            },
                            (transaction, request) -> fail("it was decoded")));
            assertEquals("there is no account 7; nothing was stored", refusal.detail());
            var answer = Failures.answer(refusal);
            assertEquals(401, answer.status());
            assertEquals(
                    "{\"message\":\"Invalid Auth Key\",\"status\":\"failed\"}",
                    new String(answer.body().joined(), StandardCharsets.UTF_8));
            assertEquals(0, StoredValues.count(stores.database(), "idempotency WHERE cm_id = " + account.cmId()));
        }
    }

    private static List<String> atOnce(TestServer server, String body, String key) throws Exception {
        return Together.run(Collections.nCopies(TIMES, () -> post(server, body, key)));
    }

    private static String post(TestServer server, String body, String key) {
        var answer = server.post(
                Paths.SAVE_CUSTOMER, body, Map.of("Authorization", "Basic " + server.token, "Idempotency-Key", key));
        return answer.statusCode() + " " + answer.body();
    }
}
