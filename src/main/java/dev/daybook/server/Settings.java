package dev.daybook.server;

import dev.daybook.store.DatabaseUrl;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Everything that can be set of a server, read once.
 *
 * @param database where the data is
 * @param host the address to listen on
 * @param port the port to listen on; 0 picks a free one
 * @param adminPort the port for health and metrics, if it is to be another; 0 picks a free one
 * @param maxLimit the most records that a page may have
 * @param maxBody the most bytes that a request's body may have
 * @param maxConcurrent how many requests are served at once
 * @param ratePerSecond requests a second by key; 0 for any number
 * @param failuresAreOk whether failures are answered with status 200
 * @param corsOrigins the web origins whose pages may call the API
 * @param requestTimeout how long a client may take to send or take a part of a message
 * @param maxConnections how many connections may be open
 * @param lameDuck how long a stop keeps serving after it reports that the server is not ready
 * @param drain how long a stop waits after that, for requests under way and for webhook calls
 * @param accessLog whether each request gets a line in the log
 * @param tls certificate and key, if it speaks TLS
 */
public record Settings(
        DatabaseUrl database,
        String host,
        int port,
        Optional<Integer> adminPort,
        int maxLimit,
        int maxBody,
        int maxConcurrent,
        int ratePerSecond,
        boolean failuresAreOk,
        List<String> corsOrigins,
        Duration requestTimeout,
        int maxConnections,
        Duration lameDuck,
        Duration drain,
        boolean accessLog,
        Optional<Tls> tls) {
    public Settings {
        corsOrigins = List.copyOf(corsOrigins);
        check("port", port, 0, 65_535);
        adminPort.ifPresent(number -> check("admin-port", number, 0, 65_535));
        check("max-limit", maxLimit, 1, 10_000);
        check("max-body", maxBody, 1_024, 1 << 28);
        check("max-concurrent", maxConcurrent, 1, 100_000);
        check("rate", ratePerSecond, 0, Integer.MAX_VALUE);
        check("request-timeout", requestTimeout.toSeconds(), 1, 3_600);
        check("max-connections", maxConnections, 1, 1_000_000);
        check("lame-duck", lameDuck.toSeconds(), 0, 3_600);
        check("drain", drain.toSeconds(), 0, 3_600);
    }

    private static void check(String name, long value, long min, long max) {
        if (value < min || value > max) {
            throw new IllegalArgumentException("--" + name + " must be from " + min + " to " + max + ", not " + value);
        }
    }

    /**
     * The files for TLS.
     *
     * @param certificate the certificate chain in PEM
     * @param key the private key in PEM (PKCS #8, not encrypted)
     */
    public record Tls(Path certificate, Path key) {}
}
