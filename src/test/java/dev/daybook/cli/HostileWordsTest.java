package dev.daybook.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Control characters in any part of a server's answer never reach the terminal of the person who runs the command. This
 * includes the messages of Java's HTTP client and of the JSON parser, which quote the answer.
 */
class HostileWordsTest {
    /** A text that clears the screen, rings the bell, and reverses the direction of writing. */
    private static final String HOSTILE = "\u001b[2J\u0007\u202e";

    /**
     * A text that clears the screen, too. It begins with a control character that Java's HTTP client takes for a
     * letter.
     */
    private static final String LATIN = "\u009b2J";

    private static final String ESCAPED = "\\u001b[2J\\u0007\\u202e\\u009b2J";

    private static final Pattern CONTROLS = Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}&&[^\n\t]]");

    private static final Pattern LENGTH = Pattern.compile("(?i)\r\ncontent-length: *(\\d+)\r\n");

    private static final String OK = "HTTP/1.1 200 OK\r\n";

    private static final Map<String, String> ANSWERS = Map.ofEntries(
            Map.entry("a header's value", OK + "X-Note: " + HOSTILE + "\r\n\r\n"),
            Map.entry("a header's value in Latin-1", OK + "X-Note: " + LATIN + "\u0007\r\n\r\n"),
            Map.entry("a header's name", OK + HOSTILE + ": note\r\n\r\n"),
            Map.entry("a cut header", OK + "X-Note: note\r\n" + HOSTILE),
            Map.entry("a status", "HTTP/1.1 " + HOSTILE + "\r\n\r\n"),
            Map.entry("a status in Latin-1", "HTTP/1.1 " + LATIN + "\r\n\r\n"),
            Map.entry("no HTTP", HOSTILE + "\r\n\r\n"),
            Map.entry("a length", OK + "Content-Length: " + LATIN + "\r\n\r\n"),
            Map.entry("a chunk", OK + "Transfer-Encoding: chunked\r\n\r\n" + HOSTILE + "\r\n"),
            Map.entry("an encoding", OK + "Content-Encoding: " + LATIN + "\r\nContent-Length: 2\r\n\r\n{}"),
            Map.entry(
                    "an encoding of a damaged body",
                    OK + "Content-Encoding: gzip\r\nContent-Length: 2\r\n\r\n\u001b\u0007"),
            Map.entry("a charset", OK + "Content-Type: text/html;charset=" + LATIN + "\r\nContent-Length: 2\r\n\r\n{}"),
            Map.entry(
                    "a redirect",
                    "HTTP/1.1 302 Found\r\nLocation: https://other.example/" + LATIN
                            + "\u202e\r\nContent-Length: 0\r\n\r\n"),
            Map.entry("a word in place of JSON", withBody("a\u001b\u0007\u202e")),
            Map.entry("a list of words", withBody("{\"message\":[a\u001b\u0007\u202e],\"status\":\"success\"}")),
            Map.entry("a text in the JSON", withBody("{\"message\":[],\"status\":\"" + ESCAPED + "\"}")),
            Map.entry("a message", withBody("{\"message\":\"" + ESCAPED + "\",\"status\":\"failed\"}")),
            Map.entry("an error", withBody("{\"message\":[],\"error\":\"" + ESCAPED + "\"}")),
            Map.entry(
                    "a refusal",
                    "HTTP/1.1 400 Bad Request\r\n\r\n{\"message\":\"" + ESCAPED + "\",\"status\":\"failed\"}"));

    private static final Map<String, String> COMMANDS = Map.of(
            "ready",
            "ready --port PORT",
            "pull",
            "pull customers --url URL --key-file TOKEN --cm-id 7 --from 2024-05-01 --to 2024-05-01 --max-wait 1"
                    + " --timeout 5 --out FOLDER/pulled.ndjson",
            "pull of changes",
            "pull customers --url URL --key-file TOKEN --cm-id 7 --changes --max-wait 1 --timeout 5 --out"
                    + " FOLDER/changes",
            "list",
            "account list --server URL --admin-token-file TOKEN",
            "change",
            "account set --cm-id 7 --name Seven --server URL --admin-token-file TOKEN");

    /** The answer to every operation of the admin API, with hostile texts. */
    private static final String DONE = withBody("""
        {"id": 7, "token": "TEXT", "label": "TEXT", "expiresAt": "TEXT", "until": "TEXT", "weakness": "TEXT",
         "secret": "TEXT", "kept": false, "secure": true, "privateEnded": true, "formerUntil": ["TEXT"], "path": "TEXT",
         "accounts": [{"cmId": 7, "zone": "TEXT", "name": "TEXT", "allCustomerPage": "TEXT"}],
         "keys": [{"id": 7, "state": "TEXT", "scopes": "TEXT", "label": "TEXT"}],
         "users": [{"id": 7, "email": "TEXT", "name": "TEXT", "roles": [{"cmId": 7, "role": "TEXT"}]}],
         "deliveries": [{"ticket": 7, "id": 7, "state": "TEXT", "changedAt": "TEXT", "lastError": "TEXT"}],
         "url": "TEXT", "allowPrivate": false, "waiting": 0, "givenUp": 0, "formerSecretsSignUntil": "TEXT",
         "goneSince": "TEXT", "expired": false}
        """.replace("TEXT", ESCAPED));

    @TempDir
    Path folder;

    static Stream<Arguments> all() {
        return COMMANDS.keySet().stream()
                .flatMap(command -> ANSWERS.keySet().stream().map(answer -> Arguments.of(command, answer)));
    }

    private static String withBody(String body) {
        return OK + "Content-Type: application/json\r\nContent-Length: " + bytes(body).length + "\r\n\r\n" + body;
    }

    @Tag("jdk")
    @ParameterizedTest
    @MethodSource("all")
    void noPartOfAnAnswerReachesTheTerminalWithControlCharacters(String command, String answer) throws Exception {
        try (var server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            serve(server, ANSWERS.getOrDefault(answer, ""));
            var outcome = Outcome.of(words(COMMANDS.getOrDefault(command, ""), server));
            var seen = outcome.out() + outcome.err();
            assertEquals("", controls(seen), seen);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "account list",
                "key create --cm-id 7",
                "key create --cm-id 7 --json",
                "key create --cm-id 7 --token-file TOKEN",
                "key rotate --cm-id 7 7",
                "key rotate --cm-id 7 7 --json",
                "key list --cm-id 7",
                "key list --cm-id 7 --json",
                "webhook set --cm-id 7 --webhook-url https://hooks.example/",
                "webhook show --cm-id 7",
                "webhook list --cm-id 7",
                "user create asha@shop.example --cm-id 7",
                "user reset asha@shop.example",
                "user list"
            })
    void noTextOfTheAdminApiReachesTheTerminalWithControlCharacters(String command) throws Exception {
        try (var server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            serve(server, DONE);
            var outcome = Outcome.of(words(command + " --server URL --admin-token-file TOKEN", server))
                    .expect(Main.DONE);
            var seen = outcome.out() + outcome.err();
            assertTrue(seen.contains("[2J"), seen);
            assertEquals("", controls(seen), seen);
        }
    }

    /** The control characters of a text, in hexadecimal. */
    private static String controls(String text) {
        return String.join(
                " ",
                CONTROLS.matcher(text)
                        .results()
                        .map(found -> Integer.toHexString(found.group().codePointAt(0)))
                        .toList());
    }

    private String[] words(String command, ServerSocket server) throws IOException {
        var token = Files.writeString(folder.resolve("token"), "some");
        return command.replace("URL", "http://127.0.0.1:PORT")
                .replace("PORT", Integer.toString(server.getLocalPort()))
                .replace("TOKEN", token.toString())
                .replace("FOLDER", folder.toString())
                .split(" ");
    }

    /** Answers each request with these bytes, and closes its connection. */
    private static void serve(ServerSocket server, String answer) {
        var thread = new Thread(
                () -> {
                    while (!server.isClosed()) {
                        try (var connection = server.accept()) {
                            readRequest(connection.getInputStream());
                            connection.getOutputStream().write(bytes(answer));
                        } catch (SocketException closed) {
                            // The client or the end of the test closed the connection.
                        } catch (IOException broken) {
                            throw new UncheckedIOException(broken);
                        }
                    }
                },
                "hostile server");
        thread.setDaemon(true);
        thread.start();
    }

    /** The bytes of an answer: U+009B, the control character of Latin-1, as one byte, all others in UTF-8. */
    private static byte[] bytes(String answer) {
        var bytes = new ByteArrayOutputStream();
        answer.codePoints()
                .forEach(letter -> bytes.writeBytes(
                        letter == 0x9b
                                ? new byte[] {(byte) letter}
                                : Character.toString(letter).getBytes(StandardCharsets.UTF_8)));
        return bytes.toByteArray();
    }

    private static void readRequest(InputStream in) throws IOException {
        var head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            var next = in.read();
            if (next < 0) {
                return;
            }
            head.append((char) next);
        }
        var length = LENGTH.matcher(head);
        if (length.find()) {
            in.readNBytes(Integer.parseInt(length.group(1)));
        }
    }
}
