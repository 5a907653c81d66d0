package dev.daybook.kit;

import dev.daybook.kit.Misbehaviour.Sort;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;

/** Misbehaviours in the bytes of an answer: charset, compression and broken JSON. */
final class BodyMisbehaviours {
    /** The exponent of a window of zstd: 2 to the power of 31 are 2 GB. */
    private static final int HUGE_WINDOW = 31;

    private BodyMisbehaviours() {}

    static List<Misbehaviour> all() {
        return List.of(
                noted("Latin-1, announced", Misbehaviours.LATIN_NOTE)
                        .answers(answer -> answer.with(answer.text().getBytes(StandardCharsets.ISO_8859_1))
                                .with("Content-Type", "application/json; charset=ISO-8859-1")),
                noted("Latin-1, not announced", Misbehaviours.LATIN_NOTE)
                        .answers(answer -> answer.with(answer.text().getBytes(StandardCharsets.ISO_8859_1))
                                .with("Content-Type", "application/json")),
                noted("UTF-16, announced", Misbehaviours.NOTE)
                        .answers(answer -> answer.with(answer.text().getBytes(StandardCharsets.UTF_16))
                                .with("Content-Type", "application/json;charset=\"utf-16\"")),
                Misbehaviour.of("UTF-16, not announced", Sort.BODY)
                        .answers(answer -> answer.with(answer.text().getBytes(StandardCharsets.UTF_16LE))
                                .with("Content-Type", "application/json")),
                noted("a byte order mark", Misbehaviours.NOTE).answers(answer -> answer.text(text -> "\ufeff" + text)),
                noted("spaces between tokens", Misbehaviours.NOTE)
                        .answers(answer -> answer.text(text -> text.replace("{\"", "{\n  \"") + "\n")),
                encoded("gzip, not announced", "identity", CompressedBody::gzip),
                encoded("x-gzip", CompressedBody::gzip),
                encoded("zstd", CompressedBody::zstd),
                encoded("zstd, not announced", "identity", CompressedBody::zstd),
                encoded("deflate", body -> CompressedBody.deflate(body, false)),
                encoded("deflate without a head", "deflate", body -> CompressedBody.deflate(body, true)),
                encoded("br", body -> "whatever it is".getBytes(StandardCharsets.US_ASCII)),
                noted("a raw tab in a text", "A\tB"),
                noted("a raw line break in a text", "A\nB"),
                Misbehaviour.of("NaN", Sort.BODY)
                        .records(json -> json.replaceFirst("\\}$", ",\"score\":NaN,\"least\":-Infinity}")),
                Misbehaviour.of("half of the JSON", Sort.BODY)
                        .answers(answer -> answer.text(text -> text.substring(0, text.length() / 2))),
                encoded("half of the gzip", "gzip", body -> half(CompressedBody.gzip(body))),
                encoded("half of the zstd", "zstd", body -> half(CompressedBody.zstd(body))),
                encoded("zstd with a flipped bit", "zstd", body -> flipped(CompressedBody.zstd(body))),
                encoded("zstd with a huge window", "zstd", body -> CompressedBody.zstd(body, HUGE_WINDOW)),
                encoded("gzip announced as zstd", "zstd", CompressedBody::gzip));
    }

    private static Misbehaviour noted(String name, String note) {
        return Misbehaviour.of(name, Sort.BODY)
                .records(json -> json.replaceFirst("\\}$", Matcher.quoteReplacement(",\"note\":\"" + note + "\"}")));
    }

    private static Misbehaviour encoded(String encoding, UnaryOperator<byte[]> packing) {
        return encoded(encoding, encoding, packing);
    }

    private static Misbehaviour encoded(String name, String encoding, UnaryOperator<byte[]> packing) {
        return noted(name, Misbehaviours.NOTE)
                .answers(answer -> answer.with(packing.apply(answer.body())).with("Content-Encoding", encoding));
    }

    private static byte[] half(byte[] body) {
        return Arrays.copyOf(body, body.length / 2);
    }

    private static byte[] flipped(byte[] body) {
        var other = body.clone();
        other[body.length / 2] ^= 1;
        return other;
    }
}
