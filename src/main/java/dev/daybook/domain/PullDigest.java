package dev.daybook.domain;

import java.time.LocalDateTime;
import java.time.ZoneOffset;

/**
 * What a set of records comes to, whatever their order: how many they are, and a sum over the id and the time of the
 * last change of each. Two sets with the same digest are the same but for a chance of one in 2^64, and for changes
 * within one second, which the vendor's records do not tell apart.
 *
 * @param records how many
 * @param sum the sum, modulo 2^64
 */
public record PullDigest(long records, long sum) {
    /** Of no record. */
    public static final PullDigest EMPTY = new PullDigest(0, 0);

    /**
     * With one more record.
     *
     * @param modifiedAt when it last changed, in the account's zone; what is finer than a second does not count
     */
    public PullDigest with(long id, LocalDateTime modifiedAt) {
        return new PullDigest(records + 1, sum + mixed(id + mixed(modifiedAt.toEpochSecond(ZoneOffset.UTC))));
    }

    /** Of the records of both. */
    public PullDigest plus(PullDigest other) {
        return new PullDigest(records + other.records, sum + other.sum);
    }

    /** The sum as the wire has it: 16 hexadecimal digits. */
    public String text() {
        return String.format("%016x", sum);
    }

    /** The finalizer of SplitMix64: each bit of the argument bears on each of the result. */
    private static long mixed(long word) {
        var mixed = word + 0x9e3779b97f4a7c15L;
        mixed = (mixed ^ (mixed >>> 30)) * 0xbf58476d1ce4e5b9L;
        mixed = (mixed ^ (mixed >>> 27)) * 0x94d049bb133111ebL;
        return mixed ^ (mixed >>> 31);
    }
}
