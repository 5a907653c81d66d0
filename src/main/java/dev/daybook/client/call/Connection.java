package dev.daybook.client.call;

import dev.daybook.wire.TraceContext;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * One account of a server, with the settings of calls to it.
 *
 * @param server the server's address
 * @param token the key: the part of the Authorization header after {@code Basic}
 * @param rate the rate limit for all calls on this connection and on its copies together
 * @param timeout the longest time for one request
 * @param trace the trace, as in W3C Trace Context, to which all calls on this connection belong
 * @param clock the server's time, by the answers on this connection and on its copies
 * @param succeeded whether a call on this connection or on a copy other than a {@link #probe} has succeeded. After
 *     that, a refusal may be a temporary error of a gateway
 */
public record Connection(
        URI server,
        String token,
        long cmId,
        Rate rate,
        Duration timeout,
        RetryPolicy retries,
        TraceContext trace,
        ServerClock clock,
        AtomicBoolean succeeded) {
    private static final Duration TIMEOUT = Duration.ofSeconds(60);

    private static final int MAX_PORT = 65_535;

    /** @throws IllegalArgumentException if no request can be sent to the address, or the key cannot be sent */
    public Connection {
        if (!isAddress(server)) {
            throw new IllegalArgumentException(noAddress(server));
        }
        if (!token.chars().allMatch(letter -> letter > ' ' && letter < 0x7f)) {
            // HttpRequest would refuse the key too, but its message would show the key.
            throw new IllegalArgumentException("the key has blanks or letters that a key cannot have");
        }
    }

    /**
     * A connection with a new trace and a rate limit of its own.
     *
     * @param rate the most requests per second, 0 for no limit
     */
    public Connection(URI server, String token, long cmId, double rate, Duration timeout, RetryPolicy retries) {
        this(
                server,
                token,
                cmId,
                new Rate(rate),
                timeout,
                retries,
                TraceContext.start(),
                new ServerClock(),
                new AtomicBoolean());
    }

    /** A connection without a rate limit, with a timeout of a minute and {@link RetryPolicy#DEFAULT}. */
    public static Connection to(URI server, long cmId, String token) {
        return new Connection(server, token, cmId, 0, TIMEOUT, RetryPolicy.DEFAULT);
    }

    /**
     * Whether requests can be sent to this address: it has {@code http} or {@code https}, a host, and a valid port or
     * none, and the path of an operation can be appended to it. A name and password, which Java would not send, are
     * refused.
     */
    public static boolean isAddress(URI server) {
        return ("http".equals(server.getScheme()) || "https".equals(server.getScheme()))
                && server.getHost() != null
                && server.getPort() != 0
                && server.getPort() <= MAX_PORT
                && server.getRawUserInfo() == null
                && server.getRawQuery() == null
                && server.getRawFragment() == null;
    }

    /**
     * The message for an address to which no requests can be sent. Does not show an address that may have a password,
     * because messages are kept in logs.
     */
    public static String noAddress(URI server) {
        return "expected https://HOST or http://HOST:PORT"
                + (server.toString().contains("@") ? ", without a name and password" : ", not '" + server + "'");
    }

    /** The same connection with another retry policy. */
    public Connection withRetries(RetryPolicy policy) {
        return new Connection(server, token, cmId, rate, timeout, policy, trace, clock, succeeded);
    }

    /** The same connection with another timeout. */
    public Connection withTimeout(Duration atMost) {
        return new Connection(server, token, cmId, rate, atMost, retries, trace, clock, succeeded);
    }

    /** The same connection with one attempt for each call, and at most this timeout. */
    public Connection withoutRetries(Duration atMost) {
        return withRetries(RetryPolicy.NONE).withTimeout(atMost.compareTo(timeout) < 0 ? atMost : timeout);
    }

    /**
     * The same connection for calls that only find out what the server is. Their success is not recorded in {@link
     * #succeeded()} of this connection, because a gateway in front of the server may have answered.
     */
    public Connection probe() {
        var before = new AtomicBoolean(succeeded.get());
        return new Connection(server, token, cmId, rate, timeout, retries, trace, clock, before);
    }

    /** The server's address without slashes at its end. */
    public String address() {
        return server.toString().replaceAll("/+$", "");
    }

    /** Hides the token from logs and error messages. */
    @Override
    public String toString() {
        return "Connection[account " + cmId + "]";
    }
}
