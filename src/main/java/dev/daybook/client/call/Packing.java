package dev.daybook.client.call;

import dev.daybook.client.answer.text.Leniency;
import dev.daybook.client.answer.text.ServerWords;
import dev.daybook.wire.bytes.GzipInput;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Locale;
import java.util.Set;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;

/** Decompresses the bodies of answers: zstd, gzip and deflate. Detects zstd and gzip even if no header names them. */
final class Packing {
    /**
     * The value of Accept-Encoding. It has no weights: the server knows which compression is cheaper, and some servers
     * look for the bare names. Without the native library, zstd is left out.
     */
    static final String ACCEPTED = ZstdBody.IS_READABLE ? "zstd, gzip" : "gzip";

    private static final int BUFFER = 65_536;

    private Packing() {}

    /**
     * The same answer, decompressed.
     *
     * @throws IllegalArgumentException if the body cannot be decompressed, or the header names an unknown compression
     * @throws ClientException if the decompressed body is too large
     */
    static Reply unpack(Reply sent) {
        var body = sent.body();
        var encoding =
                sent.header("Content-Encoding").orElse("identity").strip().toLowerCase(Locale.ROOT);
        try {
            return switch (body.length == 0 ? "identity" : encoding) {
                case "identity" -> unannounced(sent);
                case "gzip", "x-gzip" -> unpacked(sent, gunzip(body), Set.of());
                case "deflate" -> unpacked(sent, inflate(body), Set.of());
                case "zstd" -> {
                    if (!ZstdBody.IS_READABLE) {
                        throw notAskedFor(encoding);
                    }
                    yield unpacked(sent, ZstdBody.decompress(body), Set.of());
                }
                default -> throw notAskedFor(encoding);
            };
        } catch (IOException damaged) {
            throw new IllegalArgumentException(
                    "the answer is announced as " + encoding + ", but its " + body.length + " bytes cannot be unpacked",
                    damaged);
        }
    }

    /**
     * Decompresses a body without the header Content-Encoding, because some gateways remove this header. JSON never
     * begins like a compressed body.
     */
    private static Reply unannounced(Reply sent) throws IOException {
        var body = sent.body();
        if (isGzip(body)) {
            return unpacked(sent, gunzip(body), Set.of(Leniency.UNANNOUNCED_GZIP));
        }
        return ZstdBody.IS_READABLE && ZstdBody.isZstd(body)
                ? unpacked(sent, ZstdBody.decompress(body), Set.of(Leniency.UNANNOUNCED_ZSTD))
                : sent;
    }

    private static IllegalArgumentException notAskedFor(String encoding) {
        return new IllegalArgumentException(
                "the answer is compressed as '" + ServerWords.shown(encoding) + "', which was not asked for");
    }

    private static Reply unpacked(Reply sent, byte[] body, Set<Leniency> leniency) {
        return new Reply(sent.status(), sent.headers(), body, sent.wireBytes(), leniency);
    }

    private static boolean isGzip(byte[] body) {
        return body.length > 2 && body[0] == 0x1f && body[1] == (byte) 0x8b;
    }

    private static byte[] gunzip(byte[] body) throws IOException {
        try (var stream = new GzipInput(new ByteArrayInputStream(body))) {
            return HttpCalls.bounded(stream);
        }
    }

    /** Decompresses deflate with its standard header of two bytes, or without it: some servers leave it out. */
    private static byte[] inflate(byte[] body) throws IOException {
        var hasHead =
                body.length > 1 && (body[0] & 0x0f) == 8 && (((body[0] & 0xff) << 8) | (body[1] & 0xff)) % 31 == 0;
        var inflater = new Inflater(!hasHead);
        try (var stream = new InflaterInputStream(new ByteArrayInputStream(body), inflater, BUFFER)) {
            return HttpCalls.bounded(stream);
        } finally {
            inflater.end();
        }
    }
}
