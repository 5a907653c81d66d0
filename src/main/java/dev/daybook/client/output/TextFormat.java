package dev.daybook.client.output;

import dev.daybook.client.answer.PulledRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Text files, plain or compressed piece by piece. The concatenated pieces are the file, so finishing only renames it.
 */
final class TextFormat implements Format {

    /** Records as lines of a text file, in UTF-8. */
    interface Lines {
        /** The text before the first record. */
        byte[] head();

        /** The lines of some records, each with its end. */
        byte[] of(List<PulledRecord> records);
    }

    private final String suffix;
    private final Lines lines;
    private final Compression compression;

    TextFormat(String suffix, Lines lines, Compression compression) {
        this.suffix = suffix;
        this.lines = lines;
        this.compression = compression;
    }

    @Override
    public String suffix() {
        return suffix;
    }

    @Override
    public byte[] head() {
        return piece(lines.head());
    }

    @Override
    public byte[] piece(List<PulledRecord> page) {
        return piece(lines.of(page));
    }

    /** No bytes stay no bytes: an empty compressed member would have some bytes. */
    private byte[] piece(byte[] bytes) {
        return bytes.length == 0 ? bytes : compression.compress(bytes);
    }

    @Override
    public void finish(Path pieces, Path target) throws IOException {
        if (Files.exists(target) && Files.notExists(pieces)) {
            return;
        }
        Disk.force(pieces);
        Disk.rename(pieces, target);
    }
}
