package dev.daybook.battery;

import dev.daybook.kit.TestServer;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A request of the admin API.
 *
 * @param operation the method and the path, as in the OpenAPI file
 * @param path the path with values for its parameters
 * @param body the body; empty for none
 */
record AdminRequest(String operation, String path, String body) {
    private static final Pattern PARAMETER = Pattern.compile("[{](\\w+)[}]");

    /** A request of an operation. {@code values} gives the value of each parameter of the path by its name. */
    static AdminRequest of(String operation, UnaryOperator<String> values, String body) {
        var path = PARAMETER
                .matcher(operation.substring(operation.indexOf(' ') + 1))
                .replaceAll(found ->
                        Matcher.quoteReplacement(URLEncoder.encode(values.apply(found.group(1)), StandardCharsets.UTF_8)
                                .replace("+", "%20")));
        return new AdminRequest(operation, path, body);
    }

    /**
     * Sends the request with these headers. Sends it once more if the server closed the kept connection, which is
     * allowed.
     */
    HttpResponse<String> send(TestServer server, Map<String, String> headers) {
        var publisher =
                body.isEmpty() ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofString(body);
        var request = HttpRequest.newBuilder(server.adminUri(path))
                .timeout(Duration.ofSeconds(30))
                .header("Content-Type", "application/json")
                .method(operation.substring(0, operation.indexOf(' ')), publisher);
        headers.forEach(request::setHeader);
        try {
            return server.send(request.build());
        } catch (UncheckedIOException closed) {
            return server.send(request.build());
        }
    }
}
