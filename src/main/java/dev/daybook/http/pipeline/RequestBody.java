package dev.daybook.http.pipeline;

import dev.daybook.domain.Problem;
import dev.daybook.domain.ProblemException;
import dev.daybook.domain.request.Shares;
import dev.daybook.domain.request.TimedInput;
import io.javalin.http.Context;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.eclipse.jetty.ee10.servlet.ServletContextRequest;
import org.jspecify.annotations.Nullable;

/** Reads the body of a request, if it is JSON in UTF-8 and not too large. */
public final class RequestBody {
    private static final int CHUNK = 8_192;
    private static final int DRAINED = 8 << 20;

    /**
     * Values of Content-Encoding that mean an uncompressed body. Some clients write the charset there, or leave it
     * empty.
     */
    private static final Set<String> NO_ENCODING = Set.of("", "identity", "utf-8", "utf8");

    private RequestBody() {}

    /**
     * The complete body.
     *
     * @param timeout the maximum time for it to arrive, even if it arrives steadily
     * @param places see {@link #discard}
     * @throws ProblemException UNSUPPORTED_CONTENT_TYPE or BODY_TOO_LARGE; INVALID_JSON if the body does not arrive
     *     whole and in time; UNAVAILABLE if this happens because the server is stopping
     */
    static byte[] read(Context context, int maxBytes, Duration timeout, Shares places) {
        try {
            checkType(type(context), context.header("Content-Encoding"));
        } catch (ProblemException refused) {
            discard(context, timeout, places);
            throw refused;
        }
        return bytes(context, maxBytes, timeout, places);
    }

    /**
     * The body of a request to an operation that needs no body. The result is empty if the request has no body,
     * whatever its content type. It is also empty if the body is a form without fields, as some clients send it. Other
     * bodies are read or refused as by {@link #read}.
     */
    public static byte[] readIfAny(Context context, int maxBytes, Duration timeout, Shares places) {
        if (context.contentLength() > 0 && !isForm(type(context))) {
            return read(context, maxBytes, timeout, places);
        }
        var body = bytes(context, maxBytes, timeout, places);
        if (body.length == 0 || isEmptyForm(type(context), body)) {
            return new byte[0];
        }
        if (isForm(type(context))) {
            throw Problem.UNSUPPORTED_CONTENT_TYPE.because(
                    "Content-Type: expected application/json in UTF-8, or a form without fields");
        }
        checkType(type(context), context.header("Content-Encoding"));
        return body;
    }

    /**
     * The Content-Type as it was sent. The web server's own method throws if it does not know the charset in the
     * header.
     */
    private static @Nullable String type(Context context) {
        return context.header("Content-Type");
    }

    private static boolean isForm(@Nullable String type) {
        return type != null && type.toLowerCase(Locale.ROOT).startsWith("multipart/form-data");
    }

    /** Whether the body is a form without fields: it has only boundary lines. */
    private static boolean isEmptyForm(@Nullable String type, byte[] body) {
        if (type == null || !isForm(type)) {
            return false;
        }
        for (var parameter : type.split(";", -1)) {
            var parts = parameter.strip().split("=", 2);
            if (parts.length == 2 && parts[0].strip().equalsIgnoreCase("boundary")) {
                var boundary = parts[1].strip().replace("\"", "");
                return new String(body, StandardCharsets.ISO_8859_1)
                        .lines()
                        .map(String::strip)
                        .allMatch(line ->
                                line.isEmpty() || line.equals("--" + boundary) || line.equals("--" + boundary + "--"));
            }
        }
        return false;
    }

    private static byte[] bytes(Context context, int maxBytes, Duration timeout, Shares places) {
        if (context.contentLength() > maxBytes) {
            discard(context, timeout, places);
            throw tooLarge(maxBytes);
        }
        try (var input = new TimedInput(context.bodyInputStream(), timeout)) {
            if (context.contentLength() >= 0) {
                return exactly(input, context.contentLength());
            }
            var body = input.readNBytes(maxBytes + 1);
            if (body.length > maxBytes) {
                discardRest(context, timeout, places);
                throw tooLarge(maxBytes);
            }
            return body;
        } catch (IOException broken) {
            if (isStopping(context)) {
                throw Problem.UNAVAILABLE.because("The server is stopping");
            }
            throw Problem.INVALID_JSON.because("Bad Request - the body did not arrive whole or in time");
        }
    }

