package dev.daybook.webhook;

import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.List;

/**
 * Test for public internet addresses. Everything else is not public: this machine and its networks, the cloud's
 * metadata service, and reserved addresses, in any notation. An unknown address is not public.
 */
public final class PublicAddresses {
    private static final List<Block> NOT_PUBLIC = List.of(
            Block.of("0.0.0.0", 8),
            Block.of("10.0.0.0", 8),
            Block.of("100.64.0.0", 10),
            Block.of("127.0.0.0", 8),
            Block.of("169.254.0.0", 16),
            Block.of("172.16.0.0", 12),
            Block.of("192.0.0.0", 24),
            Block.of("192.0.2.0", 24),
            Block.of("192.88.99.0", 24),
            Block.of("192.168.0.0", 16),
            Block.of("198.18.0.0", 15),
            Block.of("198.51.100.0", 24),
            Block.of("203.0.113.0", 24),
            Block.of("224.0.0.0", 4),
            Block.of("240.0.0.0", 4),
            // Exceptions within the only public IPv6 block: protocol assignments, documentation addresses, and tunnels
            // to IPv4.
            Block.of("2001::", 23),
            Block.of("2001:db8::", 32),
            Block.of("2002::", 16),
            Block.of("3fff::", 20));

    private static final Block GLOBAL_UNICAST = Block.of("2000::", 3);

    /** The prefix of addresses that embed an IPv4 address in the last four bytes. */
    private static final Block TRANSLATED = Block.of("64:ff9b::", 96);

    private static final int IPV4_BYTES = 4;

    private PublicAddresses() {}

    /** Whether this is an address of the public internet. */
    public static boolean isPublic(InetAddress address) {
        var bytes = address.getAddress();
        if (TRANSLATED.has(bytes)) {
            return isPublic(lastFour(bytes));
        }
        return (bytes.length == IPV4_BYTES || GLOBAL_UNICAST.has(bytes))
                && NOT_PUBLIC.stream().noneMatch(block -> block.has(bytes));
    }

    /**
     * Refuses a URL whose host is visibly not public. Names are not resolved: every name but localhost is accepted.
     *
     * @throws IllegalArgumentException if the host is localhost, an address that is not public, or malformed
     */
    public static void check(URI url) {
        var host = url.getHost() == null ? "" : url.getHost();
        if (host.equalsIgnoreCase("localhost") || (host.matches("[0-9.]+|\\[.*]") && !isPublic(literal(host)))) {
            throw new IllegalArgumentException("url: " + host + " is not a public address; if the receiver is in a"
                    + " network of your own, allow that by --allow-private");
        }
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

    /** Addresses with a common prefix. */
    private record Block(byte[] start, int bits) {
        static Block of(String literal, int bits) {
            try {
                // A literal address needs no lookup.
                return new Block(InetAddress.getByName(literal).getAddress(), bits);
            } catch (UnknownHostException impossible) {
                throw new IllegalStateException(literal, impossible);
            }
        }

        boolean has(byte[] address) {
            if (address.length != start.length) {
                return false;
            }
            for (var bit = 0; bit < bits; bit++) {
                var mask = 0x80 >> (bit % 8);
                if ((address[bit / 8] & mask) != (start[bit / 8] & mask)) {
                    return false;
                }
            }
            return true;
        }
    }
}
