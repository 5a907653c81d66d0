package dev.daybook.console.frame;

import static dev.daybook.kit.Waits.awaitUnlessInterrupted;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.daybook.console.data.TicketRenderings;
import dev.daybook.console.data.UploadFolder;
import dev.daybook.console.page.SettingsPages;
import dev.daybook.domain.account.Account;
import dev.daybook.domain.person.Right;
import dev.daybook.domain.person.Role;
import dev.daybook.domain.request.Shares;
import dev.daybook.http.AnswerSender;
import dev.daybook.http.FormAnswerSender;
import dev.daybook.kit.TestDatabase;
import dev.daybook.kit.Waits;
import dev.daybook.server.Stores;
import dev.daybook.store.account.AccountStore;
import dev.daybook.store.person.MembershipStore;
import dev.daybook.store.person.PersonStore;
import dev.daybook.store.person.SessionStore;
import io.javalin.Javalin;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.ServerConnector;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How accounts share the places of the console: two accounts, each with a manager, and strangers. */
class PlacesTest {
    private static final long FLOODING = 7;
    private static final long OTHER = 8;

    /** The memory for pages in transit, in bytes: enough for 50 large pages. */
    private static final int MEMORY = 50_000_000;

    /** The text of a large page. */
    private static final String LARGE = "x".repeat(1_000_000);

    private final HttpClient client = HttpClient.newHttpClient();
    private final CountDownLatch goOn = new CountDownLatch(1);
    private final AtomicInteger begun = new AtomicInteger();
    private final List<CompletableFuture<HttpResponse<String>>> flood = new ArrayList<>();
    private Stores stores;
    private UploadFolder uploads;
    private Javalin server;

    @BeforeEach
    void start() throws Exception {
        stores = Stores.open(TestDatabase.SQLITE.create());
        uploads = UploadFolder.create();
        manager(FLOODING);
        manager(OTHER);
        var renderings = new TicketRenderings(
                tickets -> {
                    begun.incrementAndGet();
                    awaitUnlessInterrupted(goOn);
                },
                Duration.ofMinutes(1));
        var settings = new SettingsPages(stores.database(), renderings, new SettingsPages.Limits(0, 1, 1, 0));
        var frame = new Frame(
                stores.database(),
                new Sessions(stores.database(), false),
                new Assets(new AnswerSender()::ofFile),
                new Forms(uploads, 1_024, Duration.ofSeconds(10)),
                new AnswerSender(new Shares(MEMORY))::send,
                new FormAnswerSender(1 << 26)::send,
                Clock.systemUTC(),
                Optional.empty(),
                true);
        var routes = List.of(
                PageRoute.open("GET", "/console/login", visit -> PageAnswer.redirect("/shown")),
                PageRoute.get("page", Right.LOOK, visit -> PageAnswer.redirect("/shown")),
                PageRoute.get("large", Right.LOOK, visit -> page(LARGE)),
                PageRoute.get("smaller", Right.LOOK, visit -> page(LARGE.substring(900_000))),
                PageRoute.get("slow", Right.LOOK, visit -> {
                    begun.incrementAndGet();
                    awaitUnlessInterrupted(goOn);
                    return PageAnswer.redirect("/shown");
                }),
                PageRoute.post("sub-statuses", Right.SET_UP, settings::setSubStatus),
                PageRoute.post("refused", Right.SET_UP, visit -> page(LARGE)),
                PageRoute.post("refused-small", Right.SET_UP, visit -> page("x x")));
        server = Javalin.create(config -> {
            config.jetty.addConnector((jetty, http) -> {
                var connector = new ServerConnector(jetty, new HttpConnectionFactory(http));
                connector.setHost("127.0.0.1");
                connector.setAcceptedSendBufferSize(8_192);
                connector.setIdleTimeout(600_000); // No unread page ends before the test does.
                return connector;
            });
            routes.forEach(route -> {
                if (route.method().equals("GET")) {
                    config.routes.get(route.path(), context -> frame.serve(context, route));
                } else {
                    config.routes.post(route.path(), context -> frame.serve(context, route));
                }
            });
        });
        server.start();
    }

