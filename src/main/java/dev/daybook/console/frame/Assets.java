package dev.daybook.console.frame;

import dev.daybook.domain.Sha256;
import dev.daybook.domain.request.JarFiles;
import io.javalin.http.Context;
import io.javalin.http.NotFoundResponse;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Consumer;

/** Style sheet, script and icon of the pages. Their digest is in their path, so that browsers cache them for ever. */
public final class Assets {
    private static final String KEEP = "public, max-age=31536000, immutable";
    private static final String JAVASCRIPT = "text/javascript; charset=utf-8";
    private static final int DIGITS = 16;

    private final Map<String, Consumer<Context>> files = new HashMap<>();
    private final BiFunction<String, byte[], Consumer<Context>> sender;
    private String version = "";

    /** @param sender returns the sender of a file that has this media type and this content */
    public Assets(BiFunction<String, byte[], Consumer<Context>> sender) {
        this.sender = sender;
    }

    /** Reads the files on first use, because most servers are not started for the console. */
    private synchronized void load() {
        if (!version.isEmpty()) {
            return;
        }
        var style = JarFiles.read("/console/console.css");
        var script = JarFiles.read("/console/console.js");
        var icon = JarFiles.read("/console/icon.svg");
        var htmx = JarFiles.read("/META-INF/resources/webjars/htmx.org/"
                + JarFiles.build().getProperty("htmx", "unknown") + "/dist/htmx.min.js");
        files.put("console.css", sender.apply("text/css; charset=utf-8", style));
        files.put("console.js", sender.apply(JAVASCRIPT, script));
        files.put("icon.svg", sender.apply("image/svg+xml", icon));
        files.put("htmx.js", sender.apply(JAVASCRIPT, htmx));
        version = HexFormat.of().formatHex(Sha256.of(style, script, icon, htmx)).substring(0, DIGITS);
    }

    /** The path at which browsers request a file, such as {@code console.css}. */
    public String path(String name) {
        load();
        return "/console/assets/" + version + "/" + name;
    }

    /** Answers a request with the file that its path names; 404 if it names another file or version. */
    public void send(Context context) {
        load();
        var file = files.get(context.pathParam("file"));
        if (file == null || !context.pathParam("version").equals(version)) {
            throw new NotFoundResponse();
        }
        file.accept(context.header("Cache-Control", KEEP));
    }
}
