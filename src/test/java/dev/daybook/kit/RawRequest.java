package dev.daybook.kit;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * An HTTP/1.1 request as read from a connection.
 *
 * @param method its method
 * @param target its path with the query, if there is one
 * @param headers its headers, case-insensitive
 * @param body its body; empty if it has none
 */
record RawRequest(String method, String target, Map<String, String> headers, String body) {
    /** Reads the next request; empty if the client closed the connection. A body must have a Content-Length. */
    static Optional<RawRequest> read(InputStream input) throws IOException {
        var first = line(input);
        if (first.isEmpty()) {
            return Optional.empty();
        }
        var words = first.split(" ", -1);
        if (words.length != 3) {
            throw new IOException("not the first line of a request: " + first);
        }
        var headers = new TreeMap<String, String>(String.CASE_INSENSITIVE_ORDER);
        for (var line = line(input); !line.isEmpty(); line = line(input)) {
            var colon = line.indexOf(':');
            if (colon < 0) {
                throw new EOFException("hung up in the middle of a header: " + line);
            }
            headers.merge(
                    line.substring(0, colon), line.substring(colon + 1).strip(), (one, other) -> one + ", " + other);
        }
        if (headers.containsKey("Transfer-Encoding")) {
            throw new IOException("a body without its length");
        }
        var length = Integer.parseInt(headers.getOrDefault("Content-Length", "0"));
        var body = input.readNBytes(length);
        if (body.length < length) {
            throw new EOFException("hung up in the middle of a request");
        }
        return Optional.of(new RawRequest(
                words[0], words[1], Collections.unmodifiableMap(headers), new String(body, StandardCharsets.UTF_8)));
    }

    private static String line(InputStream input) throws IOException {
        var line = new StringBuilder();
        for (var letter = input.read(); letter >= 0 && letter != '\n'; letter = input.read()) {
            line.append((char) letter);
        }
        return line.toString().strip();
    }
}
