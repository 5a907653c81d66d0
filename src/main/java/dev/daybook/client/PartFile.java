package dev.daybook.client;

import dev.daybook.client.output.Format;
import dev.daybook.wire.PulledCustomer;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/** One file on its way: its pieces so far, under a name of their own until it is whole. */
final class PartFile implements AutoCloseable {
    private final Format format;
    private final Path target;
    private final Path pieces;
    private final FileChannel channel;

    /**
     * Opens it where it was left.
     *
     * @param length how much of it counts; what is beyond is cut off, 0 begins it anew
     */
    PartFile(Format format, Path target, long length) throws IOException {
        this.format = format;
        this.target = target;
        this.pieces = pieces(target);
        var folder = target.toAbsolutePath().getParent();
        if (folder != null) {
            Files.createDirectories(folder);
        }
        this.channel = FileChannel.open(pieces, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        if (channel.size() < length) {
            throw new IOException(pieces + " is shorter than when the last run wrote to it; --restart pulls it again");
        }
        channel.truncate(length);
        channel.position(length);
        if (length == 0) {
            write(format.head());
        }
    }

    /** Where the pieces of a file are. */
    static Path pieces(Path target) {
        return target.resolveSibling(target.getFileName() + ".part");
    }

    /** Adds the records of a page. */
    void add(List<PulledCustomer> page) throws IOException {
        write(format.piece(page));
    }

    private void write(byte[] piece) throws IOException {
        var bytes = ByteBuffer.wrap(piece);
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }

    long length() throws IOException {
        return channel.position();
    }

    void force() throws IOException {
        channel.force(false);
    }

    /** Gives the whole file its last form and name. */
    void finish() throws IOException {
        channel.force(false);
        channel.close();
        finish(format, target);
    }

    /** The same, also if it was done before, or half. */
    static void finish(Format format, Path target) throws IOException {
        if (Files.exists(pieces(target))) {
            format.finish(pieces(target), target);
        }
    }

    /** Leaves no file at all. */
    void drop() throws IOException {
        channel.close();
        drop(target);
    }

    /** The same, also if it was done before. */
    static void drop(Path target) throws IOException {
        Files.deleteIfExists(pieces(target));
        Files.deleteIfExists(target);
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
