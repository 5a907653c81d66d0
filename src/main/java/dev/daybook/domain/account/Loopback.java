package dev.daybook.domain.account;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The addresses of this machine that no network sees, so that a secret may go there without TLS. */
public final class Loopback {
    private static final Pattern HOST =
            Pattern.compile("localhost|127(\\.\\d{1,3}){3}|\\[(::1|0:0:0:0:0:0:0:1)]", Pattern.CASE_INSENSITIVE);

    private Loopback() {}

    /**
     * Whether a host is one of them.
     *
     * @param host as in a URL, null if it has none
     */
    public static boolean isHost(@Nullable String host) {
        return host != null && HOST.matcher(host).matches();
    }
}
