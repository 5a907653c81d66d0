package dev.daybook.domain.account;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Loopback addresses. Requests to them do not leave this machine, so a secret may be sent there without TLS. */
public final class Loopback {
    private static final Pattern HOST =
            Pattern.compile("localhost|127(\\.\\d{1,3}){3}|\\[(::1|0:0:0:0:0:0:0:1)]", Pattern.CASE_INSENSITIVE);

    private Loopback() {}

    /**
     * Whether a host is a loopback address.
     *
     * @param host the host of a URL; null if the URL has none
     */
    public static boolean isHost(@Nullable String host) {
        return host != null && HOST.matcher(host).matches();
    }
}
