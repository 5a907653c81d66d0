package dev.daybook.wire.bytes;

/**
 * The CRC-32 of two concatenated byte sequences, computed from the CRC-32 of each, as in zlib's {@code crc32_combine}.
 * A CRC is a polynomial over GF(2) with its highest power in the lowest bit. Appending bytes multiplies the polynomial
 * by a power of x.
 */
final class JoinedCrc {
    private static final int POLYNOMIAL = 0xEDB88320;
    private static final int ONE = 1 << 31;
    private static final int X = 1 << 30;
    private static final int BITS_OF_A_BYTE_AS_POWER = 3;

    /** x^(2^index); the values repeat from index 32 on. */
    private static final int[] SQUARES = squares();

    private JoinedCrc() {}

    /** The CRC of the first sequence followed by the second, which has {@code secondLength} bytes. */
    static int of(int first, int second, int secondLength) {
        var shifted = first;
        var power = BITS_OF_A_BYTE_AS_POWER;
        for (var rest = secondLength; rest != 0; rest >>>= 1) {
            if ((rest & 1) != 0) {
                shifted = product(SQUARES[power % SQUARES.length], shifted);
            }
            power++;
        }
        return shifted ^ second;
    }

    private static int[] squares() {
        var squares = new int[Integer.SIZE];
        squares[0] = X;
        for (var index = 1; index < squares.length; index++) {
            squares[index] = product(squares[index - 1], squares[index - 1]);
        }
        return squares;
    }

    private static int product(int one, int other) {
        var product = 0;
        var shifted = other;
        for (var bit = ONE; bit != 0; bit >>>= 1) {
            if ((one & bit) != 0) {
                product ^= shifted;
            }
            shifted = (shifted & 1) == 0 ? shifted >>> 1 : (shifted >>> 1) ^ POLYNOMIAL;
        }
        return product;
    }
}
