package dev.daybook.webhook;

import static dev.daybook.kit.Waits.awaitUnlessInterrupted;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.daybook.domain.message.TrustStore;
import dev.daybook.domain.webhook.Delivery;
import dev.daybook.domain.webhook.Webhook;
import dev.daybook.kit.HookedAccount;
import dev.daybook.kit.SettableClock;
import dev.daybook.kit.StandInReceiver;
import dev.daybook.kit.StandInReceiver.Reply;
import dev.daybook.kit.TestCertificate;
import dev.daybook.kit.TestDatabase;
import dev.daybook.store.webhook.Deliveries;
import dev.daybook.wire.TraceContext;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyManagementException;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ServerSocketFactory;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SNIMatcher;
import javax.net.ssl.SNIServerName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.StandardConstants;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** One attempt to post to a receiver: the addresses and the host name that it uses, and its limits. */
@SuppressWarnings("try") // a worker runs while it is open
@Tag("jdk")
class HttpPostTest {
    private static final Duration PATIENT = Duration.ofSeconds(60);

    @ParameterizedTest
    @EnumSource(names = {"OK", "OK_WITH_BODY", "OK_ANNOUNCED", "OK_WITHOUT_END", "OK_WITH_LETTER"})
    void everyAnswerWithStatus2xxIsASuccess(Reply reply) throws Exception {
        try (var receiver = StandInReceiver.start().answering(request -> reply)) {
            var status = send(receiver.url(), true, InetAddress::getAllByName, PATIENT, null);
            assertEquals(2, status / 100);
        }
    }

    /** A redirect is no success: the receiver that it leads to does not get the call. */
    @Test
    void noOtherStatusIsASuccess() {
        for (var status = 100; status < 600; status++) {
            assertEquals(status / 100 == 2, new ReceiverAnswer(status, Optional.empty()).isGood(), "status " + status);
        }
    }

    /**
     * An attempt may take a minute here, but the rest of an answer has a shorter bound. Without this shorter bound,
     * the account's other calls would wait until the end of the attempt.
     */
    @Test
    void anAnswerIsNotAwaitedToItsEndIfTheReceiverKeepsTheConnection() throws Exception {
        try (var receiver = StandInReceiver.start().answering(request -> Reply.OK_KEPT_OPEN)) {
            var start = System.nanoTime();
            assertEquals(200, send(receiver.url(), true, InetAddress::getAllByName, PATIENT, null));
            assertTrue(System.nanoTime() - start < PATIENT.dividedBy(2).toNanos(), "it took too long");
        }
    }

    /** A path and a query may contain a signature, which must not be decoded. */
    @ParameterizedTest
    @CsvSource({
        "'', /",
        "?a=b, /?a=b",
        "/a%20b%2Fc?sig=%2B%3D%26, /a%20b%2Fc?sig=%2B%3D%26",
    })
    void pathAndQueryAreSentAsTheUrlHasThem(String end, String expected) throws Exception {
        try (var receiver = StandInReceiver.start()) {
            send("http://127.0.0.1:" + receiver.port() + end, true, InetAddress::getAllByName, PATIENT, null);
            assertEquals(expected, receiver.next().path());
        }
    }

    @ParameterizedTest
    @CsvSource({"https://a.example/, 443", "http://a.example/, 80", "https://a.example:8443/, 8443"})
    void withoutAPortInTheUrlTheSchemeGivesIt(String url, int port) {
        assertEquals(port, HttpPost.port(new Webhook(1, URI.create(url), HookedAccount.SECRET, false)));
    }

    /** The connection goes to another port, because a test cannot listen on the default one. */
    @Test
    void withoutAPortInTheUrlTheHostHasNone() throws Exception {
        try (var receiver = StandInReceiver.start();
                var socket = new Socket(InetAddress.getLoopbackAddress(), receiver.port())) {
            var url = URI.create("https://hooks.example/tickets");
            var delivery = new Delivery(new Webhook(1, url, HookedAccount.SECRET, false), 2, 3, "{}", 1);
            new WebhookPost(socket).post(url, "{}", Signed.of(delivery, Instant.EPOCH), TraceContext.start());
            assertEquals("hooks.example", receiver.next().header("Host"));
        }
    }

    /** A call that ended must not stay in memory, however it ended. */
    @ParameterizedTest
    @EnumSource(names = {"OK", "CLOSE"})
    void aCallThatEndedIsForgotten(Reply reply) throws Exception {
        try (var post = new HttpPost(
                        new Resolver(InetAddress::getAllByName, PATIENT),
                        new CallTimeouts(PATIENT, PATIENT, PATIENT),
                        null);
                var receiver = StandInReceiver.start()) {
            var running = new AtomicInteger();
            receiver.answering(request -> {
                running.set(post.running());
                return reply;
            });
            try {
                send(post, receiver.url(), true);
            } catch (IOException closed) {
                assertEquals(Reply.CLOSE, reply, closed.toString());
            }
            assertEquals(1, running.get());
            assertEquals(0, post.running());
        }
    }

