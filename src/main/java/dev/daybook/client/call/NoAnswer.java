package dev.daybook.client.call;

import java.io.IOException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.nio.channels.UnresolvedAddressException;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** What an attempt without an answer means, in words for the person who wrote the address. */
public final class NoAnswer {
    /** The end of what Java says; the beginning depends on its version and on whether there is a proxy. */
    private static final String NO_TLS = "nrecognized SSL message";

    private static final String NO_HTTP = "Invalid status line";

    private NoAnswer() {}

    /** Whether no further attempt can help: what answers there speaks no TLS although the address says https, or no HTTP. */
    static boolean isForGood(IOException failure) {
        return isWithoutTls(failure) || isWithoutHttp(failure);
    }

    private static boolean isWithoutTls(IOException failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SSLException
                    && String.valueOf(cause.getMessage()).contains(NO_TLS)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isWithoutHttp(IOException failure) {
        return String.valueOf(failure.getMessage()).startsWith(NO_HTTP);
    }

    /** The reason in words. */
    public static String text(IOException failure, @Nullable String host) {
        if (isWithoutHttp(failure)) {
            return "what answers there is no HTTP server; is the port right?";
        }
        if (isWithoutTls(failure)) {
            return "the server does not speak TLS there: write http:// instead of https://, or name its TLS port";
        }
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof UnresolvedAddressException || cause instanceof UnknownHostException) {
                return "unknown host " + host;
            }
        }
        if (failure instanceof ConnectException) {
            return "cannot connect to the server";
        }
        var message = String.valueOf(failure.getMessage());
        return message.contains("header parser received no bytes")
                ? "what answers there is no HTTP server, or speaks only TLS"
                : message;
    }
}
