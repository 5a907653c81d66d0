package dev.daybook.webhook;

import dev.daybook.domain.request.AddressRange;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.List;
import java.util.stream.Stream;

/**
 * Test for public internet addresses. These are not public, in any notation: this machine and its networks, a cloud's
 * services for its machines, and reserved addresses. An IPv6 address outside the block of public addresses is public
 * only if it embeds a public IPv4 address.
 */
public final class PublicAddresses {
    private static final List<AddressRange> NOT_PUBLIC = Stream.of(
                    "0.0.0.0/8",
                    "10.0.0.0/8",
                    "100.64.0.0/10",
                    "127.0.0.0/8",
                    // Azure's platform, which gives each virtual machine its settings at this address.
                    "168.63.129.16/32",
                    "169.254.0.0/16",
                    "172.16.0.0/12",
                    "192.0.0.0/24",
                    "192.0.2.0/24",
                    "192.88.99.0/24",
                    "192.168.0.0/16",
                    "198.18.0.0/15",
                    "198.51.100.0/24",
                    "203.0.113.0/24",
                    "224.0.0.0/4",
                    "240.0.0.0/4",
                    // Exceptions within the only public IPv6 block: protocol assignments, documentation addresses,
                    // and tunnels to IPv4.
                    "2001::/23",
                    "2001:db8::/32",
                    "2002::/16",
                    "3fff::/20")
            .map(PublicAddresses::range)
            .toList();

    private static final AddressRange GLOBAL_UNICAST = range("2000::/3");

    /** The prefix of addresses that embed an IPv4 address in the last four bytes. */
    private static final AddressRange TRANSLATED = range("64:ff9b::/96");

    private PublicAddresses() {}

    private static AddressRange range(String text) {
        return AddressRange.parse(text).orElseThrow();
    }

    /** Whether this is an address of the public internet. */
    public static boolean isPublic(InetAddress address) {
        if (TRANSLATED.contains(address)) {
            return isPublic(lastFour(address.getAddress()));
        }
        return (address instanceof Inet4Address || GLOBAL_UNICAST.contains(address))
                && NOT_PUBLIC.stream().noneMatch(range -> range.contains(address));
    }

    /**
     * Refuses a URL whose host is visibly not public. Names are not resolved: every name but localhost is accepted.
     *
     * @throws IllegalArgumentException if the host is localhost, an address that is not public, or malformed
     */
    public static void check(URI url) {
        var host = url.getHost() == null ? "" : url.getHost();
        if (host.equalsIgnoreCase("localhost") || (isLiteral(host) && !isPublic(literal(host)))) {
            throw new IllegalArgumentException("url: " + host + " is not a public address; if the receiver is in a"
                    + " network of your own, allow that by --allow-private");
        }
    }

    /** Whether the host of a URL is written as an address, not as a name. */
    static boolean isLiteral(String host) {
        return host.matches("[0-9.]+|\\[.*]");
    }

    private static InetAddress literal(String host) {
        try {
            return InetAddress.getByName(host);
        } catch (UnknownHostException malformed) {
            throw new IllegalArgumentException("url: " + host + " is no address");
        }
    }

    private static InetAddress lastFour(byte[] bytes) {
        try {
            return InetAddress.getByAddress(new byte[] {
                bytes[bytes.length - 4], bytes[bytes.length - 3], bytes[bytes.length - 2], bytes[bytes.length - 1]
            });
        } catch (UnknownHostException impossible) {
            throw new IllegalStateException("four bytes are an address", impossible);
        }
    }
}
