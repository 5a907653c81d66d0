package dev.daybook.client.call;

import dev.daybook.client.answer.text.ServerWords;
import dev.daybook.domain.message.RootCause;
import dev.daybook.domain.message.TrustStore;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.channels.UnresolvedAddressException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertificateException;
import java.util.Optional;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;

/**
 * Reason why an attempt got no answer: its explanation for the person who gave the server's address, whether a retry is
 * pointless, and whether the server certainly did not get the request.
 */
public final class NoAnswer {
    /**
     * Part of Java's message for a server without TLS. The part before it depends on the Java version and on whether
     * there is a proxy.
     */
    private static final String NO_TLS = "nrecognized SSL message";

    private static final String NO_HTTP = "Invalid status line";

    /**
     * Java's message for an incomplete status line that does not begin like HTTP, such as the alert of a TLS server.
     */
    private static final Pattern NO_STATUS_LINE = Pattern.compile("parsing HTTP/1.1 status line, receiving \\[(?!H).*");

    private NoAnswer() {}

    /**
     * Whether a retry is pointless: the server speaks no HTTP, or no TLS although the address says https, or only TLS
     * although the address says http. Or the server's certificate is not valid for this client, or this client cannot
     * read its own trust store.
     */
    public static boolean isForGood(IOException failure) {
        return isWithoutTls(failure)
                || isWithoutHttp(failure)
                || isOnlyTls(failure)
                || TrustStore.isUnreadable(failure)
                || hasCause(failure, CertificateException.class);
    }

    /**
     * Whether the server certainly did not get the request: there was no connection, or its TLS handshake failed. Other
     * failures, such as a connection that broke, do not show how much the server received.
     */
    public static boolean isUnsent(IOException failure) {
        return hasCause(failure, ConnectException.class)
                || hasCause(failure, SSLHandshakeException.class)
                || TrustStore.isUnreadable(failure)
                || isUnknownHost(failure);
    }

    private static boolean isWithoutTls(IOException failure) {
        return RootCause.chain(failure)
                .anyMatch(cause -> cause instanceof SSLException
                        && String.valueOf(cause.getMessage()).contains(NO_TLS));
    }

    private static boolean isOnlyTls(IOException failure) {
        return NO_STATUS_LINE.matcher(String.valueOf(failure.getMessage())).lookingAt();
    }

    private static boolean hasCause(IOException failure, Class<? extends Throwable> kind) {
        return RootCause.chain(failure).anyMatch(kind::isInstance);
    }

    private static boolean isWithoutHttp(IOException failure) {
        return String.valueOf(failure.getMessage()).startsWith(NO_HTTP);
    }

    /**
     * The reason in words, safe for a terminal and a log.
     *
     * @param server the server's address
     * @param answeredBefore whether the server answered another request, so that it is known to speak HTTP
     */
    public static String text(IOException failure, URI server, boolean answeredBefore) {
        if (isUnknownHost(failure)) {
            return "unknown host " + server.getHost() + unreadProxy(server);
        }
        // Java's messages about a malformed answer quote it.
        return fixedText(failure, server, answeredBefore)
                .orElseGet(() -> ServerWords.shown(String.valueOf(failure.getMessage())));
    }

    /**
     * As {@link #text}, but for a report that is given to others: without the host, and empty if there is only Java's
     * message.
     */
    public static Optional<String> fixedText(IOException failure, URI server, boolean answeredBefore) {
        if (isWithoutHttp(failure)) {
            return Optional.of("what answers there is no HTTP server; is the port right?");
        }
        if (isWithoutTls(failure)) {
            return Optional.of(
                    "the server does not speak TLS there: write http:// instead of https://, or name its TLS port");
        }
        if (isOnlyTls(failure)) {
            return Optional.of("what answers there is no HTTP server, or speaks only TLS: then write https:// instead"
                    + " of http://");
        }
        if (TrustStore.isUnreadable(failure)) {
            return Optional.of(TrustStore.UNREADABLE);
        }
        if (hasCause(failure, CertPathBuilderException.class)) {
            return Optional.of("the server's certificate is not trusted; 'Your own certificate authority' in"
                    + " docs/operating.md says how to trust another authority");
        }
        if (isUnknownHost(failure)) {
            return Optional.of("unknown host" + unreadProxy(server));
        }
        if (hasCause(failure, ConnectException.class)) {
            return Optional.of("cannot connect to the server" + unreadProxy(server));
        }
        if (String.valueOf(failure.getMessage()).contains("header parser received no bytes")) {
            return Optional.of(
                    answeredBefore
                            ? "the server closed the connection without an answer"
                            : "what answers there is no HTTP server, or speaks only TLS");
        }
        return Optional.empty();
    }

    private static boolean isUnknownHost(IOException failure) {
        return hasCause(failure, UnresolvedAddressException.class) || hasCause(failure, UnknownHostException.class);
    }

    private static String unreadProxy(URI server) {
        return UnreadProxy.words(server, System.getenv(), System.getProperties());
    }
}
