package dev.daybook.http;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.daybook.domain.DaySpan;
import dev.daybook.domain.RecordKind;
import dev.daybook.domain.account.Account;
import dev.daybook.domain.account.Scope;
import dev.daybook.kit.CompressedBody;
import dev.daybook.kit.Packs;
import dev.daybook.kit.TestCustomers;
import dev.daybook.kit.TestDatabase;
import dev.daybook.kit.TestRecords;
import dev.daybook.kit.TestServer;
import dev.daybook.store.Dialect;
import dev.daybook.store.pack.PackedPages;
import dev.daybook.store.record.RecordProof;
import dev.daybook.wire.Headers;
import dev.daybook.wire.Paths;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A pull has the same body and headers whether it is compressed or not, and whether it comes from packs or not. On
 * PostgreSQL, plain pulls come from packs, too.
 */
class PackedPullsTest {
    private static final Account ACCOUNT =
            new Account(TestServer.CM_ID, "Test " + TestServer.CM_ID, Account.DEFAULT_ZONE, "{}");
    private static final LocalDate FIRST = LocalDate.parse("2024-04-01");
    private static final int DAYS = 3;
    private static final Instant LATER = Instant.parse("2024-05-01T00:00:00Z");
    private static final Pattern SERVED =
            Pattern.compile("^daybook_pages_packed_total\\{kind=\"(\\w+)\"} ([0-9.E]+)", Pattern.MULTILINE);

    /** Headers that are not compared: they differ between any two answers, or say how the body is sent. */
    private static final List<String> OWN =
            List.of("date", "x-request-id", "content-length", "content-encoding", "transfer-encoding");

    private static final HttpClient HTTP = HttpClient.newHttpClient();

    /** A second server on the same database, which does not use packs: what its pulls answer is right. */
    private TestServer unpacked;

    /** Starts the server that is tested, and the other one. */
    private TestServer start(TestDatabase database) {
        var url = database.create();
        var server = TestServer.start(url);
        unpacked = TestServer.start(url, settings -> settings.packs(false));
        return server;
    }

    @AfterEach
    void stop() {
        unpacked.close();
    }

    @ParameterizedTest
    @EnumSource
    void pullsAreTheSameWithAndWithoutPacks(TestDatabase database) throws Exception {
        var seed = new Random().nextLong();
        var random = new Random(seed);
        try (var server = start(database)) {
            var history = new History(server, random);
            var totals = new EnumMap<RecordKind, Integer>(RecordKind.class);
            // The history is random. If it leaves too few pages that come from packs, the test takes more steps.
            for (var step = 0; step < 60 || (step < 600 && !isEachKindServed(server)); step++) {
                history.step();
                server.clock.set(LATER);
                if (random.nextInt(4) == 0) {
                    Packs.make(server.stores, LATER);
                }
                Packs.check(server.stores.database(), TestServer.CM_ID);
                for (var kind : RecordKind.values()) {
                    var where = "seed " + seed + ", step " + step;
                    compare(server, kind, random, where);
                    totals.merge(kind, compareTotals(server, kind, where), Integer::sum);
                }
            }
            assertTrue(
                    totals.values().stream().allMatch(compared -> compared > 0), () -> "seed " + seed + ": " + totals);
            assertTrue(isEachKindServed(server), () -> "seed " + seed + ": " + served(server));
        }
    }

    private static boolean isEachKindServed(TestServer server) {
        var served = served(server);
        return Stream.of(RecordKind.values()).allMatch(kind -> served.getOrDefault(kind.word(), 0.0) > 10);
    }

    /**
     * Compares the stored numbers of documents of packed days with those of their current records. Returns how many days
     * have such a number and at least one record.
     */
    private static int compareTotals(TestServer server, RecordKind kind, String where) {
        var span = new DaySpan(FIRST.minusDays(1), FIRST.plusDays(DAYS));
        return server.stores.database().read(transaction -> {
            var compared = 0;
            for (var day : new RecordProof(kind).prove(transaction, ACCOUNT, span)) {
                var window = DaySpan.of(day.day()).in(ACCOUNT.zone());
                var total = new PackedPages(kind).total(transaction, ACCOUNT.cmId(), window);
                if (total.isPresent()) {
                    assertEquals(day.digest().records(), total.getAsLong(), where);
                    compared += total.getAsLong() > 0 ? 1 : 0;
                }
            }
            return compared;
        });
    }

