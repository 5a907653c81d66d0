package dev.daybook.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.daybook.battery.Check;
import dev.daybook.battery.Tally;
import dev.daybook.console.frame.Secrets;
import dev.daybook.domain.account.Account;
import dev.daybook.domain.person.Role;
import dev.daybook.kit.ServerChild;
import dev.daybook.kit.TestCustomers;
import dev.daybook.kit.TestDatabase;
import dev.daybook.kit.TestKeys;
import dev.daybook.server.Stores;
import dev.daybook.store.DatabaseUrl;
import dev.daybook.store.account.AccountStore;
import dev.daybook.store.person.MembershipStore;
import dev.daybook.store.person.PersonStore;
import dev.daybook.store.person.SessionStore;
import dev.daybook.wire.Paths;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.json.JsonMapper;

/**
 * While one account attacks, another account's requests do not fail and take hardly longer. Outside the battery, the
 * limits are wider, because other tests use the processors too: a failure means that an attack blocks the other account
 * for a second again and again.
 */
@Tag("battery-21")
@ParameterizedClass
@MethodSource("databases")
class NeighbourTest {
    private static final long ATTACKER = 1_000_298;
    private static final long OTHER = 2_000;
    private static final int CUSTOMERS = 5_000;

    /** The number of requests of the other account in each measurement. */
    private static final int REQUESTS = Tally.trials(60, 1_000);

    /** The milliseconds that are always allowed, because a busy machine may delay any request for so long. */
    private static final long FLOOR_MILLIS = Tally.isBattery() ? 250 : 1_000;

    /**
     * The percentile of the times that is compared. Of the few requests outside the battery, p99 would be the slowest
     * one: a single pause of the machine.
     */
    private static final int PERCENTILE = Tally.isBattery() ? 99 : 95;

    private static final int ATTEMPTS = Tally.isBattery() ? 4 : 10;

    /** The time within which the server must work on an attack and give a good figure. */
    private static final Duration PATIENCE = Duration.ofMinutes(10);

    private static final String DAY = "\"createStartDate\":\"2024-05-02\",\"createEndDate\":\"2024-05-02\"";
    private static final String SESSION = "session-of-a-viewer";
    private static final HttpClient CLIENT =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    @TempDir
    static Path folder;

    /** The server. It runs in its own process, so that the cost of the attackers is not measured as its own. */
    private static ServerChild server;

    private static String url;
    private static String attacker;
    private static String other;

    /** A ticket of the attacker that has as many notes as it may have. */
    private static String ticket;

    private final TestDatabase database;

    /** In a build only SQLite, where an attack blocks more because it has one writer at a time. */
    static List<TestDatabase> databases() {
        return Tally.isBattery() ? TestDatabase.tested() : List.of(TestDatabase.SQLITE);
    }

    NeighbourTest(TestDatabase database) {
        this.database = database;
    }

    @BeforeParameterizedClassInvocation
    static void start(TestDatabase database) throws Exception {
        url = database.newUrl();
        try (var stores = Stores.open(DatabaseUrl.parse(url))) {
            attacker = accountAndKey(stores, ATTACKER);
            addViewer(stores);
            other = accountAndKey(stores, OTHER);
            var day = Instant.parse("2024-05-02T01:00:00Z");
            stores.database().write(transaction -> {
                stores.customers()
                        .load(
                                transaction,
                                account(ATTACKER),
                                TestCustomers.every(Duration.ofSeconds(1), day, CUSTOMERS),
                                day);
                return true;
            });
        }
        // The server must wait for slow bodies as long as they attack.
        server = ServerChild.start(url, "--rate", "0", "--request-timeout", "600");
        ticket = addLargestTicket();
    }

    /** Adds a person of the attacker's account, who is logged in with {@link #SESSION}. */
    private static void addViewer(Stores stores) {
        stores.database().write(transaction -> {
            var person = PersonStore.add(transaction, "viewer@shop.example", "Viewer", false, Instant.EPOCH)
                    .orElseThrow();
            MembershipStore.put(transaction, ATTACKER, person.id(), Role.VIEWER);
            var now = Instant.now();
            SessionStore.start(
                    transaction,
                    Secrets.digest(SESSION),
                    person.id(),
                    new SessionStore.Session("session", now, now, "127.0.0.1", "test"));
            return true;
        });
    }

