package dev.daybook.kit;

import com.github.luben.zstd.ZstdCompressCtx;
import com.github.luben.zstd.ZstdInputStreamNoFinalizer;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/** Compresses bodies in each way that a server may choose. */
public final class CompressedBody {
    private static final int ZSTD_MAGIC = 0xfd2fb528;
    private static final int LARGEST_BLOCK = 128 << 10;

    private CompressedBody() {}

    /** The body as gzip. */
    public static byte[] gzip(byte[] body) {
        return packed(body, GZIPOutputStream::new);
    }

    /** The body as deflate, with or without the header of two bytes. */
    public static byte[] deflate(byte[] body, boolean headless) {
        return packed(
                body, bytes -> new DeflaterOutputStream(bytes, new Deflater(Deflater.DEFAULT_COMPRESSION, headless)));
    }

    /** The body as a frame of zstd with a checksum. */
    public static byte[] zstd(byte[] body) {
        try (var zstd = new ZstdCompressCtx()) {
            return zstd.setChecksum(true).compress(body);
        }
    }

    /**
     * The body as a frame of zstd that announces a window and stores the bytes uncompressed: RFC 8878, section 3.1.1.
     *
     * @param windowLog the exponent of the window's size, which is a power of two: at least 10, which is 1 KB
     */
    public static byte[] zstd(byte[] body, int windowLog) {
        var frame = ByteBuffer.allocate(body.length + 16 + 3 * (body.length / LARGEST_BLOCK))
                .order(ByteOrder.LITTLE_ENDIAN);
        frame.putInt(ZSTD_MAGIC).put((byte) 0).put((byte) ((windowLog - 10) << 3));
        var done = 0;
        do {
            var length = Math.min(LARGEST_BLOCK, body.length - done);
            var header = length << 3 | (done + length == body.length ? 1 : 0);
            frame.put((byte) header).put((byte) (header >> 8)).put((byte) (header >> 16));
            frame.put(body, done, length);
            done += length;
        } while (done < body.length);
        var bytes = new byte[frame.position()];
        frame.flip().get(bytes);
        return bytes;
    }

    /** Decompresses a body of gzip or zstd. Returns a body without an encoding as it is. */
    public static byte[] plain(byte[] body, Optional<String> encoding) throws IOException {
        var bytes = new ByteArrayInputStream(body);
        try (var input = encoding.isEmpty()
                ? bytes
                : encoding.get().equals("zstd") ? new ZstdInputStreamNoFinalizer(bytes) : new GZIPInputStream(bytes)) {
            return input.readAllBytes();
        }
    }

    private interface Packing {
        OutputStream around(OutputStream bytes) throws IOException;
    }

    private static byte[] packed(byte[] body, Packing packing) {
        var bytes = new ByteArrayOutputStream();
        try (var output = packing.around(bytes)) {
            output.write(body);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return bytes.toByteArray();
    }
}
