package dev.daybook.server;

import dev.daybook.console.openid.OpenIdSettings;
import dev.daybook.domain.request.SenderAddress;
import dev.daybook.domain.request.TrustedProxies;
import dev.daybook.store.DatabaseUrl;
import dev.daybook.store.audit.AuditStore;
import dev.daybook.wire.PullJson;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * All settings of a server, read once.
 *
 * @param database where the data is
 * @param host the address to listen on; an IPv6 address has no brackets
 * @param port the port to listen on; 0 picks a free one
 * @param adminPort a separate port for health, metrics and the admin API, if any; 0 picks a free one
 * @param maxLimit the maximum number of records in a page; at least {@link PullJson#DEFAULT_LIMIT}, because clients of
 *     the vendor send this limit
 * @param maxBody the maximum bytes of a request's body
 * @param maxConcurrent the maximum number of concurrent requests
 * @param ratePerSecond requests a second for each key; 0 for no limit
 * @param failuresAreOk whether failures are answered with status 200
 * @param corsOrigins the web origins whose pages may call the API
 * @param trustedProxies the proxies whose {@code X-Forwarded-For} is believed
 * @param requestTimeout the maximum time for a client to send a request's head or body, or to be idle
 * @param maxConnections the maximum number of open connections on each port
 * @param lameDuck how long a stopping server still serves while it reports "not ready"
 * @param drain how long a stop then waits for open requests and webhook calls
 * @param accessLog whether each request gets a line in the log
 * @param tls the files with certificate and key; empty without TLS
 * @param console whether there is a console
 * @param consolePort a separate port for the console, if any; 0 picks a free one
 * @param openId the provider that logs people in, if any
 * @param auditDays how many days the lines of the audit are kept; 0 for ever
 * @param backupFolder the folder for backups by the admin API; empty if the admin API may make no backups
 * @param packs whether days are packed for pulls
 * @param sideWrites how long a read with an admin key waits until its line in the audit is stored; after this time, the
 *     read is answered even if the line is not stored yet
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
        TrustedProxies trustedProxies,
        Duration requestTimeout,
        int maxConnections,
        Duration lameDuck,
        Duration drain,
        boolean accessLog,
        Optional<Tls> tls,
        boolean console,
        Optional<Integer> consolePort,
        Optional<OpenIdSettings> openId,
        int auditDays,
        Optional<Path> backupFolder,
        boolean packs,
        Duration sideWrites) {
    private static final int MOST_AUDIT_DAYS = 36_500;
    private static final int MOST_REFUSED_BODIES = 256;
    private static final Pattern ORIGIN =
            Pattern.compile("[a-z][a-z0-9+.-]*://([a-z0-9._-]+|\\[[0-9a-f:.]+])(:[0-9]{1,5})?");
    private static final Pattern IN_BRACKETS = Pattern.compile("^\\[(.*:.*)]$");
    private static final Pattern HOST_NAME = Pattern.compile("[\\p{L}\\p{N}_][\\p{L}\\p{N}._-]*");
    private static final Pattern ADDRESS_ZONE = Pattern.compile("%[\\p{L}\\p{N}._-]+$");
    private static final Pattern USUAL_PORT = Pattern.compile("(?<=^https://.{1,255}):443$|(?<=^http://.{1,255}):80$");

    public Settings {
        host = IN_BRACKETS.matcher(host).replaceFirst("$1");
        checkHost(host);
        corsOrigins = corsOrigins.stream().map(Settings::origin).toList();
        check("port", port, 0, 65_535);
        adminPort.ifPresent(number -> check("admin-port", number, 0, 65_535));
        consolePort.ifPresent(number -> check("console-port", number, 0, 65_535));
        apart("--port", Optional.of(port), "--admin-port", adminPort);
        apart("--port", Optional.of(port), "--console-port", consolePort);
        apart("--admin-port", adminPort, "--console-port", consolePort);
        if (auditDays != 0) {
            check("audit-days", auditDays, AuditStore.KEPT_AT_LEAST.toDays(), MOST_AUDIT_DAYS);
        }
        check("max-limit", maxLimit, PullJson.DEFAULT_LIMIT, 10_000);
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

    /** Refuses a host on which no machine could listen, such as one with a scheme or a port. */
    private static void checkHost(String host) {
        var address = ADDRESS_ZONE.matcher(host).replaceFirst("");
        if (!HOST_NAME.matcher(host).matches() && SenderAddress.parse(address).isEmpty()) {
            throw new IllegalArgumentException(
                    "--host: expected a name or an address, such as 127.0.0.1, not '" + host + "'");
        }
    }

    /** An origin as browsers send it: in lower case, without the usual port of its scheme. */
    private static String origin(String given) {
        var origin = given.strip().toLowerCase(Locale.ROOT);
        if (!ORIGIN.matcher(origin).matches()) {
            throw new IllegalArgumentException("--cors-origins: '" + given + "' is no origin; write it as"
                    + " https://forms.example or http://localhost:3000, without a path");
        }
        return USUAL_PORT.matcher(origin).replaceFirst("");
    }

    /** Refuses the same port for two options, except 0, which picks a free port for each. */
    private static void apart(String first, Optional<Integer> one, String second, Optional<Integer> other) {
        if (one.isPresent() && one.equals(other) && one.get() != 0) {
            throw new IllegalArgumentException(
                    first + " and " + second + " are both " + one.get() + "; choose another for one of them");
        }
    }

    /** How many ports the server listens on. */
    int ports() {
        return 1 + (adminPort.isPresent() ? 1 : 0) + (console && consolePort.isPresent() ? 1 : 0);
    }

    /**
     * The maximum number of refused requests whose bodies are read and discarded at the same time; the API and the
     * admin API have this limit separately. It is a small part of the connections: while a body is read, its connection
     * cannot be closed to make room for others.
     */
    int refusedBodies() {
        return Math.max(1, Math.min(maxConnections / 8, MOST_REFUSED_BODIES));
    }

    /** The command-line option that set this port. */
    String optionOf(int given) {
        if (given == port) {
            return "--port";
        }
        return adminPort.filter(admin -> admin == given).isPresent() ? "--admin-port" : "--console-port";
    }

    /**
     * The files for TLS.
     *
     * @param certificate the certificate chain in PEM
     * @param key the private key in PEM (PKCS #8, not encrypted)
     */
    public record Tls(Path certificate, Path key) {}
}
