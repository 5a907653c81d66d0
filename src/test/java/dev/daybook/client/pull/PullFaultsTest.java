package dev.daybook.client.pull;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.daybook.battery.Check;
import dev.daybook.battery.Tally;
import dev.daybook.client.Client;
import dev.daybook.client.call.ClientException;
import dev.daybook.client.call.ClientException.Reason;
import dev.daybook.client.call.RetryPolicy;
import dev.daybook.client.call.Watcher;
import dev.daybook.domain.account.Scope;
import dev.daybook.kit.Fault;
import dev.daybook.kit.FaultPlan;
import dev.daybook.kit.FaultProxy;
import dev.daybook.kit.TestDatabase;
import dev.daybook.kit.TestServer;
import dev.daybook.kit.Together;
import dev.daybook.wire.Paths;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * With any fault at any page, a pull ends with the same bytes as an undisturbed one, or stops with the right reason and
 * can be resumed to the same bytes.
 */
@Tag("battery-12")
class PullFaultsTest {
    /** No retries: stops at the first failure. */
    private static final RetryPolicy NONE = new RetryPolicy(Duration.ofMillis(1), Duration.ofMillis(1), Duration.ZERO);

    private static final Duration SECOND = Duration.ofSeconds(1);

    /**
     * The fourth day. The first four days have {@link #SOME} records together, in pages that are requested by cursor.
     */
    private static final LocalDate LAST_OF_SOME = PulledRange.FIRST.plusDays(3);

    private static final int SOME = 20;

    private static TestServer server;
    private static SortedMap<String, String> undisturbed;

    @TempDir
    static Path shared;

    @TempDir
    Path folder;