    @ParameterizedTest
    @CsvSource({
        "HANG, PT0.4S, not answered within 400 ms",
        "TRICKLE, PT0.4S, not answered within 400 ms",
        "CLOSE, PT60S, closed without an answer",
        "FLOOD, PT60S, more than",
        "FLOOD_OF_HEADS, PT60S, more than",
        "LONG_HEAD, PT60S, more than",
        "NO_HTTP, PT60S, not HTTP"
    })
    void badAnswersAreRefusedInTimeWithAReason(Reply reply, Duration limit, String reason) throws Exception {
        try (var receiver = StandInReceiver.start().answering(request -> reply)) {
            var start = System.nanoTime();
            var failure = assertThrows(
                    IOException.class, () -> send(receiver.url(), true, InetAddress::getAllByName, limit, null));
            assertTrue(failure.getMessage().contains(reason), failure.toString());
            assertTrue(System.nanoTime() - start < limit.plusSeconds(30).toNanos(), "it took too long");
        }
    }

    @Test
    void noProxyOfTheSystemIsUsed() throws Exception {
        var proxy = Map.of(
                "socksProxyHost", "127.0.0.1",
                "socksProxyPort", "1",
                "socksNonProxyHosts", "",
                "http.proxyHost", "127.0.0.1",
                "http.proxyPort", "1",
                "http.nonProxyHosts", "");
        try (var receiver = StandInReceiver.start()) {
            proxy.forEach(System::setProperty);
            assertEquals(204, send(receiver.url(), true, InetAddress::getAllByName, PATIENT, null));
        } finally {
            proxy.keySet().forEach(System::clearProperty);
        }
    }

    @Test
    @Tag("battery-23")
    void aRedirectIsNotFollowed() throws Exception {
        try (var receiver = StandInReceiver.start().answering(request -> Reply.REDIRECT)) {
            assertEquals(307, send(receiver.url(), true, InetAddress::getAllByName, PATIENT, null));
            assertEquals("/hook?from=daybook", receiver.next().path());
            assertTrue(receiver.isUntouched());
        }
    }

    @Test
    void aLookupThatHangsIsGivenUp() throws Exception {
        var never = new CountDownLatch(1);
        var failure = assertThrows(
                IOException.class,
                () -> send(
                        "http://receiver.example/",
                        true,
                        new Resolver(
                                host -> {
                                    awaitUnlessInterrupted(never);
                                    return new InetAddress[0];
                                },
                                Duration.ofMillis(200)),
                        PATIENT,
                        null));
        assertTrue(failure.getMessage().contains("not found in time"), failure.toString());
        never.countDown();
    }

    @Test
    void aHangingLookupIsNotStartedASecondTime() throws Exception {
        var never = new CountDownLatch(1);
        var hangs = new CountDownLatch(1);
        var lookups = Collections.synchronizedList(new ArrayList<String>());
        var resolver = new Resolver(
                host -> {
                    lookups.add(host);
                    if (host.equals("hanging.example")) {
                        hangs.countDown();
                        awaitUnlessInterrupted(never);
                    }
                    return addresses(List.of("127.0.0.1"));
                },
                Duration.ofMillis(500));
        var hanging = new Webhook(1, URI.create("http://hanging.example/"), HookedAccount.SECRET, true);
        for (var attempt = 0; attempt < 3; attempt++) {
            assertThrows(SocketTimeoutException.class, () -> resolver.addresses(hanging));
        }
        awaitUnlessInterrupted(hangs);
        assertEquals(List.of("hanging.example"), lookups);
        var other = new Webhook(1, URI.create("http://other.example/"), HookedAccount.SECRET, true);
        find(resolver, other);
        find(resolver, other);
        assertEquals(1, Collections.frequency(lookups, "hanging.example"), lookups::toString);
        assertTrue(Collections.frequency(lookups, "other.example") >= 2, "one that ended is not kept");
        never.countDown();
    }

