package dev.daybook.client.pull;

/**
 * An offset in a file. The bytes before it are valid.
 *
 * @param length the number of bytes before it
 * @param checksum the CRC-32 of these bytes
 */
record FileOffset(long length, long checksum) {
    static final FileOffset START = new FileOffset(0, 0);

    /** The offset as text for the journal. */
    String text() {
        return length + ":" + Long.toHexString(checksum);
    }

    /** Parses the result of {@link #text}. */
    static FileOffset parse(String text) {
        var colon = text.indexOf(':');
        return new FileOffset(Long.parseLong(text.substring(0, colon)), Long.parseLong(text.substring(colon + 1), 16));
    }
}
