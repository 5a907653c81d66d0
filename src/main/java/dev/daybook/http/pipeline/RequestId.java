package dev.daybook.http.pipeline;

import dev.daybook.wire.Headers;
import io.javalin.http.Context;
import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The id of a request in the logs: the client's own if it is short and has only harmless characters, otherwise a new
 * one.
 */
public final class RequestId {
    private static final Pattern HARMLESS = Pattern.compile("[A-Za-z0-9._:/+=-]{1,64}");

    private RequestId() {}

    /**
     * The id for a request.
     *
     * @param given the client's id; null if none
     */
    public static String of(@Nullable String given) {
        return given != null && HARMLESS.matcher(given).matches()
                ? given
                : HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong());
    }

    /** Sets the request's id as a header of the answer, and returns it. */
    public static String mark(Context context) {
        var id = of(context.header(Headers.REQUEST_ID));
        context.header(Headers.REQUEST_ID, id);
        return id;
    }
}
