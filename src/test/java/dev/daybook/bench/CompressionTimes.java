package dev.daybook.bench;

import com.github.luben.zstd.RecyclingBufferPool;
import com.github.luben.zstd.ZstdCompressCtx;
import com.github.luben.zstd.ZstdInputStreamNoFinalizer;
import com.github.luben.zstd.ZstdOutputStreamNoFinalizer;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/**
 * Measures the cost of compressing one answer and of reading it: {@code CompressionTimes FILE}. Prints a table with the
 * CPU time of one thread, the best of several rounds, because other programs may use the machine.
 */
public final class CompressionTimes {
    /** The number of bytes that the server writes at a time. */
    private static final int PART = 32_768;

    private static final int ROUNDS = 6;
    private static final long ROUND_NANOS = 100_000_000;

    private CompressionTimes() {}

    private interface Work {
        byte[] run() throws IOException;
    }

    /** Prints the table. */
    public static void main(String[] arguments) throws IOException {
        var page = Files.readAllBytes(Path.of(arguments[0]));
        System.out.println("| " + page.length + " bytes | bytes | µs to compress | µs to read |");
        System.out.println("|---|--:|--:|--:|");
        for (var level : new int[] {1, 6}) {
            row("gzip " + level, () -> gzip(page, level));
        }
        for (var level : new int[] {-1, 1, 3}) {
            row("zstd " + level + ", one piece", () -> piece(page, level));
        }
        row("zstd 1, as a stream", () -> stream(page, 1));
    }

    private static void row(String name, Work compress) throws IOException {
        var packed = compress.run();
        Work read = name.startsWith("gzip") ? () -> gunzip(packed) : () -> unzstd(packed);
        System.out.printf("| %s | %d | %.0f | %.0f |%n", name, packed.length, micros(compress), micros(read));
    }

    private static double micros(Work work) throws IOException {
        var threads = ManagementFactory.getThreadMXBean();
        var best = Double.MAX_VALUE;
        for (var round = 0; round < ROUNDS; round++) {
            var start = threads.getCurrentThreadCpuTime();
            var runs = 0;
            long took;
            do {
                work.run();
                runs++;
                took = threads.getCurrentThreadCpuTime() - start;
            } while (took < ROUND_NANOS);
            best = Math.min(best, took / 1000.0 / runs);
        }
        return best;
    }

    private static byte[] gzip(byte[] page, int level) throws IOException {
        return written(
                bytes -> new GZIPOutputStream(bytes) {
                    {
                        def.setLevel(level);
                    }
                },
                page);
    }

    private static byte[] stream(byte[] page, int level) throws IOException {
        return written(
                bytes -> new ZstdOutputStreamNoFinalizer(bytes, RecyclingBufferPool.INSTANCE, level).setChecksum(true),
                page);
    }

    private static byte[] piece(byte[] page, int level) {
        try (var zstd = new ZstdCompressCtx()) {
            return zstd.setLevel(level).setChecksum(true).compress(page);
        }
    }

    private interface Packing {
        OutputStream around(OutputStream bytes) throws IOException;
    }

    private static byte[] written(Packing packing, byte[] page) throws IOException {
        var bytes = new ByteArrayOutputStream(page.length / 8);
        try (var output = packing.around(bytes)) {
            for (var from = 0; from < page.length; from += PART) {
                output.write(page, from, Math.min(PART, page.length - from));
            }
        }
        return bytes.toByteArray();
    }

    private static byte[] gunzip(byte[] packed) throws IOException {
        try (var stream = new GZIPInputStream(new ByteArrayInputStream(packed), 65_536)) {
            return stream.readNBytes(64 << 20);
        }
    }

    private static byte[] unzstd(byte[] packed) throws IOException {
        try (var stream = new ZstdInputStreamNoFinalizer(new ByteArrayInputStream(packed))) {
            return stream.readNBytes(64 << 20);
        }
    }
}
