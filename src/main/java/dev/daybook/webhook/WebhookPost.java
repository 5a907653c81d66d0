package dev.daybook.webhook;

import dev.daybook.wire.Headers;
import dev.daybook.wire.TraceContext;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Pattern;

/** One HTTP/1.1 POST on a connection of its own. It uses only the answer's status and {@code Retry-After}. */
final class WebhookPost {
    /** The maximum bytes of all heads of the answer, interim ones included. */
    private static final int MAX_HEAD = 16_384;

    /** The maximum bytes of the answer's body that are read; see {@link #readRest}. */
    private static final int MAX_REST = 65_536;

    private static final int REST_MILLIS = 500;
    private static final int OK = 200;

    /**
     * The first line of an answer. The text after the status may contain the byte 0x85, which is a part of some letters
     * in UTF-8. Without DOTALL the dot would not match this byte, because Java's patterns take it for a line end.
     */
    private static final Pattern STATUS = Pattern.compile("HTTP/1[.][01] ([1-5][0-9][0-9])( .*)?", Pattern.DOTALL);

    private final Socket socket;
    private final InputStream in;
    private int head;

    WebhookPost(Socket socket) throws IOException {
        this.socket = socket;
        this.in = new BufferedInputStream(socket.getInputStream());
    }

    void post(URI url, String text, Signed signed, TraceContext span) throws IOException {
        var body = text.getBytes(StandardCharsets.UTF_8);
        var path = url.getRawPath().isEmpty() ? "/" : url.getRawPath();
        var head = String.join(
                "\r\n",
                "POST " + path + (url.getRawQuery() == null ? "" : "?" + url.getRawQuery()) + " HTTP/1.1",
                "Host: " + url.getHost() + (url.getPort() > 0 ? ":" + url.getPort() : ""),
                "User-Agent: Daybook",
                "Content-Type: application/json; charset=utf-8",
                "Content-Length: " + body.length,
                "Accept: */*",
                "Connection: close",
                Headers.WEBHOOK_ID + ": " + signed.id(),
                Headers.WEBHOOK_TIMESTAMP + ": " + signed.timestamp(),
                Headers.WEBHOOK_SIGNATURE + ": " + signed.signature(),
                TraceContext.HEADER + ": " + span.header(),
                "",
                "");
        var message = new ByteArrayOutputStream();
        message.writeBytes(head.getBytes(StandardCharsets.US_ASCII));
        message.writeBytes(body);
        socket.getOutputStream().write(message.toByteArray());
        socket.getOutputStream().flush();
    }

    /** Reads the answer's head and skips interim answers (1xx). */
    ReceiverAnswer answer() throws IOException {
        while (true) {
            var first = STATUS.matcher(line());
            if (!first.matches()) {
                throw new IOException("the answer is not HTTP/1.1");
            }
            var status = Integer.parseInt(first.group(1));
            var retryAfter = Optional.<String>empty();
            for (var header = line(); !header.isEmpty(); header = line()) {
                var colon = header.indexOf(':');
                if (colon > 0 && header.substring(0, colon).equalsIgnoreCase(Headers.RETRY_AFTER)) {
                    retryAfter = Optional.of(header.substring(colon + 1));
                }
            }
            if (status >= OK) {
                readRest();
                return new ReceiverAnswer(status, retryAfter);
            }
        }
    }

    /** Reads a line of the head. {@link #MAX_HEAD} bounds all heads together, line ends included. */
    private String line() throws IOException {
        var line = new ByteArrayOutputStream();
        while (true) {
            if (head == MAX_HEAD) {
                throw new IOException("the answer's head has more than " + MAX_HEAD + " bytes");
            }
            var next = in.read();
            if (next < 0) {
                throw new EOFException("the connection was closed without an answer");
            }
            head++;
            if (next == '\n') {
                return line.toString(StandardCharsets.ISO_8859_1).stripTrailing();
            }
            line.write(next);
        }
    }

    /** Reads a little of the body, for a short time: some receivers treat a close with unread bytes as a failure. */
    private void readRest() {
        try {
            var end = System.nanoTime() + REST_MILLIS * 1_000_000L;
            socket.setSoTimeout(REST_MILLIS);
            var buffer = new byte[4_096];
            for (var read = 0; read < MAX_REST && System.nanoTime() < end; ) {
                var count = in.read(buffer);
                if (count < 0) {
                    return;
                }
                read += count;
            }
        } catch (IOException answeredAnyway) {
            // The status is known; the body does not matter.
        }
    }
}