    /** A page that shows this text. */
    private static PageAnswer page(String text) {
        return new PageAnswer.Page(
                200,
                "error.jte",
                Map.of("kind", "busy", "refused", Optional.empty(), "id", "", "written", List.of(text)));
    }

    @AfterEach
    void stop() {
        goOn.countDown();
        server.stop();
        uploads.close();
        stores.close();
    }

    private void manager(long cmId) {
        stores.database().write(transaction -> {
            AccountStore.add(transaction, new Account(cmId, "Test", Account.DEFAULT_ZONE, "{}"));
            return true;
        });
        manager(cmId, word(cmId));
    }

    /** Adds a manager of an account, with a session that has this word. */
    private void manager(long cmId, String word) {
        stores.database().write(transaction -> {
            var person = PersonStore.add(transaction, word + "@example.com", "Test", false, Instant.EPOCH)
                    .orElseThrow();
            MembershipStore.put(transaction, cmId, person.id(), Role.MANAGER);
            var now = Instant.now();
            SessionStore.start(
                    transaction,
                    Secrets.digest(word),
                    person.id(),
                    new SessionStore.Session("session-" + word, now, now, "127.0.0.1", "test"));
            return true;
        });
    }

    private static String word(long cmId) {
        return "word-of-" + cmId;
    }

    @Test
    void aManagerWhoFloodsAPageKeepsOutNeitherAnotherAccountNorALogIn() throws Exception {
        for (var number = 0; number < 100; number++) {
            flood.add(send(request(FLOODING, "/console/7/slow")));
        }
        Waits.until(() -> begun.get() >= 6 && refused() >= 100 - 48, () -> "most are refused at once");
        assertEquals(6, begun.get(), "the places of one account");
        assertEquals("/shown", where(send(request(OTHER, "/console/8/page"))));
        assertEquals("/shown", where(send(HttpRequest.newBuilder(uri("/console/login")))));
    }

    @Test
    void aFormThatWaitsForTicketsHoldsNoPlace() throws Exception {
        for (var number = 0; number < 10; number++) {
            flood.add(send(request(FLOODING, "/console/7/sub-statuses")
                    .header("Content-Type", "application/x-www-form-urlencoded")
                    .header("Sec-Fetch-Site", "same-origin")
                    .POST(HttpRequest.BodyPublishers.ofString(
                            "key=E&name=Escalated&_once=" + number + "&_form=" + Secrets.ofForm(word(FLOODING))))));
        }
        Waits.until(() -> begun.get() == 1, () -> "a rendering begins");
        for (var number = 0; number < 10; number++) {
            assertEquals("/shown", where(send(request(FLOODING, "/console/7/page"))));
        }
        assertTrue(flood.stream().noneMatch(CompletableFuture::isDone), "the forms still wait");
        goOn.countDown();
        for (var form : flood) {
            assertEquals("/console/7/settings?done=saved", where(form));
        }
    }

    /** A page that its client does not read keeps a thread and memory occupied. */
    @ParameterizedTest
    @CsvSource({"large, 37, smaller", "smaller, 48, page"})
    void aManagerWhoReadsNoPagesKeepsOutNoOtherAccount(String path, int most, String less) throws Exception {
        var unread = new ArrayList<Socket>();
        try {
            var status = 200;
            while (status == 200 && unread.size() <= most) {
                unread.add(sendWithoutReading(FLOODING, "/console/7/" + path));
                status = status(FLOODING, "/console/7/" + path);
            }
            assertEquals(503, status);
            assertEquals(most, unread.size());
            assertEquals(200, status(OTHER, "/console/8/" + path), "another account");
            assertTrue(Set.of(200, 303).contains(status(FLOODING, "/console/7/" + less)), "a smaller page");
            for (var socket : unread) {
                socket.close();
            }
            Waits.until(() -> status(FLOODING, "/console/7/" + path) == 200, () -> "still refused");
        } finally {
            for (var socket : unread) {
                socket.close();
            }
        }
    }

