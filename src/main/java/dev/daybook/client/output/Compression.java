package dev.daybook.client.output;

import com.github.luben.zstd.ZstdCompressCtx;
import com.github.luben.zstd.ZstdInputStreamNoFinalizer;
import com.github.luben.zstd.util.Native;
import dev.daybook.domain.message.FileReason;
import dev.daybook.wire.bytes.GzipInput;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Locale;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipException;

/**
 * The compression of a text file. Each piece is complete in itself: a gzip member or a zstd frame. Several of them in a
 * row are a valid file. Equal input gives equal output, because no time and no file name is written.
 */
public enum Compression {
    NONE("", "") {
        @Override
        byte[] compress(byte[] bytes) {
            return bytes;
        }

        @Override
        InputStream open(InputStream file) {
            return file;
        }
    },
    GZIP(".gz", "1f8b") {
        @Override
        byte[] compress(byte[] bytes) {
            return gzip(bytes, GZIP_LEVEL);
        }

        @Override
        InputStream open(InputStream file) throws IOException {
            return new Members(new CountedBytes(file, Long.MAX_VALUE));
        }
    },
    ZSTD(".zst", "28b52ffd") {
        @Override
        byte[] compress(byte[] bytes) {
            try (var zstd = new ZstdCompressCtx()) {
                zstd.setLevel(ZSTD_LEVEL).setChecksum(true);
                return zstd.compress(bytes);
            }
        }

        @Override
        InputStream open(InputStream file) throws IOException {
            return new ZstdInputStreamNoFinalizer(file);
        }
    };

    private static final int GZIP_LEVEL = 6;
    static final int ZSTD_LEVEL = 3;
    private static final int BUFFER = 1 << 16;

    private final String suffix;
    private final String magic;

    /** @param magic the first bytes of a compressed text, in hexadecimal */
    Compression(String suffix, String magic) {
        this.suffix = suffix;
        this.magic = magic;
    }

    String suffix() {
        return suffix;
    }

    /** The compression according to the end of a file's name, in upper or lower case. */
    public static Compression of(Path file) {
        var name = String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
        return Stream.of(GZIP, ZSTD)
                .filter(each -> name.endsWith(each.suffix))
                .findFirst()
                .orElse(NONE);
    }

    /** The compression according to the first bytes of a file. */
    static Compression of(byte[] beginning) {
        var hex = HexFormat.of().formatHex(beginning);
        return Stream.of(GZIP, ZSTD)
                .filter(each -> hex.startsWith(each.magic))
                .findFirst()
                .orElse(NONE);
    }

    /** A file's name without the suffix of this compression, which it must have. */
    String bare(Path file) {
        var name = String.valueOf(file.getFileName());
        return name.substring(0, name.length() - suffix.length());
    }

    /**
     * Checks that Parquet files and those with zstd can be written and read. Both need zstd's native code.
     *
     * @throws IllegalArgumentException if Java cannot load it; the message is for the user
     */
    public static void checkZstd() {
        try {
            Native.load();
        } catch (LinkageError missing) {
            throw new IllegalArgumentException(
                    "Parquet files and those with zstd need " + FileReason.ofZstd(missing)
                            + ", or pull ndjson or csv, plain or with gzip",
                    missing);
        }
    }

    /** Compresses bytes to a complete piece. */
    abstract byte[] compress(byte[] bytes);

    /** Decompresses all pieces of a file. */
    abstract InputStream open(InputStream file) throws IOException;

    /** Compresses bytes to a gzip member, with a level from 1 to 9. */
    static byte[] gzip(byte[] bytes, int level) {
        var member = new ByteArrayOutputStream(bytes.length / 8 + 64);
        try (var gzip = new LevelledGzip(member, level)) {
            gzip.write(bytes);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return member.toByteArray();
    }

    /**
     * Reads all members to the end of the file. Fails if a member is damaged or truncated, also where the JDK's class
     * would stop without an error.
     */
    private static final class Members extends GzipInput {
        private static final int TRAILER = 8;

        private final CountedBytes file;
        private long filled;

        Members(CountedBytes file) throws IOException {
            super(file);
            this.file = file;
        }

        @Override
        protected void fill() throws IOException {
            super.fill();
            filled = file.count();
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            var count = super.read(buffer, offset, length);
            // After the data of the last member, only its trailer may follow. The JDK takes the trailer from the rest
            // of its buffer and, if that is too short, reads the missing bytes from the file directly. So the bytes of
            // both are counted.
            if (count < 0 && inf.getRemaining() + file.count() - filled != TRAILER) {
                throw new ZipException("what follows the last gzip member is none");
            }
            return count;
        }
    }

    private static final class LevelledGzip extends GZIPOutputStream {
        LevelledGzip(OutputStream out, int level) throws IOException {
            super(out, BUFFER);
            def.setLevel(level);
        }
    }
}
