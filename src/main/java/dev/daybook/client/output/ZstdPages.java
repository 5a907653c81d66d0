package dev.daybook.client.output;

import com.github.luben.zstd.Zstd;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.compression.CompressionCodecFactory;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;

/**
 * Compresses and decompresses the pages within a Parquet file. Parquet's own factory uses Hadoop's codecs, which need
 * Hadoop's configuration.
 */
final class ZstdPages implements CompressionCodecFactory {
    private static final int LEVEL = 3;

    /** The largest page that is read, in bytes. A pull writes smaller ones; a damaged file may state any size. */
    private static final int MAX_PAGE = 64 << 20;

    @Override
    public BytesInputCompressor getCompressor(CompressionCodecName codec) {
        if (codec != CompressionCodecName.ZSTD) {
            throw unknown(codec);
        }
        return new Compressor();
    }

    @Override
    public BytesInputDecompressor getDecompressor(CompressionCodecName codec) {
        if (codec != CompressionCodecName.ZSTD) {
            throw unknown(codec);
        }
        return new Decompressor();
    }

    @Override
    public void release() {
        // There is no state between pages.
    }

    private static byte[] bytes(BytesInput page) throws IOException {
        var bytes = new ByteArrayOutputStream(Math.toIntExact(page.size()));
        page.writeAllTo(bytes);
        return bytes.toByteArray();
    }

    private static IllegalArgumentException unknown(CompressionCodecName codec) {
        return new IllegalArgumentException("pages are compressed with " + codec + ", not with ZSTD");
    }

    private static final class Compressor implements BytesInputCompressor {
        @Override
        public BytesInput compress(BytesInput page) throws IOException {
            return BytesInput.from(Zstd.compress(bytes(page), LEVEL));
        }

        @Override
        public CompressionCodecName getCodecName() {
            return CompressionCodecName.ZSTD;
        }

        @Override
        public void release() {
            // There is no state between pages.
        }
    }

    private static final class Decompressor implements BytesInputDecompressor {
        @Override
        public BytesInput decompress(BytesInput page, int size) throws IOException {
            return BytesInput.from(decompressed(bytes(page), size));
        }

        @Override
        public void decompress(ByteBuffer page, int pageSize, ByteBuffer into, int size) {
            var bytes = new byte[pageSize];
            page.get(bytes);
            into.put(decompressed(bytes, size));
        }

        private static byte[] decompressed(byte[] page, int size) {
            if (size > MAX_PAGE) {
                throw new IllegalArgumentException("a page is larger than " + MAX_PAGE + " bytes");
            }
            return Zstd.decompress(page, size);
        }

        @Override
        public void release() {
            // There is no state between pages.
        }
    }
}