    /**
     * Large answers to forms that nobody reads hold a thread and their memory, too. But a person who reads gets the
     * answer to a form, whatever a colleague or another account does: it may give back a text.
     */
    @Test
    void peopleWhoReadNoAnswersToFormsKeepNobodyElseFromTheirs() throws Exception {
        manager(FLOODING, "colleague");
        var unread = new ArrayList<Socket>();
        try {
            fill(unread, word(FLOODING));
            assertEquals(8, unread.size(), "the answers to one person");
            assertEquals(200, answerToForm(word(FLOODING), "/console/7/refused-small"), "a small answer");
            assertEquals(200, status(FLOODING, "/console/7/large"), "a page");
            assertEquals(200, answerToForm("colleague", "/console/7/refused"), "a colleague");
            for (var number = 0; number < 6; number++) {
                manager(FLOODING, "idle" + number);
                fill(unread, "idle" + number);
            }
            assertEquals(48, unread.size(), "the answers to one account");
            assertEquals(200, answerToForm(word(OTHER), "/console/8/refused"), "another account");
            for (var socket : unread) {
                socket.close();
            }
            Waits.until(() -> answerToForm(word(FLOODING), "/console/7/refused") == 200, () -> "still refused");
        } finally {
            for (var socket : unread) {
                socket.close();
            }
        }
    }

    /** Sends forms of one person without reading the large answers, until one is refused. */
    private void fill(List<Socket> unread, String word) throws IOException {
        var most = unread.size() + 9;
        while (unread.size() < most && answerToForm(word, "/console/7/refused") == 200) {
            unread.add(sendWithoutReading("POST /console/7/refused", word, form(word)));
        }
    }

    /** The status of the answer to a form. The answer is read; the text in it must be complete. */
    private int answerToForm(String word, String path) {
        var answer = send(HttpRequest.newBuilder(uri(path))
                        .header("Cookie", "daybook_session=" + word)
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(HttpRequest.BodyPublishers.ofString(form(word))))
                .join();
        assertEquals(
                answer.statusCode() == 200 && path.endsWith("refused"),
                answer.body().contains(LARGE));
        return answer.statusCode();
    }

    private static String form(String word) {
        return "_form=" + Secrets.ofForm(word);
    }

    /** Requests a page, and reads only the status of the answer. */
    private Socket sendWithoutReading(long cmId, String path) throws IOException {
        return sendWithoutReading("GET " + path, word(cmId), "");
    }

    private Socket sendWithoutReading(String start, String word, String form) throws IOException {
        var socket = new Socket();
        socket.setReceiveBufferSize(4_096);
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), server.port()));
        var request = start + " HTTP/1.1\r\nHost: x\r\nCookie: daybook_session=" + word
                + "\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: " + form.length()
                + "\r\n\r\n" + form;
        socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
        var status = new String(socket.getInputStream().readNBytes(12), StandardCharsets.US_ASCII);
        assertEquals("HTTP/1.1 200", status);
        return socket;
    }

    private int status(long cmId, String path) {
        return send(request(cmId, path)).join().statusCode();
    }

    private HttpRequest.Builder request(long cmId, String path) {
        return HttpRequest.newBuilder(uri(path)).header("Cookie", "daybook_session=" + word(cmId));
    }

    private URI uri(String path) {
        return URI.create("http://127.0.0.1:" + server.port() + path);
    }

    private CompletableFuture<HttpResponse<String>> send(HttpRequest.Builder request) {
        return client.sendAsync(request.build(), BodyHandlers.ofString());
    }

    private static String where(CompletableFuture<HttpResponse<String>> sent) throws Exception {
        var answer = sent.get(60, TimeUnit.SECONDS);
        assertEquals(303, answer.statusCode(), answer.body());
        return answer.headers().firstValue("Location").orElse("");
    }

    private long refused() {
        return answered().filter(answer -> answer.statusCode() == 503).count();
    }

    private Stream<HttpResponse<String>> answered() {
        return flood.stream().filter(CompletableFuture::isDone).map(CompletableFuture::join);
    }
}
