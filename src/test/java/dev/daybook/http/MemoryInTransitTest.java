package dev.daybook.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.daybook.domain.account.Account;
import dev.daybook.domain.faq.FaqCategory;
import dev.daybook.domain.faq.FaqChange;
import dev.daybook.domain.faq.IndexRange;
import dev.daybook.kit.HookedAccount;
import dev.daybook.kit.ServerChild;
import dev.daybook.kit.SlowRequest;
import dev.daybook.kit.TestDatabase;
import dev.daybook.kit.TestFaq;
import dev.daybook.kit.TestKeys;
import dev.daybook.kit.Waits;
import dev.daybook.server.Stores;
import dev.daybook.store.DatabaseUrl;
import dev.daybook.store.account.AccountStore;
import dev.daybook.store.faq.FaqStore;
import dev.daybook.wire.Paths;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

/**
 * Bodies that arrive slowly and answers that are read slowly take at most a part of the heap; further ones get 503. The
 * server runs in its own process with a small heap, because the limit is a part of the whole heap.
 */
class MemoryInTransitTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /**
     * The bytes of a large body. Three such bodies, but not four, are within the part of the heap that one account may
     * use: some 48 MB.
     */
    private static final int LARGE = 13 << 20;

    /**
     * The number of clients that read slowly. Their answers of 8 MB have together more bytes than the account may have
     * in transit, but fewer than the heap has room for.
     */
    private static final int READERS = 12;

    private static final String BUSY = "ask for smaller pages";
    private static final String FEED = "{\"cm_id\":1000298,\"limit\":1000}";

    private final HttpClient http = HttpClient.newHttpClient();
    private final String url = TestDatabase.SQLITE.newUrl();
    private final String token = token();

    private String token() {
        try (var account = new HookedAccount(DatabaseUrl.parse(url), Clock.systemUTC())) {
            return TestKeys.add(account.stores, HookedAccount.CM_ID);
        }
    }

    private String tokenOfAnotherAccount() {
        try (var stores = Stores.open(DatabaseUrl.parse(url))) {
            stores.database()
                    .write(transaction ->
                            AccountStore.add(transaction, new Account(2_000, "Other", Account.DEFAULT_ZONE, "{}")));
            return TestKeys.add(stores, 2_000);
        }
    }

    /** Starts a server that waits for each client as long as this test takes. */
    private ServerChild start() throws IOException {
        return ServerChild.start(url, "--max-body", Integer.toString(LARGE), "--request-timeout", "300");
    }

    @Test
    void largeBodiesThatArriveSlowlyAreBounded() throws Exception {
        var slow = new ArrayList<SlowRequest>();
        var body = "x".repeat(LARGE);
        try (var server = start()) {
            var place = server.address().resolve(Paths.SAVE_CUSTOMER);
            assertEquals(400, post(server, Paths.SAVE_CUSTOMER, body).statusCode(), "nobody else is there");
            slow.add(SlowRequest.begin(place, token, body));
            slow.add(SlowRequest.begin(place, token, body));
            // A body of unknown size counts as one of the largest size.
            slow.add(SlowRequest.beginInChunks(place, token));
            // Without its body: a client that is still sending a large body may miss the refusal.
            var refused = assertThrows(IOException.class, () -> SlowRequest.begin(place, token, body));
            assertTrue(refused.getMessage().contains("HTTP/1.1 503 "), refused::getMessage);
            assertTrue(refused.getMessage().contains(BUSY), refused::getMessage);
            for (var request : slow) {
                request.close();
            }
            var answer = answer(place, body);
            assertTrue(answer.startsWith("HTTP/1.1 400 "), answer);
        } finally {
            for (var request : slow) {
                request.close();
            }
        }
    }

    /** Sends a body when the server has room for it. Returns the answer. */
    private String answer(URI place, String body) throws IOException {
        for (var end = System.nanoTime() + PATIENCE.toNanos(); ; ) {
            try (var request = SlowRequest.begin(place, token, body)) {
                return request.end();
            } catch (IOException busy) {
                assertTrue(System.nanoTime() < end, busy::getMessage);
            }
        }
    }

    @Test
    void largeAnswersThatAreReadSlowlyAreBounded() throws Exception {
        var readers = new ArrayList<Socket>();
        try (var server = start()) {
            addLargeTickets(server);
            var statuses = new ArrayList<String>();
            while (readers.size() < READERS) {
                var reader = new Socket();
                readers.add(reader);
                statuses.add(beginToRead(server.address(), reader));
            }
            assertEquals(List.of("200", "200", "200"), statuses.subList(0, 3));
            assertTrue(statuses.contains("503"), statuses.toString());
            var refused = post(server, Paths.TICKET_CHANGES, FEED);
            assertEquals(503, refused.statusCode());
            assertTrue(refused.body().contains(BUSY), refused.body());
            for (var reader : readers) {
                reader.close();
            }
            awaitFeed(server);
        } finally {
            for (var reader : readers) {
                reader.close();
            }
        }
    }

    /**
     * The notes of one ticket may become 50 MB of JSON. If many clients ask for such a ticket at the same time, most of
     * them are refused, or all, and nobody else notices.
     */
    @Test
    void largeAnswersThatAreMadeAtTheSameTimeAreBounded() throws Exception {
        try (var server = start()) {
            var body = "{\"ticket_ids\":\"" + addLargestTicket(server)
                    + "\",\"conversation_type\":\"all\",\"history_type\":\"all\"}";
            assertBounded(server, tokenOfAnotherAccount(), Paths.GET_TICKET, body, 48_000_000);
        }
    }

    /** The FAQ has short requests too whose answers have up to 32 MB of JSON, or 60 MB for its categories. */
    @Test
    void largeAnswersOfTheFaqThatAreMadeAtTheSameTimeAreBounded() throws Exception {
        var category = addLargeFaq();
        var other = tokenOfAnotherAccount();
        try (var server = start()) {
            var contents = "{\"category_id\":" + category + ",\"end_index\":200}";
            assertBounded(server, other, Paths.GET_FAQ_CONTENTS, contents, 30_000_000);
            var search = "{\"search_text\":\"large\",\"end_index\":200}";
            assertBounded(server, other, Paths.SEARCH_FAQ_CONTENTS, search, 30_000_000);
            assertBounded(server, other, Paths.GET_FAQ_CATEGORIES, "{}", 45_000_000);
        }
    }

    /**
     * Checks a request with a large answer: it is answered if it is the only one; if many clients send it at the same
     * time, each is answered or gets 503, some get 503, and another account's writes succeed.
     *
     * @param least the least length of the answer in characters
     */
    private void assertBounded(ServerChild server, String other, String path, String body, int least) throws Exception {
        var alone = post(server, path, body);
        assertEquals(
                200, alone.statusCode(), "the only request: " + alone.body().length() + " characters");
        assertTrue(
                alone.body().length() > least, "a large answer: " + alone.body().length());
        var statuses = new ConcurrentHashMap<Integer, Integer>();
        var readers = Stream.generate(() -> CompletableFuture.runAsync(
                        () -> {
                            for (var request = 0; request < 4; request++) {
                                var status = http.sendAsync(
                                                request(server, token, path, body),
                                                HttpResponse.BodyHandlers.discarding())
                                        .join()
                                        .statusCode();
                                statuses.merge(status, 1, Integer::sum);
                            }
                        },
                        task -> new Thread(task).start()))
                .limit(9)
                .toList();
        var all = CompletableFuture.allOf(readers.toArray(CompletableFuture[]::new));
        do {
            var added = http.send(
                    request(server, other, Paths.ADD_TICKET, "[{\"title\":\"Quiet\"}]"),
                    HttpResponse.BodyHandlers.ofString());
            assertEquals(200, added.statusCode(), added.body());
        } while (!all.isDone());
        all.join();
        assertTrue(Set.of(200, 503).containsAll(statuses.keySet()), statuses.toString());
        assertTrue(statuses.containsKey(503), statuses.toString());
        assertEquals(200, post(server, path, body).statusCode(), "afterwards");
    }

    /**
     * Adds 200 entries of the longest texts, of control characters, which JSON writes with six letters. Also adds as
     * many categories as there may be, nearly all with long names and within one category with the longest name. Returns
     * the id of the category of the entries.
     */
    private long addLargeFaq() {
        try (var stores = Stores.open(DatabaseUrl.parse(url))) {
            var letter = "\u0001";
            var account = new Account(HookedAccount.CM_ID, "Hooked", Account.DEFAULT_ZONE, "{}");
            var detail = letter.repeat(FaqChange.MAX_DETAIL);
            var entries = IntStream.range(0, IndexRange.MAX_LENGTH)
                    .mapToObj(number -> TestFaq.entry("", "Entries", "Large " + number, detail))
                    .toList();
            TestFaq.addCategories(stores, HookedAccount.CM_ID, FaqCategory.MAX_PER_ACCOUNT - 1);
            stores.database().run(transaction -> {
                transaction
                        .update("UPDATE faq_category SET name = :name WHERE cm_id = :cmId AND id = 1", account.cmId())
                        .bind("name", letter.repeat(FaqChange.MAX_CATEGORY))
                        .execute();
                transaction
                        .update("""
                                UPDATE faq_category SET parent_id = 1, name = :letters || name
                                WHERE cm_id = :cmId AND id > 1""", account.cmId())
                        .bind("letters", letter.repeat(250))
                        .execute();
            });
            TestFaq.load(stores, account, false, entries);
            return stores.database()
                    .read(transaction -> FaqStore.categories(transaction, account.cmId()).stream())
                    .filter(category -> category.name().equals("Entries"))
                    .findFirst()
                    .orElseThrow()
                    .id();
        }
    }

    /** Adds a ticket with as many notes as it may have, of control characters, which JSON writes with six letters. */
    private String addLargestTicket(ServerChild server) throws Exception {
        var added = post(server, Paths.ADD_TICKET, "[{\"title\":\"x\"}]").body();
        var number = JsonMapper.shared().readTree(added).path("ticket_id").asString();
        var note = "{\"ticket_id\":\"" + number + "\",\"sub_status\":\"OP\",\"comment\":\"" + "\\u0001".repeat(100_000)
                + "\"}";
        for (var count = 0; count < 41; count++) {
            var noted = post(server, Paths.UPDATE_TICKET, note);
            assertEquals(200, noted.statusCode(), noted.body());
        }
        return number;
    }

    /** Adds more tickets than a page of 8 MB has. */
    private void addLargeTickets(ServerChild server) throws Exception {
        var ticket = "[{\"title\":\"x\",\"ticket_details\":\"" + "\\u0001".repeat(43_000) + "\"}]";
        for (var number = 0; number < 34; number++) {
            var added = post(server, Paths.ADD_TICKET, ticket);
            assertEquals(200, added.statusCode(), added.body());
        }
    }

    /**
     * Requests a page, and reads only the status of the answer, which it returns. The system's buffers have no room for
     * the rest.
     */
    private String beginToRead(URI server, Socket reader) throws IOException {
        reader.setReceiveBufferSize(4_096);
        reader.setSoTimeout((int) PATIENCE.toMillis());
        reader.connect(new InetSocketAddress(server.getHost(), server.getPort()));
        var request = "POST " + Paths.TICKET_CHANGES + " HTTP/1.1\r\nHost: a\r\nAuthorization: Basic " + token
                + "\r\nContent-Length: " + FEED.length() + "\r\n\r\n" + FEED;
        reader.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
        var start = "HTTP/1.1 200".length();
        var line = new String(reader.getInputStream().readNBytes(start), StandardCharsets.US_ASCII);
        return line.substring(line.lastIndexOf(' ') + 1);
    }

    private HttpResponse<String> post(ServerChild server, String path, String body) throws Exception {
        return http.send(request(server, token, path, body), HttpResponse.BodyHandlers.ofString());
    }

    private static HttpRequest request(ServerChild server, String token, String path, String body) {
        return HttpRequest.newBuilder(server.address().resolve(path))
                .timeout(PATIENCE)
                .header("Authorization", "Basic " + token)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
    }

    private void awaitFeed(ServerChild server) throws Exception {
        // The answer comes after the others have gone.
        Waits.read(() -> post(server, Paths.TICKET_CHANGES, FEED), answer -> answer.statusCode() == 200);
    }
}
