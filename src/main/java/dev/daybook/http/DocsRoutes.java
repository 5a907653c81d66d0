package dev.daybook.http;

import dev.daybook.domain.request.JarFiles;
import dev.daybook.http.pipeline.RequestId;
import dev.daybook.wire.OpenApiJson;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.NotFoundResponse;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * Handlers of the API's description: {@code /openapi.json} for programs, and {@code /docs} for people. {@code /docs} is
 * Swagger UI from the jar, so it works offline and sends no data to others. Both need no key and contain no stored
 * data.
 */
public final class DocsRoutes {
    private static final String HTML = "text/html; charset=utf-8";
    private static final String JAVASCRIPT = "text/javascript; charset=utf-8";
    private static final String CSS = "text/css; charset=utf-8";

    /** The paths of the description itself, without those of the files that the page loads. */
    static final List<String> DESCRIPTION = List.of("/openapi.json", "/docs");

    /** The types of the files that the page needs: Daybook's own, and those of Swagger UI. No other file is served. */
    private static final Map<String, String> TYPES = Map.of(
            "docs.js",
            JAVASCRIPT,
            "docs.css",
            CSS,
            "swagger-ui.css",
            CSS,
            "swagger-ui-bundle.js",
            JAVASCRIPT,
            "favicon-32x32.png",
            "image/png");

    /**
     * Content security policy: the page may use only scripts of this server, and send requests only to this server. It
     * may show images from data URLs, because the style sheet of Swagger UI contains its icons as data URLs.
     */
    private static final String POLICY =
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:;"
                    + " connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private final String swaggerUi =
            "/META-INF/resources/webjars/swagger-ui/" + JarFiles.build().getProperty("swagger-ui", "unknown") + "/";
    private final AnswerSender answers = new AnswerSender();
    private final Supplier<byte[]> openApi;

    /** Cache of files by path. A file is read when it is first requested; on most servers, none is ever requested. */
    private final Map<String, StaticFile> files = new ConcurrentHashMap<>();

    /**
     * @param isServed whether the port serves a path; the description leaves out all other paths except its own
     * @param day a day with records, for the examples; empty if the server knows none
     */
    public DocsRoutes(Predicate<String> isServed, Optional<LocalDate> day) {
        // The file is parsed only when a client first requests it: parsing takes a twentieth of the start time, and
        // most servers never get such a request.
        openApi = () -> OpenApiJson.of(
                JarFiles.read("/openapi/openapi.json"), path -> isServed.test(path) || DESCRIPTION.contains(path), day);
    }

    /** Adds the handlers to a server's routes. */
    public void addTo(RoutesConfig server) {
        OperatingRoutes.add(
                server, "/openapi.json", context -> send(context, "application/json", "/openapi.json", openApi));
        OperatingRoutes.add(
                server, "/docs", context -> send(context, HTML, "/docs", () -> JarFiles.read("/docs/index.html")));
        OperatingRoutes.add(server, "/docs/{file}", this::file);
    }

    private void file(Context context) {
        var file = context.pathParam("file");
        var type = Optional.ofNullable(TYPES.get(file)).orElseThrow(NotFoundResponse::new);
        var resource = (file.startsWith("docs.") ? "/docs/" : swaggerUi) + file;
        send(context, type, resource, () -> JarFiles.read(resource));
    }

    /** Sends a file. A new version of Daybook may change it, so a browser asks for changes each time. */
    private void send(Context context, String type, String path, Supplier<byte[]> content) {
        RequestId.mark(context);
        context.header("Content-Security-Policy", POLICY)
                .header("Referrer-Policy", "no-referrer")
                .header("Cache-Control", "no-cache");
        files.computeIfAbsent(path, unread -> new StaticFile(type, content.get()))
                .send(context, answers);
    }
}
