package dev.daybook.domain.request;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Pattern;

/** Parser of the IP addresses of senders. Never looks up a text in DNS, even if it is a host name. */
public final class SenderAddress {
    private static final int NETWORK_BYTES = 8;

    /**
     * An IPv4 address as four numbers up to 255. {@link InetAddress} must not get other texts: it accepts shorter forms
     * such as {@code 10.1}, which other programs read differently, and looks up a text such as {@code 10.0.0.256} in
     * DNS.
     */
    private static final Pattern IPV4 =
            Pattern.compile("OCTET(\\.OCTET){3}".replace("OCTET", "(25[0-5]|2[0-4][0-9]|[01]?[0-9]{1,2})"));

    /**
     * A text of the characters of an IPv6 address, with a colon, and without a dot at its start. Not every such text is
     * an address, but {@link InetAddress} looks up none of them in DNS.
     */
    private static final Pattern IPV6 = Pattern.compile("(?![.])[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*");

    /** An address with a port, or an IPv6 address in brackets, as some proxies write them. */
    private static final Pattern WITH_PORT =
            Pattern.compile("(?:\\[(?<six>[^\\[\\]]+)]|(?<four>[0-9.]+))(?::[0-9]{1,5})?");

    private SenderAddress() {}

    /** Parses an address without a port; empty if the text is not an address. */
    public static Optional<InetAddress> parse(String text) {
        if (!isAddress(text)) {
            return Optional.empty();
        }
        try {
            return Optional.of(InetAddress.getByName(text));
        } catch (UnknownHostException noAddress) {
            return Optional.empty();
        }
    }

    /** Whether a text has the form of an address. {@link InetAddress} does not look up such a text in DNS. */
    static boolean isAddress(String text) {
        return IPV4.matcher(text).matches() || IPV6.matcher(text).matches();
    }

    /** Parses an address that may have a port; empty if the text is not an address. */
    static Optional<InetAddress> parseWithPort(String text) {
        var parts = WITH_PORT.matcher(text);
        if (!parts.matches()) {
            return parse(text);
        }
        return parse(parts.group("six") == null ? parts.group("four") : parts.group("six"));
    }

    /**
     * The name under which requests of an address are counted: the IPv4 address, or the /64 network of an IPv6 address,
     * because one machine can use any address in its network.
     */
    public static String counted(String address) {
        return address.indexOf(':') < 0 ? address : network(address);
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
