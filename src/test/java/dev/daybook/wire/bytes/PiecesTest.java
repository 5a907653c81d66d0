package dev.daybook.wire.bytes;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("jdk")
class PiecesTest {
    private static final int PART = 32_768;

    /**
     * The lengths are near zero, one part and three parts. Each is cut into pieces that are shorter than a part, as
     * long as a part, longer, or empty. The written bytes must equal the joined pieces.
     */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, PART - 1, PART, PART + 1, 3 * PART - 1, 3 * PART, 200_000})
    void writtenPiecesEqualJoinedPieces(int length) throws IOException {
        for (var most : new int[] {1, 1_600, PART, PART + 1, 200_001}) {
            var whole = new byte[length];
            new Random(length).nextBytes(whole);
            var pieces = Pieces.of(cut(whole, most));
            var told = length + " bytes in pieces of at most " + most;
            assertEquals(length, pieces.length(), told);
            assertArrayEquals(whole, pieces.joined(), told);
            var out = new Parts();
            pieces.writeTo(out);
            assertArrayEquals(whole, out.toByteArray(), told);
            assertTrue(out.sizes.stream().allMatch(size -> size <= PART), told);
            assertTrue(out.sizes.size() <= length / PART + 1, told + ": " + out.sizes.size() + " parts");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 10, 11, 65_546, 65_547, 200_000})
    void anOutputHasAllBytesThatWereWritten(int length) {
        for (var most : new int[] {1, 1_600, 200_001}) {
            var whole = new byte[length];
            new Random(length).nextBytes(whole);
            var output = new Pieces.Output(10);
            cut(whole, most).forEach(output::write);
            assertArrayEquals(whole, output.pieces().joined(), length + " bytes in pieces of at most " + most);
            output.write(7);
            assertEquals(length + 1, output.pieces().length());
        }
    }

    @Test
    void aSinglePieceIsNotCopied() {
        var whole = new byte[] {1, 2};
        assertSame(whole, Pieces.of(whole).joined());
    }

    private static List<byte[]> cut(byte[] whole, int most) {
        var random = new Random(most);
        var pieces = new ArrayList<byte[]>();
        for (var from = 0; from < whole.length; ) {
            var to = Math.min(whole.length, from + random.nextInt(most + 1));
            pieces.add(Arrays.copyOfRange(whole, from, to));
            from = to;
        }
        return pieces;
    }

    /** The length of each part that was written. */
    private static final class Parts extends ByteArrayOutputStream {
        private final List<Integer> sizes = new ArrayList<>();

        @Override
        public synchronized void write(byte[] bytes, int from, int count) {
            sizes.add(count);
            super.write(bytes, from, count);
        }
    }
}
