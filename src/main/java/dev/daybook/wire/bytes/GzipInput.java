package dev.daybook.wire.bytes;

import java.io.IOException;
import java.io.InputStream;
import java.util.zip.GZIPInputStream;

/**
 * Reader of all gzip members of a stream, also of many empty ones. The JDK's {@code read} calls itself at the end of
 * each member. With some thousand empty members, this recursion would overflow the stack.
 */
public class GzipInput extends GZIPInputStream {
    private static final int BUFFER = 65_536;

    private boolean reading;

    /**
     * Reads the header of the first member.
     *
     * @throws IOException if there is no gzip member
     */
    public GzipInput(InputStream gzip) throws IOException {
        super(gzip, BUFFER);
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        // The inner call returns at once, and the loop continues with the next member.
        if (reading || length == 0) {
            return 0;
        }
        var count = 0;
        while (count == 0) {
            reading = true;
            try {
                count = super.read(buffer, offset, length);
            } finally {
                reading = false;
            }
        }
        return count;
    }
}
