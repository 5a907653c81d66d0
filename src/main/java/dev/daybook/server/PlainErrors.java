package dev.daybook.server;

import dev.daybook.http.pipeline.RequestId;
import dev.daybook.wire.Headers;
import dev.daybook.wire.json.Json;
import java.nio.ByteBuffer;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/** Error handler for requests that Jetty refuses, such as malformed ones: answers in the vendor's format, not HTML. */
final class PlainErrors extends ErrorHandler {
    /** True for every method. By default, Jetty answers a refused PUT or DELETE, for example, without a body. */
    @Override
    public boolean errorPageForMethod(String method) {
        return true;
    }

    @Override
    protected void generateResponse(
            Request request,
            Response response,
            int code,
            @Nullable String message,
            @Nullable Throwable cause,
            Callback callback) {
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, "application/json; charset=utf-8");
        response.getHeaders()
                .put(Headers.REQUEST_ID, RequestId.of(request.getHeaders().get(Headers.REQUEST_ID)));
        // Jetty itself leaves out the body of an answer to HEAD only if it has read the request to its end.
        var body = HttpMethod.HEAD.is(request.getMethod()) ? new byte[0] : Json.failed(text(code));
        response.write(true, ByteBuffer.wrap(body), callback);
    }

    private static String text(int code) {
        return switch (code) {
            case 404 -> "Not Found";
            case 413 -> "The body is too large";
            case 414 -> "The address is too long";
            case 417 -> "Expect: use 100-continue, or leave it out";
            case 431 -> "The headers are too large";
            case 503 -> "The server is stopping";
            case 505 -> "HTTP Version Not Supported - use HTTP/1.1";
            default -> code < 500 ? "Bad Request - this is not a well-formed HTTP request" : "Internal Server Error";
        };
    }
}