    /** Packs contain neither masked nor filtered answers. */
    @ParameterizedTest
    @EnumSource
    void maskedAndFilteredPullsDoNotUsePacks(TestDatabase database) throws Exception {
        try (var server = start(database)) {
            load(server, FIRST, 100, new Random(1));
            server.clock.set(LATER);
            Packs.make(server.stores, LATER);
            var masking = server.addKey(TestServer.CM_ID, EnumSet.allOf(Scope.class), true, Instant.MAX);
            var plain = body(RecordKind.CUSTOMER, FIRST, FIRST, ",\"limit\":100");
            assertSame(server, masking, RecordKind.CUSTOMER, plain, "masked");
            var some = body(RecordKind.CUSTOMER, FIRST, FIRST, ",\"name\":\"Sample 7\"");
            assertSame(server, server.token, RecordKind.CUSTOMER, some, "filtered");
            assertEquals(0, served(server).get("customer"));
            assertSame(server, server.token, RecordKind.CUSTOMER, plain, "packed");
            assertEquals(packedOf(server), served(server).get("customer"));
            assertEquals(0, served(unpacked).get("customer"), "packs are off");
        }
    }

    /**
     * If a pull of tickets has a limit, its answer states the total number of tickets. Such a pull must come from
     * packs, too: all requests of the puller have a limit.
     */
    @ParameterizedTest
    @EnumSource
    void ticketsWithALimitComeFromPacks(TestDatabase database) throws Exception {
        try (var server = start(database)) {
            addTickets(server, FIRST, 110);
            addTickets(server, FIRST.plusDays(1), 20);
            Packs.make(server.stores, LATER);
            assertEquals(2, packedPages(server, FIRST, "", "null"));
            assertEquals(2, packedPages(server, FIRST, ",\"limit\":100", "110"));
            assertEquals(1, packedPages(server, FIRST, ",\"limit\":1000", "110"));
            assertEquals(1, packedPages(server, FIRST, ",\"limit\":100,\"offset\":100", "110"));
            assertEquals(0, packedPages(server, FIRST, ",\"limit\":75", "110"));
            assertEquals(0, packedPages(server, FIRST.plusDays(1), ",\"limit\":100", "130"));
            addTickets(server, FIRST, 1);
            assertEquals(0, packedPages(server, FIRST, ",\"limit\":100", "111"));
            assertEquals(0, packedPages(server, FIRST, ",\"limit\":1000", "111"));
            Packs.make(server.stores, LATER);
            assertEquals(2, packedPages(server, FIRST, ",\"limit\":100", "111"));
        }
    }

    /** A pull of two days, of which only the first is over, has the full pages of the first day from packs. */
    @ParameterizedTest
    @EnumSource
    void theFirstDayOfAWindowComesFromPacksAlsoIfTheLastOneIsNotOver(TestDatabase database) throws Exception {
        try (var server = start(database)) {
            load(server, FIRST, 250, new Random(1));
            load(server, FIRST.plusDays(1), 50, new Random(2));
            Packs.make(server.stores, LATER);
            server.clock.set(
                    FIRST.plusDays(1).atTime(12, 0).atZone(ACCOUNT.zone()).toInstant());
            var days = body(RecordKind.CUSTOMER, FIRST, FIRST.plusDays(1), ",\"limit\":100");
            assertTrue(assertSame(server, server.token, RecordKind.CUSTOMER, days, "two days")
                    .isPresent());
            assertEquals(packedOf(server), served(server).get("customer"));
        }
    }

    /** A damaged pack is an error, never an answer. A caller with gzip sees the damage itself. */
    @Test
    void aDamagedPackIsAnError() throws Exception {
        try (var server = start(TestDatabase.POSTGRESQL)) {
            load(server, FIRST, 100, new Random(1));
            server.clock.set(LATER);
            Packs.make(server.stores, LATER);
            server.stores.database().run(transaction -> transaction.handle().execute("UPDATE pack SET crc = crc + 1"));
            var body = body(RecordKind.CUSTOMER, FIRST, FIRST, ",\"limit\":100");
            assertEquals(
                    500,
                    pull(server, server.token, RecordKind.CUSTOMER, body, Optional.empty())
                            .statusCode());
        }
    }

