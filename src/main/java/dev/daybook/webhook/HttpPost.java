package dev.daybook.webhook;

import dev.daybook.domain.message.TrustStore;
import dev.daybook.domain.request.DaemonThreads;
import dev.daybook.domain.webhook.Delivery;
import dev.daybook.domain.webhook.Webhook;
import dev.daybook.wire.TraceContext;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;

/**
 * Client that posts each delivery on a connection of its own. It connects to a checked IP address, but sends the host
 * name of the receiver's URL. It follows no redirect, uses no proxy, and limits the time and the size of the answer.
 */
final class HttpPost implements AutoCloseable {
    private static final int HTTPS = 443;
    private static final int HTTP = 80;

    private final Resolver resolver;
    private final CallTimeouts timeouts;
    private final @Nullable SSLSocketFactory tls;
    private final Set<Opened> open = ConcurrentHashMap.newKeySet();
    private final ScheduledThreadPoolExecutor watch;
    private volatile boolean closed;

    /** @param tls the factory of TLS connections; null for the platform's, which is loaded on first use */
    HttpPost(Resolver resolver, CallTimeouts timeouts, @Nullable SSLSocketFactory tls) {
        this.resolver = resolver;
        this.timeouts = timeouts;
        this.tls = tls;
        this.watch = new ScheduledThreadPoolExecutor(
                1,
                DaemonThreads.named("webhook-watch"),
                // A task is rejected only after a close, which aborts the call anyway.
                new ThreadPoolExecutor.DiscardPolicy());
        watch.setRemoveOnCancelPolicy(true);
        watch.setKeepAliveTime(1, TimeUnit.MINUTES);
        watch.allowCoreThreadTimeOut(true);
    }

    /**
     * Posts the delivery once and returns the answer. Throws an {@code IOException} if the host is not allowed, or if
     * no valid answer comes in time.
     */
    ReceiverAnswer send(Delivery delivery, Signed signed, TraceContext span) throws IOException, InterruptedException {
        var webhook = delivery.webhook();
        var addresses = resolver.addresses(webhook);
        var start = System.nanoTime();
        try {
            return send(delivery, signed, span, addresses);
        } catch (IOException failed) {
            throw System.nanoTime() - start >= timeouts.whole().toNanos()
                    ? new SocketTimeoutException(
                            "not answered within " + timeouts.whole().toMillis() + " ms")
                    : failed;
        }
    }

    private ReceiverAnswer send(Delivery delivery, Signed signed, TraceContext span, List<InetAddress> addresses)
            throws IOException {
        var opened = new Opened();
        // Ends the attempt in time. The timeout of a socket does not: it starts again whenever a byte arrives.
        var end = watch.schedule(opened::close, timeouts.whole().toMillis(), TimeUnit.MILLISECONDS);
        open.add(opened);
        if (closed) {
            opened.close();
        }
        try (var connection = connect(opened, addresses, delivery.webhook())) {
            var exchange = new WebhookPost(connection);
            exchange.post(delivery.webhook().url(), delivery.body(), signed, span);
            return exchange.answer();
        } finally {
            end.cancel(false);
            open.remove(opened);
            opened.close();
        }
    }

    private Socket connect(Opened opened, List<InetAddress> addresses, Webhook webhook) throws IOException {
        var url = webhook.url();
        var port = port(webhook);
        for (var next = addresses.iterator(); ; ) {
            var socket = opened.socket();
            try {
                socket.connect(new InetSocketAddress(next.next(), port), (int)
                        timeouts.connect().toMillis());
            } catch (SocketException | SocketTimeoutException unreachable) {
                // Catches SocketException, not only its subclasses: for an unreachable network, Java throws the class
                // itself.
                if (next.hasNext()) {
                    continue;
                }
                throw unreachable;
            }
            socket.setTcpNoDelay(true);
            if (!webhook.isSecure()) {
                return socket;
            }
            try {
                return secure(socket, url.getHost(), port);
            } catch (IOException failure) {
                throw named(failure);
            }
        }
    }

    /** The port to connect to: that of the URL, or the default of its scheme. */
    static int port(Webhook webhook) {
        var given = webhook.url().getPort();
        return given > 0 ? given : webhook.isSecure() ? HTTPS : HTTP;
    }

    /** Starts TLS; the certificate must match the receiver's name. */
    private Socket secure(Socket socket, String host, int port) throws IOException {
        var factory = tls != null ? tls : (SSLSocketFactory) SSLSocketFactory.getDefault();
        var secure = (SSLSocket) factory.createSocket(socket, host, port, true);
        var parameters = secure.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        if (!PublicAddresses.isLiteral(host)) {
            // By default, Java sends a server name only if the name has a dot. A receiver in a network of containers
            // may have a name without a dot.
            parameters.setServerNames(List.of(new SNIHostName(host.replaceFirst("[.]$", ""))));
        }
        secure.setSSLParameters(parameters);
        secure.startHandshake();
        return secure;
    }

    /**
     * Replaces the failure of a TLS handshake by a failure that names the trust store, if this machine cannot read its
     * trust store. Returns any other failure unchanged.
     */
    static IOException named(IOException failure) {
        return TrustStore.isUnreadable(failure) ? new IOException(TrustStore.UNREADABLE, failure) : failure;
    }

    /** The number of running calls. For tests. */
    int running() {
        return open.size();
    }

    /** Whether this client was closed. Then a failure says nothing about the receiver. */
    boolean isClosed() {
        return closed;
    }

    /** Aborts running calls. A call that is in a lookup is aborted when the lookup ends. */
    @Override
    public void close() {
        closed = true;
        watch.shutdownNow();
        open.forEach(Opened::close);
    }

    /** The current socket of an attempt, which may try several addresses. After a close, no other socket is opened. */
    private static final class Opened {
        private Socket socket = direct();
        private boolean closed;

        /**
         * A socket without a proxy, whatever the system properties say: the connection must go to the checked address
         * itself.
         */
        private static Socket direct() {
            return new Socket(Proxy.NO_PROXY);
        }

        synchronized Socket socket() throws IOException {
            if (closed) {
                throw new SocketException("closed");
            }
            socket.close();
            socket = direct();
            return socket;
        }

        synchronized void close() {
            closed = true;
            try {
                socket.close();
            } catch (IOException closedAnyway) {
                // The socket is closed anyway.
            }
        }
    }
}
