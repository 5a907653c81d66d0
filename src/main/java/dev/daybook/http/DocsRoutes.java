package dev.daybook.http;

import dev.daybook.domain.request.JarFiles;
import dev.daybook.http.pipeline.RequestId;
import dev.daybook.wire.OpenApiJson;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.NotFoundResponse;
import java.nio.charset.StandardCharsets;
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

    /**
     * Daybook's own files of the page {@code /docs}. A new version of Daybook may change them, so a browser asks for
     * changes each time.
     */
    private static final Map<String, String> OWN = Map.of("docs.js", JAVASCRIPT, "docs.css", CSS);

    /** The files of Swagger UI that the page {@code /docs} needs. No other file of Swagger UI is served. */
    private static final Map<String, String> SWAGGER_UI =
            Map.of("swagger-ui.css", CSS, "swagger-ui-bundle.js", JAVASCRIPT, "favicon-32x32.png", "image/png");

    /**
     * Content security policy: the page may use only scripts of this server, and send requests only to this server. It
     * may show images from data URLs, because the style sheet of Swagger UI contains its icons as data URLs.
     */
    private static final String POLICY =
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:;"
                    + " connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private static final String ASK_EACH_TIME = "no-cache";
    private static final String KEEP = "public, max-age=31536000, immutable";

    private final String version = JarFiles.build().getProperty("swagger-ui", "unknown");
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
                server,
                "/openapi.json",
                context -> send(context, ASK_EACH_TIME, file("application/json", "/openapi.json", openApi)));
        OperatingRoutes.add(server, "/docs", context -> send(context, ASK_EACH_TIME, file(HTML, "/docs", this::page)));
        OperatingRoutes.add(server, "/docs/{file}", this::own);
        OperatingRoutes.add(server, "/docs/swagger-ui/{version}/{file}", this::swaggerUi);
    }

    private void own(Context context) {
        var file = context.pathParam("file");
        var resource = "/docs/" + file;
        send(context, ASK_EACH_TIME, file(type(OWN, file), resource, () -> JarFiles.read(resource)));
    }

    /**
     * Serves a file of Swagger UI. The path contains the version of Swagger UI, so a browser may use the cached file
     * for a year without asking for changes.
     */
    private void swaggerUi(Context context) {
        var file = context.pathParam("file");
        var type = type(SWAGGER_UI, file);
        if (!context.pathParam("version").equals(version)) {
            throw new NotFoundResponse();
        }
        var resource = "/META-INF/resources/webjars/swagger-ui/" + version + "/" + file;
        send(context, KEEP, file(type, resource, () -> JarFiles.read(resource)));
    }

    private static String type(Map<String, String> files, String file) {
        var type = files.get(file);
        if (type == null) {
            throw new NotFoundResponse();
        }
        return type;
    }

    private byte[] page() {
        return new String(JarFiles.read("/docs/index.html"), StandardCharsets.UTF_8)
                .replace("{swagger-ui}", version)
                .getBytes(StandardCharsets.UTF_8);
    }

    private StaticFile file(String type, String path, Supplier<byte[]> content) {
        return files.computeIfAbsent(path, unknown -> new StaticFile(type, content.get()));
    }

    private void send(Context context, String caching, StaticFile file) {
        RequestId.mark(context);
        context.header("Content-Security-Policy", POLICY)
                .header("Referrer-Policy", "no-referrer")
                .header("Cache-Control", caching);
        file.send(context, answers);
    }
}
