package dev.daybook.server;

import com.sun.management.UnixOperatingSystemMXBean;
import dev.daybook.domain.Problem;
import dev.daybook.http.RequestHeaders;
import dev.daybook.http.SenderBehindProxy;
import dev.daybook.http.pipeline.Admission;
import dev.daybook.server.connection.Connections;
import dev.daybook.server.connection.CountingConnector;
import dev.daybook.store.BriefRead;
import io.javalin.Javalin;
import io.javalin.compression.CompressionStrategy;
import io.javalin.compression.Gzip;
import io.javalin.config.JavalinConfig;
import io.javalin.config.RoutesConfig;
import io.javalin.util.ConcurrencyUtil;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.BindException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.nio.channels.UnresolvedAddressException;
import java.nio.channels.UnsupportedAddressTypeException;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.http.PreEncodedHttpField;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.LocalConnector;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.server.handler.GracefulHandler;
import org.eclipse.jetty.util.component.LifeCycle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Factory of web servers with the bounds of the settings, and the defaults of Javalin and Jetty otherwise. */
final class WebServer {
    private static final Logger LOG = LoggerFactory.getLogger(WebServer.class);

    /** Level 1 compresses a page of 100 customers to 10 KB in 0.22 ms; level 6 to 8 KB in 0.75 ms (ADR 39). */
    private static final int GZIP_LEVEL = 1;

    /** The size from which answers are compressed. Below about one packet, compressing costs more than it saves. */
    private static final int GZIP_FROM_BYTES = 1_400;

    private static final int MIN_THREADS = 8;

    /**
     * Threads that {@code Admission} does not count: 64 for each of eleven kinds of work, {@link BriefRead#CALLERS} for
     * each of three reads (the check of readiness and two metrics), and 80 for files, passwords, and Jetty itself.
     *
     * <p>The eleven kinds are three kinds of answers without a key, three kinds of forms, making pages of the console,
     * sending these pages, sending answers to forms, look-ups of admin keys, and answers of the admin API.
     */
    private static final int OWN_THREADS = 11 * 64 + 3 * BriefRead.CALLERS + 80;

    /**
     * The maximum number of connections that the operating system queues until the server accepts them. The server
     * accepts none while it has its maximum number of connections.
     */
    private static final int ACCEPT_QUEUE = 1_024;

    /** Open files other than connections: the database, the jar, system files. */
    private static final int OWN_FILES = 256;

    private static final long HSTS_SECONDS = Duration.ofDays(365).toSeconds();

    private static final HttpField NO_SNIFFING = new PreEncodedHttpField("X-Content-Type-Options", "nosniff");

    private WebServer() {}

    /**
     * Starts a web server. It sends itself a warm-up request before opening the port: Javalin initialises lazily, and
     * one of two concurrent first requests can fail.
     *
     * @param certificates the certificates for TLS; empty without TLS
     * @param stopping whether answers close their connections, so that the next request goes to another server
     */
    static Javalin start(
            Settings settings,
            Optional<Certificates> certificates,
            int port,
            BooleanSupplier stopping,
            Consumer<RoutesConfig> routes) {
        var javalin = Javalin.create(config -> {
            configure(config, settings, stopping);
            routes.accept(config.routes);
        });
        javalin.start();
        try {
            openPort(javalin.jettyServer().server(), settings, certificates, port);
            return javalin;
        } catch (RuntimeException refused) {
            javalin.stop();
            throw refused;
        }
    }

    /** Starts and stops a web server without routes and port, so that its classes are loaded before the real start. */
    static void rehearse(Settings settings) {
        var javalin = Javalin.create(config -> configure(config, settings, () -> false));
        javalin.start();
        try {
            javalin.jettyServer()
                    .server()
                    .getBean(LocalConnector.class)
                    .executeRequest("GET / HTTP/1.0\r\n\r\n")
                    .waitUntilClosed();
        } finally {
            javalin.stop();
        }
    }

    private static void openPort(Server server, Settings settings, Optional<Certificates> certificates, int port) {
        var within = server.getBean(LocalConnector.class);
        within.executeRequest("GET / HTTP/1.0\r\n\r\n").waitUntilClosed();
        var http = within.getConnectionFactory(HttpConnectionFactory.class).getHttpConfiguration();
        var connector = connector(server, http, settings, certificates, port);
        server.setConnectors(new Connector[] {connector});
        LifeCycle.stop(within);
        try {
            connector.open();
        } catch (IOException refused) {
            throw Problem.UNAVAILABLE.because(
                    "cannot listen on " + settings.host() + ":" + port + ": " + reason(settings, port, refused),
                    refused);
        }
        LifeCycle.start(connector);
    }

    /** A message that says why a port cannot be opened and, if known, what the operator can do. */
    static String reason(Settings settings, int port, IOException refused) {
        var message = "";
        var isBind = false;
        for (Throwable cause = refused; cause != null; cause = cause.getCause()) {
            isBind = cause instanceof BindException;
            message = Objects.requireNonNullElse(cause.getMessage(), cause.toString());
            // UnsupportedAddressTypeException: the host is an IPv6 address, but Java or the machine has no IPv6.
            if (cause instanceof UnresolvedAddressException
                    || cause instanceof UnsupportedAddressTypeException
                    || message.contains("Cannot assign requested address")) {
                return noAddress(settings);
            }
            if (message.contains("Permission denied")) {
                return "this user may not use the port; choose one above 1023 with " + settings.optionOf(port);
            }
        }
        if (message.contains("Address already in use")) {
            return "the port is in use; choose another with " + settings.optionOf(port) + ", or 0 for a free one";
        }
        // The operating system may report the three messages above in another language. So a BindException with another
        // message may mean any of the three.
        return isBind
                ? message + "; choose another port with " + settings.optionOf(port) + ", or another address with --host"
                : message;
    }

