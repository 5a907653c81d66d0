package dev.daybook.kit;

import dev.daybook.wire.Paths;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.json.JsonMapper;

/** A client that pulls 2 May 2024 in pages of three and tolerates no deviation. */
public final class PlainClient {
    /** A timeout that is longer than any request here takes. */
    public static final Duration LONG = Duration.ofSeconds(20);

    private final HttpClient http = HttpClient.newHttpClient();
    private final URI uri;
    private final String token;

    /** A client of the server with this address. */
    public PlainClient(URI uri, String token) {
        this.uri = uri;
        this.token = token;
    }

    /** Pulls a page of three records from this offset on. */
    public HttpResponse<String> pull(int offset) throws IOException, InterruptedException {
        return pull(offset, 3, LONG);
    }

    /** Pulls a page of at most {@code limit} records from this offset on. */
    public HttpResponse<String> pull(int offset, int limit, Duration timeout) throws IOException, InterruptedException {
        return http.send(request(offset, limit, timeout), HttpResponse.BodyHandlers.ofString());
    }

    /** Pulls the first page. The body of the answer is given as bytes. */
    HttpResponse<byte[]> bytes() throws IOException, InterruptedException {
        return http.send(request(0, 3, LONG), HttpResponse.BodyHandlers.ofByteArray());
    }

    HttpResponse<String> get(String target) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(uri.resolve(target)).build();
        return http.send(request, HttpResponse.BodyHandlers.ofString());
    }

    /** Pulls the first page several times. Returns the statuses of the answers. */
    public List<Integer> statuses(int requests) throws Exception {
        var statuses = new ArrayList<Integer>();
        for (var number = 0; number < requests; number++) {
            statuses.add(pull(0).statusCode());
        }
        return statuses;
    }

    /** Pulls the first page over a new connection. Returns all that the server sends until it closes the connection. */
    public String raw() throws IOException {
        try (var socket = connect()) {
            socket.getOutputStream().write(rawRequest());
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /** Opens a new connection to the server. */
    public Socket connect() throws IOException {
        return new Socket(InetAddress.getLoopbackAddress(), uri.getPort());
    }

    /** The bytes of the request for the first page. */
    public byte[] rawRequest() {
        var body = body(0, 3);
        return ("POST " + Paths.PULL_CUSTOMERS + " HTTP/1.1\r\nHost: a\r\nAuthorization: Basic " + token
                        + "\r\nContent-Length: " + body.length() + "\r\n\r\n" + body)
                .getBytes(StandardCharsets.US_ASCII);
    }

    static String body(int offset, int limit) {
        return "{\"cm_id\":1000298,\"createStartDate\":\"2024-05-02\",\"createEndDate\":\"2024-05-02\",\"limit\":"
                + limit + ",\"offset\":" + offset + "}";
    }

    /** The ids of a page. */
    public static List<Long> ids(HttpResponse<String> answer) {
        return JsonMapper.shared()
                .readTree(answer.body())
                .get("message")
                .valueStream()
                .map(customer -> customer.get("id").asLong())
                .toList();
    }

    private HttpRequest request(int offset, int limit, Duration timeout) {
        return HttpRequest.newBuilder(uri.resolve(Paths.PULL_CUSTOMERS))
                .timeout(timeout)
                .header("Authorization", "Basic " + token)
                .POST(HttpRequest.BodyPublishers.ofString(body(offset, limit)))
                .build();
    }
}
