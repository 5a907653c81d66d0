package dev.daybook.cli.operate;

import dev.daybook.cli.option.HelpOption;
import dev.daybook.client.call.Connection;
import dev.daybook.domain.Problem;
import dev.daybook.http.OperatingRoutes;
import dev.daybook.server.PemFiles;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code daybook ready}: checks whether the server of this machine is ready for requests. */
@Command(
        name = "ready",
        description = "Ask the server of this machine whether it is ready, by the same settings as 'serve'; for health"
                + " checks of containers and for scripts.",
        footer = {
            "",
            "Examples:",
            "  daybook ready",
            "  daybook ready --wait 60",
            "  daybook ready --port 8443 --tls-certificate chain.pem",
            "",
            "Exit codes: 0 ready, 1 not ready or no server, 2 wrong usage."
        })
public final class ReadyCommand extends HelpOption implements Callable<Integer> {
    private static final int OK = 200;
    private static final int NOT_FOUND = 404;

    /** Timeout of a request: shorter than the 5 seconds after which the container image's health check is ended. */
    private static final Duration PATIENCE = Duration.ofSeconds(3);

    private static final int LAST_PORT = 65_535;
    private static final Duration PAUSE = Duration.ofMillis(200);

    @Option(
            names = "--host",
            paramLabel = "ADDRESS",
            defaultValue = "127.0.0.1",
            description = "The address that the server listens on (default: ${DEFAULT-VALUE}).")
    private String host = "";

    @Option(
            names = "--port",
            paramLabel = "PORT",
            defaultValue = "8080",
            description = "The port that it listens on (default: ${DEFAULT-VALUE}).")
    private int port;

    @Option(
            names = "--admin-port",
            paramLabel = "PORT",
            description = "The port for health and metrics, if the server has one of its own.")
    private @Nullable Integer adminPort;

    @Option(
            names = "--tls-certificate",
            paramLabel = "FILE",
            description = "If the server speaks TLS: its certificate chain in PEM. If the server presents another"
                    + " certificate than the first one of this file, there is a warning.")
    private @Nullable Path tlsCertificate;

    @Option(
            names = "--wait",
            paramLabel = "SECONDS",
            defaultValue = "0",
            description = "Ask again until it is ready, for at most this time (default: ${DEFAULT-VALUE}).")
    private int wait;

    @Override
    public Integer call() throws InterruptedException, GeneralSecurityException {
        checkPort(adminPort == null ? "--port" : "--admin-port", askedPort());
        var address = address();
        var client = client();
        var end = System.nanoTime() + Duration.ofSeconds(wait).toNanos();
        var found = ask(client, address);
        while (!found.isEmpty() && System.nanoTime() < end) {
            Thread.sleep(PAUSE.toMillis());
            found = ask(client, address);
        }
        if (!found.isEmpty()) {
            throw Problem.UNAVAILABLE.because(found);
        }
        out().println("ready");
        return DONE;
    }

    private int askedPort() {
        return adminPort == null ? port : adminPort;
    }

    private static void checkPort(String option, int asked) {
        if (asked < 1 || asked > LAST_PORT) {
            throw new IllegalArgumentException(option + " must be from 1 to " + LAST_PORT + ", not " + asked
                    + (asked == 0
                            ? ": nobody can know which free port the server has picked; give it a fixed one"
                            : ""));
        }
    }

    /** The reason why the server is not ready; empty if it is ready. */
    private String ask(HttpClient client, URI address) throws InterruptedException {
        try {
            var answer = client.send(
                    HttpRequest.newBuilder(address).timeout(PATIENCE).build(), HttpResponse.BodyHandlers.ofString());
            var noCheck = "there is no health check at " + address + "; a server with --admin-port has it there";
            if (answer.statusCode() == OK && OperatingRoutes.isHealthy(answer.body())) {
                answer.sslSession().ifPresent(this::warnOfAnotherCertificate);
                return "";
            }
            return switch (answer.statusCode()) {
                case OK -> noCheck;
                case NOT_FOUND -> noCheck;
                default -> "not ready: " + address + " answers " + answer.statusCode();
            };
        } catch (SSLException refused) {
            // The server may also speak TLS, and have ended the handshake because it is stopping. So the message only
            // asks.
            return "no TLS connection with the server at " + address + " (" + refused.getMessage()
                    + "); does it speak TLS?";
        } catch (HttpConnectTimeoutException absent) {
            return "no server answers at " + address;
        } catch (HttpTimeoutException slow) {
            return "the server at " + address + " does not answer within " + PATIENCE.toSeconds()
                    + " seconds; its database may be out of reach";
        } catch (IOException | IllegalArgumentException failure) {
            // Java 17 throws an IllegalArgumentException for a Content-Length that is not a number.
            return "no server answers at " + address;
        }
    }

    /**
     * Warns if the server uses another certificate than the first one of the file. This is no failure: while a renewal
     * is incomplete, the server still works with the earlier certificate, and a failed health check might stop the
     * server.
     */
    private void warnOfAnotherCertificate(SSLSession session) {
        OwnCertificate.difference(session, Objects.requireNonNull(tlsCertificate))
                .ifPresent(reason -> err().println("daybook: warning: " + reason));
    }

    /**
     * The address of the health check of the server.
     *
     * @throws IllegalArgumentException if {@code --host} is neither a name nor an address. Without this check, the
     *     message would be that no server answers
     */
    private URI address() {
        return switch (host) {
            case "0.0.0.0" -> address("127.0.0.1").orElseThrow();
            case "::" -> address("::1").orElseThrow();
            default ->
                address(host)
                        .or(this::resolved)
                        .orElseThrow(() -> new IllegalArgumentException(
                                "--host: expected a name or an address, such as 127.0.0.1, not '" + host + "'"));
        };
    }

    /** The address of the health check on a host; empty if a {@link URI} cannot have this host. */
    private Optional<URI> address(String named) {
        var bare = named.contains(":") && !named.startsWith("[") ? "[" + named + "]" : named;
        try {
            var address = new URI(
                    (tlsCertificate == null ? "http://" : "https://") + bare + ":" + askedPort() + "/healthz/ready");
            return Optional.of(address).filter(Connection::isAddress);
        } catch (URISyntaxException noHost) {
            return Optional.empty();
        }
    }

    /**
     * The address of the health check with the host's IP address; empty if the host is unknown. Needed for a host name
     * with an underscore: a server may listen on such a name, but a {@link URI} cannot contain it.
     */
    private Optional<URI> resolved() {
        try {
            return address(InetAddress.getByName(host).getHostAddress());
        } catch (UnknownHostException unknown) {
            return Optional.empty();
        }
    }

    private HttpClient client() throws GeneralSecurityException {
        var builder = HttpClient.newBuilder().connectTimeout(PATIENCE);
        if (tlsCertificate != null) {
            builder.sslContext(PemFiles.contextForAnyCertificate());
        }
        return builder.build();
    }
}
