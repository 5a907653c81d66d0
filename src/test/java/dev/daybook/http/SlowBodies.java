package dev.daybook.http;

import dev.daybook.wire.Paths;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Requests whose bodies never end. */
final class SlowBodies implements Attack {
    /** The number of bodies; as many as there are places. */
    private static final int BODIES = 64;

    private final URI server;
    private final String token;
    private final List<Socket> sockets = new ArrayList<>();

    SlowBodies(URI server, String token) {
        this.server = server;
        this.token = token;
    }

    @Override
    public void begin() throws IOException {
        for (var number = 0; number < BODIES; number++) {
            var socket = new Socket(server.getHost(), server.getPort());
            sockets.add(socket);
            socket.getOutputStream()
                    .write(("POST " + Paths.PULL_CUSTOMERS + " HTTP/1.1\r\nHost: a\r\nAuthorization: Basic " + token
                                    + "\r\nContent-Length: 1000\r\n\r\n{")
                            .getBytes(StandardCharsets.US_ASCII));
        }
    }

    /**
     * Whether the server waits for more than half of the bodies: it has neither answered their requests nor closed
     * their connections.
     */
    @Override
    public boolean isServed() throws IOException {
        var waiting = 0;
        for (var socket : sockets) {
            waiting += socket.getInputStream().available() == 0 ? 1 : 0;
        }
        return waiting > BODIES / 2;
    }

    @Override
    public void close() throws IOException {
        for (var socket : sockets) {
            socket.close();
        }
    }

    @Override
    public String toString() {
        return BODIES + " slow bodies";
    }
}
