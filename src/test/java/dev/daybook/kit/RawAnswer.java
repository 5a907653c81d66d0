package dev.daybook.kit;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** An HTTP/1.1 answer before it is written, correctly or not. Content-Length is added only when it is written. */
final class RawAnswer {
    private static final List<String> OF_THE_CONNECTION =
            List.of("connection", "content-length", "keep-alive", "transfer-encoding", "upgrade");

    private final int status;
    private final Map<String, List<String>> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    private final byte[] body;

    private RawAnswer(int status, Map<String, List<String>> headers, byte[] body) {
        this.status = status;
        this.headers.putAll(headers);
        this.body = body;
    }

    /** Converts the answer of a server. */
    static RawAnswer of(HttpResponse<byte[]> answer) {
        var copy = new RawAnswer(answer.statusCode(), answer.headers().map(), answer.body());
        OF_THE_CONNECTION.forEach(copy.headers::remove);
        return copy;
    }

    /** An answer with this status, media type and body. */
    static RawAnswer of(int status, String type, String body) {
        return new RawAnswer(status, Map.of("Content-Type", List.of(type)), body.getBytes(StandardCharsets.UTF_8));
    }

    RawAnswer withHeader(String name, String value) {
        var copy = new RawAnswer(status, headers, body);
        copy.headers.put(name, List.of(value));
        return copy;
    }

    /** The same answer without the headers whose names begin with this text, in upper or lower case. */
    RawAnswer withoutHeaders(String start) {
        var copy = new RawAnswer(status, headers, body);
        copy.headers.keySet().removeIf(name -> name.regionMatches(true, 0, start, 0, start.length()));
        return copy;
    }

    RawAnswer withBody(byte[] other) {
        return new RawAnswer(status, headers, other);
    }

    int status() {
        return status;
    }

    byte[] body() {
        return body;
    }

    /** The same answer, not compressed. */
    RawAnswer unpacked() throws IOException {
        var encoding = headers.getOrDefault("Content-Encoding", List.of());
        var plain = withBody(CompressedBody.plain(body, encoding.stream().findFirst()));
        plain.headers.remove("Content-Encoding");
        return plain;
    }

    /** The same answer, compressed with gzip if it is not compressed yet. */
    RawAnswer packed() {
        return headers.containsKey("Content-Encoding")
                ? this
                : withHeader("Content-Encoding", "gzip").withBody(CompressedBody.gzip(body));
    }

    /** The same answer with the first half of its body. */
    RawAnswer half() {
        return withBody(Arrays.copyOf(body, body.length / 2));
    }

    /** The bytes before the body: status line and headers, with this length of the body as Content-Length. */
    byte[] head(int length) {
        var head = new StringBuilder("HTTP/1.1 " + status + " \r\n");
        headers.forEach((name, values) -> values.forEach(
                value -> head.append(name).append(": ").append(value).append("\r\n")));
        return head.append("Content-Length: " + length + "\r\n\r\n").toString().getBytes(StandardCharsets.ISO_8859_1);
    }

    /** The complete answer as on the wire. */
    byte[] bytes() {
        var head = head(body.length);
        var bytes = Arrays.copyOf(head, head.length + body.length);
        System.arraycopy(body, 0, bytes, head.length, body.length);
        return bytes;
    }
}
