package dev.daybook.client.pull;

import dev.daybook.client.answer.PulledRecord;
import dev.daybook.client.output.Disk;
import dev.daybook.client.output.Format;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32;

/** One file on its way: its pieces so far, under a name of their own until it is whole. */
final class PartFile implements AutoCloseable {
    private static final int BLOCK = 1 << 16;

    private final CRC32 sum = new CRC32();
    private final Format format;
    private final Path target;
    private final FileChannel channel;
    private boolean nameForced;

    /**
     * How far a file is.
     *
     * @param length its length in bytes
     * @param sum the check sum of these bytes
     */
    record Mark(long length, long sum) {
        static final Mark START = new Mark(0, 0);

        /** As the journal has it. */
        String text() {
            return length + ":" + Long.toHexString(sum);
        }

        static Mark parse(String text) {
            var colon = text.indexOf(':');
            return new Mark(Long.parseLong(text.substring(0, colon)), Long.parseLong(text.substring(colon + 1), 16));
        }
    }

    private PartFile(Format format, Path target, FileChannel channel) {
        this.format = format;
        this.target = target;
        this.channel = channel;
    }

    /**
     * Opens it where it was left; empty if its bytes up to there are not those that were written then.
     *
     * @param mark how much of it counts; what is beyond is cut off, the start begins it anew
     */
    static Optional<PartFile> open(Format format, Path target, Mark mark) throws IOException {
        Disk.createFolders(target.toAbsolutePath().getParent());
        var channel = Disk.open(pieces(target));
        var file = new PartFile(format, target, channel);
        var goesOn = false;
        try {
            goesOn = file.goOn(mark);
        } finally {
            if (!goesOn) {
                channel.close();
            }
        }
        return goesOn ? Optional.of(file) : Optional.empty();
    }

    private boolean goOn(Mark mark) throws IOException {
        if (channel.size() < mark.length || !readTo(mark.length) || sum.getValue() != mark.sum) {
            return false;
        }
        channel.truncate(mark.length);
        channel.position(mark.length);
        if (mark.length == 0) {
            write(format.head());
        }
        return true;
    }

    private boolean readTo(long length) throws IOException {
        var block = ByteBuffer.allocate(BLOCK);
        for (var left = length; left > 0; ) {
            block.clear().limit((int) Math.min(BLOCK, left));
            var read = channel.read(block);
            if (read < 0) {
                return false;
            }
            sum.update(block.flip());
            left -= read;
        }
        return true;
    }

    /** Where the pieces of a file are. */
    static Path pieces(Path target) {
        return target.resolveSibling(target.getFileName() + ".part");
    }

    /** Adds the records of a page. */
    void add(List<PulledRecord> page) throws IOException {
        write(format.piece(page));
    }

    private void write(byte[] piece) throws IOException {
        Disk.append(channel, piece);
        sum.update(piece);
    }

    /** How far it is. */
    Mark mark() throws IOException {
        return new Mark(channel.position(), sum.getValue());
    }

    /** Returns when its bytes are on the disk, and that there is such a file. */
    void force() throws IOException {
        channel.force(false);
        if (!nameForced) {
            Disk.forceName(pieces(target));
            nameForced = true;
        }
    }

    /** Gives the whole file its last form and name, also if that was done before, or half. */
    static void finish(Format format, Path target) throws IOException {
        if (Files.exists(pieces(target))) {
            format.finish(pieces(target), target);
        }
    }

    /** Leaves no file at all, also not one from another pull. */
    static void drop(Path target) throws IOException {
        Files.deleteIfExists(pieces(target));
        Files.deleteIfExists(target);
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
