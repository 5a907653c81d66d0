package dev.daybook.http;

import dev.daybook.domain.Sha256;
import dev.daybook.domain.request.JarFiles;
import dev.daybook.http.pipeline.Pipeline;
import io.javalin.http.Context;

/** File that does not change while the server runs. It is compressed once, and a browser that has it gets 304. */
final class StaticFile {
    private static final int DIGITS = 32;
    private static final int NOT_MODIFIED = 304;

    private final String type;
    private final String tag;
    private final byte[] content;
    private final byte[] compressed;

    /**
     * Compresses the content of a file, and makes the ETag from the content.
     *
     * @param type the media type
     */
    StaticFile(String type, byte[] content) {
        this.type = type;
        this.content = content;
        // The tag is weak, because the plain and the compressed form of the file share it.
        this.tag = "W/\"" + Sha256.hex(content).substring(0, DIGITS) + "\"";
        this.compressed = JarFiles.gzip(content);
    }

    /** Answers with the file in an encoding that the client accepts, or with 304. */
    void send(Context context, AnswerSender answers) {
        // Javalin must not compress: it would compress the plain form again for every request.
        context.disableCompression().header("ETag", tag);
        // CorsHeaders may have added another value.
        context.res().addHeader("Vary", "Accept-Encoding");
        if (isKnown(context)) {
            context.status(NOT_MODIFIED);
        } else if (Pipeline.acceptsGzip(context)) {
            send(context.header("Content-Encoding", "gzip"), answers, compressed);
        } else {
            send(context, answers, content);
        }
    }

    private void send(Context context, AnswerSender answers, byte[] body) {
        context.contentType(type).res().setContentLength(body.length);
        answers.send(context, body);
    }

    private boolean isKnown(Context context) {
        var known = context.header("If-None-Match");
        return known != null
                && (known.contains(tag.substring(2)) || known.strip().equals("*"));
    }
}
