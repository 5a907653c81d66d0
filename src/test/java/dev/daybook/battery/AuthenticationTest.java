package dev.daybook.battery;

import dev.daybook.domain.account.Scope;
import dev.daybook.kit.OpenApi;
import dev.daybook.kit.TestDatabase;
import dev.daybook.kit.TestServer;
import dev.daybook.store.account.ApiKeyStore;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Every operation of accounts refuses every wrong key with the same status and the same bytes. A wrong key is missing,
 * malformed, of another scheme, nearly right, disabled or expired. A trial is one request. In the battery all refusals
 * also take equally long; a trial of this part compares one kind of wrong key with an unknown key.
 */
@Tag("battery-19")
class AuthenticationTest {
    private static final String REFUSED = "{\"message\":\"Invalid Auth Key\",\"status\":\"failed\"}";

    /** Requests from one address: fewer than the number of wrong keys after which the server answers 429. */
    private static final int OF_ONE_ADDRESS = 90;

    /** The largest relative difference between the times of refusals. */
    private static final double LARGEST_DIFFERENCE = 0.05;

    /** A counter for loopback addresses: each connection of a measurement has its own. */
    private static final AtomicInteger ADDRESSES = new AtomicInteger();

    private static final OpenApi FILE = OpenApi.load();

    private static final List<String> PATHS = FILE.pathsWithBody().stream()
            .filter(path -> !path.contains("/sandbox/"))
            .toList();

    @ParameterizedTest
    @EnumSource
    void allWrongKeysGetTheSameAnswer(TestDatabase database) throws Exception {
        try (var server = TestServer.start(database)) {
            var expired = expired(server);
            var disabled = disabled(server);
            Tally.run(Check.AUTHENTICATION, database + ", one answer", tally -> {
                var random = new Random(tally.seed());
                for (var trial = 0; trial < Tally.trials(OF_ONE_ADDRESS, 1_000); trial++) {
                    var header = header(List.of(server.token, expired, disabled), random);
                    var path = PATHS.get(random.nextInt(PATHS.size()));
                    var answer = send(server, path, header, 1 + trial / OF_ONE_ADDRESS);
                    if (answer.startsWith("HTTP/1.1 401 ") && answer.endsWith("\r\n\r\n" + REFUSED)) {
                        tally.held();
                    } else {
                        tally.missed(path + " with " + header.replace(server.token, "TOKEN") + ": " + answer);
                    }
                }
            });
        }
    }

    private static String expired(TestServer server) {
        return server.addKey(
                TestServer.CM_ID,
                EnumSet.allOf(Scope.class),
                false,
                server.clock.instant().minusSeconds(1));
    }

    private static String disabled(TestServer server) {
        var token = server.addKey(TestServer.CM_ID, EnumSet.allOf(Scope.class), false, Instant.MAX);
        server.stores.database().write(transaction -> {
            var keys = ApiKeyStore.list(transaction, TestServer.CM_ID);
            var newest = keys.get(keys.size() - 1).id();
            return ApiKeyStore.disable(transaction, TestServer.CM_ID, newest);
        });
        return token;
    }

    @ParameterizedTest
    @EnumSource
    @EnabledIfSystemProperty(
            named = "battery",
            matches = ".+",
            disabledReason = "times mean nothing beside other tests")
    void refusalsOfAllKindsOfWrongKeysTakeEquallyLong(TestDatabase database) throws Exception {
        try (var server = TestServer.start(database)) {
            var kinds = Map.of(
                    "an unknown key",
                    server.token + "x",
                    "an expired key",
                    expired(server),
                    "a disabled key",
                    disabled(server),
                    "no key",
                    "");
            Tally.run(Check.AUTHENTICATION, database + ", equal time", tally -> {
                time(server, kinds, Tally.trials(0, 1_000));
                var times = time(server, kinds, Tally.trials(0, 10_000));
                var unknown = Objects.requireNonNull(times.remove("an unknown key"));
                times.forEach((kind, nanos) -> {
                    if (Math.abs(nanos - unknown) < unknown * LARGEST_DIFFERENCE) {
                        tally.held();
                    } else {
                        tally.missed(kind + " takes " + nanos + " ns, an unknown one " + unknown);
                    }
                });
            });
        }
    }