    private static String addLargestTicket() throws Exception {
        var added = send(request(Paths.ADD_TICKET, attacker, "[{\"title\":\"Large\"}]"));
        var number = JsonMapper.shared().readTree(added).path("ticket_id").asString();
        var note =
                "{\"ticket_id\":\"" + number + "\",\"sub_status\":\"OP\",\"comment\":\"" + "x".repeat(100_000) + "\"}";
        for (var count = 0; count < 41; count++) {
            send(request(Paths.UPDATE_TICKET, attacker, note));
        }
        return number;
    }

    private static String send(HttpRequest request) throws Exception {
        var answer = CLIENT.send(request, HttpResponse.BodyHandlers.ofString());
        assertEquals(200, answer.statusCode(), answer.body());
        return answer.body();
    }

    private static Account account(long cmId) {
        return new Account(cmId, "Test", Account.DEFAULT_ZONE, "{}");
    }

    private static String accountAndKey(Stores stores, long cmId) {
        stores.database().write(transaction -> AccountStore.add(transaction, account(cmId)));
        return TestKeys.add(stores, cmId);
    }

    @AfterParameterizedClassInvocation
    static void stop() throws IOException {
        server.close();
    }

    @Test
    void slowBodiesDoNotSlowAnotherAccount() throws Exception {
        check("slow bodies", new SlowBodies(server.address(), attacker));
    }

    /**
     * Bodies that make records as large as they may be. Those of orders and customers have one megabyte, most of which
     * is ignored. A small write waits for the large ones that are queued before it.
     */
    @Test
    void theLargestBodiesDoNotSlowAnotherAccount() throws Exception {
        var attack = new ArrayList<HttpRequest>();
        for (var letter : List.of('a', 'b')) {
            for (var number = 0; number < 8; number++) {
                attack.add(request(Paths.SAVE_ORDER, attacker, LargeBodies.order(number, letter)));
                attack.add(request(Paths.SAVE_CUSTOMER, attacker, LargeBodies.customer(number, letter)));
                attack.add(request(Paths.ADD_TICKET, attacker, LargeBodies.ticket()));
            }
        }
        check("largest bodies", new RequestAttack(attack, 200), 2 * FLOOR_MILLIS);
    }

    @Test
    void pullsOfTheLastPagesDoNotSlowAnotherAccount() throws Exception {
        var body = "{\"cm_id\":1000298," + DAY + ",\"limit\":1000,\"offset\":" + (CUSTOMERS - 1_000) + "}";
        check("deepest pages", new RequestAttack(List.of(request(Paths.PULL_CUSTOMERS, attacker, body)), 200));
    }

    @Test
    void manyWritesDoNotSlowAnotherAccount() throws Exception {
        var attack = IntStream.range(0, 1_000)
                .mapToObj(number ->
                        "{\"customer_info\":{\"customer_name\":\"New\",\"phone\":\"8" + (100_000_000 + number) + "\"}}")
                .map(body -> request(Paths.SAVE_CUSTOMER, attacker, body))
                .toList();
        check("many writes", new RequestAttack(attack, 200));
    }

    /** A batch of an import takes a tenth of a second, during which no other process writes to SQLite. */
    @Test
    void importsDoNotSlowAnotherAccount() throws Exception {
        try (var stores = Stores.open(DatabaseUrl.parse(url))) {
            check("imports", new ImportAttack(url, ATTACKER, folder, stores), 2 * FLOOR_MILLIS);
        }
    }

    @Test
    void wrongKeysDoNotSlowAnotherAccount() throws Exception {
        var attack = IntStream.range(0, 1_000)
                .mapToObj(number -> request(Paths.GET_CUSTOMER, "wrong" + number, "{\"customer_id\":\"1\"}"))
                .toList();
        check("wrong keys", new RequestAttack(attack, 401, 429));
    }

