package dev.daybook.http.pipeline;

import dev.daybook.wire.Headers;
import dev.daybook.wire.bytes.Pieces;
import io.javalin.http.Context;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sender of large answers, which are written without Javalin. */
public final class LargeAnswer {
    private static final Logger LOG = LoggerFactory.getLogger(LargeAnswer.class);

    /**
     * The size of an answer, in bytes, from which {@link #send} is used: the size of Javalin's copy buffer. Smaller
     * answers are left to Javalin, because their headers can then change until the end. For example, {@code Connection:
     * close} is added at the end if the body of the request was refused unread.
     */
    private static final int FROM_BYTES = 8_192;

    private LargeAnswer() {}

    /** Whether an answer is large enough to be sent by {@link #send}. */
    public static boolean suits(int bytes) {
        return bytes >= FROM_BYTES;
    }

    /**
     * Writes an answer directly: Javalin would copy a result stream and send it in small, blocking parts. If writing
     * fails, because the client went away or read too slowly, closes the connection. Without this, an answer without a
     * Content-Length could end as if it were complete, and a slow client would not notice that a part is missing.
     */
    public static void send(Context context, Pieces body) {
        try {
            body.writeTo(context.outputStream());
        } catch (IOException gone) {
            LOG.atDebug()
                    .addKeyValue("request_id", context.res().getHeader(Headers.REQUEST_ID))
                    .setCause(gone)
                    .log("the client went away, or read too slowly");
            FaultyAnswer.close(context);
        }
    }
}
