package dev.daybook.battery;

import static org.junit.jupiter.api.Assertions.assertEquals;

import ch.qos.logback.classic.Level;
import dev.daybook.kit.LogWatch;
import dev.daybook.kit.OpenApi;
import dev.daybook.kit.TestDatabase;
import dev.daybook.kit.TestServer;
import dev.daybook.wire.Paths;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.slf4j.Logger;

/**
 * Sends hostile texts in bodies, headers and queries to the operations of accounts. A hostile text causes no status
 * 5xx, no long wait and no header, is not evaluated, and does not get into the log. The database keeps its data. A
 * trial is one request.
 */
@Tag("battery-22")
class InjectionTest {
    private static final OpenApi FILE = OpenApi.load();

    /**
     * A word in the hostile texts: if a line of a log contains it, a hostile text has reached the log, which is an
     * error.
     */
    private static final String MARK = "zqinject";

    private static final List<String> PAYLOADS = List.of(
            "' OR '1'='1' -- " + MARK,
            "\\\"; DROP TABLE customer; -- " + MARK,
            "1); DELETE FROM ticket; -- " + MARK,
            "' UNION SELECT token FROM api_key -- " + MARK,
            "'; SELECT pg_sleep(30); -- " + MARK,
            "1 AND (SELECT 1 FROM (SELECT count(*) FROM sqlite_master a, sqlite_master b)) " + MARK,
            "%' ESCAPE '" + MARK,
            "$$" + MARK + "$$",
            "${jndi:ldap://127.0.0.1:1/" + MARK + "}",
            "${7*7}" + MARK,
            "{{7*7}}" + MARK,
            "#{7*7}" + MARK,
            "<%= 7*7 %>" + MARK,
            "<script>alert('" + MARK + "')</script>",
            "<?xml version='1.0'?><!DOCTYPE a [<!ENTITY b SYSTEM 'file:///etc/passwd'>]><a>&b;" + MARK + "</a>",
            "../../../../etc/passwd%00" + MARK,
            "..\\\\..\\\\windows\\\\win.ini " + MARK,
            "| cat /etc/passwd; $(id) `id` " + MARK,
            "=cmd|'/c calc'!A1 " + MARK,
            "+1+1 " + MARK,
            "@SUM(1) " + MARK,
            "\\r\\nX-Injected: " + MARK,
            "\\n2024-05-02 00:00:00 INFO forged " + MARK,
            "\\u001b[2J\\u001b[31m " + MARK,
            "\\u202e " + MARK,
            "*)(uid=*))(|(uid=* " + MARK,
            "a\\\"b\\\\c/d " + MARK,
            "NEAR(a b) AND title:x* " + MARK,
            "\\\"unclosed * OR NOT " + MARK,
            "%n%n%s%x " + MARK);

    private static final String DAY =
            "{\"cm_id\":1000298,\"createStartDate\":\"2024-05-02\",\"createEndDate\":\"2024-05-02\"}";

    @ParameterizedTest
    @EnumSource
    void hostileTextsAreStoredAndNeverExecuted(TestDatabase database) throws Exception {
        try (var watch = LogWatch.of(Pattern.compile(MARK)).from(Logger.ROOT_LOGGER_NAME, Level.INFO);
                var server = TestServer.start(database)) {
            var known = server.post(
                    Paths.SAVE_CUSTOMER, "{\"customer_info\":{\"customer_name\":\"Asha\",\"phone\":\"9111111111\"}}");
            assertEquals(200, known.statusCode());
            Tally.run(Check.INJECTION, database.toString(), tally -> {
                var random = new Random(tally.seed());
                for (var left = Tally.trials(400, 5_000); left > 0; left--) {
                    send(server, tally, watch, random);
                }
                Tally.planted(MARK);
                var still = server.post(Paths.GET_CUSTOMER, "{\"phone\":\"9111111111\"}");
                assertEquals(200, still.statusCode(), "what was there before");
                assertEquals(200, server.post(Paths.PULL_CUSTOMERS, DAY).statusCode());
            });
        }
    }

    private static void send(TestServer server, Tally tally, LogWatch watch, Random random) {
        var paths = FILE.pathsWithBody().stream()
                .filter(path -> !path.contains("/sandbox/"))
                .toList();
        var path = paths.get(random.nextInt(paths.size()));
        var body = hostile(new Bodies(FILE, new Pool(TestServer.CM_ID), random).valid(path), random);
        var request = HttpRequest.newBuilder(query(server, path, random))
                .header("Content-Type", "application/json")
                .header("Authorization", "Basic " + server.token);
        if (random.nextInt(4) == 0) {
            // The server accepts ids and keys of harmless characters as they are. These begin with characters that are
            // allowed in neither.
            var plain = "'<" + payload(random).replaceAll("\\\\[rnu][0-9a-f]{0,4}", "");
            request.header("X-Request-Id", plain).header("Idempotency-Key", plain + random.nextInt());
        }
        var start = System.nanoTime();
        var answer = server.send(
                request.POST(HttpRequest.BodyPublishers.ofString(body)).build());
        var wrong = wrong(answer, (System.nanoTime() - start) / 1_000_000, watch);
        if (wrong.isEmpty()) {
            tally.held();
        } else {
            tally.missed(wrong + ": " + path + " " + body.substring(0, Math.min(500, body.length())));
        }
    }

    private static String wrong(HttpResponse<String> answer, long millis, LogWatch watch) {
        if (answer.statusCode() >= 500) {
            return "status " + answer.statusCode();
        } else if (millis > 20_000) {
            return "took " + millis + " ms";
        } else if (answer.headers().firstValue("X-Injected").isPresent()) {
            return "a header was put in";
        } else if (answer.body().contains("root:x:") || answer.body().contains("49" + MARK)) {
            return "a payload was evaluated";
        }
        var reached = watch.poll();
        return reached == null ? "" : "in the log: " + reached;
    }

    /** The body with some of its texts replaced by hostile ones. */
    private static String hostile(String body, Random random) {
        var matcher = Pattern.compile(":\"([^\"\\\\]*)\"").matcher(body);
        return matcher.replaceAll(found -> random.nextInt(3) == 0
                ? Matcher.quoteReplacement(":\"" + payload(random) + '"')
                : Matcher.quoteReplacement(found.group()));
    }

    private static URI query(TestServer server, String path, Random random) {
        return random.nextInt(5) == 0
                ? URI.create(server.uri(path) + "?x=%0d%0aX-Injected:%20" + MARK + "&y=..%2f..%2fetc%2fpasswd")
                : server.uri(path);
    }

    private static String payload(Random random) {
        return PAYLOADS.get(random.nextInt(PAYLOADS.size()));
    }
}
