package dev.daybook.client.call;

import java.io.IOException;
import java.net.UnknownHostException;
import java.nio.channels.UnresolvedAddressException;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** What an attempt without an answer means, in words for the person who wrote the address. */
final class NoAnswer {
    private static final String NO_TLS = "Unsupported or unrecognized SSL message";

    private NoAnswer() {}

    /** Whether no further attempt can help: the address says https, and the server speaks plain HTTP. */
    static boolean isForGood(IOException failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SSLException
                    && String.valueOf(cause.getMessage()).startsWith(NO_TLS)) {
                return true;
            }
        }
        return false;
    }

    /** The reason in words. */
    static String text(IOException failure, @Nullable String host) {
        if (isForGood(failure)) {
            return "the server does not speak TLS there: write http:// instead of https://, or name its TLS port";
        }
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof UnresolvedAddressException || cause instanceof UnknownHostException) {
                return "unknown host " + host;
            }
        }
        var message = String.valueOf(failure.getMessage());
        return message.contains("header parser received no bytes")
                ? "what answers there is no HTTP server, or speaks only TLS"
                : message;
    }
}
