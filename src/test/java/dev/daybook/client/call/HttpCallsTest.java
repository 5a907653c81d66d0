package dev.daybook.client.call;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Requests that get no answer. */
@Tag("jdk")
class HttpCallsTest {
    /**
     * Without a connection, a request certainly was not sent. The full queue of a socket stands for a firewall that
     * drops packets: no attempt to connect gets an answer.
     */
    @Test
    void aRequestWithoutAConnectionCertainlyWasNotSent() throws IOException {
        var queued = new ArrayList<Socket>();
        try (var host = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                var calls = new HttpCalls(Duration.ofSeconds(6))) {
            assumeTrue(isFilled(host, queued), "the queue of a socket never gets full on this system");
            var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + host.getLocalPort()))
                    .build();
            var failure = assertThrows(IOException.class, () -> calls.send(request));
            assertEquals("cannot connect to the server", failure.getMessage());
            assertTrue(NoAnswer.isUnsent(failure));
        } finally {
            for (var socket : queued) {
                socket.close();
            }
        }
    }

    private static boolean isFilled(ServerSocket host, List<Socket> queued) throws IOException {
        for (var count = 0; count < 50; count++) {
            var socket = new Socket();
            queued.add(socket);
            try {
                socket.connect(host.getLocalSocketAddress(), 500);
            } catch (SocketTimeoutException full) {
                return true;
            }
        }
        return false;
    }
}
