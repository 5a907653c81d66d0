package dev.daybook.console.frame;

import static dev.daybook.kit.Waits.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.daybook.console.data.FileKind;
import dev.daybook.console.data.ImportChoices;
import dev.daybook.console.data.ImportJobs;
import dev.daybook.console.data.ImportRemovals;
import dev.daybook.console.data.TicketRenderings;
import dev.daybook.console.data.UploadFolder;
import dev.daybook.console.page.SettingsPages;
import dev.daybook.console.page.data.ImportPages;
import dev.daybook.domain.Problem;
import dev.daybook.domain.Reason;
import dev.daybook.domain.account.Account;
import dev.daybook.domain.person.Role;
import dev.daybook.domain.request.Shares;
import dev.daybook.domain.ticket.SubStatus;
import dev.daybook.http.AnswerSender;
import dev.daybook.http.FormAnswerSender;
import dev.daybook.kit.TestCertificate;
import dev.daybook.kit.TestDatabase;
import dev.daybook.kit.Waits;
import dev.daybook.server.Stores;
import dev.daybook.store.Database;
import dev.daybook.store.DatabaseOptions;
import dev.daybook.store.account.AccountStore;
import dev.daybook.store.imports.ImportRemoval;
import dev.daybook.store.ticket.TicketRulesStore;
import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.zip.GZIPInputStream;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FrameTest {
    /** A client of the server at this port. */
    private interface Client {
        void ask(int port) throws Exception;
    }

    /** Starts a server whose pages have this handler. Returns its answer to a GET of a page. */
    private static HttpResponse<String> answer(Function<Visit, PageAnswer> handler) throws Exception {
        return answer("page", handler);
    }

    private static HttpResponse<String> answer(String id, Function<Visit, PageAnswer> handler) throws Exception {
        var answer = new AtomicReference<HttpResponse<String>>();
        serve(handler, port -> {
            var uri = URI.create("http://127.0.0.1:" + port + "/" + id);
            answer.set(
                    HttpClient.newHttpClient().send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString()));
        });
        return answer.get();
    }

    /** The answer to a form that is sent without a log-in, from a page of the same browser. */
    private static HttpResponse<String> answerToForm(Function<Visit, PageAnswer> handler) throws Exception {
        var answer = new AtomicReference<HttpResponse<String>>();
        serve(handler, port -> {
            var form = form(URI.create("http://127.0.0.1:" + port + "/page"), "_form=" + Secrets.ofForm("word"));
            answer.set(HttpClient.newHttpClient()
                    .send(form.header("Cookie", "daybook_form=word").build(), BodyHandlers.ofString()));
        });
        return answer.get();
    }

    private static void serve(Function<Visit, PageAnswer> handler, Client client) throws Exception {
        serve(config -> {}, handler, client);
    }

    private static void serve(Consumer<JavalinConfig> more, Function<Visit, PageAnswer> handler, Client client)
            throws Exception {
        try (var stores = Stores.open(TestDatabase.SQLITE.create());
                var uploads = UploadFolder.create()) {
            var frame = frame(stores, uploads);
            var page = PageRoute.open("GET", "/{id}", handler);
            var form = PageRoute.open("POST", "/{id}", handler);
            var server = Javalin.create(config -> {
                        config.jetty.host = "127.0.0.1";
                        config.jetty.port = 0;
                        more.accept(config);
                        config.routes.get("/{id}", context -> frame.serve(context, page));
                        config.routes.post("/{id}", context -> frame.serve(context, form));
                    })
                    .start();
            try {
                client.ask(server.port());
            } finally {
                server.stop();
            }
        }
    }

    /**
     * Hashing a password takes long. If it held one of the 8 places, the server could not serve a page while 16 log-ins
     * wait. One address may take half of the places for hashing. After that, each other address may take a few.
     */
    @Test
    void passwordHashingIsBoundedAndTakesNoPlace() throws Exception {
        var hashing = new CountDownLatch(17);
        var done = new CountDownLatch(1);
        try (var stores = Stores.open(TestDatabase.SQLITE.create());
                var uploads = UploadFolder.create()) {
            var frame = frame(stores, uploads);
            var page = PageRoute.open("GET", "/page", visit -> PageAnswer.redirect("/there"));
            var logIn = PageRoute.open(
                    "GET",
                    "/log-in",
                    visit -> new PageAnswer.Hashed<>(
                            () -> {
                                hashing.countDown();
                                await(done);
                                return "fits";
                            },
                            fits -> PageAnswer.redirect("/" + fits)));
            var server = Javalin.create(config -> {
                        config.routes.get("/page", context -> frame.serve(context, page));
                        config.routes.get("/log-in", context -> frame.serve(context, logIn));
                    })
                    .start("127.0.0.1", 0);
            try {
                var client = HttpClient.newHttpClient();
                var uri = URI.create("http://127.0.0.1:" + server.port());
                var logIns = new ArrayList<CompletableFuture<HttpResponse<String>>>();
                for (var number = 0; number < 16; number++) {
                    logIns.add(client.sendAsync(
                            HttpRequest.newBuilder(uri.resolve("/log-in")).build(), BodyHandlers.ofString()));
                }
                Waits.until(() -> hashing.getCount() <= 1, () -> "a log-in does not begin");
                assertEquals(303, status(client, uri.resolve("/page")), "another page");
                assertEquals(429, status(client, uri.resolve("/log-in")), "another log-in of the address");
                try (var other = new Socket(
                        InetAddress.getLoopbackAddress(), server.port(), InetAddress.getByName("127.0.0.2"), 0)) {
                    other.getOutputStream()
                            .write("GET /log-in HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
                    assertTrue(hashing.await(60, TimeUnit.SECONDS), "a log-in of another address");
                }
                done.countDown();
                for (var answer : logIns) {
                    assertEquals(
                            "/fits",
                            answer.get().headers().firstValue("Location").orElse(""));
                }
                assertEquals(303, status(client, uri.resolve("/log-in")), "afterwards");
            } finally {
                done.countDown();
                server.stop();
            }
        }
    }

    /**
     * Only a limited number of large pages is in transit. Otherwise strangers who do not read large answers could occupy
     * every thread of the server.
     */
    @Test
    void largeUnreadAnswersAreBounded() throws Exception {
        var text = "reply=<+" + "<".repeat(250_000);
        var unread = new ArrayList<Socket>();
        try (var stores = Stores.open(TestDatabase.SQLITE.create());
                var uploads = UploadFolder.create()) {
            var frame = frame(stores, uploads);
            var page = PageRoute.personal("POST", "/page", visit -> PageAnswer.redirect("/there"));
            var server = Javalin.create(config -> {
                        config.jetty.addConnector((jetty, http) -> {
                            var connector = new ServerConnector(jetty, new HttpConnectionFactory(http));
                            connector.setHost("127.0.0.1");
                            connector.setAcceptedSendBufferSize(8_192);
                            connector.setIdleTimeout(600_000); // No unread answer ends before all forms are sent.
                            return connector;
                        });
                        config.routes.post("/page", context -> frame.serve(context, page));
                    })
                    .start();
            try {
                var uri = URI.create("http://127.0.0.1:" + server.port() + "/page");
                var whole = post(uri, text);
                assertEquals(401, whole.statusCode());
                assertEquals(2, whole.body().split("</html>", -1).length, "the page is sent once");
                assertEquals(250_002, whole.body().split("&lt;", -1).length, "and all of the text");
                var packed = HttpClient.newHttpClient()
                        .send(form(uri, text).header("Accept-Encoding", "gzip").build(), BodyHandlers.ofByteArray());
                var unpacked = new GZIPInputStream(new ByteArrayInputStream(packed.body())).readAllBytes();
                assertTrue(new String(unpacked, StandardCharsets.UTF_8).strip().endsWith("</html>"), "also compressed");
                // A few more forms than the 48 pages that strangers may have in transit.
                for (var form = 0; form < 56; form++) {
                    unread.add(sendWithoutReading(server.port(), text));
                }
                awaitStatus(503, uri, text);
                assertEquals(401, post(uri, "reply=a+b").statusCode(), "a small page");
                for (var socket : unread) {
                    socket.close();
                }
                awaitStatus(401, uri, text);
            } finally {
                for (var socket : unread) {
                    socket.close();
                }
                server.stop();
            }
        }
    }

    private static Socket sendWithoutReading(int port, String form) throws IOException {
        var socket = new Socket();
        socket.setReceiveBufferSize(4_096);
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        var head = "POST /page HTTP/1.1\r\nHost: x\r\nSec-Fetch-Site: same-origin\r\nContent-Length: " + form.length()
                + "\r\nContent-Type: application/x-www-form-urlencoded\r\n\r\n";
        try {
            socket.getOutputStream().write((head + form).getBytes(StandardCharsets.US_ASCII));
        } catch (SocketException refused) {
            // The server refuses a form for which it has no place, and closes the connection before it has read it.
        }
        return socket;
    }

    /** Asks until the status is the expected one: a server notices late that a connection began or ended. */
    private static void awaitStatus(int expected, URI uri, String form) {
        Waits.read(() -> post(uri, form).statusCode(), status -> status == expected);
    }

    private static HttpResponse<String> post(URI uri, String form) throws Exception {
        return HttpClient.newHttpClient().send(form(uri, form).build(), BodyHandlers.ofString());
    }

    private static HttpRequest.Builder form(URI uri, String form) {
        return HttpRequest.newBuilder(uri)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .header("Sec-Fetch-Site", "same-origin")
                .POST(HttpRequest.BodyPublishers.ofString(form));
    }

    private static int status(HttpClient client, URI uri) throws Exception {
        return client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString())
                .statusCode();
    }

    private static Frame frame(Stores stores, UploadFolder uploads) {
        var forms = new Forms(uploads, 1_024, Duration.ofSeconds(10));
        var sessions = new Sessions(stores.database(), false);
        return new Frame(
                stores.database(),
                sessions,
                new Assets(new AnswerSender()::ofFile),
                forms,
                new AnswerSender(new Shares(1 << 26))::send,
                new FormAnswerSender(1 << 26)::send,
                Clock.systemUTC(),
                Optional.empty(),
                true);
    }

    @Test
    void aPageThatCannotBeRenderedBecomesAnErrorPage() throws Exception {
        var answer = answer(visit -> PageAnswer.page("no-such-template.jte", "x"));
        assertEquals(500, answer.statusCode());
        assertTrue(answer.body().contains("<html"), answer.body());
        assertTrue(answer.headers().firstValue("Content-Type").orElse("").startsWith("text/html"));
    }

    /**
     * If the disk of a database stops, a write may still be stored later. So the answer to a form says that the outcome
     * is unknown. A person who only reads a page need not know, because the only write is then the line of the audit.
     */
    @Test
    void aFormWithAnUnknownOutcomeIsNotReportedAsUnsaved() throws Exception {
        var options =
                new DatabaseOptions(true, Duration.ofSeconds(5), Duration.ofMillis(300), UnaryOperator.identity());
        var goOn = new CountDownLatch(1);
        try (var database = Database.open(TestDatabase.SQLITE.create(), options)) {
            // If the writer does not begin the write in time, it is certain that nothing is stored. The form is then
            // sent again.
            var unknown = "It is not known whether this was stored";
            HttpResponse<String> sent;
            var tries = 0;
            do {
                sent = answerToForm(visit -> {
                    database.run("a test", transaction -> await(goOn));
                    return PageAnswer.redirect("/there");
                });
                tries++;
            } while (tries < 10 && !sent.body().contains(unknown));
            assertEquals(503, sent.statusCode());
            assertTrue(sent.body().contains(unknown), sent.body());
            assertFalse(sent.body().contains("Nothing was changed"), sent.body());
            var read = answer(visit -> {
                throw Reason.OUTCOME_UNKNOWN.with("The database takes too long");
            });
            assertEquals(503, read.statusCode());
            assertTrue(read.body().contains("The server is busy"), read.body());
            var file = answer(visit -> new PageAnswer.Download("a.csv", "text/csv", out -> {
                throw Reason.OUTCOME_UNKNOWN.with("The database takes too long");
            }));
            assertEquals(503, file.statusCode());
            assertTrue(file.body().contains("The server is busy"), file.body());
        } finally {
            goOn.countDown();
        }
    }

    /**
     * The sub-status is stored, then the test makes the rerendering of the tickets fail. The answer must still say that
     * the sub-status is saved.
     */
    @Test
    void aSubStatusIsReportedAsSavedEvenIfRenderingFails() throws Exception {
        try (var stores = Stores.open(TestDatabase.SQLITE.create())) {
            var account = new Account(7, "Test", Account.DEFAULT_ZONE, "{}");
            stores.database().write(transaction -> AccountStore.add(transaction, account));
            var renderings = new TicketRenderings(
                    tickets -> {
                        throw Problem.UNAVAILABLE.because("made up by a test");
                    },
                    Duration.ofMinutes(1));
            var pages = new SettingsPages(stores.database(), renderings, new SettingsPages.Limits(0, 1, 1, 0));
            assertEquals("/console/7/settings?done=substatus.failed", whereAfterNaming(pages, account, "Early"));
            assertEquals("Early", nameOfSubStatus(stores));
        }
    }

    /**
     * While a form is answered, it has one of the few places of the console. So the answer must come before all tickets
     * are rendered.
     */
    @Test
    void noFormOfASubStatusWaitsUntilAllTicketsAreRendered() throws Exception {
        var goOn = new CountDownLatch(1);
        var names = new LinkedBlockingQueue<String>();
        try (var stores = Stores.open(TestDatabase.SQLITE.create())) {
            var account = new Account(7, "Test", Account.DEFAULT_ZONE, "{}");
            stores.database().write(transaction -> AccountStore.add(transaction, account));
            var renderings = new TicketRenderings(
                    tickets -> {
                        names.add(nameOfSubStatus(stores));
                        await(goOn);
                    },
                    Duration.ofMillis(100));
            var pages = new SettingsPages(stores.database(), renderings, new SettingsPages.Limits(0, 1, 1, 0));
            for (var name : List.of("First", "Second", "Third")) {
                var where =
                        assertTimeoutPreemptively(Duration.ofMinutes(2), () -> whereAfterNaming(pages, account, name));
                assertEquals("/console/7/settings?done=substatus.partly", where, name);
                if (name.equals("First")) {
                    assertEquals(name, names.poll(30, TimeUnit.SECONDS));
                }
            }
            assertEquals(List.of(), List.copyOf(names), "one after the other");
            goOn.countDown();
            assertEquals("Third", names.poll(30, TimeUnit.SECONDS), "rendered after the last form");
            whereAfterNaming(pages, account, "Fourth");
            assertEquals("Fourth", names.poll(30, TimeUnit.SECONDS), "one rendering is enough for two forms");
        } finally {
            goOn.countDown();
        }
    }

    private static String whereAfterNaming(SettingsPages pages, Account account, String name) throws Exception {
        var answer = answer(visit -> {
            SentForm.keep(visit.context(), Map.of("key", List.of("E"), "name", List.of(name)));
            return pages.setSubStatus(new Visit(
                    visit.context(),
                    Optional.empty(),
                    Optional.of(account),
                    Optional.of(Role.MANAGER),
                    Optional.empty(),
                    Clock.systemUTC()));
        });
        assertEquals(303, answer.statusCode(), answer.body());
        return answer.headers().firstValue("Location").orElse("");
    }

    private static String nameOfSubStatus(Stores stores) {
        var rules = stores.database().read(transaction -> TicketRulesStore.find(transaction, 7));
        return rules.subStatuses().find("E").map(SubStatus::name).orElse("none");
    }

    /** Simulates that the import ends between two reads of its progress. The page must be shown all the same. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3})
    void anImportThatEndsWhileItsPageIsRenderedIsShown(int answers) throws Exception {
        try (var stores = Stores.open(TestDatabase.SQLITE.create());
                var uploads = UploadFolder.create();
                var ends = new HeldImports(answers);
                var jobs = new ImportJobs(ends, uploads, cmId -> 0, System::nanoTime)) {
            var now = Instant.EPOCH;
            var account = new Account(7, "Test", Account.DEFAULT_ZONE, "{}");
            var job = jobs.add(7, FileKind.CUSTOMERS, "crm.csv", HeldImports::keep);
            assertTrue(jobs.check(job, account, ImportChoices.NONE));
            ends.awaitStart();
            var pages = new ImportPages(
                    stores.database(),
                    jobs,
                    new ImportRemovals(new ImportRemoval(stores.database()), Clock.systemUTC()));
            var answer = answer(
                    job.id(),
                    visit -> pages.show(new Visit(
                            visit.context(),
                            Optional.empty(),
                            Optional.of(account),
                            Optional.of(Role.MANAGER),
                            Optional.empty(),
                            Clock.fixed(now, ZoneOffset.UTC))));
            assertEquals(200, answer.statusCode(), answer.body());
        }
    }

    /**
     * In HTTP/1.0, which nginx uses by default, the end of the connection ends the answer. So after an error the
     * connection must end with an error too.
     */
    @Test
    void aDownloadThatAnErrorEndsDoesNotLookCompleteToAProxy() throws Exception {
        serve(FrameTest::endedEarly, port -> checkCut(new Socket(InetAddress.getLoopbackAddress(), port)));
    }

    /** TLS has its own message for the regular end of a connection. After an error, the server must not send it. */
    @Test
    void aDownloadThatAnErrorEndsDoesNotLookCompleteOverTls(@TempDir Path folder) throws Exception {
        var certificate = TestCertificate.make(folder);
        var tls = new SslContextFactory.Server();
        tls.setSslContext(TestCertificate.serving(folder));
        serve(
                config -> config.jetty.addConnector((server, http) -> new ServerConnector(
                        server, new SslConnectionFactory(tls, "http/1.1"), new HttpConnectionFactory(http))),
                FrameTest::endedEarly,
                port -> checkCut(certificate.trusting().getSocketFactory().createSocket("127.0.0.1", port)));
    }

    private static PageAnswer endedEarly(Visit visit) {
        return new PageAnswer.Download("days.csv", "text/csv", out -> {
            out.write(new byte[100_000]);
            throw new IOException("made up by a test");
        });
    }

    private static void checkCut(Socket connection) throws IOException {
        try (var proxy = connection) {
            proxy.getOutputStream().write("GET /page HTTP/1.0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            assertThrows(IOException.class, () -> proxy.getInputStream().readAllBytes());
        }
    }

    @Test
    void aDownloadThatAnErrorEndsDoesNotLookComplete() throws Exception {
        assertThrows(
                IOException.class,
                () -> answer(visit -> new PageAnswer.Download("days.csv", "text/csv", out -> {
                    out.write(new byte[100_000]);
                    throw new NoClassDefFoundError("made up by a test");
                })));
        var nothingSent = answer(visit -> new PageAnswer.Download("days.csv", "text/csv", out -> {
            throw new NoClassDefFoundError("made up by a test");
        }));
        assertEquals(500, nothingSent.statusCode());
        assertTrue(nothingSent.headers().firstValue("Content-Disposition").isEmpty());
    }
}