    /** A warning if the host of the settings is no address of this machine now. */
    static Optional<String> warning(Settings settings) {
        try {
            var address = InetAddress.getByName(settings.host());
            return address.isAnyLocalAddress()
                            || address.isLoopbackAddress()
                            || NetworkInterface.getByInetAddress(address) != null
                    ? Optional.empty()
                    : Optional.of(noAddress(settings));
        } catch (IOException unknown) {
            return Optional.of(noAddress(settings));
        }
    }

    private static String noAddress(Settings settings) {
        return settings.host() + " is no address of this machine; --host names one, 0.0.0.0 means all";
    }

    private static void configure(JavalinConfig config, Settings settings, BooleanSupplier stopping) {
        config.startup.showJavalinBanner = false;
        config.startup.showOldJavalinVersionWarning = false;
        config.startup.startupWatcherEnabled = false;
        config.http.prefer405over404 = true;
        config.http.maxRequestSize = settings.maxBody();
        config.http.compressionStrategy = compression();
        config.router.javaLangErrorHandler(WebServer::fail);
        // No virtual threads: a virtual thread that computes or reads SQLite keeps its carrier thread until it ends, so
        // a few such requests would stop all others.
        config.jetty.threadPool = ConcurrencyUtil.jettyThreadPool("http", MIN_THREADS, threads(settings), false);
        config.jetty.modifyServer(server -> {
            server.setErrorHandler(new PlainErrors());
            server.insertHandler(new GracefulHandler());
        });
        config.jetty.modifyHttpConfiguration(http -> {
            http.setSendServerVersion(false);
            // By default, Jetty's cache of the headers of a connection ignores case: if two tokens differ only in case,
            // Jetty would read the second one as the first.
            http.setHeaderCacheCaseSensitive(true);
            http.addCustomizer(new SenderBehindProxy(settings.trustedProxies()));
            http.addCustomizer((request, headers) -> {
                headers.put(NO_SNIFFING);
                if (stopping.getAsBoolean()) {
                    headers.put(HttpFields.CONNECTION_CLOSE);
                }
                return RequestHeaders.plain(request);
            });
        });
        config.jetty.addConnector((server, http) -> new LocalConnector(server, new HttpConnectionFactory(http)));
    }

    /**
     * Answers an {@link Error} that nothing has caught: for example, a class could not be loaded while another failure
     * was answered. Throws nothing: Javalin would call this handler again, in an endless loop.
     */
    private static void fail(HttpServletResponse answer, Error error) {
        answer.setStatus(HttpStatus.INTERNAL_SERVER_ERROR_500);
        try {
            LOG.error("a request failed", error);
        } catch (RuntimeException | Error unreadable) {
            LOG.error("a request failed, and its error cannot be logged");
        }
    }

    /**
     * Enough threads for all requests that wait for the look-up of their key, for all open requests, each of which may
     * wait for a slow client, and for {@link #OWN_THREADS}.
     */
    private static int threads(Settings settings) {
        return Admission.threads(settings.maxConcurrent()) + OWN_THREADS;
    }

    private static CompressionStrategy compression() {
        var strategy = new CompressionStrategy(null, new Gzip(GZIP_LEVEL));
        strategy.setDefaultMinSizeForCompression(GZIP_FROM_BYTES);
        return strategy;
    }

    private static CountingConnector connector(
            Server server, HttpConfiguration http, Settings settings, Optional<Certificates> certificates, int port) {
        var plain = new HttpConnectionFactory(http);
        var connector = certificates
                .map(tls -> {
                    // No check of the host name by Jetty, which would refuse IP addresses. The client checks the host
                    // name.
                    http.addCustomizer(new SecureRequestCustomizer(false, HSTS_SECONDS, false));
                    return new CountingConnector(server, new SslConnectionFactory(tls.factory(), "http/1.1"), plain);
                })
                .orElseGet(() -> new CountingConnector(server, plain));
        connector.setHost(settings.host());
        connector.setPort(port);
        connector.setIdleTimeout(settings.requestTimeout().toMillis());
        connector.setAcceptQueueSize(ACCEPT_QUEUE);
        var most = maxConnections(settings);
        connector.addBean(new Connections(connector, settings.requestTimeout(), most));
        LifeCycle.start(new NetworkConnectionLimit(most, connector));
        return connector;
    }

    /** The maximum number of connections on one port, bounded by the system's limit of open files, if that is known. */
    private static int maxConnections(Settings settings) {
        return ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean system
                ? maxConnections(settings, system.getMaxFileDescriptorCount())
                : settings.maxConnections();
    }

    /** The configured maximum for one port, bounded by the port's share of the files that may be open. */
    static int maxConnections(Settings settings, long files) {
        var most = Math.max(1, (files - OWN_FILES) / settings.ports());
        if (most < settings.maxConnections()) {
            LOG.warn(
                    "at most {} connections instead of {} on each port: the system allows no more open files",
                    most,
                    settings.maxConnections());
            return (int) most;
        }
        return settings.maxConnections();
    }
}
