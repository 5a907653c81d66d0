package dev.daybook.client.output;

import com.github.luben.zstd.ZstdOutputStreamNoFinalizer;
import dev.daybook.client.answer.PulledRecord;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Text files, plain or compressed piece by piece. The concatenated pieces are the file, so finishing only renames it,
 * except with zstd: see {@link OneFrame}. A compressed file without pieces first gets an empty piece: {@code gunzip}
 * refuses a file of 0 bytes.
 *
 * @param suffix the end of a file's name
 * @param lines the lines of the records
 * @param compression the compression of each piece
 */
record TextFormat(String suffix, Lines lines, Compression compression) implements Format {
    /** Records as lines of a text file, in UTF-8. */
    interface Lines {
        /** The text before the first record. */
        byte[] head();

        /** The lines of some records, each with its line end. */
        byte[] of(List<PulledRecord> records);
    }

    @Override
    public byte[] head() {
        return piece(lines.head());
    }

    @Override
    public byte[] piece(List<PulledRecord> page) {
        try {
            return piece(lines.of(page));
        } catch (IllegalArgumentException unwritable) {
            // A record that cannot be written is refused when its page is read. If one arrives here, Daybook has a
            // defect; the caller did nothing wrong.
            throw new IllegalStateException("a record cannot be written: " + unwritable.getMessage(), unwritable);
        }
    }

    /** Compresses a piece. An empty piece stays empty: its compressed form has bytes, which the file does not need. */
    private byte[] piece(byte[] bytes) {
        return bytes.length == 0 ? bytes : compression.compress(bytes);
    }

    @Override
    public void finish(Path pieces, Path target) throws IOException {
        var empty = compression.compress(new byte[0]);
        // A file of at most the length of an empty piece has no text: it has no bytes, an empty piece or, if an earlier
        // run was killed, a part of an empty piece.
        if (Files.size(pieces) <= empty.length) {
            Files.write(pieces, empty);
        }
        Disk.force(pieces);
        Disk.rename(pieces, target);
    }

    /**
     * Text files with zstd. The pieces are frames, but the complete file has one frame, because some libraries stop
     * after the first frame without an error. If there are no pieces, the complete file is an empty frame, because
     * {@code zstd -d} refuses a file of 0 bytes.
     */
    record OneFrame(TextFormat text) implements Format.Converted {
        private static final int BLOCK = 1 << 16;

        @Override
        public String suffix() {
            return text.suffix;
        }

        @Override
        public byte[] head() {
            return text.head();
        }

        @Override
        public byte[] piece(List<PulledRecord> page) {
            return text.piece(page);
        }

        /** Writes blocks of one size, so that the bytes of the frame do not depend on the sizes of the pieces. */
        @Override
        public void convert(Path pieces, Path temporary) throws IOException {
            var empty = text.compression.compress(new byte[0]);
            if (Files.size(pieces) <= empty.length) {
                Files.write(temporary, empty);
                return;
            }
            try (var lines = text.compression.open(new BufferedInputStream(Files.newInputStream(pieces), BLOCK));
                    var frame = new ZstdOutputStreamNoFinalizer(Files.newOutputStream(temporary))) {
                frame.setLevel(Compression.ZSTD_LEVEL).setChecksum(true);
                for (var block = lines.readNBytes(BLOCK); block.length > 0; block = lines.readNBytes(BLOCK)) {
                    frame.write(block);
                }
            }
        }
    }
}
