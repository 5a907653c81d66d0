package dev.daybook.http.pipeline;

import com.github.luben.zstd.RecyclingBufferPool;
import com.github.luben.zstd.ZstdOutputStreamNoFinalizer;
import com.github.luben.zstd.util.Native;
import dev.daybook.wire.Pieces;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Compression of answers with zstd for callers that accept it: it takes less than half of gzip's CPU. The answer is
 * compressed completely before it is sent, so that the memory of the compressor is not kept for a slow client.
 */
final class ZstdAnswer {
    private static final int LEVEL = 1;

    /** Below about one packet, compressing costs more than it saves. */
    private static final int FROM_BYTES = 1_400;

    private static final Pattern ENCODING = Pattern.compile(
            "(?:^|,)\\s*(zstd|gzip)\\s*(?:;\\s*q\\s*=\\s*([01](?:\\.[0-9]{0,3})?)\\s*)?(?=,|$)",
            Pattern.CASE_INSENSITIVE);

    private ZstdAnswer() {}

    /**
     * The answer, compressed if the caller accepts zstd and that is worth it. An answer from packs is compressed
     * already, and the faults of a sandbox need uncompressed answers.
     *
     * @param accepted the caller's Accept-Encoding
     */
    static Answer of(Answer answer, @Nullable String accepted) {
        return accepted == null
                        || answer.body().length() < FROM_BYTES
                        || answer.headers().containsKey("Content-Encoding")
                        || answer.fault().isPresent()
                        || !isPreferred(accepted)
                        || !Library.IS_THERE
                ? answer
                : answer.withBody(compressed(answer.body())).withHeader("Content-Encoding", "zstd");
    }

    /** Whether zstd is accepted, and gzip is not preferred by its weight. */
    private static boolean isPreferred(String accepted) {
        var zstd = 0.0;
        var gzip = 0.0;
        var encodings = ENCODING.matcher(accepted);
        while (encodings.find()) {
            var weight = encodings.group(2) == null ? 1 : Double.parseDouble(encodings.group(2));
            if (encodings.group(1).equalsIgnoreCase("zstd")) {
                zstd = weight;
            } else {
                gzip = weight;
            }
        }
        return zstd > 0 && zstd >= gzip;
    }

    private static byte[] compressed(Pieces body) {
        var bytes = new ByteArrayOutputStream(body.length() / 16);
        try (var zstd = new ZstdOutputStreamNoFinalizer(bytes, RecyclingBufferPool.INSTANCE, LEVEL)) {
            zstd.setChecksum(true);
            body.writeTo(zstd);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return bytes.toByteArray();
    }

    /** The native code, which is loaded for the first caller that accepts zstd. Without it, answers are gzip. */
    private static final class Library {
        static final boolean IS_THERE = loads();

        private static boolean loads() {
            try {
                Native.load();
                return true;
            } catch (LinkageError missing) {
                return false;
            }
        }
    }
}
