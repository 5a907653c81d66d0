package dev.daybook.http.pipeline;

import com.github.luben.zstd.RecyclingBufferPool;
import com.github.luben.zstd.ZstdOutputStreamNoFinalizer;
import com.github.luben.zstd.util.Native;
import dev.daybook.wire.bytes.Pieces;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Compression of answers with zstd for callers that accept it: zstd takes less than half of gzip's CPU. The answer is
 * compressed completely before it is sent, so that a slow client does not hold the memory of the compressor.
 */
final class ZstdAnswer {
    private static final int LEVEL = 1;

    /** Below about one packet, compressing costs more than it saves. */
    private static final int FROM_BYTES = 1_400;

    private static final Pattern ZSTD = Pattern.compile("(?:^|,)\\s*zstd\\s*(?:,|$)", Pattern.CASE_INSENSITIVE);

    private ZstdAnswer() {}

    /**
     * The answer, compressed if the caller accepts zstd and the body is large enough. Two kinds of answers stay as they
     * are: those from packs, which are compressed already, and those with a fault of a sandbox, which must not be
     * compressed.
     *
     * @param accepted the caller's Accept-Encoding, without weights, and without zstd if gzip is preferred to it; null
     *     to compress nothing
     */
    static Answer of(Answer answer, @Nullable String accepted) {
        return accepted == null
                        || answer.body().length() < FROM_BYTES
                        || answer.headers().containsKey("Content-Encoding")
                        || answer.fault().isPresent()
                        || !ZSTD.matcher(accepted).find()
                        || !Library.IS_THERE
                ? answer
                : answer.withBody(compressed(answer.body())).withHeader("Content-Encoding", "zstd");
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

    /** The native code, loaded for the first caller that accepts zstd. Without this code, answers use gzip. */
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
