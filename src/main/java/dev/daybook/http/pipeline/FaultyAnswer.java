package dev.daybook.http.pipeline;

import dev.daybook.domain.sandbox.FaultRule;
import io.javalin.http.Context;
import java.io.IOException;
import java.time.Duration;
import org.eclipse.jetty.ee10.servlet.ServletContextRequest;

/** Sends an answer with a fault of the sandbox. Status and headers are already set. */
final class FaultyAnswer {
    private static final int PIECES = 20;

    private FaultyAnswer() {}

    static void send(Context context, byte[] body, FaultRule fault) {
        try {
            switch (fault.kind()) {
                case DELAY -> trickle(context, body, 1, fault.delay());
                case TRICKLE -> trickle(context, body, PIECES, fault.delay());
                case HALF -> {
                    context.res().setContentLength(body.length);
                    write(context, body, 0, body.length);
                }
                case CUT -> {
                    context.res().setContentLength(body.length);
                    write(context, body, 0, body.length / 2);
                    close(context);
                }
                case DROP -> close(context);
                case GARBAGE -> context.contentType("text/html; charset=utf-8").result(body);
                default -> context.result(body);
            }
        } catch (IOException gone) {
            // The client closed the connection. In a sandbox this is no failure.
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            close(context);
        }
    }

    /** Writes the body in at most {@code pieces} parts, with a wait before each. The waits add up to the delay. */
    private static void trickle(Context context, byte[] body, int pieces, Duration delay)
            throws IOException, InterruptedException {
        context.res().setContentLength(body.length);
        var parts = Math.max(1, Math.min(pieces, body.length));
        var from = 0;
        var waited = 0L;
        for (var part = 1; part <= parts; part++) {
            var until = delay.toMillis() * part / parts;
            var to = (int) ((long) body.length * part / parts);
            Thread.sleep(until - waited);
            write(context, body, from, to - from);
            waited = until;
            from = to;
        }
    }

    /**
     * Writes directly to Jetty. Javalin would compress the body, and the length of the body would no longer match the
     * Content-Length, which is set already.
     */
    private static void write(Context context, byte[] body, int from, int length) throws IOException {
        var out = context.res().getOutputStream();
        out.write(body, from, length);
        out.flush();
    }

    /** Closes the connection before the answer is complete. */
    static void close(Context context) {
        ServletContextRequest.getServletContextRequest(context.req())
                .getConnectionMetaData()
                .getConnection()
                .getEndPoint()
                .close();
    }
}
