package dev.daybook.battery;

import dev.daybook.kit.OpenApi;
import dev.daybook.kit.TestDatabase;
import dev.daybook.kit.TestServer;
import dev.daybook.kit.Waits;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Sends requests generated from the OpenAPI file, valid and invalid, to every operation of the admin API, with an admin
 * key. Each answer is documented and arrives within the client's timeout, and none is a server failure. A trial is one
 * request.
 */
@Tag("battery-15")
class AdminFuzzTest {
    private static final OpenApi FILE = OpenApi.load();
    private static final List<String> OPERATIONS = FILE.adminOperations();

    private static final List<String> NEEDED = List.of(
            "PUT " + OpenApi.ADMIN + "accounts/{cmId}/webhook",
            "POST " + OpenApi.ADMIN + "users",
            "POST " + OpenApi.ADMIN + "accounts/{cmId}/keys");

    /** The largest number of additional requests to an operation that has not succeeded yet. */
    private static final int MORE = 500;

    private static final Map<String, List<String>> VALUES = Map.of(
            "cmId", List.of("1000298", "1000298", "1000298", "7", "0", "-1", "9223372036854775807", "1e3", "x", "%"),
            "key", List.of("P", "OP", "E T", "a/b", "..", "\u0000", "\u0928", "k".repeat(300), "'; --"),
            "email",
                    List.of(
                            "asha@shop.example",
                            "asha@shop.example",
                            "person1@mail.example",
                            "@",
                            "a@b@c",
                            "\u0000",
                            "x".repeat(400)));

    @TempDir
    Path folder;

    @ParameterizedTest
    @EnumSource
    void everyAnswerToAnAdminKeyIsDocumented(TestDatabase database) throws Exception {
        Tally.run(Check.SCHEMA_FUZZ, "admin API, " + database, tally -> {
            var random = new Random(tally.seed());
            try (var server = TestServer.start(database.create(), settings -> settings.backupFolder(folder))) {
                var headers = Map.of("Authorization", "Basic " + server.addAdminKey(Instant.MAX));
                var pool = new Pool(TestServer.CM_ID);
                var served = new TreeSet<String>();
                for (var left = Tally.trials(200, 5_000); left > 0; left--) {
                    var operation = OPERATIONS.get(random.nextInt(OPERATIONS.size()));
                    sendOne(tally, server, headers, operation, pool, random, served);
                }
                // Only in the battery: in a short run an operation may by chance have no successful request.
                for (var operation : Tally.isBattery() ? OPERATIONS : List.<String>of()) {
                    for (var more = 0; more < MORE && !served.contains(operation); more++) {
                        // Some operations need a webhook, a person or a key. An earlier request may have removed or
                        // disabled it, so this request adds one again.
                        sendOne(tally, server, headers, NEEDED.get(more % NEEDED.size()), pool, random, served);
                        sendOne(tally, server, headers, operation, pool, random, served);
                    }
                }
                awaitBackup(server, headers);
                OPERATIONS.stream()
                        .filter(operation -> Tally.isBattery() && !served.contains(operation))
                        .forEach(operation -> tally.missed(operation + " never succeeded"));
            }
        });
    }

    /** Waits until no backup is being written: the folder is deleted after the test. */
    private static void awaitBackup(TestServer server, Map<String, String> headers) {
        var state = AdminRequest.of("GET " + OpenApi.ADMIN + "backup", name -> name, "");
        Waits.until(
                () -> !state.send(server, headers).body().contains("\"running\""),
                () -> state.send(server, headers).body());
    }

    private static void sendOne(
            Tally tally,
            TestServer server,
            Map<String, String> headers,
            String operation,
            Pool pool,
            Random random,
            Set<String> served) {
        var bodies = new Bodies(FILE, pool, random);
        var body = "";
        if (FILE.hasBody(operation)) {
            body = random.nextInt(3) == 0 ? bodies.damaged(operation) : bodies.valid(operation);
        } else if (!operation.startsWith("GET ") && random.nextInt(3) == 0) {
            body = List.of("{}", "[]", "{\"a\":1}", "x", "null").get(random.nextInt(5));
        }
        var request = AdminRequest.of(operation, name -> value(name, pool, random), body);
        var answer = request.send(server, headers);
        var wrong = wrong(request, answer);
        if (wrong.isEmpty()) {
            tally.held();
            pool.learn(answer.body(), "");
        } else {
            tally.missed(
                    wrong + ": " + cut(request.toString()) + " -> " + answer.statusCode() + " " + cut(answer.body()));
        }
        if (answer.statusCode() == 200) {
            served.add(operation);
        }
    }

    private static String value(String name, Pool pool, Random random) {
        if (name.equals("id")) {
            return random.nextInt(5) == 0 ? "0" : pool.draw(name, random);
        }
        var values = VALUES.getOrDefault(name, List.of());
        return values.get(random.nextInt(values.size()));
    }

    /** The error in an answer; empty if there is none. */
    private static String wrong(AdminRequest request, HttpResponse<String> answer) {
        var operation = request.operation();
        if (answer.statusCode() >= 500) {
            return "failure of the server";
        }
        try {
            FILE.check(operation, answer.statusCode(), answer.body());
        } catch (AssertionError undocumented) {
            return undocumented.getMessage();
        }
        return "";
    }

    private static String cut(String text) {
        return text.length() > 700 ? text.substring(0, 700) + "..." : text;
    }
}