    /**
     * Whether the server is stopping and accepts no more connections. Jetty then waits only one second for the rest of
     * a body, so the read may fail for this reason.
     */
    private static boolean isStopping(Context context) {
        return ServletContextRequest.getServletContextRequest(context.req())
                .getConnectionMetaData()
                .getConnector()
                .isShutdown();
    }

    /** Reads a body with a Content-Length directly into an array of that size. */
    private static byte[] exactly(InputStream input, int length) throws IOException {
        var body = new byte[length];
        var filled = input.readNBytes(body, 0, length);
        return filled == length ? body : Arrays.copyOf(body, filled);
    }

    /**
     * Reads and discards the body of a refused request, but at most 8 MiB: a client that is still sending when the
     * connection closes may not see the answer. No thread waits for the body, because anybody can send such a request.
     * The answer that the context has at the end of its handler is sent when the body has been read, or after the
     * timeout. If the address of the sender gets no place, nothing is read and the answer is sent at once. If the
     * request has the header {@code Expect}, nothing is read: its client waits before it sends the body, and reading
     * would make the client send.
     *
     * @param places limits the bodies that are read at the same time; each takes a share of 1 for the address of its
     *     sender
     */
    public static void discard(Context context, Duration timeout, Shares places) {
        if (context.header("Expect") == null) {
            discardRest(context, timeout, places);
        }
    }

    /**
     * Like {@link #discard}, but reads the body even if the request has the header {@code Expect}, because the client
     * is already sending it.
     */
    private static void discardRest(Context context, Duration timeout, Shares places) {
        if (context.req().getContentLengthLong() > 0 || context.header("Transfer-Encoding") != null) {
            places.take(Address.of(context), 1)
                    .ifPresent(place -> context.future(() -> discarded(context, timeout, place)));
        }
    }

    private static CompletableFuture<Void> discarded(Context context, Duration timeout, Shares.Share place) {
        var end = new CompletableFuture<Void>();
        try {
            var input = context.req().getInputStream();
            input.setReadListener(new Discarding(input, new TimedInput(input, timeout), end));
        } catch (IOException gone) {
            end.complete(null);
        }
        // Sends the answer on a thread of the server: the thread of the listener must not wait for a slow client.
        var threads = context.req().getAsyncContext();
        return end.thenRun(place::close).thenRunAsync(() -> {}, threads::start);
    }

    /** Listener that discards what arrives, until the body or the time is over, or {@link #DRAINED} is reached. */
    private static final class Discarding implements ReadListener {
        private final ServletInputStream input;
        private final TimedInput timed;
        private final CompletableFuture<Void> end;
        private int left = DRAINED;

        Discarding(ServletInputStream input, TimedInput timed, CompletableFuture<Void> end) {
            this.input = input;
            this.timed = timed;
            this.end = end;
        }

        @Override
        public void onDataAvailable() throws IOException {
            // The buffer exists only while bytes are there: many connections may wait for bytes at the same time.
            var chunk = new byte[CHUNK];
            while (input.isReady() && !input.isFinished()) {
                left -= timed.read(chunk);
                if (left <= 0) {
                    end.complete(null);
                    return;
                }
            }
        }

        @Override
        public void onAllDataRead() {
            end.complete(null);
        }

        /** Ends the discarding: the client stopped sending, or sent too slowly. The request is refused anyway. */
        @Override
        public void onError(Throwable failure) {
            end.complete(null);
        }
    }

    private static RuntimeException tooLarge(int maxBytes) {
        return Problem.BODY_TOO_LARGE.because("The body is larger than " + maxBytes + " bytes");
    }

    private static void checkType(@Nullable String type, @Nullable String encoding) {
        if (encoding != null && !NO_ENCODING.contains(encoding.strip().toLowerCase(Locale.ROOT))) {
            throw Problem.UNSUPPORTED_CONTENT_TYPE.because("Content-Encoding: send the body as it is, not compressed");
        }
        if (type == null || type.isBlank()) {
            return;
        }
        var parts = type.toLowerCase(Locale.ROOT).split(";", -1);
        var json = parts.length > 0 && parts[0].strip().equals("application/json");
        for (var i = 1; json && i < parts.length; i++) {
            var parameter = parts[i].replaceAll("[\\s\"]", "");
            json = !parameter.startsWith("charset=")
                    || parameter.equals("charset=utf-8")
                    || parameter.equals("charset=utf8");
        }
        if (!json) {
            throw Problem.UNSUPPORTED_CONTENT_TYPE.because("Content-Type: expected application/json in UTF-8");
        }
    }
}
