package dev.daybook.http.pipeline;

import io.javalin.http.Context;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.HexFormat;

/** Finds the sender's address: the other end of the connection. Headers such as {@code X-Forwarded-For} are ignored. */
public final class Address {
    private static final int NETWORK_BYTES = 8;

    private Address() {}

    /**
     * The IPv4 address, or the /64 network of an IPv6 address, because one machine can use any address in its network.
     */
    public static String of(Context context) {
        var text = context.req().getRemoteAddr();
        return text.indexOf(':') < 0 ? text : network(text);
    }

    private static String network(String ipv6) {
        try {
            var bytes = InetAddress.getByName(ipv6).getAddress();
            return HexFormat.of().formatHex(Arrays.copyOf(bytes, Math.min(bytes.length, NETWORK_BYTES)));
        } catch (UnknownHostException noAddress) {
            return ipv6;
        }
    }
}