    /** A day that is not over, by the clock of this server, is read from its documents. */
    @ParameterizedTest
    @EnumSource
    void aDayThatIsNotOverIsPulledWithoutPacks(TestDatabase database) throws Exception {
        try (var server = start(database)) {
            addTickets(server, FIRST, 100);
            Packs.make(server.stores, LATER);
            var end = FIRST.plusDays(1).atStartOfDay(ACCOUNT.zone()).toInstant();
            server.clock.set(end.minusMillis(1));
            assertEquals(0, packedPages(server, FIRST, "", "null"));
            server.clock.set(end);
            assertEquals(1, packedPages(server, FIRST, "", "null"));
        }
    }

    /** A day of a few tickets has no packs. Its pulls are compressed like those of any other day. */
    @ParameterizedTest
    @EnumSource
    void aSmallDayIsPulledWithoutPacks(TestDatabase database) throws Exception {
        try (var server = start(database)) {
            addTickets(server, FIRST, 3);
            Packs.make(server.stores, LATER);
            assertEquals(List.of(), Packs.check(server.stores.database(), TestServer.CM_ID));
            assertEquals(0, packedPages(server, FIRST, "", "null"));
            assertEquals(0, packedPages(server, FIRST, ",\"limit\":100", "3"));
            assertEquals(0, packedPages(server, FIRST, ",\"limit\":1", "3"));
            addTickets(server, FIRST, 1);
            assertEquals(0, packedPages(server, FIRST, ",\"limit\":1", "4"));
        }
    }

    private static void addTickets(TestServer server, LocalDate day, int count) {
        server.clock.set(day.atTime(9, 0).atZone(ACCOUNT.zone()).toInstant());
        for (var number = 0; number < count; number++) {
            new TestRecords(server, RecordKind.TICKET).add("Ticket " + number);
        }
        server.clock.set(LATER);
    }

    /**
     * Pulls the tickets from the first day to another one, page by page, and checks the total number in each answer.
     * Returns how many pages came from packs.
     */
    private int packedPages(TestServer server, LocalDate last, String page, String total) throws Exception {
        var before = served(server).getOrDefault("ticket", 0.0);
        var more = Optional.of(page);
        while (more.isPresent()) {
            var body = body(RecordKind.TICKET, FIRST, last, more.get());
            var plain = pull(server, server.token, RecordKind.TICKET, body, Optional.empty());
            var answer = new String(plain.body(), StandardCharsets.UTF_8);
            assertTrue(answer.startsWith("{\"totalCount\":" + total + ","), body + answer);
            more = assertSame(server, server.token, RecordKind.TICKET, body, "")
                    .map(cursor -> page.replaceAll(",\"offset.*", "") + ",\"cursor\":\"" + cursor + "\"");
        }
        // Each page was pulled once more than by assertSame, without compression.
        var pulls = (int) packedOf(server) + (isPlainPacked(server) ? 1 : 0);
        var packed = (int) (served(server).getOrDefault("ticket", 0.0) - before);
        assertEquals(0, packed % pulls, "only some of the pulls of a page came from packs");
        return packed / pulls;
    }

    /** A page ends at 8 MB, with packs as without them: one pack of 5 MB fits in a page, two do not. */
    @ParameterizedTest
    @EnumSource
    void theByteLimitEndsPagesOfPacksToo(TestDatabase database) throws Exception {
        try (var server = start(database)) {
            server.clock.set(FIRST.atTime(1, 0).atZone(ACCOUNT.zone()).toInstant());
            var large = "{\"customer_info\":{\"customer_name\":\"A\",\"phone\":\"9000000001\"},\"order_info\":{\"a\":\""
                    + "\\u0001".repeat(8_500) + "\"}}";
            for (var number = 0; number < 200; number++) {
                var added = server.post(Paths.SAVE_ORDER, large);
                assertEquals(200, added.statusCode(), added.body());
            }
            server.clock.set(LATER);
            Packs.make(server.stores, LATER);
            for (var limit : List.of(100, 1_000)) {
                var body = body(RecordKind.ORDER, FIRST, FIRST, ",\"limit\":" + limit);
                var next = assertSame(server, server.token, RecordKind.ORDER, body, "limit " + limit);
                assertTrue(next.isPresent(), "all records, limit " + limit);
                assertEquals(packedOf(server), served(server).get("order"), "one pack for each pull of the first page");
            }
        }
    }

