package dev.daybook.domain;

import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;
import org.jspecify.annotations.Nullable;

/**
 * Documents, compressed once to be sent many times. A pack consists of raw DEFLATE blocks that refer to no data outside
 * the pack and end at a byte boundary. So packs and other such blocks can be joined to one gzip member in any order.
 *
 * @param deflated the blocks
 * @param length the number of bytes before compression
 * @param crc the CRC-32 of the bytes before compression, as in gzip
 */
public record Pack(byte[] deflated, int length, int crc) {
    /** The number of documents in a pack: the vendor's page size. */
    public static final int DOCUMENTS = 100;

    private static final int BUFFER = 16_384;

    /** Compresses documents, separated by commas. */
    public static Pack of(List<byte[]> documents) {
        var deflater = new Deflater(Deflater.DEFAULT_COMPRESSION, true);
        try {
            var crc = new CRC32();
            var length = 0;
            var out = new ByteArrayOutputStream(BUFFER);
            for (var document : documents) {
                if (length > 0) {
                    length += add(deflater, new byte[] {','}, crc, Deflater.NO_FLUSH, out);
                }
                length += add(deflater, document, crc, Deflater.NO_FLUSH, out);
            }
            add(deflater, new byte[0], crc, Deflater.FULL_FLUSH, out);
            return new Pack(out.toByteArray(), length, (int) crc.getValue());
        } finally {
            deflater.end();
        }
    }

    /**
     * The documents as they were before compression, separated by commas.
     *
     * @throws IllegalStateException if the pack is damaged
     */
    public byte[] inflated() {
        var inflater = new Inflater(true);
        try {
            var documents = new byte[length];
            inflater.setInput(deflated);
            var inflated = inflater.inflate(documents);
            var sum = new CRC32();
            sum.update(documents);
            if (inflated != length || (int) sum.getValue() != crc) {
                throw damaged(null);
            }
            return documents;
        } catch (DataFormatException failure) {
            throw damaged(failure);
        } finally {
            inflater.end();
        }
    }

    private static IllegalStateException damaged(@Nullable Exception cause) {
        return new IllegalStateException("a pack is damaged: delete all packs, as docs/tables.md says", cause);
    }

    private static int add(Deflater deflater, byte[] bytes, CRC32 crc, int flush, ByteArrayOutputStream out) {
        crc.update(bytes);
        deflater.setInput(bytes);
        var buffer = new byte[BUFFER];
        int written;
        do {
            written = deflater.deflate(buffer, 0, buffer.length, flush);
            out.write(buffer, 0, written);
        } while (written == buffer.length);
        return bytes.length;
    }
}
