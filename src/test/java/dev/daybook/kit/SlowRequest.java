package dev.daybook.kit;

import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/**
 * A POST that first sends only its headers. The server checks the key and then waits for the body until {@link #end}.
 */
public final class SlowRequest implements AutoCloseable {
    private static final int PATIENCE_MILLIS = 30_000;

    private final Socket socket;
    private final byte[] body;

    private SlowRequest(Socket socket, byte[] body) {
        this.socket = socket;
        this.body = body;
    }

    /**
     * Sends the headers, and returns when the server asks for the body.
     *
     * @throws IOException if the server answers instead; its answer is in the message
     */
    public static SlowRequest begin(URI uri, String token, String body) throws IOException {
        var bytes = body.getBytes(StandardCharsets.UTF_8);
        return begin(uri, token, "Content-Length: " + bytes.length, bytes);
    }

    /** As {@link #begin(URI, String, String)}, but the body is announced in chunks, so without its length. */
    public static SlowRequest beginInChunks(URI uri, String token) throws IOException {
        return begin(uri, token, "Transfer-Encoding: chunked", new byte[0]);
    }

    private static SlowRequest begin(URI uri, String token, String length, byte[] body) throws IOException {
        var request = new SlowRequest(new Socket(uri.getHost(), uri.getPort()), body);
        request.socket.setSoTimeout(PATIENCE_MILLIS);
        request.send("""
                POST %s HTTP/1.1
                Host: %s
                Authorization: Basic %s
                Content-Type: application/json
                %s
                Idempotency-Key: slow
                Expect: 100-continue
                Connection: close

                """.formatted(uri.getPath(), uri.getHost(), token, length)
                .replace("\n", "\r\n")
                .getBytes(StandardCharsets.UTF_8));
        var expected = "HTTP/1.1 100 Continue\r\n\r\n".length();
        var told = new String(request.socket.getInputStream().readNBytes(expected), StandardCharsets.UTF_8);
        if (!told.startsWith("HTTP/1.1 100 ")) {
            try (request) {
                throw new IOException("the server did not ask for the body: " + told + request.answer());
            }
        }
        return request;
    }

    private void send(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
        socket.getOutputStream().flush();
    }

    /** Sends the body. Returns the whole answer. */
    public String end() throws IOException {
        send(body);
        return answer();
    }

    private String answer() throws IOException {
        return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