    /** A pack, which is gzip, costs less than any compression, so a caller that accepts zstd and gzip gets packs. */
    @Test
    void packsArePreferredToZstd() throws Exception {
        try (var server = start(TestDatabase.SQLITE)) {
            load(server, FIRST, 100, new Random(1));
            server.clock.set(LATER);
            var body = body(RecordKind.CUSTOMER, FIRST, FIRST, ",\"limit\":100");
            assertEquals(Optional.of("zstd"), encoding(server, body));
            Packs.make(server.stores, LATER);
            assertEquals(Optional.of("gzip"), encoding(server, body));
            load(server, FIRST, 1, new Random(2));
            assertEquals(Optional.of("zstd"), encoding(server, body));
        }
    }

    /** The encoding of a pull by a caller that accepts zstd and gzip. */
    private static Optional<String> encoding(TestServer server, String body) throws Exception {
        return pull(server, server.token, RecordKind.CUSTOMER, body, Optional.of("zstd, gzip"))
                .headers()
                .firstValue("Content-Encoding");
    }

    private void compare(TestServer server, RecordKind kind, Random random, String where) throws Exception {
        var first = FIRST.plusDays(random.nextInt(DAYS));
        var last = random.nextInt(5) == 0 ? first.plusDays(1) : first;
        var limits = List.of(",\"limit\":100", ",\"limit\":200", ",\"limit\":1000", ",\"limit\":37", "");
        var limit = limits.get(random.nextInt(limits.size()));
        var offset = random.nextInt(4) == 0 ? ",\"offset\":" + random.nextInt(4) * 50 : "";
        var cursor = Optional.<String>empty();
        var pages = 0;
        do {
            var more = cursor.map(next -> ",\"cursor\":\"" + next + "\"").orElse(offset);
            cursor = assertSame(server, server.token, kind, body(kind, first, last, limit + more), where);
        } while (cursor.isPresent() && ++pages < 4);
    }

    /**
     * Compares the answers, plain and compressed, with that of the server without packs. Returns the cursor of the next
     * page.
     */
    private Optional<String> assertSame(TestServer server, String token, RecordKind kind, String body, String where)
            throws Exception {
        var right = pull(unpacked, token, kind, body, Optional.empty());
        assertEquals(200, right.statusCode(), where + body);
        for (var accepted : List.of("identity", "gzip, deflate", "zstd", "zstd, gzip")) {
            var answer = pull(server, token, kind, body, Optional.of(accepted));
            var encoding = answer.headers().firstValue("Content-Encoding");
            assertTrue(encoding.stream().allMatch(accepted::contains), accepted + encoding);
            assertArrayEquals(right.body(), CompressedBody.plain(answer.body(), encoding), where + body);
            assertEquals(headers(right), headers(answer), where + body);
        }
        return right.headers().firstValue(Headers.NEXT_CURSOR);
    }

    /**
     * How many of the four pulls of {@link #assertSame} come from packs, if packs cover the page: on PostgreSQL all, on
     * SQLite the two that accept gzip.
     */
    private static double packedOf(TestServer server) {
        return isPlainPacked(server) ? 4 : 2;
    }

    private static boolean isPlainPacked(TestServer server) {
        return server.stores.database().dialect() == Dialect.POSTGRESQL;
    }