    /** The median time of a refusal of each kind in nanoseconds. The kinds alternate on the same connections. */
    private static Map<String, Long> time(TestServer server, Map<String, String> kinds, int samples)
            throws IOException {
        var times = new TreeMap<String, long[]>();
        kinds.keySet().forEach(kind -> times.put(kind, new long[samples]));
        var perAddress = OF_ONE_ADDRESS / kinds.size();
        for (var first = 0; first < samples; first += perAddress) {
            try (var socket = connect(server, 500 + ADDRESSES.incrementAndGet());
                    var input = new BufferedInputStream(socket.getInputStream())) {
                for (var sample = first; sample < Math.min(samples, first + perAddress); sample++) {
                    for (var kind : times.entrySet()) {
                        var token = kinds.get(kind.getKey());
                        var request = request(
                                        PATHS.get(0),
                                        token.isEmpty() ? "" : "Authorization: Basic " + token,
                                        "keep-alive")
                                .getBytes(StandardCharsets.ISO_8859_1);
                        var start = System.nanoTime();
                        socket.getOutputStream().write(request);
                        readAnswer(input);
                        kind.getValue()[sample] = System.nanoTime() - start;
                    }
                }
            }
        }
        var medians = new TreeMap<String, Long>();
        times.forEach((kind, nanos) -> {
            Arrays.sort(nanos);
            medians.put(kind, nanos[samples / 2]);
        });
        return medians;
    }

    private static void readAnswer(InputStream input) throws IOException {
        var seen = new StringBuilder();
        int next;
        do {
            next = input.read();
            if (next < 0 || seen.length() > 4_000) {
                throw new AssertionError("not a refusal: " + seen);
            }
            seen.append((char) next);
        } while (next != '}');
        if (!seen.toString().endsWith(REFUSED)) {
            throw new AssertionError("not a refusal: " + seen);
        }
    }

    /**
     * A random header line with a wrong key; empty for no header.
     *
     * @param tokens a valid token, which this method damages or misplaces; that of an expired key; that of a disabled
     *     key
     */
    private static String header(List<String> tokens, Random random) {
        var valid = tokens.get(0);
        var place = random.nextInt(valid.length());
        return switch (random.nextInt(16)) {
            case 0 -> "";
            case 1 -> "Authorization: ";
            case 2 -> "Authorization: Basic";
            case 3 -> "Authorization: Basic " + tokens.get(1);
            case 4 -> "Authorization: Basic " + tokens.get(2);
            case 5 ->
                "Authorization: " + List.of("Bearer ", "Digest ", "Token ", "").get(random.nextInt(4)) + valid;
            case 6 -> "Authorization: Basic " + valid.substring(0, place);
            case 7 -> "Authorization: Basic " + valid + (char) ('a' + random.nextInt(26));
            case 8 ->
                "Authorization: Basic " + valid.substring(0, place) + other(valid.charAt(place), random)
                        + valid.substring(place + 1);
            case 9 ->
                "Authorization: Basic " + valid.substring(0, place) + " "
                        + valid.substring(place).strip() + "x";
            case 10 -> "Authorization: Basic " + valid + "," + valid;
            case 11 -> "Authorization: Basic " + "a".repeat(1 + random.nextInt(4_000));
            case 12 -> "Authorization: Basic " + encoded("user:" + valid);
            case 13 -> "Authorization: Basic " + bytes(random);
            case 14 -> "X-Authorization: Basic " + valid;
            default -> "Cookie: Authorization=Basic " + valid;
        };
    }

    private static char other(char letter, Random random) {
        var other = (char) ('a' + random.nextInt(26));
        return other == letter ? (char) (letter + 1) : other;
    }

    private static String encoded(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Arbitrary header content, UTF-8 or not. */
    private static String bytes(Random random) {
        var text = new StringBuilder("x");
        for (var left = random.nextInt(60); left > 0; left--) {
            text.append((char) (random.nextBoolean() ? 0x21 + random.nextInt(94) : 0xA1 + random.nextInt(94)));
        }
        return text.toString();
    }

    private static String send(TestServer server, String path, String header, int address) throws IOException {
        try (var socket = connect(server, address)) {
            socket.getOutputStream().write(request(path, header, "close").getBytes(StandardCharsets.ISO_8859_1));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
        }
    }

    /** A connection from one of the loopback addresses. */
    private static Socket connect(TestServer server, int address) throws IOException {
        var from = InetAddress.getByAddress(new byte[] {127, 0, (byte) (address / 250), (byte) (address % 250)});
        var socket =
                new Socket(InetAddress.getLoopbackAddress(), server.uri("/").getPort(), from, 0);
        socket.setSoTimeout(20_000);
        socket.setTcpNoDelay(true);
        return socket;
    }

    private static String request(String path, String header, String connection) {
        return "POST " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: " + connection
                + "\r\nContent-Type: application/json\r\nContent-Length: 2\r\n"
                + (header.isEmpty() ? "" : header + "\r\n")
                + "\r\n{}";
    }
}
