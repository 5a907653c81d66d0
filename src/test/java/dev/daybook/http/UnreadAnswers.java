package dev.daybook.http;

import dev.daybook.kit.Waits;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Connections that ask for large answers, and read nothing. */
final class UnreadAnswers implements Attack {
    /**
     * The number of connections. It is larger than 64, the number of threads for each kind of work that
     * {@code Admission} does not count, such as sending pages of the console.
     */
    private static final int CONNECTIONS = 200;

    /**
     * The number of requests on each connection. Their answers are larger than the system's buffers, which hold 4 MB
     * for each connection on many machines.
     */
    private static final int REQUESTS = 50;

    private final URI server;
    private final String request;
    private final List<Socket> sockets = new ArrayList<>();

    /** @param request a request, with its head and its body */
    UnreadAnswers(URI server, String request) {
        this.server = server;
        this.request = request;
    }

    @Override
    public void begin() throws IOException {
        for (var number = 0; number < CONNECTIONS; number++) {
            var socket = new Socket();
            sockets.add(socket);
            socket.setReceiveBufferSize(4_096);
            socket.connect(new InetSocketAddress(server.getHost(), server.getPort()));
            socket.getOutputStream().write(request.repeat(REQUESTS).getBytes(StandardCharsets.US_ASCII));
        }
        Waits.until(this::isServed, () -> "answers on " + answered() + " connections");
    }

    /** Whether the server has begun to answer on most connections. */
    @Override
    public boolean isServed() {
        return answered() > CONNECTIONS / 2;
    }

    private long answered() {
        return sockets.stream().filter(UnreadAnswers::isAnswered).count();
    }

    private static boolean isAnswered(Socket socket) {
        try {
            return socket.getInputStream().available() > 0;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    @Override
    public void close() throws IOException {
        for (var socket : sockets) {
            socket.close();
        }
    }

    @Override
    public String toString() {
        return CONNECTIONS + " connections that read nothing";
    }
}
