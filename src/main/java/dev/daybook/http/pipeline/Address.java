package dev.daybook.http.pipeline;

import io.javalin.http.Context;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.HexFormat;

/** Where a request comes from: the other end of its connection, whatever headers such as {@code X-Forwarded-For} say. */
final class Address {
    private static final int NETWORK_BYTES = 8;

    private Address() {}

    /** The address; of IPv6 the network (/64), for one machine has as many addresses in it as it likes. */
    static String of(Context context) {
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