    /** Looks a name up; again if a busy machine takes longer than the resolver waits. */
    private static void find(Resolver resolver, Webhook webhook) throws Exception {
        for (var attempt = 1; ; attempt++) {
            try {
                resolver.addresses(webhook);
                return;
            } catch (SocketTimeoutException late) {
                if (attempt == 20) {
                    throw late;
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "127.0.0.1",
                "10.1.2.3",
                "172.16.0.1",
                "192.168.1.1",
                "169.254.169.254",
                "0.0.0.0",
                "::1",
                "fc00::1",
                "fd12::1",
                "fe80::1",
                "::ffff:127.0.0.1",
                "::ffff:10.1.2.3",
                "::"
            })
    @Tag("battery-23")
    void nothingGoesToAnAddressThatIsNotPublic(String address) throws Exception {
        var host = address.contains(":") ? "[" + address + "]" : address;
        var literal = assertThrows(
                IOException.class,
                () -> send("http://" + host + ":9/", false, InetAddress::getAllByName, PATIENT, null));
        assertTrue(literal.getMessage().contains("not public"), literal.toString());
        var name = assertThrows(
                IOException.class,
                () -> send(
                        "http://receiver.example:9/",
                        false,
                        any -> new InetAddress[] {InetAddress.getByName(address)},
                        PATIENT,
                        null));
        assertTrue(name.getMessage().contains("not allowed: receiver.example"), name.toString());
    }

    @Test
    @Tag("battery-23")
    void aNameWithOnePrivateAddressIsRefused() throws Exception {
        try (var receiver = StandInReceiver.start()) {
            for (var addresses : List.of(List.of("8.8.8.8", "127.0.0.1"), List.of("127.0.0.1", "8.8.8.8"))) {
                var failure = assertThrows(
                        IOException.class,
                        () -> send(
                                "http://receiver.example:" + receiver.port() + "/",
                                false,
                                host -> addresses(addresses),
                                PATIENT,
                                null));
                assertTrue(failure.getMessage().contains("127.0.0.1, which is not public"), failure.toString());
            }
            assertTrue(receiver.isUntouched());
        }
    }

    @Test
    @Tag("battery-23")
    void theCalledAddressIsTheCheckedOne() throws Exception {
        try (var receiver = StandInReceiver.start()) {
            var lookups = new AtomicInteger();
            var status = send(
                    "http://receiver.example:" + receiver.port() + "/",
                    true,
                    host -> {
                        // A second lookup would give another address.
                        return addresses(List.of(lookups.incrementAndGet() == 1 ? "127.0.0.1" : "192.0.2.1"));
                    },
                    PATIENT,
                    null);
            assertEquals(204, status);
            assertEquals(1, lookups.get());
            assertEquals("receiver.example:" + receiver.port(), receiver.next().header("Host"));
        }
    }

    /**
     * The first address refuses the connection, or is unreachable: a machine may have only IPv4, and the first address
     * of a receiver may be an IPv6 address. No connection to a broadcast address is possible: the system answers
     * "network is unreachable".
     */
    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.2", "255.255.255.255"})
    void theNextAddressIsTriedIfTheFirstDoesNotAnswer(String first) throws Exception {
        try (var receiver = StandInReceiver.start()) {
            var status = send(
                    "http://receiver.example:" + receiver.port() + "/",
                    true,
                    host -> addresses(List.of(first, "127.0.0.1")),
                    PATIENT,
                    null);
            assertEquals(204, status);
        }
    }

    /**
     * The first address says nothing: nobody accepts its connections, so Linux ignores further ones. The next address
     * must have its turn within the time of the attempt.
     */
    @Test
    void theNextAddressIsTriedIfTheFirstIsSilent() throws Exception {
        var held = new ArrayList<Socket>();
        try (var receiver = StandInReceiver.start();
                var silent = new ServerSocket(receiver.port(), 1, InetAddress.getByName("127.0.0.2"))) {
            assumeTrue(isSilent(silent, held), "this system accepts connections that nobody takes");
            var timeouts = new CallTimeouts(PATIENT, Duration.ofSeconds(1), PATIENT);
            Resolver.Lookup both = host -> addresses(List.of("127.0.0.2", "127.0.0.1"));
            try (var post = new HttpPost(new Resolver(both, PATIENT), timeouts, null)) {
                assertEquals(204, send(post, "http://receiver.example:" + receiver.port() + "/", true));
            }
        } finally {
            for (var socket : held) {
                socket.close();
            }
        }
    }

    /** Connects until a connection is ignored; false if none of many is. */
    private static boolean isSilent(ServerSocket server, List<Socket> held) throws IOException {
        for (var connection = 0; connection < 20; connection++) {
            var socket = new Socket();
            held.add(socket);
            try {
                socket.connect(server.getLocalSocketAddress(), 300);
            } catch (SocketTimeoutException ignored) {
                return true;
            }
        }
        return false;
    }

    /**
     * After a failed TLS handshake no other address may be tried: it may belong to the same receiver, which would get a
     * second attempt.
     */
    @Test
    void noSecondAddressIsTriedAfterAFailedTlsHandshake() throws Exception {
        var accepted = new AtomicInteger();
        try (var receiver = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            var thread = new Thread(() -> breakOff(receiver, accepted));
            thread.start();
            assertThrows(
                    IOException.class,
                    () -> send(
                            "https://receiver.example:" + receiver.getLocalPort() + "/",
                            true,
                            host -> addresses(List.of("127.0.0.1", "127.0.0.1")),
                            PATIENT,
                            null));
            receiver.close();
            thread.join();
        }
        assertEquals(1, accepted.get());
    }

    private static void breakOff(ServerSocket receiver, AtomicInteger accepted) {
        while (true) {
            try (var socket = receiver.accept()) {
                accepted.incrementAndGet();
                socket.getInputStream().read();
                // Resets the connection, which is a SocketException at the other side.
                socket.setSoLinger(true, 0);
            } catch (IOException closed) {
                return;
            }
        }
    }

    @Test
    void theCertificateMustMatchTheHostName(@TempDir Path folder) throws Exception {
        var certificate = TestCertificate.make(folder);
        try (var receiver =
                StandInReceiver.start(TestCertificate.serving(folder).getServerSocketFactory())) {
            Resolver.Lookup here = host -> addresses(List.of("127.0.0.1"));
            var trusting = certificate.trusting().getSocketFactory();
            var good = "https://receiver.example:" + receiver.port() + "/";
            assertEquals(204, send(good, true, here, PATIENT, trusting));
            receiver.next();
            var other = "https://other.example:" + receiver.port() + "/";
            assertThrows(IOException.class, () -> send(other, true, here, PATIENT, trusting));
            assertThrows(IOException.class, () -> send(good, true, here, PATIENT, null));
            assertTrue(receiver.isUntouched());
        }
    }

    /**
     * A gateway with many names chooses the certificate by the server name of TLS. Names in a network of containers
     * have no dot. A URL may have a dot at the end of its host, which the name of the certificate never has.
     */
    @Test
    void tlsNamesTheHostOfTheUrl(@TempDir Path folder) throws Exception {
        var named = new ConcurrentLinkedQueue<String>();
        var trusting = TestCertificate.make(folder).trusting().getSocketFactory();
        try (var receiver = StandInReceiver.start(noting(named, TestCertificate.serving(folder)))) {
            Resolver.Lookup here = any -> addresses(List.of("127.0.0.1"));
            for (var certified : List.of("receiver.example", "receiver.example.", "127.0.0.1")) {
                assertEquals(204, send("https://" + certified + ":" + receiver.port(), true, here, PATIENT, trusting));
            }
            for (var other : List.of("receiver", "[::1]")) {
                assertThrows(
                        SSLException.class,
                        () -> send("https://" + other + ":" + receiver.port(), true, here, PATIENT, trusting));
            }
            assertEquals(List.of("receiver.example", "receiver.example", "receiver"), List.copyOf(named));
        }
    }

    /** Server sockets with TLS that note the server names that clients send. */
    private static ServerSocketFactory noting(Queue<String> names, SSLContext tls) {
        return new ServerSocketFactory() {
            @Override
            public ServerSocket createServerSocket(int port) throws IOException {
                throw new IOException("the address is missing");
            }

            @Override
            public ServerSocket createServerSocket(int port, int backlog) throws IOException {
                throw new IOException("the address is missing");
            }

            @Override
            public ServerSocket createServerSocket(int port, int backlog, InetAddress address) throws IOException {
                var server = (SSLServerSocket) tls.getServerSocketFactory().createServerSocket(port, backlog, address);
                var parameters = server.getSSLParameters();
                parameters.setSNIMatchers(List.of(new SNIMatcher(StandardConstants.SNI_HOST_NAME) {
                    @Override
                    public boolean matches(SNIServerName name) {
                        return names.add(((SNIHostName) name).getAsciiName());
                    }
                }));
                server.setSSLParameters(parameters);
                return server;
            }
        };
    }

    /** Java finds no certificate in its trust store, or the file is none. The receiver could not mend this. */
    @Test
    void aTrustStoreThatCannotBeReadIsNamed(@TempDir Path folder) throws Exception {
        TestCertificate.make(folder);
        try (var receiver =
                StandInReceiver.start(TestCertificate.serving(folder).getServerSocketFactory())) {
            var url = "https://receiver.example:" + receiver.port() + "/";
            var trusting = TestCertificate.trustingNone().getSocketFactory();
            var empty = assertThrows(
                    IOException.class,
                    () -> send(url, true, host -> addresses(List.of("127.0.0.1")), PATIENT, trusting));
            assertEquals(TrustStore.UNREADABLE, empty.getMessage());
            var client = HttpClient.newBuilder()
                    .sslContext(TestCertificate.trustingNone())
                    .build();
            var request = HttpRequest.newBuilder(URI.create("https://127.0.0.1:" + receiver.port() + "/"))
                    .build();
            var ofClient =
                    assertThrows(IOException.class, () -> client.send(request, HttpResponse.BodyHandlers.discarding()));
            assertTrue(TrustStore.isUnreadable(ofClient), ofClient::toString);
        }
        // Java reads the trust store only once. So this is a copy of what its default factory throws for a PEM file.
        var unreadable =
                new SocketException("java.security.NoSuchAlgorithmException: Error constructing implementation");
        unreadable.initCause(new NoSuchAlgorithmException(new KeyManagementException("problem accessing trust store")));
        assertEquals(TrustStore.UNREADABLE, HttpPost.named(unreadable).getMessage());
    }

    @ParameterizedTest
    @EnumSource
    void theWebhookDecidesWhetherPrivateAddressesAreAllowed(TestDatabase database) throws Exception {
        var clock = new SettableClock(Instant.parse("2024-05-02T10:45:42.249Z"));
        try (var receiver = StandInReceiver.start();
                var account = new HookedAccount(database.create(), clock)) {
            account.hook(receiver.url(), false);
            try (var worker =
                    DeliveryWorkers.by(clock).waiting(DeliveryWorkers.LONGEST).start(account)) {
                account.update(account.add(), "OP");
                var refused = account.await(list -> !list.get(0).lastError().isEmpty());
                assertEquals(
                        "not allowed: 127.0.0.1 has the address 127.0.0.1, which is not public",
                        refused.get(0).lastError());
                assertTrue(receiver.isUntouched());
                account.hook(receiver.url(), true);
                account.awaitEmpty();
                assertEquals(1, receiver.accepted().size());
            }
        }
    }

    /** After the lease has expired, another server may post the same change. By then the attempt must be over. */
    @Test
    void anAttemptEndsWithinTheDocumentedTimesAndBeforeItsLease() throws Exception {
        var timeouts = CallTimeouts.DEFAULT;
        assertTrue(timeouts.lookup().plus(timeouts.whole()).compareTo(Deliveries.LEASE) < 0, timeouts.toString());
        var page = Files.readString(Path.of("docs", "webhook.md")).replaceAll("\\s+", " ");
        for (var time : List.of(
                "the name is not resolved within %d seconds"
                        .formatted(timeouts.lookup().toSeconds()),
                "no connection within %d seconds".formatted(timeouts.connect().toSeconds()),
                "no answer within %d seconds after the name"
                        .formatted(timeouts.whole().toSeconds()),
                "up to %d seconds for their lease".formatted(Deliveries.LEASE.toSeconds()))) {
            assertTrue(page.contains(time), time);
        }
    }

    @Test
    void changesByCommandsAreNoticedWithinTheDocumentedTime() throws Exception {
        var page = Files.readString(Path.of("docs", "webhook.md")).replaceAll("\\s+", " ");
        assertTrue(page.contains("notices changes by these commands within ten seconds"), page);
        assertEquals(Duration.ofSeconds(10), DeliveryOptions.standard().look());
    }

    private static int send(
            String url, boolean allowPrivate, Resolver.Lookup lookup, Duration within, SSLSocketFactory tls)
            throws IOException, InterruptedException {
        return send(url, allowPrivate, new Resolver(lookup, PATIENT), within, tls);
    }

    private static int send(String url, boolean allowPrivate, Resolver resolver, Duration within, SSLSocketFactory tls)
            throws IOException, InterruptedException {
        try (var post = new HttpPost(resolver, new CallTimeouts(within, within, within), tls)) {
            return send(post, url, allowPrivate);
        }
    }

    private static int send(HttpPost post, String url, boolean allowPrivate) throws IOException, InterruptedException {
        var webhook = new Webhook(1, URI.create(url), HookedAccount.SECRET, allowPrivate);
        var delivery = new Delivery(webhook, 2, 3, "{}", 1);
        return post.send(delivery, Signed.of(delivery, Instant.EPOCH), TraceContext.start())
                .status();
    }

    private static InetAddress[] addresses(List<String> literals) throws UnknownHostException {
        var addresses = new ArrayList<InetAddress>();
        for (var literal : literals) {
            addresses.add(InetAddress.getByName(literal));
        }
        return addresses.toArray(InetAddress[]::new);
    }
}
