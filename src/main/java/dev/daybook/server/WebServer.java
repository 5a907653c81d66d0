package dev.daybook.server;

import dev.daybook.domain.Problem;
import dev.daybook.http.pipeline.PlainErrors;
import dev.daybook.wire.Headers;
import io.javalin.Javalin;
import io.javalin.compression.CompressionStrategy;
import io.javalin.compression.Gzip;
import io.javalin.config.JavalinConfig;
import io.javalin.config.RoutesConfig;
import java.io.IOException;
import java.util.List;
import java.util.function.Consumer;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.LocalConnector;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.server.handler.GracefulHandler;
import org.eclipse.jetty.util.component.LifeCycle;
import org.eclipse.jetty.util.ssl.SslContextFactory;

/** A web server with the bounds of the settings; its defaults are Javalin's and Jetty's where those are right for us. */
final class WebServer {
    /** Level 1 takes a page of 100 customers to 13 KB in a third of a millisecond; level 6 to 10 KB in nearly one. */
    private static final int GZIP_LEVEL = 1;

    /** Below about one packet, compressing costs more than it saves. */
    private static final int GZIP_FROM_BYTES = 1_400;

    private WebServer() {}

    /**
     * Starts one. It has had a request by the time that its port is open: Javalin makes some of its parts on the first
     * one, and would fail one of two that come first together.
     */
    static Javalin start(Settings settings, int port, Consumer<RoutesConfig> routes) {
        var javalin = Javalin.create(config -> {
            configure(config, settings);
            routes.accept(config.routes);
        });
        javalin.start();
        try {
            openPort(javalin.jettyServer().server(), settings, port);
            return javalin;
        } catch (RuntimeException refused) {
            javalin.stop();
            throw refused;
        }
    }

    private static void openPort(Server server, Settings settings, int port) {
        var within = server.getBean(LocalConnector.class);
        within.executeRequest("GET / HTTP/1.0\r\n\r\n").waitUntilClosed();
        var http = within.getConnectionFactory(HttpConnectionFactory.class).getHttpConfiguration();
        var connector = connector(server, http, settings, port);
        server.setConnectors(new Connector[] {connector});
        LifeCycle.stop(within);
        try {
            connector.open();
        } catch (IOException taken) {
            throw Problem.UNAVAILABLE.because(
                    "cannot listen on " + settings.host() + ":" + port + ": the port is in use, or not this machine's;"
                            + " choose another with --port, or 0 for a free one",
                    taken);
        }
        LifeCycle.start(connector);
    }

    private static void configure(JavalinConfig config, Settings settings) {
        config.startup.showJavalinBanner = false;
        config.startup.showOldJavalinVersionWarning = false;
        config.startup.startupWatcherEnabled = false;
        config.http.prefer405over404 = true;
        config.http.maxRequestSize = settings.maxBody();
        config.http.compressionStrategy = compression();
        config.concurrency.useVirtualThreads = Runtime.version().feature() >= 21;
        if (!settings.corsOrigins().isEmpty()) {
            allowOrigins(config, settings.corsOrigins());
        }
        config.jetty.modifyServer(server -> {
            server.setErrorHandler(new PlainErrors());
            server.setStopTimeout(settings.drain().toMillis());
            server.insertHandler(new GracefulHandler());
        });
        config.jetty.modifyHttpConfiguration(http -> {
            http.setSendServerVersion(false);
            // Or a token in another case counts as the one that came before it on the same connection.
            http.setHeaderCacheCaseSensitive(true);
        });
        config.jetty.addConnector((server, http) -> new LocalConnector(server, new HttpConnectionFactory(http)));
    }

    private static CompressionStrategy compression() {
        var strategy = new CompressionStrategy(null, new Gzip(GZIP_LEVEL));
        strategy.setDefaultMinSizeForCompression(GZIP_FROM_BYTES);
        return strategy;
    }

    private static void allowOrigins(JavalinConfig config, List<String> origins) {
        config.bundledPlugins.enableCors(cors -> cors.addRule(rule -> {
            rule.allowHost(origins.get(0), origins.subList(1, origins.size()).toArray(new String[0]));
            rule.exposeHeader(Headers.REQUEST_ID);
            rule.exposeHeader(Headers.RETRY_AFTER);
            rule.exposeHeader(Headers.WINDOW);
            rule.exposeHeader(Headers.HAS_MORE);
            rule.exposeHeader(Headers.NEXT_CURSOR);
            rule.exposeHeader(Headers.IGNORED);
            rule.exposeHeader(Headers.FAULT);
        }));
    }

    private static ServerConnector connector(Server server, HttpConfiguration http, Settings settings, int port) {
        var plain = new HttpConnectionFactory(http);
        var connector = settings.tls()
                .map(tls -> {
                    var context = new SslContextFactory.Server();
                    context.setSslContext(PemFiles.context(tls));
                    // Whether the name is right is the client's to check; Jetty's own check refuses plain addresses.
                    http.addCustomizer(new SecureRequestCustomizer(false));
                    return new ServerConnector(server, new SslConnectionFactory(context, "http/1.1"), plain);
                })
                .orElseGet(() -> new ServerConnector(server, plain));
        connector.setHost(settings.host());
        connector.setPort(port);
        connector.setIdleTimeout(settings.requestTimeout().toMillis());
        return connector;
    }
}
