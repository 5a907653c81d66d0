package dev.daybook.domain.request;

import java.net.InetAddress;
import java.util.Optional;

/**
 * The addresses that begin with the same bits, as in {@code 10.0.0.0/8}.
 *
 * @param address any address of the range
 * @param bits how many first bits all addresses of the range have in common
 */
public record AddressRange(InetAddress address, int bits) {
    public AddressRange {
        if (bits < 0 || bits > address.getAddress().length * Byte.SIZE) {
            throw new IllegalArgumentException("no such number of bits: " + bits);
        }
    }

    /** Parses an address, or an address with a number of bits behind a slash; empty if the text is neither. */
    public static Optional<AddressRange> parse(String text) {
        var parts = text.split("/", -1);
        var address = SenderAddress.parse(parts[0]);
        if (address.isEmpty() || parts.length > 2) {
            return Optional.empty();
        }
        var most = address.get().getAddress().length * Byte.SIZE;
        if (parts.length == 1) {
            return Optional.of(new AddressRange(address.get(), most));
        }
        if (!parts[1].matches("[0-9]{1,3}") || Integer.parseInt(parts[1]) > most) {
            return Optional.empty();
        }
        return Optional.of(new AddressRange(address.get(), Integer.parseInt(parts[1])));
    }

    /** Whether an address is in this range. */
    public boolean contains(InetAddress other) {
        var ours = address.getAddress();
        var theirs = other.getAddress();
        if (ours.length != theirs.length) {
            return false;
        }
        for (var bit = 0; bit < bits; bit++) {
            var mask = 0x80 >> bit % Byte.SIZE;
            if (((ours[bit / Byte.SIZE] ^ theirs[bit / Byte.SIZE]) & mask) != 0) {
                return false;
            }
        }
        return true;
    }
}
