package dev.daybook.client.call;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.daybook.client.answer.text.Leniency;
import dev.daybook.client.call.ClientException.Reason;
import dev.daybook.kit.CompressedBody;
import java.io.ByteArrayOutputStream;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Bodies are decompressed as their header says, within bounds, or refused with the reason. */
@Tag("jdk")
class PackingTest {
    private static final byte[] PLAIN =
            ("{\"message\":\"" + "Zoë Menon, ".repeat(20_000) + "\"}").getBytes(StandardCharsets.UTF_8);

    static Stream<Arguments> encodings() {
        return Stream.of(
                Arguments.of("gzip", CompressedBody.gzip(PLAIN)),
                Arguments.of("X-GZIP", CompressedBody.gzip(PLAIN)),
                Arguments.of("zstd", CompressedBody.zstd(PLAIN)),
                Arguments.of(" ZSTD ", CompressedBody.zstd(PLAIN)),
                Arguments.of("zstd", joined(CompressedBody.zstd(half(PLAIN)), CompressedBody.zstd(rest(PLAIN)))),
                Arguments.of("zstd", CompressedBody.zstd(PLAIN, 23)),
                Arguments.of("deflate", CompressedBody.deflate(PLAIN, false)),
                Arguments.of("deflate", CompressedBody.deflate(PLAIN, true)),
                Arguments.of("identity", PLAIN));
    }

    @ParameterizedTest
    @MethodSource("encodings")
    void readsEachEncoding(String encoding, byte[] body) {
        var reply = Packing.unpack(reply(encoding, body));
        assertArrayEquals(PLAIN, reply.body());
        assertEquals(body.length, reply.wireBytes());
        assertEquals(Set.of(), reply.leniency());
    }

    @Test
    void decompressesABodyWithoutAContentEncoding() {
        var zstd = Packing.unpack(reply("identity", CompressedBody.zstd(PLAIN)));
        assertArrayEquals(PLAIN, zstd.body());
        assertEquals(Set.of(Leniency.UNANNOUNCED_ZSTD), zstd.leniency());
        var gzip = Packing.unpack(reply("identity", CompressedBody.gzip(PLAIN)));
        assertArrayEquals(PLAIN, gzip.body());
        assertEquals(Set.of(Leniency.UNANNOUNCED_GZIP), gzip.leniency());
    }

    /** Without a loop, the calls for these members would use up the stack. */
    @Test
    void readsManyEmptyGzipMembers() {
        var empty = CompressedBody.gzip(new byte[0]);
        var members = new ByteArrayOutputStream();
        for (var count = 0; count < 50_000; count++) {
            members.writeBytes(empty);
        }
        assertEquals(0, Packing.unpack(reply("gzip", members.toByteArray())).body().length);
        members.writeBytes(CompressedBody.gzip(PLAIN));
        for (var encoding : List.of("gzip", "identity")) {
            assertArrayEquals(
                    PLAIN,
                    Packing.unpack(reply(encoding, members.toByteArray())).body());
        }
    }

    static Stream<Arguments> damages() {
        return Stream.of(
                        Arguments.of("gzip", CompressedBody.gzip(PLAIN)),
                        Arguments.of("zstd", CompressedBody.zstd(PLAIN)))
                .flatMap(whole -> {
                    var encoding = whole.get()[0];
                    var body = (byte[]) whole.get()[1];
                    var flipped = body.clone();
                    flipped[body.length / 2] ^= 4;
                    return Stream.of(
                            Arguments.of(encoding, half(body)),
                            Arguments.of(encoding, Arrays.copyOf(body, body.length - 1)),
                            Arguments.of(encoding, Arrays.copyOf(body, 3)),
                            Arguments.of(encoding, flipped),
                            Arguments.of(encoding, "no compressed body".getBytes(StandardCharsets.US_ASCII)));
                });
    }

    @ParameterizedTest
    @MethodSource("damages")
    void refusesDamagedOrTruncatedBodies(String encoding, byte[] body) {
        var refused = assertThrows(IllegalArgumentException.class, () -> Packing.unpack(reply(encoding, body)));
        assertEquals(
                "the answer is announced as " + encoding + ", but its " + body.length + " bytes cannot be unpacked",
                refused.getMessage());
    }

    /**
     * A zstd window of more than 8 MB is refused: a decoder would allocate up to 2 GB for it before it reads the first
     * byte.
     */
    @ParameterizedTest
    @ValueSource(ints = {24, 27, 31})
    void refusesAZstdWindowOfMoreThan8Mb(int windowLog) {
        var body = CompressedBody.zstd(PLAIN, windowLog);
        var refused = assertThrows(IllegalArgumentException.class, () -> Packing.unpack(reply("zstd", body)));
        assertEquals(
                "the answer is zstd with a window of more than 8 MB, which HTTP does not allow", refused.getMessage());
    }

    @Test
    void refusesABodyThatIsTooLargeAfterDecompression() {
        var plain = new byte[HttpCalls.MAX_BODY + 1];
        for (var sent : List.of(
                reply("zstd", CompressedBody.zstd(plain)),
                reply("identity", CompressedBody.zstd(plain)),
                reply("deflate", CompressedBody.deflate(plain, false)))) {
            var refused = assertThrows(ClientException.class, () -> Packing.unpack(sent));
            assertEquals(Reason.MISBEHAVED, refused.reason());
            assertTrue(refused.getMessage().startsWith("the answer is larger than 64 MB"), refused::getMessage);
        }
    }

    @Test
    void refusesAnEncodingThatWasNotRequested() {
        assertEquals("zstd, gzip", Packing.ACCEPTED);
        var refused = assertThrows(IllegalArgumentException.class, () -> Packing.unpack(reply("br", PLAIN)));
        assertEquals("the answer is compressed as 'br', which was not asked for", refused.getMessage());
    }

    private static Reply reply(String encoding, byte[] body) {
        var headers = HttpHeaders.of(Map.of("Content-Encoding", List.of(encoding)), (name, value) -> true);
        return new Reply(200, headers, body, body.length);
    }

    private static byte[] half(byte[] body) {
        return Arrays.copyOf(body, body.length / 2);
    }

    private static byte[] rest(byte[] body) {
        return Arrays.copyOfRange(body, body.length / 2, body.length);
    }

    private static byte[] joined(byte[] first, byte[] second) {
        var both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }
}
