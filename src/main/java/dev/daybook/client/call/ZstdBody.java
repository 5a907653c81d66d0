package dev.daybook.client.call;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdIOException;
import com.github.luben.zstd.ZstdInputStreamNoFinalizer;
import com.github.luben.zstd.util.Native;
import java.io.ByteArrayInputStream;
import java.io.IOException;

/** Decompresses zstd bodies with limited memory, whatever sizes the zstd frames announce. */
final class ZstdBody {
    /**
     * Whether the native zstd library could be loaded. The jar contains the library for Linux and macOS on x86-64 and
     * ARM64, and for Windows on x86-64; it is unpacked into a file.
     */
    static final boolean IS_READABLE = loads();

    /**
     * The binary logarithm of the largest window, which is 8 MB: senders of HTTP may not use a larger window (RFC
     * 9659). The library alone would allow 128 MB for each answer.
     */
    private static final int MAX_WINDOW_LOG = 23;

    private ZstdBody() {}

    private static boolean loads() {
        try {
            Native.load();
            return true;
        } catch (LinkageError missing) {
            return false;
        }
    }

    /** Whether a body begins like a zstd frame. */
    static boolean isZstd(byte[] body) {
        return body.length > 4
                && body[0] == 0x28
                && body[1] == (byte) 0xb5
                && body[2] == 0x2f
                && body[3] == (byte) 0xfd;
    }

    /**
     * Decompresses one or more frames.
     *
     * @throws IOException if a frame is damaged or truncated
     * @throws IllegalArgumentException if a frame needs a window of more than 8 MB
     * @throws ClientException if the result is too large
     */
    static byte[] decompress(byte[] body) throws IOException {
        try (var stream = new ZstdInputStreamNoFinalizer(new ByteArrayInputStream(body))) {
            stream.setLongMax(MAX_WINDOW_LOG);
            return HttpCalls.bounded(stream);
        } catch (ZstdIOException refused) {
            if (refused.getErrorCode() == Zstd.errFrameParameterWindowTooLarge()) {
                throw new IllegalArgumentException(
                        "the answer is zstd with a window of more than 8 MB, which HTTP does not allow", refused);
            }
            throw refused;
        }
    }
}
