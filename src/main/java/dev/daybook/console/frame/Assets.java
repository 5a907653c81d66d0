package dev.daybook.console.frame;

import dev.daybook.domain.request.JarFiles;
import io.javalin.http.Context;
import io.javalin.http.NotFoundResponse;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;

/** Style sheet, script and icon of the pages. Their digest is in their path, so that browsers cache them for ever. */
public final class Assets {
    private static final String KEEP = "public, max-age=31536000, immutable";
    private static final int DIGITS = 16;

    private final Map<String, Asset> files = new TreeMap<>();
    private final BiConsumer<Context, byte[]> sender;
    private String version = "";

    /**
     * @param sender sends an answer to a request that needs no API key; the headers of the answer are already set
     */
    public Assets(BiConsumer<Context, byte[]> sender) {
        this.sender = sender;
    }

    /** Reads and compresses the files on first use, because most servers are not started for the console. */
    private synchronized void load() {
        if (!version.isEmpty()) {
            return;
        }
        put("console.css", "text/css; charset=utf-8", "/console/console.css");
        put("console.js", "text/javascript; charset=utf-8", "/console/console.js");
        put("icon.svg", "image/svg+xml", "/console/icon.svg");
        put(
                "htmx.js",
                "text/javascript; charset=utf-8",
                "/META-INF/resources/webjars/htmx.org/" + JarFiles.build().getProperty("htmx", "unknown")
                        + "/dist/htmx.min.js");
        var all = new StringBuilder();
        files.values().forEach(asset -> all.append(HexFormat.of().formatHex(asset.digest)));
        version = HexFormat.of().formatHex(Secrets.digest(all.toString())).substring(0, DIGITS);
    }

    private record Asset(String type, byte[] content, byte[] compressed, byte[] digest) {}

    private void put(String name, String type, String resource) {
        var content = JarFiles.read(resource);
        files.put(
                name,
                new Asset(
                        type,
                        content,
                        JarFiles.gzip(content),
                        Secrets.digest(HexFormat.of().formatHex(content))));
    }

    /** The path at which browsers request a file, such as {@code console.css}. */
    public String path(String name) {
        load();
        return "/console/assets/" + version + "/" + name;
    }

    /** Answers a request with the file that its path names. */
    public void send(Context context) {
        load();
        var asset = files.get(context.pathParam("file"));
        if (asset == null || !context.pathParam("version").equals(version)) {
            throw new NotFoundResponse();
        }
        context.disableCompression()
                .header("Cache-Control", KEEP)
                .header("Vary", "Accept-Encoding")
                .contentType(asset.type);
        var taken = context.header("Accept-Encoding");
        if (taken != null && taken.contains("gzip")) {
            send(context.header("Content-Encoding", "gzip"), asset.compressed);
        } else {
            send(context, asset.content);
        }
    }

    private void send(Context context, byte[] body) {
        context.res().setContentLength(body.length);
        sender.accept(context, body);
    }
}
