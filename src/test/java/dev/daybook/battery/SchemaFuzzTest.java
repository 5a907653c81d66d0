package dev.daybook.battery;

import dev.daybook.domain.account.Account;
import dev.daybook.kit.OpenApi;
import dev.daybook.kit.TestDatabase;
import dev.daybook.kit.TestFaq;
import dev.daybook.kit.TestServer;
import dev.daybook.kit.Together;
import dev.daybook.wire.Headers;
import dev.daybook.wire.Paths;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * Sends requests generated from the OpenAPI file, valid and invalid, to every operation of accounts;
 * {@link AdminFuzzTest} does the same for the admin API. Each answer is documented and arrives within the client's
 * timeout, none is a server failure, and a body that the file does not allow is refused.
 */
@Tag("battery-15")
class SchemaFuzzTest {
    private static final OpenApi FILE = OpenApi.load();
    private static final int THREADS = 4;

    /** The number of requests to one server; limited so that its answers stay small. */
    private static final int IN_A_ROUND = 2_500;

    /** The largest number of additional requests to an operation that has not succeeded yet. */
    private static final int MORE = 500;

    private static final JsonMapper STRICT = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    /** Fields of a new ticket that become associate fields if their value does not have the documented form. */
    private static final Pattern LENIENT = Pattern.compile("priority|status|callback_time|comment");

    private static final Pattern HUGE = Pattern.compile("[0-9][eE][0-9]{3}");

    private final Set<String> served = new ConcurrentSkipListSet<>();

    @ParameterizedTest
    @EnumSource
    void everyAnswerIsDocumented(TestDatabase database) throws Exception {
        var paths = FILE.pathsWithBody().stream()
                .filter(path -> !path.contains("/sandbox/"))
                .toList();
        Tally.run(Check.SCHEMA_FUZZ, database.toString(), tally -> {
            var seeds = new Random(tally.seed());
            for (var left = Tally.trials(1_200, 45_000); left > 0; left -= IN_A_ROUND) {
                try (var server = TestServer.start(database)) {
                    TestFaq.loadReturns(server.stores, TestServer.CM_ID);
                    send(tally, server, paths, seeds, Math.min(left, IN_A_ROUND));
                }
            }
            paths.stream()
                    .filter(path -> !served.contains(path))
                    .forEach(path -> tally.missed(path + " never succeeded"));
        });
    }

    @Test
    void everyAnswerOfASandboxIsDocumented() throws Exception {
        var paths = FILE.pathsWithBody().stream()
                .filter(path -> path.contains("/sandbox/"))
                .toList();
        Tally.run(Check.SCHEMA_FUZZ, "sandbox", tally -> {
            try (var server = TestServer.startSandbox(Account.DEFAULT_ZONE)) {
                send(tally, server, paths, new Random(tally.seed()), Tally.trials(200, 10_000));
            }
        });
    }

    private void send(Tally tally, TestServer server, List<String> paths, Random seeds, int requests) throws Exception {
        var pool = new Pool(TestServer.CM_ID);
        var work = new ArrayList<Callable<Boolean>>();
        for (var thread = 0; thread < THREADS; thread++) {
            var random = new Random(seeds.nextLong());
            work.add(() -> {
                for (var request = 0; request < requests / THREADS; request++) {
                    sendOne(tally, server, paths.get(random.nextInt(paths.size())), pool, random);
                }
                return true;
            });
        }
        Together.run(work);
        // In a short run an operation may by chance have no successful request, so it gets more requests.
        var random = new Random(seeds.nextLong());
        for (var path : paths) {
            for (var more = 0; more < MORE && !served.contains(path); more++) {
                sendOne(tally, server, path, pool, random);
            }
        }
    }

    private void sendOne(Tally tally, TestServer server, String path, Pool pool, Random random) {
        var bodies = new Bodies(FILE, pool, random);
        var body = random.nextInt(3) == 0 ? bodies.damaged(path) : bodies.valid(path);
        var answer = server.post(path, body);
        var wrong = wrong(path, body, answer);
        if (!wrong.isEmpty()) {
            tally.missed(
                    wrong + ": " + path + " " + cut(body) + " -> " + answer.statusCode() + " " + cut(answer.body()));
            return;
        }
        tally.held();
        pool.learn(
                answer.body(),
                answer.headers().firstValue("X-Daybook-Next-Cursor").orElse(""));
        if (answer.statusCode() == 200) {
            served.add(path);
        }
    }

    /** The error in an answer; empty if there is none. */
    private static String wrong(String path, String body, HttpResponse<String> answer) {
        if (answer.statusCode() >= 500) {
            return "failure of the server";
        }
        try {
            FILE.check(answer);
        } catch (AssertionError undocumented) {
            return undocumented.getMessage();
        }
        var ignored = answer.headers().firstValue(Headers.IGNORED).orElse("");
        // A request to set a fault may have fields of other kinds of faults; these are ignored and reported. A new
        // ticket keeps LENIENT fields with values of another form as associate fields, and reports them.
        var ignores = path.endsWith("/sandbox/faults")
                ? !ignored.isEmpty()
                : path.startsWith(Paths.ADD_TICKET_OLD)
                        && LENIENT.matcher(ignored).find();
        return answer.statusCode() == 200 && !body.isEmpty() && !ignores && !isAllowed(FILE, path, body)
                ? "accepted what is invalid"
                : "";
    }

    /**
     * Whether a body is strict JSON that matches the schema. Strict JSON with a huge exponent always counts as a match,
     * because the schema does not limit the size of numbers.
     */
    static boolean isAllowed(OpenApi file, String path, String body) {
        try (var parser = STRICT.createParser(body)) {
            for (var token = parser.nextToken(); token != null; token = parser.nextToken()) {
                // Only syntax and duplicate keys matter.
            }
        } catch (JacksonException notJson) {
            return false;
        }
        return HUGE.matcher(body).find() || file.requestViolations(path, body).isEmpty();
    }

    private static String cut(String text) {
        return text.length() > 700 ? text.substring(0, 700) + "..." : text;
    }
}
