package dev.daybook.kit;

import dev.daybook.domain.RecordKind;
import dev.daybook.server.Stores;
import dev.daybook.store.DatabaseUrl;
import dev.daybook.wire.Paths;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * A write of a new customer with an {@code Idempotency-Key}, possibly sent several times. The customer has no unique
 * key, so each execution of the write adds another customer.
 *
 * @param server the address of the server
 * @param token the token of the API key
 * @param key the Idempotency-Key
 * @param name the customer's name
 */
public record RepeatedWrite(URI server, String token, String key, String name) {
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final Pattern NAME = Pattern.compile("\"name\":\"([^\"]*)\"");

    /** The server's answer to the write. */
    public record Reply(int status, String body) {}

    /** The same write with another name of the customer, and therefore another body. */
    public RepeatedWrite withName(String other) {
        return new RepeatedWrite(server, token, key, other);
    }

    /** Sends the write, and repeats it while the server is busy. */
    public Reply send() throws IOException, InterruptedException {
        while (true) {
            var request = HttpRequest.newBuilder(server.resolve(Paths.SAVE_CUSTOMER))
                    .timeout(Duration.ofSeconds(30))
                    .header("Authorization", "Basic " + token)
                    .header("Content-Type", "application/json")
                    .header("Idempotency-Key", key)
                    .POST(HttpRequest.BodyPublishers.ofString(body()))
                    .build();
            var answer = HTTP.send(request, HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() != 503 && answer.statusCode() != 429) {
                return new Reply(answer.statusCode(), answer.body());
            }
            Thread.sleep(20);
        }
    }

    /** Sends the write, and closes the connection before the answer comes. */
    public void sendAndLeave() throws IOException {
        try (var socket = new Socket(server.getHost(), server.getPort())) {
            var body = body().getBytes(StandardCharsets.UTF_8);
            var head = "POST " + Paths.SAVE_CUSTOMER + " HTTP/1.1\r\nHost: " + server.getAuthority()
                    + "\r\nAuthorization: Basic " + token + "\r\nContent-Type: application/json\r\nIdempotency-Key: "
                    + key + "\r\nContent-Length: " + body.length + "\r\n\r\n";
            socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
            socket.getOutputStream().write(body);
        }
    }

    private String body() {
        return "{\"customer_info\":{\"customer_name\":\"" + name + "\",\"phone\":\"9000000001\"}}";
    }

    /**
     * How often the write with each name was executed: the number of customers with this name in the test's account.
     */
    public static Map<String, Integer> effects(DatabaseUrl url) {
        var effects = new TreeMap<String, Integer>();
        try (var stores = Stores.open(url)) {
            var documents = stores.database()
                    .read(transaction -> StoredRecords.documents(transaction, TestServer.CM_ID, RecordKind.CUSTOMER));
            for (var document : documents) {
                var name = NAME.matcher(new String(document, StandardCharsets.UTF_8));
                if (!name.find()) {
                    throw new AssertionError("a customer without a name");
                }
                effects.merge(name.group(1), 1, Integer::sum);
            }
        }
        return effects;
    }
}
