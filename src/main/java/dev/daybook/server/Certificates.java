package dev.daybook.server;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.TimeGauge;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The server's certificate and key, read again when their files have changed. New connections get the new certificate;
 * open ones continue. Files that do not match, for example while a renewal is writing them, are not used.
 */
final class Certificates implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Certificates.class);
    private static final Duration EVERY = Duration.ofSeconds(5);

    private final Settings.Tls files;
    private final List<SslContextFactory.Server> users = new CopyOnWriteArrayList<>();
    private final RepeatedTask watch;
    private volatile Pair current;
    private byte[] used;
    private byte[] refused;

    /**
     * A certificate chain with the key.
     *
     * @param context the TLS context with both
     * @param expires until when all certificates of the chain are valid
     */
    record Pair(SSLContext context, Instant expires) {}

    /**
     * Reads the files and begins to watch them.
     *
     * @throws IllegalArgumentException if a server cannot start with them
     */
    Certificates(Settings.Tls files) {
        this.files = files;
        // Takes the content before PemFiles reads the files. If they change in between, the watch finds other content
        // and reads them again.
        this.used = content();
        this.refused = used;
        this.current = PemFiles.read(files);
        this.watch = RepeatedTask.start("tls-files", EVERY, stopping -> look());
    }

    /** A factory of TLS connections. Its certificate is always the one that was read last. */
    synchronized SslContextFactory.Server factory() {
        var factory = new SslContextFactory.Server();
        factory.setSslContext(current.context);
        users.add(factory);
        return factory;
    }

    /** Registers the metric that says when the certificate expires. */
    void measure(MeterRegistry registry) {
        TimeGauge.builder("daybook.tls.expiry", () -> current.expires.getEpochSecond(), TimeUnit.SECONDS)
                .description("When the certificate of the TLS chain that ends first expires, in seconds since 1970")
                .register(registry);
    }

    /**
     * Loads the files if they have changed. Content that cannot be used is logged only once, but tried again by each
     * run of the watch.
     */
    synchronized void look() {
        var content = content();
        if (Arrays.equals(content, used)) {
            return;
        }
        try {
            var read = PemFiles.read(files);
            for (var user : users) {
                user.reload(factory -> factory.setSslContext(read.context));
            }
            current = read;
            used = content;
            refused = content;
            LOG.atInfo().addKeyValue("expires", read.expires).log("the TLS certificate was read again");
        } catch (Exception wrong) {
            if (!Arrays.equals(content, refused)) {
                refused = content;
                LOG.warn(
                        "the changed TLS files are not used, the earlier certificate still is: {}", wrong.getMessage());
            }
        }
    }

    /** The current content of both files, one after the other; without bytes if one of them cannot be read. */
    private byte[] content() {
        try {
            var certificate = Files.readAllBytes(files.certificate());
            var key = Files.readAllBytes(files.key());
            var both = Arrays.copyOf(certificate, certificate.length + key.length);
            System.arraycopy(key, 0, both, certificate.length, key.length);
            return both;
        } catch (IOException missing) {
            return new byte[0];
        }
    }

    /** Stops watching. Does not wait for a running look at the files. */
    @Override
    public void close() {
        watch.stop();
    }
}
