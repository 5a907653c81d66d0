package dev.daybook.domain.proof;

import java.time.LocalDateTime;
import java.time.ZoneOffset;

/**
 * Digest of a set of records, independent of their order: the number of records, and a sum over the id and the time of
 * last change of each. Two different sets have the same digest with a probability of 2^-64. If a record changes twice
 * within the same second, the digest does not show the second change: the vendor's times have no fractions of a second.
 *
 * @param records the number of records
 * @param sum the sum, modulo 2^64
 */
public record PullDigest(long records, long sum) {
    /** The digest of an empty set. */
    public static final PullDigest EMPTY = new PullDigest(0, 0);

    /**
     * Makes a digest from the number of records and the text of the sum.
     *
     * @param text the sum as {@link #text} writes it
     * @throws NumberFormatException if the text is not a hexadecimal number of at most 64 bits
     */
    public static PullDigest of(long records, String text) {
        return new PullDigest(records, Long.parseUnsignedLong(text, 16));
    }

    /**
     * This digest with one more record.
     *
     * @param modifiedAt its last change, in the account's zone; fractions of a second are ignored
     */
    public PullDigest with(long id, LocalDateTime modifiedAt) {
        return new PullDigest(records + 1, sum + mixed(id + mixed(modifiedAt.toEpochSecond(ZoneOffset.UTC))));
    }

    /** The digest of both sets together. */
    public PullDigest plus(PullDigest other) {
        return new PullDigest(records + other.records, sum + other.sum);
    }

    /** The sum as on the wire: 16 hexadecimal digits. */
    public String text() {
        return String.format("%016x", sum);
    }

    /** The finalizer of SplitMix64: every bit of the argument affects every bit of the result. */
    private static long mixed(long word) {
        var mixed = word + 0x9e3779b97f4a7c15L;
        mixed = (mixed ^ (mixed >>> 30)) * 0xbf58476d1ce4e5b9L;
        mixed = (mixed ^ (mixed >>> 27)) * 0x94d049bb133111ebL;
        return mixed ^ (mixed >>> 31);
    }
}
