package dev.daybook.wire.bytes;

import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The body of an answer as a list of byte arrays, so that a page of thousands of records is not copied into one array
 * before it is sent.
 */
public final class Pieces {
    /** The size of the written parts, in bytes. The web server splits larger arrays into parts of this size. */
    private static final int AT_ONCE_BYTES = 32_768;

    private final List<byte[]> pieces;
    private final int length;

    private Pieces(List<byte[]> pieces) {
        this.pieces = pieces;
        this.length = pieces.stream().mapToInt(piece -> piece.length).reduce(0, Math::addExact);
    }

    /** A body of one array. */
    public static Pieces of(byte[] whole) {
        return new Pieces(List.of(whole));
    }

    /** A body of several arrays. */
    public static Pieces of(List<byte[]> pieces) {
        return new Pieces(List.copyOf(pieces));
    }

    /** The total length in bytes. */
    public int length() {
        return length;
    }

    /** All arrays joined into one. */
    public byte[] joined() {
        if (pieces.size() == 1) {
            return pieces.get(0);
        }
        var whole = new byte[length];
        var end = 0;
        for (var piece : pieces) {
            System.arraycopy(piece, 0, whole, end, piece.length);
            end += piece.length;
        }
        return whole;
    }

    /** Writes the body in parts of at most {@link #AT_ONCE_BYTES}. */
    public void writeTo(OutputStream out) throws IOException {
        var part = new byte[Math.min(length, AT_ONCE_BYTES)];
        var filled = 0;
        for (var piece : pieces) {
            for (var from = 0; from < piece.length; ) {
                var count = Math.min(piece.length - from, part.length - filled);
                System.arraycopy(piece, from, part, filled, count);
                from += count;
                filled += count;
                if (filled == part.length) {
                    out.write(part, 0, filled);
                    filled = 0;
                }
            }
        }
        if (filled > 0) {
            out.write(part, 0, filled);
        }
    }

    /** Collects the body of an answer in several arrays, so that a body which grows is not copied. */
    public static final class Output extends OutputStream {
        private static final int NEXT_BYTES = 65_536;

        private final List<byte[]> full = new ArrayList<>();
        private byte[] last;
        private int end;

        /** Starts an empty body, whose first array has this length. */
        public Output(int firstBytes) {
            last = new byte[firstBytes];
        }

        @Override
        public void write(int letter) {
            write(new byte[] {(byte) letter});
        }

        @Override
        public void write(byte[] bytes) {
            write(bytes, 0, bytes.length);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) {
            for (var from = offset; from < offset + length; ) {
                if (end == last.length) {
                    full.add(last);
                    last = new byte[NEXT_BYTES];
                    end = 0;
                }
                var count = Math.min(offset + length - from, last.length - end);
                System.arraycopy(bytes, from, last, end, count);
                from += count;
                end += count;
            }
        }

        /** The body that was written so far. */
        public Pieces pieces() {
            var all = new ArrayList<>(full);
            all.add(Arrays.copyOf(last, end));
            return Pieces.of(all);
        }
    }
}
