package dev.daybook.client.pull;

import dev.daybook.client.answer.PulledRecord;
import dev.daybook.client.call.ClientException;
import dev.daybook.client.call.ClientException.Reason;
import dev.daybook.client.output.Disk;
import dev.daybook.client.output.Format;
import dev.daybook.client.pull.Step.FileOffset;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32;

/** An output file that is not complete yet, and so has a temporary name. */
final class PartFile implements AutoCloseable {
    /** The end of an incomplete file's name. */
    static final String SUFFIX = ".part";

    private static final int BLOCK = 1 << 16;

    private final CRC32 checksum = new CRC32();
    private final Format format;
    private final Path target;
    private final FileChannel channel;
    private boolean nameForced;

    private PartFile(Format format, Path target, FileChannel channel) {
        this.format = format;
        this.target = target;
        this.channel = channel;
    }

    /**
     * Opens an incomplete file and truncates it at an offset. An offset of 0 makes a new file.
     *
     * @param target the path of the complete file
     * @return empty if the file is too short, or if its bytes before the offset are not those that an earlier run wrote
     */
    static Optional<PartFile> open(Format format, Path target, FileOffset offset) throws IOException {
        Disk.createFolders(target.toAbsolutePath().getParent());
        var pieces = pieces(target);
        var channel = offset.length() == 0 ? Disk.openNew(pieces) : Disk.open(pieces);
        var file = new PartFile(format, target, channel);
        var resumed = false;
        try {
            resumed = file.resume(offset);
        } finally {
            if (!resumed) {
                channel.close();
            }
        }
        return resumed ? Optional.of(file) : Optional.empty();
    }

    private boolean resume(FileOffset offset) throws IOException {
        if (channel.size() < offset.length() || !hasBefore(offset)) {
            return false;
        }
        channel.truncate(offset.length());
        channel.position(offset.length());
        if (offset.length() == 0) {
            write(format.head());
        }
        return true;
    }

    /** Whether the bytes before an offset have the checksum that they had when they were written. */
    private boolean hasBefore(FileOffset offset) throws IOException {
        var block = ByteBuffer.allocate(BLOCK);
        for (var left = offset.length(); left > 0; ) {
            block.clear().limit((int) Math.min(BLOCK, left));
            var read = channel.read(block);
            if (read < 0) {
                return false;
            }
            checksum.update(block.flip());
            left -= read;
        }
        return checksum.getValue() == offset.checksum();
    }

    /** The path of the incomplete file that becomes the file {@code target}. */
    static Path pieces(Path target) {
        return Format.unfinished(target, SUFFIX);
    }

    /** Appends the records of a page. */
    void add(List<PulledRecord> page) throws IOException {
        write(format.piece(page));
    }

    private void write(byte[] piece) throws IOException {
        Disk.append(channel, piece);
        checksum.update(piece);
    }

    /** The end of the file: its length, and the checksum of its bytes. */
    FileOffset offset() throws IOException {
        return new FileOffset(channel.position(), checksum.getValue());
    }

    /** Forces the file's bytes and its name to the disk. */
    void force() throws IOException {
        channel.force(false);
        if (!nameForced) {
            Disk.forceName(pieces(target));
            nameForced = true;
        }
    }

    /**
     * Completes a file that has all its records: gives it its final form and name. Does nothing if an earlier call has
     * completed the file, so this may be repeated after an interruption.
     *
     * @throws IOException if neither the incomplete file nor the complete one exists
     */
    static void finish(Format format, Path target) throws IOException {
        if (Files.exists(pieces(target))) {
            format.finish(pieces(target), target);
        } else if (isGone(target)) {
            throw new IOException(target + " is gone; --restart pulls it again");
        }
    }

    /** Whether a file that is incomplete, or was only renamed, has exactly the bytes that the pull wrote to it. */
    static boolean isAsWritten(Format format, Path path, FileOffset end) throws IOException {
        try (var file = new PartFile(format, path, FileChannel.open(path, StandardOpenOption.READ))) {
            return file.channel.size() == end.length() && file.hasBefore(end);
        }
    }

    /**
     * Checks, before the file gets its final form, that the file with the temporary name is still this one.
     *
     * @throws ClientException if something else has replaced, changed or removed it
     */
    void checkAsWritten() throws IOException {
        checkPieces(format, target, offset());
    }

    /** Checks the same as {@link #checkAsWritten}, for the incomplete file of an earlier run. */
    static void checkPieces(Format format, Path target, FileOffset end) throws IOException {
        var pieces = pieces(target);
        if (Files.notExists(pieces) || !isAsWritten(format, pieces, end)) {
            throw new ClientException(
                    Reason.OTHER_PULL,
                    pieces + " was replaced, changed or removed by something else while this pull was writing it, such"
                            + " as another pull; when that has ended, pull again with --restart");
        }
    }

    /** Whether a file is missing: neither the incomplete file nor the complete one exists. */
    static boolean isGone(Path target) {
        return Files.notExists(target) && Files.notExists(pieces(target));
    }

    /** Deletes the incomplete file, and the remains of an interrupted conversion to the complete one. */
    static void discard(Format format, Path target) throws IOException {
        Files.deleteIfExists(pieces(target));
        format.discard(target);
    }

    /** Deletes the same files as {@link #discard}, and the complete file of an earlier pull. */
    static void drop(Format format, Path target) throws IOException {
        discard(format, target);
        Files.deleteIfExists(target);
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