    @Test
    void theLargestAnswersDoNotSlowAnotherAccount() throws Exception {
        var body = "{\"ticket_ids\":\"" + ticket + "\",\"conversation_type\":\"all\",\"history_type\":\"all\"}";
        check("largest answers", RequestAttack.mostlyRefused(request(Paths.GET_TICKET, attacker, body)));
    }

    @Test
    void unreadAnswersDoNotSlowAnotherAccount() throws Exception {
        var body = "{\"cm_id\":1000298," + DAY + ",\"limit\":1000}";
        check(
                "unread answers",
                unread("POST " + Paths.PULL_CUSTOMERS, "Authorization: Basic " + attacker + "\r\n", body));
    }

    @Test
    void unreadPagesOfTheConsoleDoNotSlowAnotherAccount() throws Exception {
        check(
                "unread pages of the console",
                unread(
                        "GET /console/" + ATTACKER + "/tickets/" + ticket,
                        "Cookie: daybook_session=" + SESSION + "\r\n",
                        ""));
    }

    @Test
    void unreadAnswersWithoutAKeyDoNotSlowAnotherAccount() throws Exception {
        check("unread answers without a key", unread("GET /openapi.json", "", ""));
    }

    private static Attack unread(String start, String header, String body) {
        return new UnreadAnswers(
                server.address(),
                start + " HTTP/1.1\r\nHost: a\r\n" + header + "Content-Length: " + body.length() + "\r\n\r\n" + body);
    }

    private void check(String part, Attack attack) throws Exception {
        check(part, attack, FLOOR_MILLIS);
    }

    /**
     * Measures the requests of the account that does not attack: first alone, then during the attack. Other programs
     * can only make a figure worse. So one good figure of a few is enough, if the server worked on the attack while the
     * figure was measured.
     *
     * @param floor the milliseconds that are allowed even if they are more than three times the quiet figure
     */
    private void check(String part, Attack attack, long floor) throws Exception {
        Tally.run(Check.LIMITS, part + ", " + database, tally -> {
            measure(tally);
            var quiet = measure(tally);
            var allowed = Math.max(3 * quiet, floor);
            var busy = Long.MAX_VALUE;
            try (attack) {
                attack.begin();
                var end = System.nanoTime() + PATIENCE.toNanos();
                var attempts = 0;
                while (attempts < ATTEMPTS && busy > allowed && System.nanoTime() < end) {
                    var figure = measure(tally);
                    if (attack.isServed()) {
                        busy = Math.min(busy, figure);
                        attempts++;
                    }
                }
                assertTrue(attempts > 0, "the server does not work on the " + part);
            }
            assertTrue(
                    busy <= allowed,
                    "p" + PERCENTILE + " is " + quiet + " ms alone and " + busy + " ms beside " + attack);
        });
    }

    /**
     * The percentile {@link #PERCENTILE} of the times of the other account's requests, in milliseconds. None may fail.
     */
    private static long measure(Tally tally) throws Exception {
        var requests = List.of(
                request(Paths.PULL_CUSTOMERS, other, "{\"cm_id\":2000," + DAY + ",\"limit\":5}"),
                request(Paths.CUSTOMER_CHANGES, other, "{\"cm_id\":2000}"),
                request(Paths.ADD_TICKET, other, "[{\"title\":\"Quiet\"}]"));
        var nanos = new long[REQUESTS];
        for (var number = 0; number < REQUESTS; number++) {
            var start = System.nanoTime();
            send(requests.get(number % requests.size()));
            nanos[number] = System.nanoTime() - start;
            tally.held();
        }
        Arrays.sort(nanos);
        return nanos[REQUESTS - 1 - REQUESTS * (100 - PERCENTILE) / 100] / 1_000_000;
    }

    private static HttpRequest request(String path, String token, String body) {
        return HttpRequest.newBuilder(server.address().resolve(path))
                .header("Content-Type", "application/json")
                .header("Authorization", "Basic " + token)
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
    }
}
