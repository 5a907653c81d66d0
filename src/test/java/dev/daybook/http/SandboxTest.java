package dev.daybook.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.daybook.domain.account.Account;
import dev.daybook.domain.account.Scope;
import dev.daybook.domain.faq.IndexRange;
import dev.daybook.kit.StandInReceiver;
import dev.daybook.kit.StandInReceiver.Reply;
import dev.daybook.kit.TestDatabase;
import dev.daybook.kit.TestFaq;
import dev.daybook.kit.TestServer;
import dev.daybook.kit.Waits;
import dev.daybook.store.EpochMillis;
import dev.daybook.wire.Headers;
import dev.daybook.wire.Paths;
import dev.daybook.wire.admin.AdminOperation;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Tests the sandbox: its scope, its clock, its reset, and that other servers do not have it. */
class SandboxTest {
    private static final List<String> PATHS = List.of(Paths.SANDBOX_RESET, Paths.SANDBOX_CLOCK, Paths.SANDBOX_FAULTS);
    private static final String ALL = "{\"cm_id\":1000298,\"limit\":1000}";

    private static TestServer server;

    @BeforeAll
    static void start() {
        server = TestServer.startSandbox(ZoneId.of("Europe/Berlin"));
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @BeforeEach
    void reset() {
        server.clock.set(Instant.parse("2024-05-02T10:45:42.249Z"));
        assertEquals(200, server.post(Paths.SANDBOX_RESET, "{}").statusCode());
    }

    @Test
    void sandboxOperationsNeedAFullKeyOfTheAccount() {
        var all = EnumSet.complementOf(EnumSet.of(Scope.EVERYTHING));
        var narrow = server.addKey(TestServer.CM_ID, all, false, Instant.MAX);
        server.addAccount(2_000, Account.DEFAULT_ZONE);
        var foreign = server.addKey(2_000, EnumSet.of(Scope.EVERYTHING), false, Instant.MAX);
        for (var path : PATHS) {
            var refused = server.post(path, "{}", basic(narrow));
            assertEquals(403, refused.statusCode());
            assertEquals(
                    "Forbidden - this key lacks the scope *", message(refused).stringValue());
            assertEquals(403, server.post(path, "{}", basic(foreign)).statusCode());
            assertEquals(403, server.post(path, "{\"cm_id\":2000}").statusCode());
            assertEquals(401, server.post(path, "{}", Map.of()).statusCode());
            assertEquals(405, server.get(path).statusCode());
        }
    }

    @Test
    void otherServersHaveNoSandboxOperations() {
        try (var other = TestServer.start(TestDatabase.SQLITE)) {
            for (var path : PATHS) {
                var refused = other.post(path, "{}");
                assertEquals(404, refused.statusCode());
                assertEquals(other.post("/daybook/v1/nothing", "{}").body(), refused.body());
                assertEquals(404, other.get(path).statusCode());
            }
        }
    }

    @Test
    void aResetUndoesAllChanges() {
        var before = changes();
        var person = "{\"customer_info\":{\"customer_name\":\"Ines\",\"phone\":\"9000000177\"}}";
        var once = Map.of("Authorization", "Basic " + server.token, "Idempotency-Key", "1");
        var added = server.post(Paths.SAVE_CUSTOMER, person, once);
        var sample = before.at("/message/0/id").asLong();
        assertEquals(
                200,
                save("{\"customer_id\":" + sample + ",\"customer_name\":\"Other\"}")
                        .statusCode());
        clock("{\"advance\":\"P1D\"}");
        server.post(Paths.SANDBOX_FAULTS, "{\"faults\":[{\"operation\":\"pullChanges\",\"kind\":\"status\"}]}");

        var reset = server.post(Paths.SANDBOX_RESET, "{\"everything\":true}");
        assertEquals("{\"message\":\"Sandbox Reset Successfully\",\"status\":\"success\"}", reset.body());
        assertEquals("everything", reset.headers().firstValue(Headers.IGNORED).orElseThrow());
        assertEquals(before, changes());
        assertEquals("2024-05-02T10:45:42.249Z", clock("{}").get("instant").stringValue());
        assertEquals("PT0S", clock("{}").get("shift").stringValue());
        assertEquals(
                "{\"message\":{\"faults\":[]},\"status\":\"success\"}",
                server.post(Paths.SANDBOX_FAULTS, "{}").body());
        // After the reset, the idempotency key of the first answer can be used again.
        assertEquals(
                added.body(), server.post(Paths.SAVE_CUSTOMER, person, once).body());
    }

    @Test
    void aResetRemovesTheFaqFromItsIndex() {
        var account = new Account(TestServer.CM_ID, "x", Account.DEFAULT_ZONE, "{}");
        var entries = List.of(TestFaq.entry("", "Orders", "Something new", "x"));
        TestFaq.load(server.stores, account, false, entries);
        assertEquals(1, inTheIndex("new"));
        reset();
        assertEquals(0, inTheIndex("new"));
    }

    /** The number of entries that a search for this text finds in the index, without reading the entries. */
    private static long inTheIndex(String text) {
        return TestFaq.search(server.stores, TestServer.CM_ID, text, 0, new IndexRange(0, 0))
                .total();
    }

    @Test
    void aSandboxAcceptsRequestsWithoutABodyWhereNoneIsNeeded() {
        var form = Map.of("Authorization", "Basic " + server.token, "Content-Type", "multipart/form-data; boundary=x");
        assertEquals(200, server.post(Paths.GET_FAQ_CATEGORIES, "--x--", form).statusCode());
        assertEquals(200, server.post(Paths.GET_FAQ_CATEGORIES, "").statusCode());
    }

    @Test
    void cursorsFromBeforeAResetAreRefused() {
        var cursors = new ArrayList<String>();
        cursors.add(cursor(server.post(Paths.CUSTOMER_CHANGES, "{\"cm_id\":1000298,\"limit\":1}")));
        cursors.add(cursor(server.post(Paths.CUSTOMER_CHANGES, ALL)));
        save("{\"customer_name\":\"Ines\",\"phone\":\"9000000177\"}");
        cursors.add(cursor(server.post(Paths.CUSTOMER_CHANGES, ALL)));
        server.post(Paths.SANDBOX_RESET, "{}");
        for (var cursor : cursors) {
            var refused = server.post(Paths.CUSTOMER_CHANGES, after(cursor));
            assertEquals(400, refused.statusCode());
            assertEquals(
                    "cursor is from before all records were replaced, as by a restore or a reset of the sandbox;"
                            + " start again without a cursor",
                    message(refused).stringValue());
        }
        var again = server.post(Paths.CUSTOMER_CHANGES, ALL);
        assertEquals(TestServer.SAMPLES, message(again).size());
        var cursor = cursor(again);
        assertEquals(
                0, message(server.post(Paths.CUSTOMER_CHANGES, after(cursor))).size());
        save("{\"customer_name\":\"Ines\",\"phone\":\"9000000177\"}");
        assertEquals(
                1, message(server.post(Paths.CUSTOMER_CHANGES, after(cursor))).size());
    }

    @Test
    void theClockIsReportedAsInstantAndLocalTime() {
        var told = server.post(Paths.SANDBOX_CLOCK, "");
        assertEquals(
                "{\"message\":{\"instant\":\"2024-05-02T10:45:42.249Z\",\"local\":\"2024-05-02T12:45:42.249+02:00\","
                        + "\"zone\":\"Europe/Berlin\",\"shift\":\"PT0S\"},\"status\":\"success\"}",
                told.body());
        assertEquals("PT36H", clock("{\"advance\":\"PT36H\"}").get("shift").stringValue());
        assertEquals("2024-05-03T22:45:42.249Z", clock("{}").get("instant").stringValue());
        assertEquals(
                "PT35H58M30S", clock("{\"advance\":\"-PT90S\"}").get("shift").stringValue());
        // The clock keeps running.
        server.clock.set(server.clock.instant().plusSeconds(5));
        assertEquals("2024-05-03T22:44:17.249Z", clock("{}").get("instant").stringValue());
    }

    @Test
    void recordsFollowTheMovedClockAcrossDstAndMidnight() {
        clock("{\"now\":\"2026-03-29T01:59:59.999+01:00\"}");
        var before = customer();
        var moved = clock("{\"advance\":\"PT0.001S\"}");
        assertEquals("2026-03-29T03:00:00+02:00", moved.get("local").stringValue());
        var after = customer();
        // The last instant of a day of 23 hours, and the first of the next.
        clock("{\"now\":\"2026-03-29T23:59:59.999\"}");
        var last = customer();
        clock("{\"advance\":\"PT0.001S\"}");
        var next = customer();
        assertEquals(List.of(before, after, last), ids(pull("2026-03-29")));
        assertEquals(List.of(next), ids(pull("2026-03-30")));
        assertEquals(
                "2026-03-28T23:00:00Z/2026-03-29T22:00:00Z",
                pull("2026-03-29").headers().firstValue(Headers.WINDOW).orElseThrow());
        var texts = pull("2026-03-29").body();
        assertTrue(texts.contains("\"generationDate\":\"Mar 29, 2026 1:59:59 AM\""), texts);
        assertTrue(texts.contains("\"generationDate\":\"Mar 29, 2026 3:00:00 AM\""), texts);
        // An hour that occurs twice.
        clock("{\"now\":\"2026-10-25T02:30:00+02:00\"}");
        var summer = customer();
        clock("{\"advance\":\"PT1H\"}");
        var winter = customer();
        assertEquals("2026-10-25T02:30:00+01:00", clock("{}").get("local").stringValue());
        assertEquals(List.of(summer, winter), ids(pull("2026-10-25")));
    }

    @Test
    void movingTheClockBackLosesNoChange() {
        clock("{\"now\":\"2024-05-01T12:00:00\"}");
        var cursor = cursor(server.post(Paths.CUSTOMER_CHANGES, ALL));
        var earlier = customer();
        assertEquals(List.of(earlier), ids(pull("2024-05-01")));
        var sample = ids(pull("2024-05-02")).get(0);
        assertEquals(
                200,
                save("{\"customer_id\":" + sample + ",\"customer_name\":\"Other\"}")
                        .statusCode());
        var told = server.post(Paths.CUSTOMER_CHANGES, after(cursor));
        assertEquals(List.of(earlier, sample), ids(told));
        assertEquals(TestServer.SAMPLES, ids(pull("2024-05-02")).size());
    }

    @Test
    void keysExpireByTheRealTime() {
        var until = server.clock.instant().plusSeconds(60);
        var key = server.addKey(TestServer.CM_ID, EnumSet.of(Scope.EVERYTHING), false, until);
        clock("{\"advance\":\"P400D\"}");
        assertEquals(200, server.post(Paths.CUSTOMER_CHANGES, ALL, basic(key)).statusCode());
        clock("{\"now\":\"2010-01-01T00:00:00Z\"}");
        server.clock.set(until);
        assertEquals(401, server.post(Paths.CUSTOMER_CHANGES, ALL, basic(key)).statusCode());
    }

    @Test
    void idempotencyKeysExpireAfter24HoursOfTheMovedClock() {
        var once = Map.of("Authorization", "Basic " + server.token, "Idempotency-Key", "1");
        var person = "{\"customer_info\":{\"customer_name\":\"Ines\",\"phone\":\"9000000177\"}}";
        var first = server.post(Paths.SAVE_CUSTOMER, person, once).body();
        clock("{\"advance\":\"PT24H\"}");
        assertEquals(first, server.post(Paths.SAVE_CUSTOMER, person, once).body());
        clock("{\"advance\":\"PT0.001S\"}");
        assertNotEquals(first, server.post(Paths.SAVE_CUSTOMER, person, once).body());
    }

    /**
     * The moved clock decides when calls of the webhook are due, and until when former secrets sign. The admin API must
     * use this clock too.
     */
    @Test
    void theWebhookFollowsTheMovedClock() throws Exception {
        var now = Instant.parse(clock("{\"advance\":\"P2D\"}").get("instant").stringValue());
        try (var receiver = StandInReceiver.start().answering(request -> Reply.ERROR)) {
            var hook = "{\"url\":\"" + receiver.url() + "\",\"allowPrivate\":true,\"newSecret\":true}";
            administer("PUT", "", hook);
            administer("PUT", "", hook);
            assertEquals(
                    now.plus(Duration.ofDays(1)).toString(),
                    administer("GET", "", "").get("formerSecretsSignUntil").stringValue());
            server.stores
                    .database()
                    .run(transaction -> transaction
                            .handle()
                            .execute(
                                    "INSERT INTO webhook_delivery VALUES (?, 12, 1, 0, 1, ?, 0, 0, ?, '', '{}')",
                                    TestServer.CM_ID,
                                    EpochMillis.column(Instant.MAX),
                                    EpochMillis.column(now)));
            administer("POST", "/retry", "{}");
            server.stores.outbox().wakeUp().signal(TestServer.CM_ID);
            assertEquals(2, receiver.next().header(Headers.WEBHOOK_SIGNATURE).split(" ").length);
            assertEquals("waiting", stateAfterCall());
        }
    }

    /** Waits until the call for the only delivery has ended, and returns the state of the delivery. */
    private static String stateAfterCall() {
        return Waits.read(
                () -> administer("GET", "/deliveries", "")
                        .at("/deliveries/0/state")
                        .stringValue(),
                state -> !state.equals("sending"));
    }

    private static JsonNode administer(String method, String path, String body) {
        var answer = server.send(HttpRequest.newBuilder(
                        server.adminUri(AdminOperation.ROOT + "/accounts/" + TestServer.CM_ID + "/webhook" + path))
                .header("Authorization", "Basic " + server.addAdminKey(Instant.MAX))
                .header("Content-Type", "application/json")
                .method(method, BodyPublishers.ofString(body))
                .build());
        assertEquals(200, answer.statusCode(), answer.body());
        return JsonMapper.shared().readTree(answer.body());
    }

    @Test
    void aResetSucceedsDuringConcurrentWritesAndPulls() throws Exception {
        var before = changes();
        var statuses = ConcurrentHashMap.<Integer>newKeySet();
        var writes = new AtomicInteger();
        var deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(1_500);
        var work = new ArrayList<Callable<Boolean>>();
        for (var thread = 0; thread < 3; thread++) {
            work.add(() -> {
                do {
                    var added = save(
                            "{\"customer_name\":\"Ines\",\"phone\":\"90000%05d\"}".formatted(writes.incrementAndGet()));
                    statuses.add(added.statusCode());
                    var id = JsonMapper.shared().readTree(added.body()).get("kapture_customer_id");
                    statuses.add(save("{\"customer_id\":" + id + ",\"customer_name\":\"Other\"}")
                            .statusCode());
                    statuses.add(server.post(Paths.GET_CUSTOMER, "{\"customer_id\":" + id + "}")
                            .statusCode());
                } while (System.nanoTime() < deadline);
                return true;
            });
            work.add(() -> {
                do {
                    statuses.add(pull("2024-05-02").statusCode());
                    statuses.add(server.post(
                                    Paths.PROOF_OF_CUSTOMERS,
                                    "{\"cm_id\":1000298,\"startDate\":\"2024-05-01\",\"endDate\":\"2024-05-02\"}")
                            .statusCode());
                } while (System.nanoTime() < deadline);
                return true;
            });
        }
        var follower = new Follower();
        work.add(() -> {
            do {
                follower.follow();
            } while (System.nanoTime() < deadline);
            return true;
        });
        work.add(() -> {
            do {
                statuses.add(server.post(Paths.SANDBOX_RESET, "{}").statusCode());
            } while (System.nanoTime() < deadline);
            return true;
        });
        var pool = Executors.newFixedThreadPool(work.size());
        try {
            for (var done : pool.invokeAll(work, 60, TimeUnit.SECONDS)) {
                assertTrue(done.get());
            }
        } finally {
            pool.shutdownNow();
        }
        assertTrue(statuses.contains(200) && Set.of(200, 404).containsAll(statuses), statuses::toString);
        boolean isMore;
        do {
            isMore = follower.follow();
        } while (isMore);
        assertEquals(
                List.copyOf(follower.copy.values()),
                message(server.post(Paths.CUSTOMER_CHANGES, ALL))
                        .valueStream()
                        .sorted(Comparator.comparing(change -> change.get("id").asLong()))
                        .toList());
        server.post(Paths.SANDBOX_RESET, "{}");
        assertEquals(before, changes());
        follower.follow();
        assertTrue(follower.beginnings > 0, "it was told to start again");
    }

    /**
     * Keeps a copy of the customers by following their changes. Empties the copy and begins again if the server refuses
     * the cursor.
     */
    private static final class Follower {
        private final Map<Long, JsonNode> copy = new TreeMap<>();
        private String cursor = "";
        private int beginnings;

        /** Requests one page of changes. Returns whether more records follow. */
        boolean follow() {
            var body = cursor.isEmpty() ? ALL.replace("1000}", "4}") : after(cursor);
            var answer = server.post(Paths.CUSTOMER_CHANGES, body);
            if (answer.statusCode() == 400) {
                copy.clear();
                cursor = "";
                beginnings++;
                return true;
            }
            message(answer).forEach(change -> copy.put(change.get("id").asLong(), change));
            cursor = cursor(answer);
            return answer.headers().firstValue(Headers.HAS_MORE).orElseThrow().equals("true");
        }
    }

    private static JsonNode clock(String body) {
        var answer = server.post(Paths.SANDBOX_CLOCK, body);
        assertEquals(200, answer.statusCode(), answer.body());
        return message(answer);
    }

    private static long customer() {
        var answer = save("{\"customer_name\":\"Ines\",\"phone\":\"9000000177\"}");
        assertEquals(200, answer.statusCode(), answer.body());
        return JsonMapper.shared()
                .readTree(answer.body())
                .get("kapture_customer_id")
                .asLong();
    }

    private static HttpResponse<String> save(String info) {
        return server.post(Paths.SAVE_CUSTOMER, "{\"customer_info\":" + info + "}");
    }

    private static HttpResponse<String> pull(String day) {
        return server.post(
                Paths.PULL_CUSTOMERS,
                "{\"cm_id\":1000298,\"createStartDate\":\"%s\",\"createEndDate\":\"%s\"}".formatted(day, day));
    }

    private static JsonNode changes() {
        return JsonMapper.shared()
                .readTree(server.post(Paths.CUSTOMER_CHANGES, ALL).body());
    }

    private static String cursor(HttpResponse<String> answer) {
        return answer.headers().firstValue(Headers.NEXT_CURSOR).orElseThrow();
    }

    private static String after(String cursor) {
        return ALL.replace("}", ",\"cursor\":\"" + cursor + "\"}");
    }

    private static List<Long> ids(HttpResponse<String> answer) {
        return message(answer)
                .valueStream()
                .map(each -> each.get("id").asLong())
                .toList();
    }

    private static JsonNode message(HttpResponse<String> answer) {
        return JsonMapper.shared().readTree(answer.body()).get("message");
    }

    private static Map<String, String> basic(String token) {
        return Map.of("Authorization", "Basic " + token);
    }
}
