package dev.daybook.backup;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * Header of a file in a tar archive, 512 bytes long, in the only form that a backup uses. Name and size determine every
 * byte, so that a changed byte is noticed.
 *
 * @param name the file's name in the archive
 * @param size its length in bytes
 */
record TarHeader(String name, long size) {
    static final int BLOCK = 512;

    private static final int NAME = 100;
    private static final int SIZE_AT = 124;
    private static final int SIZE_DIGITS = 11;
    private static final int SUM_AT = 148;
    private static final int TYPE_AT = 156;
    private static final int MAGIC_AT = 257;

    /**
     * Mode 600, user id 0 and group id 0, equal in all headers. Headers do not store the real owner and the time,
     * because the archive file itself has an owner and a time.
     */
    private static final String FIXED = "0000600\0" + "0000000\0" + "0000000\0";

    TarHeader {
        if (name.length() > NAME || size < 0 || size >= 1L << (3 * SIZE_DIGITS)) {
            throw new IllegalArgumentException("no tar header for " + name + " of " + size + " bytes");
        }
    }

    byte[] bytes() {
        var bytes = new byte[BLOCK];
        put(bytes, 0, name);
        put(bytes, NAME, FIXED);
        put(bytes, SIZE_AT, String.format(Locale.ROOT, "%011o", size) + "\0" + "00000000000\0");
        put(bytes, SUM_AT, "        ");
        put(bytes, TYPE_AT, "0");
        put(bytes, MAGIC_AT, "ustar\00000");
        var sum = 0;
        for (var each : bytes) {
            sum += each & 0xff;
        }
        put(bytes, SUM_AT, String.format(Locale.ROOT, "%06o", sum) + "\0 ");
        return bytes;
    }

    private static void put(byte[] bytes, int at, String text) {
        var ascii = text.getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(ascii, 0, bytes, at, ascii.length);
    }

    /** Reads a header; empty if the bytes are not exactly those that {@link #bytes} writes. */
    static Optional<TarHeader> read(byte[] bytes) {
        var text = new String(bytes, StandardCharsets.US_ASCII);
        try {
            var name = text.substring(0, NAME).split("\0", 2)[0];
            var size = Long.parseLong(text.substring(SIZE_AT, SIZE_AT + SIZE_DIGITS), 8);
            var header = new TarHeader(name, size);
            return !name.isEmpty() && Arrays.equals(header.bytes(), bytes) ? Optional.of(header) : Optional.empty();
        } catch (IllegalArgumentException noHeader) {
            return Optional.empty();
        }
    }

    /** The number of zero bytes that fill the last block of a file of {@code size} bytes. */
    static int padding(long size) {
        return (int) ((BLOCK - size % BLOCK) % BLOCK);
    }
}
