package dev.daybook.battery;

import dev.daybook.domain.account.Scope;
import dev.daybook.kit.OpenApi;
import dev.daybook.kit.TestDatabase;
import dev.daybook.kit.TestServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Every operation refuses every wrong key with the same status and the same bytes, whatever is wrong with it: missing,
 * malformed, of another scheme, nearly right, disabled, expired. A trial is one request. How long a refusal takes is not
 * tried here.
 */
@Tag("battery-19")
class AuthenticationTest {
    private static final String REFUSED = "{\"message\":\"Invalid Auth Key\",\"status\":\"failed\"}";

    /** Fewer than the wrong keys of one address that are answered as such. */
    private static final int OF_ONE_ADDRESS = 90;

    private static final OpenApi FILE = OpenApi.load();

    private static final List<String> PATHS = FILE.pathsWithBody().stream()
            .filter(path -> !path.contains("/sandbox/"))
            .toList();

    @ParameterizedTest
    @EnumSource
    void everyWrongKeyIsRefusedAlike(TestDatabase database) throws Exception {
        try (var server = TestServer.start(database)) {
            var expired = server.addKey(
                    TestServer.CM_ID,
                    EnumSet.allOf(Scope.class),
                    false,
                    server.clock.instant().minusSeconds(1));
            var disabled = server.addKey(TestServer.CM_ID, EnumSet.allOf(Scope.class), false, Instant.MAX);
            server.stores.database().write(transaction -> {
                var keys = server.stores.apiKeys().list(transaction, TestServer.CM_ID);
                var newest = keys.get(keys.size() - 1).id();
                return server.stores.apiKeys().disable(transaction, TestServer.CM_ID, newest);
            });
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

    /** A header that is wrong; empty for none. The first of the tokens is a valid one. */
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

    /** Anything that a header may hold, whether UTF-8 or not. */
    private static String bytes(Random random) {
        var text = new StringBuilder("x");
        for (var left = random.nextInt(60); left > 0; left--) {
            text.append((char) (random.nextBoolean() ? 0x21 + random.nextInt(94) : 0xA1 + random.nextInt(94)));
        }
        return text.toString();
    }

    private static String send(TestServer server, String path, String header, int address) throws IOException {
        var from = InetAddress.getByAddress(new byte[] {127, 0, (byte) (address / 250), (byte) (address % 250)});
        var request = "POST " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
                + "Content-Type: application/json\r\nContent-Length: 2\r\n" + (header.isEmpty() ? "" : header + "\r\n")
                + "\r\n{}";
        try (var socket =
                new Socket(InetAddress.getLoopbackAddress(), server.uri(path).getPort(), from, 0)) {
            socket.setSoTimeout(20_000);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
        }
    }
}
