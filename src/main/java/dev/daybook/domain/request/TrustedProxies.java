package dev.daybook.domain.request;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * The proxies whose header {@code X-Forwarded-For} is believed. Each proxy appends the address that it got the request
 * from. So the entries that trusted proxies wrote are at the right; the sender may have invented all others.
 *
 * @param ranges their addresses
 */
public record TrustedProxies(List<AddressRange> ranges) {
    public TrustedProxies {
        ranges = List.copyOf(ranges);
    }

    /**
     * Parses addresses and ranges of addresses.
     *
     * @throws IllegalArgumentException if a text is neither
     */
    public static TrustedProxies of(List<String> texts) {
        return new TrustedProxies(texts.stream()
                .map(text -> AddressRange.parse(text.strip())
                        .orElseThrow(() -> new IllegalArgumentException("--trusted-proxies: '" + text
                                + "' is neither an IP address nor a network such as 10.0.0.0/8")))
                .toList());
    }

    /**
     * The address of a request's sender. If the peer is not a trusted proxy, the peer is the sender. Otherwise the
     * entries of {@code X-Forwarded-For} are read from right to left, up to the first one that is not a trusted proxy:
     * this one is the sender. If all entries are trusted proxies, the leftmost one is the sender. If one of the entries
     * that are read is not an address, the peer is the sender.
     *
     * @param peer the other end of the connection
     * @param forwardedFor the values of {@code X-Forwarded-For}, in order
     */
    public InetAddress sender(InetAddress peer, List<String> forwardedFor) {
        if (!contains(peer)) {
            return peer;
        }
        var entries = new ArrayList<>(List.of(String.join(",", forwardedFor).split(",", -1)));
        Collections.reverse(entries);
        var sender = peer;
        for (var entry : entries) {
            var address = SenderAddress.parseWithPort(entry.strip());
            if (address.isEmpty()) {
                return peer;
            }
            sender = address.get();
            if (!contains(sender)) {
                return sender;
            }
        }
        return sender;
    }

    private boolean contains(InetAddress address) {
        return ranges.stream().anyMatch(range -> range.contains(address));
    }
}
