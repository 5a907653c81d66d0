package dev.daybook.http;

import dev.daybook.http.pipeline.RequestId;
import dev.daybook.wire.Headers;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import java.util.List;
import java.util.Objects;

/**
 * Headers that let pages of other web origins call the API and read its description (CORS). No other path gets them, so
 * pages of other origins cannot read metrics, the admin API or the console.
 */
public final class CorsHeaders {
    /** The names of the answer headers that pages of other origins may read. */
    private static final String EXPOSED = String.join(
            ",",
            Headers.REQUEST_ID,
            Headers.RETRY_AFTER,
            Headers.WINDOW,
            Headers.HAS_MORE,
            Headers.NEXT_CURSOR,
            Headers.IGNORED,
            Headers.FAULT);

    private final List<String> origins;

    public CorsHeaders(List<String> origins) {
        this.origins = List.copyOf(origins);
    }

    /** Adds the headers to the answers of these paths and of the API description, if any origin is allowed. */
    public void addTo(RoutesConfig server, List<String> paths) {
        if (!origins.isEmpty()) {
            paths.forEach(path -> server.before(path, this::allow));
            DocsRoutes.DESCRIPTION.forEach(path -> server.before(path, this::allow));
        }
    }

    /**
     * Lets pages of the allowed origins read the answer, and answers their preflight requests. A request with another
     * origin, even a malformed one, is handled as usual, but its answer has no CORS headers, so the browser hides it
     * from the page.
     */
    private void allow(Context context) {
        context.res().addHeader("Vary", "Origin");
        var origin = context.header("Origin");
        if (origin != null && origins.contains(origin)) {
            context.header("Access-Control-Allow-Origin", origin).header("Access-Control-Expose-Headers", EXPOSED);
            var method = context.header("Access-Control-Request-Method");
            if (method != null && context.method().equals(HandlerType.OPTIONS)) {
                var headers = Objects.requireNonNullElse(context.header("Access-Control-Request-Headers"), "");
                context.header("Access-Control-Allow-Methods", method)
                        .header("Access-Control-Allow-Headers", headers)
                        .skipRemainingHandlers();
                RequestId.mark(context);
            }
        }
    }
}