    private static HttpResponse<byte[]> pull(
            TestServer server, String token, RecordKind kind, String body, Optional<String> accepted)
            throws IOException, InterruptedException {
        var path = switch (kind) {
            case CUSTOMER -> Paths.PULL_CUSTOMERS;
            case TICKET -> Paths.PULL_TICKETS;
            case ORDER -> Paths.PULL_ORDERS;
        };
        var request = HttpRequest.newBuilder(server.uri(path))
                .header("Authorization", "Basic " + token)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body));
        accepted.ifPresent(value -> request.header("Accept-Encoding", value));
        return HTTP.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
    }

    private static String body(RecordKind kind, LocalDate first, LocalDate last, String more) {
        return switch (kind) {
            case CUSTOMER, ORDER ->
                "{\"cm_id\":%d,\"createStartDate\":\"%s\",\"createEndDate\":\"%s\"%s}"
                        .formatted(TestServer.CM_ID, first, last, more);
            case TICKET -> "[{\"start_date\":\"%s\",\"end_date\":\"%s\"%s}]".formatted(first, last, more);
        };
    }

    private static Map<String, List<String>> headers(HttpResponse<?> answer) {
        var headers = new TreeMap<>(answer.headers().map());
        headers.keySet().removeAll(OWN);
        return headers;
    }

    /** The number of pages that came from packs, by kind. */
    private static Map<String, Double> served(TestServer server) {
        var served = new TreeMap<String, Double>();
        SERVED.matcher(server.get("/metrics").body())
                .results()
                .forEach(found -> served.put(found.group(1), Double.parseDouble(found.group(2))));
        return served;
    }

    private static void load(TestServer server, LocalDate day, int count, Random random) {
        var start = day.atStartOfDay(ACCOUNT.zone()).toInstant().plusSeconds(random.nextInt(40_000));
        server.stores.database().write(transaction -> {
            server.stores
                    .customers()
                    .load(transaction, ACCOUNT, TestCustomers.every(Duration.ofSeconds(20), start, count), LATER);
            return true;
        });
    }

    /** Random changes of all kinds. */
    private static final class History {
        private final TestServer server;
        private final Random random;
        private final TestCustomers customers;
        private final List<Long> ids = new ArrayList<>();
        private final Map<RecordKind, List<String>> names = new EnumMap<>(RecordKind.class);

        History(TestServer server, Random random) {
            this.server = server;
            this.random = random;
            this.customers = new TestCustomers(server);
            for (var day = 0; day < DAYS; day++) {
                load(server, FIRST.plusDays(day), 50 + random.nextInt(200), random);
            }
            for (var kind : List.of(RecordKind.TICKET, RecordKind.ORDER)) {
                names.put(kind, new ArrayList<>());
                for (var number = 0; number < 100; number++) {
                    setClock();
                    add(kind);
                }
            }
        }

        private void setClock() {
            var start = FIRST.plusDays(random.nextInt(DAYS)).atStartOfDay(ACCOUNT.zone());
            server.clock.set(start.toInstant().plusSeconds(random.nextInt(86_400)));
        }

        private void add(RecordKind kind) {
            names.get(kind).add(new TestRecords(server, kind).add(kind + " " + random.nextInt(100)));
        }

        void step() {
            setClock();
            switch (random.nextInt(10)) {
                case 0 -> load(server, FIRST.plusDays(random.nextInt(DAYS)), 1 + random.nextInt(60), random);
                case 1 -> ids.add(customers.save(0, "New"));
                case 2 -> any(ids).ifPresent(id -> customers.save(id, "Changed " + random.nextInt(100)));
                case 3 ->
                    any(ids).ifPresent(id -> {
                        ids.remove(id);
                        customers.delete(id);
                    });
                case 4 ->
                    any(ids).ifPresent(id -> {
                        ids.remove(id);
                        customers.erase(id);
                    });
                case 5, 6 -> {
                    var kind = random.nextBoolean() ? RecordKind.TICKET : RecordKind.ORDER;
                    add(kind);
                }
                case 7, 8 -> {
                    var kind = random.nextBoolean() ? RecordKind.TICKET : RecordKind.ORDER;
                    any(names.get(kind))
                            .ifPresent(name ->
                                    new TestRecords(server, kind).change(name, "Changed " + random.nextInt(100)));
                }
                default -> {
                    if (random.nextInt(5) == 0) {
                        server.stores.rerender(ACCOUNT, true);
                    }
                }
            }
        }

        private <T> Optional<T> any(List<T> some) {
            return some.isEmpty() ? Optional.empty() : Optional.of(some.get(random.nextInt(some.size())));
        }
    }
}
