package dev.daybook.client.pull;

/**
 * An offset in a file. The bytes before it are valid.
 *
 * @param length the number of bytes before it
 * @param checksum the CRC-32 of these bytes
 */
record FileOffset(long length, long checksum) {
    static final FileOffset START = new FileOffset(0, 0);

    /** The form for the journal. */
    String text() {
        return length + ":" + Long.toHexString(checksum);
    }

    /** Reads the form of {@link #text}. */
    static FileOffset parse(String text) {
        var colon = text.indexOf(':');
        return new FileOffset(Long.parseLong(text.substring(0, colon)), Long.parseLong(text.substring(colon + 1), 16));
    }
}
