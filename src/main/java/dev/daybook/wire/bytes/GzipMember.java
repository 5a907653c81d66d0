package dev.daybook.wire.bytes;

import dev.daybook.domain.Pack;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32;

/**
 * One member of gzip (RFC 1952), joined from packs and from short pieces that are stored uncompressed. All are in one
 * member, because some clients stop after the first member.
 */
public final class GzipMember {
    /** The header of a member: magic number, DEFLATE, no flags, no time, no hints, unknown system. */
    private static final byte[] HEAD = {0x1f, (byte) 0x8b, 8, 0, 0, 0, 0, 0, 0, (byte) 0xff};

    /** The last block of DEFLATE: empty, with fixed codes. */
    private static final byte[] LAST_BLOCK = {3, 0};

    private static final int STORED_HEAD_BYTES = 5;
    private static final int MAX_STORED_BYTES = 65_535;

    private final List<byte[]> pieces = new ArrayList<>();
    private int crc;
    private int length;

    /** An empty member. */
    public GzipMember() {
        pieces.add(HEAD);
    }

    /**
     * Adds at most 65,535 bytes as one stored block.
     *
     * @throws IllegalArgumentException if there are more bytes
     */
    public GzipMember add(byte[] bytes) {
        if (bytes.length > MAX_STORED_BYTES) {
            throw new IllegalArgumentException(bytes.length + " bytes are too many for a stored block");
        }
        pieces.add(ByteBuffer.allocate(STORED_HEAD_BYTES + bytes.length)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put((byte) 0)
                .putShort((short) bytes.length)
                .putShort((short) ~bytes.length)
                .put(bytes)
                .array());
        var sum = new CRC32();
        sum.update(bytes);
        count((int) sum.getValue(), bytes.length);
        return this;
    }

    /** Adds a pack. */
    public GzipMember add(Pack pack) {
        pieces.add(pack.deflated());
        count(pack.crc(), pack.length());
        return this;
    }

    /** All bytes of the member, in order. */
    public List<byte[]> pieces() {
        var all = new ArrayList<>(pieces);
        all.add(LAST_BLOCK);
        all.add(ByteBuffer.allocate(2 * Integer.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(crc)
                .putInt(length)
                .array());
        return all;
    }

    private void count(int nextCrc, int nextLength) {
        crc = JoinedCrc.of(crc, nextCrc, nextLength);
        length += nextLength;
    }
}