    @BeforeAll
    static void start() throws InterruptedException {
        server = PulledRange.serve();
        var result = pull(PulledRange.options(server.uri(""), server.token), shared);
        assertEquals(PulledRange.PAGES, result.requests());
        undisturbed = PulledRange.files(shared);
        assertEquals(List.of("out"), List.copyOf(undisturbed.keySet()));
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    /** Puts each fault once at each page. The pull overcomes it without an unnecessary wait. */
    @Test
    void overcomesEachTemporaryFaultAtEachPage() throws Exception {
        repeatedly("overcome", this::overcomeEach);
    }

    /**
     * Calls {@code points} once in a build, and more often in a large battery. Each call runs trials and returns their
     * number.
     */
    private static void repeatedly(String part, Callable<Integer> points) throws Exception {
        Tally.run(Check.PULL_THROUGH_FAULTS, part, tally -> {
            for (var left = Tally.trials(1, 1); left > 0; left--) {
                tally.held(points.call());
            }
        });
    }

    private int overcomeEach() throws Exception {
        var points = new AtomicInteger();
        var work = new ArrayList<Callable<Boolean>>();
        for (var fault : passing()) {
            work.add(() -> {
                overcome(fault, points);
                return true;
            });
        }
        Together.run(6, work);
        assertTrue(points.get() >= 500, points + " fault points");
        return points.get();
    }

    private void overcome(Fault fault, AtomicInteger points) throws Exception {
        var waits = new ConcurrentLinkedQueue<Duration>();
        var told = told(fault);
        try (var proxy = FaultProxy.start(server.uri(""), counted(FaultPlan.eachPage(1, fault), points))) {
            var out = Files.createTempDirectory(folder, "overcome");
            var parallel = told.isPresent() ? 10 : 1;
            var options = PulledRange.options(proxy.uri(), server.token, parallel, PulledRange.PATIENCE);
            new Pull(options, Targets.NDJSON.in(out), watcher(waits)).run(false);
            assertEquals(undisturbed, PulledRange.files(out), fault::toString);
            var most = told.map(wait -> wait.multipliedBy(3).dividedBy(2)).orElse(PulledRange.PATIENCE.most());
            waits.forEach(wait -> assertTrue(wait.compareTo(most) <= 0, () -> fault + ": waited " + wait));
            told.ifPresent(wait -> assertTrue(waits.size() >= PulledRange.PAGES, fault::toString));
        }
    }

    /**
     * Faults of a gateway in front of the server. The answers arrive complete and with status 200, but without
     * Daybook's headers.
     */
    static Stream<Fault> gateways() {
        return Stream.of(
                Fault.answer(200, "{}"),
                Fault.answer(200, "null"),
                Fault.answer(200, ""),
                Fault.withoutHeaders("X-Daybook-"));
    }

    @ParameterizedTest
    @MethodSource("gateways")
    void noDayIsTruncatedIfAGatewayFailsFromSomePageOn(Fault fault) throws Exception {
        var stops = 0;
        for (var first = 1; first <= 7; first++) {
            try (var proxy = FaultProxy.start(server.uri(""), FaultPlan.from(first, fault))) {
                var out = Files.createTempDirectory(folder, "gateway");
                var options = PulledRange.options(proxy.uri(), server.token).withDays(PulledRange.FIRST, LAST_OF_SOME);
                try {
                    assertEquals(SOME, pull(options, out).records(), fault + " from request " + first + " on");
                } catch (ClientException stopped) {
                    assertEquals(Reason.MISBEHAVED, stopped.reason(), stopped::getMessage);
                    stops++;
                    proxy.plan(FaultPlan.none());
                    assertEquals(SOME, pull(options, out).records());
                }
            }
        }
        assertTrue(stops > 1, stops + " stops");
    }

    /**
     * The first run sees that the server says in a header whether more records follow. In the second run, a page comes
     * without this header: it must not be taken for the last page of its day.
     */
    @Test
    void aResumedPullIsCompleteIfAGatewayRemovesTheHeaders() throws Exception {
        for (var first = 1; first <= 6; first++) {
            try (var proxy = FaultProxy.start(server.uri(""), FaultPlan.at(first, Fault.unauthorized()))) {
                var out = Files.createTempDirectory(folder, "resumed");
                var options = PulledRange.options(proxy.uri(), server.token).withDays(PulledRange.FIRST, LAST_OF_SOME);
                assertThrows(ClientException.class, () -> pull(options, out));
                proxy.plan(FaultPlan.at(first + 1, Fault.withoutHeaders("X-Daybook-")));
                assertEquals(SOME, pull(options, out).records(), "stopped at request " + first);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("gateways")
    void noStreamEndsEarlyIfAGatewayFailsFromSomePageOn(Fault fault) {
        try (var many = TestServer.start(TestDatabase.SQLITE)) {
            PulledRange.add(many, 250, Instant.parse("2024-05-01T05:00:00Z"), Duration.ofSeconds(1));
            for (var first = 2; first <= 3; first++) {
                try (var proxy = FaultProxy.start(many.uri(""), FaultPlan.from(first, fault));
                        var client = Client.of(
                                PulledRange.options(proxy.uri(), many.token).connection(), Watcher.NOBODY);
                        var customers = client.customers().createdBetween(PulledRange.FIRST, PulledRange.FIRST)) {
                    assertEquals(250, customers.count(), fault + " from request " + first + " on");
                } catch (ClientException stopped) {
                    assertEquals(Reason.MISBEHAVED, stopped.reason(), stopped::getMessage);
                }
            }
        }
    }

    /**
     * Puts each fault once at each page. A pull without retries stops for the reason that belongs to the fault, and can
     * be resumed.
     */
    @Test
    void aPullWithoutRetriesStopsAtEachFaultAndCanBeResumed() throws Exception {
        repeatedly("stop and resume", this::stopAtEach);
    }

    private int stopAtEach() throws Exception {
        var points = new AtomicInteger();
        var work = new ArrayList<Callable<Boolean>>();
        for (var fault : passing()) {
            work.add(() -> stops(fault, Reason.WAITED_TOO_LONG, points));
        }
        for (var fault : List.of(
                Fault.unauthorized(),
                Fault.forbidden(),
                Fault.failedWith200(),
                Fault.tracedWith200("Invalid Auth Key"))) {
            work.add(() -> stops(fault, Reason.KEY_REFUSED, points));
        }
        for (var fault : List.of(
                Fault.badRequest(),
                Fault.answer(501, "{\"message\":\"Not Implemented\"}"),
                Fault.answer(200, "{\"status\":\"error\",\"message\":\"Internal Error\"}"),
                Fault.answer(200, "{\"message\":\"Endpoint request timed out\"}"))) {
            work.add(() -> stops(fault, Reason.REFUSED, points));
        }
        for (var fault : List.of(Fault.repeatedPage(), Fault.repeatedRecord())) {
            work.add(() -> stops(fault, Reason.MISBEHAVED, points));
        }
        Together.run(6, work);
        assertTrue(points.get() >= 500, points + " fault points");
        return points.get();
    }

    private boolean stops(Fault fault, Reason reason, AtomicInteger points) throws Exception {
        var stops = 0;
        try (var proxy = FaultProxy.start(server.uri(""), counted(FaultPlan.eachPage(1, fault), points))) {
            var out = Files.createTempDirectory(folder, "stops");
            var options = PulledRange.options(proxy.uri(), server.token, 1, NONE);
            for (var done = false; !done; ) {
                try {
                    pull(options, out);
                    done = true;
                } catch (ClientException stopped) {
                    assertEquals(reason, stopped.reason(), () -> fault + ": " + stopped.getMessage());
                    stops++;
                    assertTrue(stops <= 2 * PulledRange.PAGES, () -> "comes to no end with " + fault);
                }
            }
            assertEquals(undisturbed, PulledRange.files(out), fault::toString);
            assertTrue(proxy.deliveredAgain() <= stops, fault + ": " + proxy.deliveredAgain() + " pages fetched again");
            if (reason != Reason.MISBEHAVED && !isHarmless(fault)) {
                assertTrue(stops >= PulledRange.PAGES, fault + ": stopped only " + stops + " times");
            }
        }
        return true;
    }

    @Test
    void waitsAsLongAsTheServerAsks() throws Exception {
        for (var fault : List.of(
                Fault.tooMany(SECOND),
                Fault.tooManyUntil(SECOND),
                Fault.tooManyUntil(SECOND, Duration.ofHours(1)),
                Fault.tooManyUntil(SECOND, Duration.ofHours(-1)),
                Fault.unavailable(SECOND),
                Fault.tracedBusyWith200(SECOND))) {
            try (var proxy = FaultProxy.start(server.uri(""), FaultPlan.at(2, fault))) {
                pull(PulledRange.options(proxy.uri(), server.token), Files.createTempDirectory(folder, "told"));
                // Measured from the request: a date means the same instant even if the answer arrives late.
                var apart = proxy.requests()
                        .get(2)
                        .at()
                        .minus(proxy.requests().get(1).at());
                // A date and a wait lose up to a millisecond each.
                var least = SECOND.minusMillis(5);
                // Far less than the hour by which a clock is wrong, and more than a busy machine delays a thread.
                var most = told(fault).orElseThrow().plusSeconds(20);
                assertTrue(apart.compareTo(least) >= 0 && apart.compareTo(most) <= 0, fault + ": " + apart);
            }
        }
    }

    @Test
    void retriesSlowlyEvenIfRetryAfterIsZero() throws Exception {
        for (var fault : List.of(Fault.tooMany(Duration.ZERO), Fault.tooManyUntil(Duration.ofDays(-1)))) {
            try (var proxy = FaultProxy.start(server.uri(""), FaultPlan.always(fault))) {
                var patience = new RetryPolicy(Duration.ofMillis(1), Duration.ofMillis(200), Duration.ofMillis(400));
                assertStops(Reason.WAITED_TOO_LONG, proxy, patience);
                assertTrue(proxy.requests().size() < 40, proxy.requests().size() + " requests");
            }
        }
    }

    @Test
    void stopsImmediatelyIfRetryAfterExceedsTheLongestWait() throws Exception {
        for (var wait : List.of(Duration.ofMinutes(2), Duration.ofSeconds(Long.MAX_VALUE / 1_000))) {
            try (var proxy = FaultProxy.start(server.uri(""), FaultPlan.from(3, Fault.tooMany(wait)))) {
                var start = System.nanoTime();
                assertStops(Reason.WAITED_TOO_LONG, proxy, PulledRange.PATIENCE);
                assertTrue(System.nanoTime() - start < Duration.ofSeconds(30).toNanos());
                assertEquals(3, proxy.requests().size());
            }
        }
    }

    /**
     * An older server may answer every request with status 200 and this error, for example for a wrong account. So the
     * pull does not retry for long.
     */
    @Test
    void stopsAfterThreeInternalErrorsWithStatus200() throws Exception {
        var words = "Internal Server Error - see the server's log for request 1";
        for (var fault : List.of(Fault.internalErrorWith200(), Fault.tracedWith200(words))) {
            try (var proxy = FaultProxy.start(server.uri(""), FaultPlan.from(3, fault))) {
                var stopped = assertStops(Reason.REFUSED, proxy, PulledRange.PATIENCE);
                assertEquals("the server says: " + words + "; the server answered so 3 times", stopped.getMessage());
                assertEquals(5, proxy.requests().size());
            }
        }
    }

    @Test
    void retriesAfterATimeoutOfASilentServer() throws Exception {
        // Even a busy machine answers in three seconds. The silence is longer than all attempts of a call may take.
        var retries = new RetryPolicy(Duration.ofMillis(2), Duration.ofMillis(8), Duration.ofMinutes(2));
        try (var proxy =
                FaultProxy.start(server.uri(""), FaultPlan.burst(3, 2, Fault.silence(Duration.ofMinutes(10))))) {
            var quick = PulledRange.options(proxy.uri(), server.token, 1, retries);
            var connection = quick.connection().withTimeout(Duration.ofSeconds(3));
            var options = new PullOptions(connection, quick.pages(), quick.from(), quick.to(), quick.parallel());
            pull(options, folder);
            assertEquals(undisturbed, PulledRange.files(folder));
        }
    }

    @Test
    void resumesWithAnotherKey() throws Exception {
        try (var proxy = FaultProxy.start(server.uri(""), FaultPlan.from(20, Fault.unauthorized()))) {
            var expired = assertThrows(
                    ClientException.class, () -> pull(PulledRange.options(proxy.uri(), server.token), folder));
            assertEquals(Reason.KEY_REFUSED, expired.reason());
            proxy.plan(FaultPlan.none());
            var other = server.addKey(TestServer.CM_ID, EnumSet.allOf(Scope.class), false, Instant.MAX);
            var result = pull(PulledRange.options(proxy.uri(), other), folder);
            assertEquals(undisturbed, PulledRange.files(folder));
            assertEquals(PulledRange.PAGES - 19, result.requests());
            assertEquals(0, proxy.deliveredAgain());
        }
    }

    @Test
    void anEndlesslyRepeatedPageIsReported() throws Exception {
        try (var proxy = FaultProxy.start(server.uri(""), FaultPlan.from(4, Fault.repeatedPage()))) {
            var stopped = assertStops(Reason.MISBEHAVED, proxy, PulledRange.PATIENCE);
            assertTrue(stopped.getMessage().contains("same cursor"), stopped.getMessage());
            assertEquals(4, proxy.requests().size());
        }
    }

    @Test
    void aRecordThatIsRepeatedIsWrittenOnce() throws Exception {
        try (var proxy = FaultProxy.start(server.uri(""), FaultPlan.at(4, Fault.repeatedRecord()))) {
            var result = pull(PulledRange.options(proxy.uri(), server.token), folder);
            assertEquals(1, result.repeated());
            assertEquals(undisturbed, PulledRange.files(folder));
        }
    }

    /**
     * Two customers are changed between two pages of a day. The pages after the change have the new state, and no
     * record is lost or comes twice.
     */
    @Test
    void aChangeBetweenTwoPagesLosesOrRepeatsNoRecord() throws Exception {
        try (var changing = PulledRange.serve()) {
            var ids = new ArrayList<Long>();
            for (var line : Files.readAllLines(shared.resolve("out"))) {
                ids.add(Long.parseLong(line.substring(line.indexOf(':') + 1, line.indexOf(','))));
            }
            var event = Fault.before("changed", () -> {
                rename(changing, ids.get(0), "Changed behind");
                rename(changing, ids.get(14), "Changed ahead");
            });
            try (var proxy = FaultProxy.start(changing.uri(""), FaultPlan.at(4, event))) {
                var result = pull(PulledRange.options(proxy.uri(), changing.token), folder);
                assertEquals(ids.size(), result.records());
            }
            var lines = Files.readAllLines(folder.resolve("out"));
            assertEquals(ids.size(), lines.size());
            assertTrue(lines.stream().noneMatch(line -> line.contains("Changed behind")));
            assertTrue(lines.get(14).contains("Changed ahead"), lines.get(14));
        }
    }

    private static void rename(TestServer server, long id, String name) {
        var answer = server.post(
                Paths.SAVE_CUSTOMER,
                "{\"customer_info\":{\"customer_id\":%d,\"customer_name\":\"%s\",\"is_update\":\"1\"}}"
                        .formatted(id, name));
        assertEquals(200, answer.statusCode(), answer.body());
    }

    private ClientException assertStops(Reason reason, FaultProxy proxy, RetryPolicy patience) throws IOException {
        var out = Files.createTempDirectory(folder, "stops");
        var options = PulledRange.options(proxy.uri(), server.token, 1, patience);
        var stopped = assertThrows(ClientException.class, () -> pull(options, out));
        assertEquals(reason, stopped.reason(), stopped::getMessage);
        return stopped;
    }

    /** The temporary faults of the kit, with a shorter silence, and a 429 that asks for no wait. */
    private static List<Fault> passing() {
        return Stream.concat(
                        Fault.passing().stream()
                                .filter(fault -> !fault.toString().startsWith("no answer")),
                        Stream.of(Fault.silence(Duration.ofMillis(10)), Fault.tooMany(Duration.ZERO)))
                .toList();
    }

    /** Whether the fault only makes the server slow. */
    private static boolean isHarmless(Fault fault) {
        return Stream.of("latency", "bandwidth", "close", "body in slices").anyMatch(fault.toString()::startsWith);
    }

    /** The longest wait that a fault asks for; empty if it asks for none. */
    private static Optional<Duration> told(Fault fault) {
        var name = fault.toString();
        return name.endsWith(" for PT1S")
                ? Optional.of(SECOND)
                : name.contains("until") ? Optional.of(SECOND.multipliedBy(2)) : Optional.empty();
    }

    private static FaultPlan counted(FaultPlan plan, AtomicInteger points) {
        return request -> {
            var fault = plan.fault(request);
            if (fault != Fault.NONE) {
                points.incrementAndGet();
            }
            return fault;
        };
    }

    private static PullResult pull(PullOptions options, Path out) throws InterruptedException {
        return new Pull(options, Targets.NDJSON.in(out), Watcher.NOBODY).run(false);
    }

    private static Watcher watcher(ConcurrentLinkedQueue<Duration> waits) {
        return new Watcher() {
            @Override
            public void waits(Duration wait, String why) {
                waits.add(wait);
            }
        };
    }
}
