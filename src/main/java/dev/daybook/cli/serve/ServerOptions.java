package dev.daybook.cli.serve;

import dev.daybook.cli.option.Logging;
import dev.daybook.domain.request.TrustedProxies;
import dev.daybook.server.Settings;
import dev.daybook.store.DatabaseUrl;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options of a server, such as addresses, limits and TLS. */
public final class ServerOptions {
    /** The default of {@code --lame-duck}, in seconds. In a demo the default is 0. */
    public static final int LAME_DUCK = 5;

    /**
     * How long a read with an admin key waits until its line in the audit is stored. After this time, the read is
     * answered even if the line is not stored yet. There is no option for this time, because only tests need another
     * value.
     */
    private static final Duration SIDE_WRITES = Duration.ofMillis(500);

    /** The HTTP status of failed requests: as in the vendor's reference, or always 200. */
    enum FailureStatus {
        reference,
        ok
    }

    @Option(
            names = "--host",
            defaultValue = "127.0.0.1",
            paramLabel = "ADDRESS",
            description = "The address to listen on; 0.0.0.0 for all addresses (default: ${DEFAULT-VALUE}).")
    private String host = "";

    @Option(
            names = "--port",
            defaultValue = "8080",
            paramLabel = "PORT",
            description = "The port to listen on; 0 picks a free one (default: ${DEFAULT-VALUE}).")
    private int port;

    @Option(
            names = "--admin-port",
            paramLabel = "PORT",
            description =
                    "A port of its own for health, metrics and the admin API; by default they are on the main one.")
    private @Nullable Integer adminPort;

    @Option(
            names = "--max-limit",
            defaultValue = "1000",
            paramLabel = "N",
            description = "The most records that a page may have, from 100 to 10000 (default: ${DEFAULT-VALUE}).")
    private int maxLimit;

    @Option(
            names = "--max-body",
            defaultValue = "1048576",
            paramLabel = "BYTES",
            description = "The most bytes that a request's body may have (default: ${DEFAULT-VALUE}).")
    private int maxBody;

    @Option(
            names = "--max-concurrent",
            defaultValue = "64",
            paramLabel = "N",
            description =
                    "How many requests are worked on in parallel; more get 503. One account gets three quarters of"
                            + " them at most (default: ${DEFAULT-VALUE}).")
    private int maxConcurrent;

    @Option(
            names = "--rate",
            defaultValue = "1000",
            paramLabel = "N",
            description = "The maximum number of requests a second with one key; more get 429. 0 for no limit (default:"
                    + " ${DEFAULT-VALUE}).")
    private int rate;

