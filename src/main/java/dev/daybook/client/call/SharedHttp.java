package dev.daybook.client.call;

import dev.daybook.client.call.ClientException.Reason;
import dev.daybook.domain.message.RootCause;
import dev.daybook.domain.message.TrustStore;
import dev.daybook.domain.request.DaemonThreads;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ProxySelector;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;

/**
 * An HTTP client of Java that all calls with the same settings share. Java 17 cannot close such a client: its thread
 * and its connections stay until a garbage collection, so that a program with many short-lived clients would run out of
 * files.
 */
final class SharedHttp {
    /**
     * After this time without a request, new callers get a new client: a firewall may have dropped the idle connections
     * unnoticed.
     */
    static final Duration FRESH = Duration.ofSeconds(30);

    /** The threads of all calls. They end soon after the last call. */
    static final Executor THREADS = new ThreadPoolExecutor(
            0, Integer.MAX_VALUE, 1, TimeUnit.SECONDS, new SynchronousQueue<>(), DaemonThreads.named("daybook-client"));

    private static final Map<Settings, SharedHttp> SHARED = new HashMap<>();

    private final HttpClient http;
    private volatile long lastUse;

    private SharedHttp(HttpClient http) {
        this.http = http;
    }

    /**
     * The settings that Java's HTTP client gets when it is built. If a program sets another TLS context or proxy later,
     * the next caller needs another client.
     */
    private record Settings(Duration toConnect, SSLContext tls, Optional<ProxySelector> proxies) {
        HttpClient build() {
            var builder = HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .connectTimeout(toConnect)
                    .sslContext(tls)
                    .executor(THREADS);
            proxies.ifPresent(builder::proxy);
            return builder.build();
        }
    }

    /**
     * The client with this timeout for opening a connection.
     *
     * @throws ClientException if Java cannot make one, for example because the process has too many open files
     */
    static SharedHttp of(Duration toConnect) {
        return of(toConnect, System.nanoTime());
    }

    /**
     * Like {@link #of(Duration)}, for tests.
     *
     * @param now the time of {@link System#nanoTime}
     */
    static SharedHttp of(Duration toConnect, long now) {
        try {
            var settings =
                    new Settings(toConnect, SSLContext.getDefault(), Optional.ofNullable(ProxySelector.getDefault()));
            synchronized (SHARED) {
                SHARED.values().removeIf(shared -> now - shared.lastUse > FRESH.toNanos());
                var shared = SHARED.computeIfAbsent(settings, made -> new SharedHttp(made.build()));
                shared.lastUse = now;
                return shared;
            }
        } catch (NoSuchAlgorithmException | UncheckedIOException failure) {
            throw new ClientException(
                    Reason.REFUSED,
                    TrustStore.isUnreadable(failure)
                            ? TrustStore.UNREADABLE
                            : "cannot open connections: "
                                    + RootCause.of(failure).getMessage(),
                    failure);
        }
    }

    <T> HttpResponse<T> send(HttpRequest request, HttpResponse.BodyHandler<T> body)
            throws IOException, InterruptedException {
        lastUse = System.nanoTime();
        return http.send(request, body);
    }
}
