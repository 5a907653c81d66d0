package dev.daybook.kit;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import javax.net.ServerSocketFactory;

/** A receiver of webhooks on a free loopback port, with configurable answers. */
public final class StandInReceiver implements AutoCloseable {
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final LinkedBlockingQueue<Received> arrived = new LinkedBlockingQueue<>();
    private final List<Received> accepted = new ArrayList<>();
    private final ServerSocket server;
    private volatile Function<Received, Reply> behaviour = request -> Reply.OK;

    private StandInReceiver(ServerSocketFactory factory) throws IOException {
        server = factory.createServerSocket(0, 50, InetAddress.getLoopbackAddress());
    }

    /**
     * A received request.
     *
     * @param path its path and query
     * @param headers its headers, by names in lower case
     * @param body its body
     */
    public record Received(String path, Map<String, String> headers, String body) {
        /** The value of a header of the request; empty if the header is missing. */
        public String header(String name) {
            return headers.getOrDefault(name.toLowerCase(Locale.ROOT), "");
        }
    }

    /** The ways to answer a request. */
    public enum Reply {
        OK("HTTP/1.1 204 No Content\r\n\r\n"),
        OK_WITH_BODY("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\n\r\n"),
        OK_ANNOUNCED("HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\nHTTP/1.1 202 Accepted\r\n\r\n"),
        OK_WITHOUT_END("HTTP/1.1 200 OK\r\n\r\n" + "x".repeat(200_000)),
        /** The connection stays open after the answer. */
        OK_KEPT_OPEN("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"),
        /** The reason phrase is the letter A with a ring in UTF-8, whose second byte is a line end in ISO 8859-1. */
        OK_WITH_LETTER("HTTP/1.1 200 \u00c3\u0085\r\n\r\n"),
        ERROR("HTTP/1.1 500 Internal Server Error\r\n\r\n"),
        REDIRECT("HTTP/1.1 307 Temporary Redirect\r\nLocation: /elsewhere\r\n\r\n"),
        GONE("HTTP/1.1 410 Gone\r\n\r\n"),
        LATER("HTTP/1.1 503 Service Unavailable\r\nRetry-After: 30\r\n\r\n"),
        LATER_BY_DATE("HTTP/1.1 429 Too Many Requests\r\nretry-after: Thu, 02 May 2024 10:56:12 GMT\r\n\r\n"),
        MUCH_LATER("HTTP/1.1 503 Service Unavailable\r\nRetry-After: 86400\r\n\r\n"),
        CLOSE(""),
        HANG(""),
        /** An answer that never ends, sent one byte at a time. */
        TRICKLE("HTTP/1.1 200 OK\r\nX: "),
        /** 100,000 headers, and no end of them. */
        FLOOD("HTTP/1.1 200 OK\r\n" + "X-More: of this\r\n".repeat(100_000)),
        /** 100,000 interim answers, each nearly empty, and no final answer. */
        FLOOD_OF_HEADS("HTTP/1.1 103\r\n\r\n".repeat(100_000)),
        /** Interim answers whose heads have more than 16 KB together, and then a success. */
        LONG_HEAD("HTTP/1.1 100 \n\n".repeat(1_100) + "HTTP/1.1 200 \n\n"),
        NO_HTTP("SSH-2.0-OpenSSH_9.9\r\n");

        private final String text;

        Reply(String text) {
            this.text = text;
        }

        boolean accepts() {
            return name().startsWith("OK");
        }
    }

    /** Starts a receiver. */
    public static StandInReceiver start() {
        return start(ServerSocketFactory.getDefault());
    }

    /** Starts a receiver with sockets of this factory, for TLS. */
    public static StandInReceiver start(ServerSocketFactory factory) {
        try {
            var receiver = new StandInReceiver(factory);
            receiver.daemon(receiver::accept);
            return receiver;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** Sets how the receiver answers from now on. */
    public StandInReceiver answering(Function<Received, Reply> with) {
        behaviour = with;
        return this;
    }

    /** The port. */
    public int port() {
        return server.getLocalPort();
    }

    /** The URL of the receiver, for a webhook. */
    public String url() {
        return "http://127.0.0.1:" + port() + "/hook?from=daybook";
    }

    /** The next request; waits up to a minute. */
    public Received next() throws InterruptedException {
        var next = arrived.poll(60, TimeUnit.SECONDS);
        if (next == null) {
            throw new AssertionError("nothing came");
        }
        return next;
    }

    /** Whether all received requests were taken by {@link #next}. */
    public boolean isUntouched() {
        return arrived.isEmpty();
    }

    /** The requests that the receiver answered with a success, in order. */
    public List<Received> accepted() {
        synchronized (accepted) {
            return List.copyOf(accepted);
        }
    }

    private void daemon(Runnable task) {
        var thread = new Thread(task, "stand-in-receiver");
        thread.setDaemon(true);
        thread.start();
    }

    private void accept() {
        try {
            while (true) {
                var socket = server.accept();
                open.add(socket);
                daemon(() -> serve(socket));
            }
        } catch (IOException closed) {
            // The receiver was closed.
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            var request = read(new BufferedInputStream(socket.getInputStream()));
            var reply = behaviour.apply(request);
            if (reply.accepts()) {
                synchronized (accepted) {
                    accepted.add(request);
                }
            }
            arrived.add(request);
            socket.getOutputStream().write(reply.text.getBytes(StandardCharsets.ISO_8859_1));
            while (reply == Reply.TRICKLE) {
                Thread.sleep(20);
                socket.getOutputStream().write('x');
            }
            if (reply == Reply.HANG || reply == Reply.OK_KEPT_OPEN) {
                socket.getInputStream().read();
            }
        } catch (IOException gone) {
            // The sender closed, or the test is over.
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        } finally {
            open.remove(socket);
        }
    }

    private static Received read(InputStream in) throws IOException {
        var first = line(in).split(" ", -1);
        var headers = new TreeMap<String, String>();
        for (var line = line(in); !line.isEmpty(); line = line(in)) {
            var colon = line.indexOf(':');
            headers.put(
                    line.substring(0, colon).toLowerCase(Locale.ROOT),
                    line.substring(colon + 1).strip());
        }
        var body = in.readNBytes(Integer.parseInt(headers.getOrDefault("content-length", "0")));
        return new Received(first[1], headers, new String(body, StandardCharsets.UTF_8));
    }

    private static String line(InputStream in) throws IOException {
        var line = new ByteArrayOutputStream();
        for (var next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0) {
                throw new IOException("closed");
            }
            line.write(next);
        }
        return line.toString(StandardCharsets.US_ASCII).strip();
    }

    @Override
    public void close() {
        try {
            server.close();
            for (var socket : open) {
                socket.close();
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