    @Option(
            names = "--failure-status",
            defaultValue = "reference",
            paramLabel = "STATUS",
            description = "Which status failed requests of the API get: as in the vendor's reference, or 200 (ok), for"
                    + " integrations that expect it: ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
    private FailureStatus failureStatus = FailureStatus.reference;

    @Option(
            names = "--cors-origins",
            split = ",",
            paramLabel = "ORIGIN",
            description = "Web origins whose pages may call the API, such as https://forms.example; none by default.")
    private List<String> corsOrigins = List.of();

    @Option(
            names = "--trusted-proxies",
            split = ",",
            paramLabel = "ADDRESS",
            description = "Proxies in front of the server, as addresses or networks such as 10.0.0.0/8, whose"
                    + " X-Forwarded-For says from where a request comes; none by default.")
    private List<String> trustedProxies = List.of();

    @Option(
            names = "--request-timeout",
            defaultValue = "30",
            paramLabel = "SECONDS",
            description = "How long a client may take to send a request (default: ${DEFAULT-VALUE}).")
    private int requestTimeout;

    @Option(
            names = "--max-connections",
            defaultValue = "10000",
            paramLabel = "N",
            description = "How many connections may be open at the same time (default: ${DEFAULT-VALUE}).")
    private int maxConnections;

    @Option(
            names = "--lame-duck",
            paramLabel = "SECONDS",
            description =
                    "How long a stop keeps serving while /healthz/ready answers 503, so that load balancers turn to"
                            + " other servers (default: 5; demo: 0).")
    private @Nullable Integer lameDuck;

    @Option(
            names = "--drain",
            defaultValue = "10",
            paramLabel = "SECONDS",
            description = "How long a stop waits, after --lame-duck, for requests under way and webhook calls (default:"
                    + " ${DEFAULT-VALUE}).")
    private int drain;

    @Option(
            names = "--access-log",
            defaultValue = "true",
            arity = "1",
            paramLabel = "true|false",
            description = "Whether each request gets a line in the log (default: ${DEFAULT-VALUE}).")
    private boolean accessLog;

    @Option(
            names = "--log-format",
            defaultValue = "auto",
            paramLabel = "FORMAT",
            description = "How lines of the log look: ${COMPLETION-CANDIDATES}; auto is text on a terminal, else json"
                    + " (default: ${DEFAULT-VALUE}).")
    private Logging.Format logFormat = Logging.Format.auto;

    @Option(
            names = "--tls-certificate",
            paramLabel = "FILE",
            description = "A certificate chain in PEM; with --tls-key the server speaks TLS.")
    private @Nullable Path tlsCertificate;

    @Option(names = "--tls-key", paramLabel = "FILE", description = "The certificate's private key in PEM (PKCS #8).")
    private @Nullable Path tlsKey;

    @Option(
            names = "--console",
            defaultValue = "true",
            arity = "1",
            paramLabel = "true|false",
            description = "Whether there are pages for people at /console (default: ${DEFAULT-VALUE}).")
    private boolean console;

    @Option(
            names = "--console-port",
            paramLabel = "PORT",
            description = "A port of its own for the console; by default it is on the main one.")
    private @Nullable Integer consolePort;

    @Mixin
    private OpenIdOptions openId = new OpenIdOptions();

    @Option(
            names = "--audit-days",
            defaultValue = "400",
            paramLabel = "N",
            description = "How many days the audit of the console is kept, 30 or more; 0 for ever (default:"
                    + " ${DEFAULT-VALUE}).")
    private int auditDays;

    @Option(
            names = "--backup-folder",
            paramLabel = "DIR",
            description = "An existing folder in which the admin API may make backups; by default it makes none.")
    private @Nullable Path backupFolder;

    @Option(
            names = "--packs",
            arity = "1",
            defaultValue = "true",
            paramLabel = "true|false",
            description =
                    "Whether the documents of days without changes are compressed once, for faster pulls (default:"
                            + " ${DEFAULT-VALUE}).")
    private boolean packs;

    /**
     * The settings of a server. The default of {@code --lame-duck} is {@link #LAME_DUCK}, because the server may be
     * behind load balancers.
     */
    public Settings settings(DatabaseUrl database) {
        return settings(database, LAME_DUCK);
    }

    /** The settings of a demo. Unlike for other servers, the default of {@code --lame-duck} is 0 seconds. */
    public Settings settingsOfDemo(DatabaseUrl database) {
        return settings(database, 0);
    }

    private Settings settings(DatabaseUrl database, int defaultLameDuck) {
        return new Settings(
                database,
                host,
                port,
                Optional.ofNullable(adminPort),
                maxLimit,
                maxBody,
                maxConcurrent,
                rate,
                failureStatus == FailureStatus.ok,
                corsOrigins,
                TrustedProxies.of(trustedProxies),
                Duration.ofSeconds(requestTimeout),
                maxConnections,
                Duration.ofSeconds(lameDuck == null ? defaultLameDuck : lameDuck),
                Duration.ofSeconds(drain),
                accessLog,
                tls(),
                console,
                Optional.ofNullable(consolePort),
                openId.settings(),
                auditDays,
                Optional.ofNullable(backupFolder),
                packs,
                SIDE_WRITES);
    }

    /** The format of log lines. */
    public Logging.Format logFormat() {
        return logFormat;
    }

    private Optional<Settings.Tls> tls() {
        if (tlsCertificate != null && tlsKey != null) {
            return Optional.of(new Settings.Tls(tlsCertificate, tlsKey));
        }
        if (tlsCertificate != null || tlsKey != null) {
            throw new IllegalArgumentException("--tls-certificate and --tls-key go together");
        }
        return Optional.empty();
    }
}
