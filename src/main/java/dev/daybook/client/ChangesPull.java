package dev.daybook.client;

import dev.daybook.client.ClientException.Reason;
import dev.daybook.wire.ChangesAnswer;
import dev.daybook.wire.Paths;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/**
 * Keeps a file of changes in step with a Daybook server: a line for each customer that was created, updated or deleted,
 * as it is now; the last line of an id counts. A file beside it says how long the first one is and where the server goes
 * on, so that each change is in it once, however a run ends.
 */
public final class ChangesPull {
    private final PullOptions options;
    private final Path file;
    private final Path place;
    private final Watcher watcher;

    /** A pull of changes into a file, which grows with each run. */
    public ChangesPull(PullOptions options, Path file, Watcher watcher) {
        this.options = options;
        this.file = file;
        this.place = file.resolveSibling(file.getFileName() + ".cursor");
        this.watcher = watcher;
    }

    private record State(long length, String cursor) {}

    private record Page(ChangesAnswer answer, String cursor, boolean more) {}

    /** Throws away the file and its place. */
    public void restart() throws IOException {
        Files.deleteIfExists(place);
        Files.deleteIfExists(file);
    }

    /**
     * Adds what changed since the last run; how many changes that were.
     *
     * @throws ClientException if the server refuses or is out of order for too long, or the file cannot be written
     */
    public long run() throws InterruptedException {
        try (var channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                var caller = Caller.of(options, watcher)) {
            lock(channel);
            return run(channel, caller);
        } catch (IOException failure) {
            throw new ClientException(Reason.OUTPUT, "cannot write to " + file + ": " + failure.getMessage(), failure);
        }
    }

    private void lock(FileChannel channel) throws IOException {
        try {
            if (channel.tryLock() != null) {
                return;
            }
        } catch (OverlappingFileLockException sameProcess) {
            // Told below.
        }
        throw new ClientException(Reason.OTHER_PULL, "another process is pulling to " + file);
    }

    private long run(FileChannel channel, Caller caller) throws IOException, InterruptedException {
        var state = state();
        if (channel.size() < state.length) {
            throw new IOException(file + " is shorter than " + place + " says; --restart pulls all changes again");
        }
        channel.truncate(state.length);
        channel.position(state.length);
        var count = 0L;
        for (var more = true; more; ) {
            var page = page(caller, state.cursor);
            for (var change : page.answer.changes()) {
                write(channel, change);
                write(channel, new byte[] {'\n'});
                count++;
            }
            channel.force(false);
            state = new State(channel.position(), page.cursor);
            keep(state);
            more = page.more;
        }
        return count;
    }

    private Page page(Caller caller, String cursor) throws InterruptedException {
        var request = ChangesAnswer.request(options.cmId(), cursor, options.pageSize());
        return caller.call(
                Paths.CHANGES,
                request,
                reply -> new Page(
                        ChangesAnswer.read(reply.body()),
                        reply.header("X-Daybook-Next-Cursor").orElse(cursor),
                        reply.header("X-Daybook-Has-More")
                                .map(Boolean::parseBoolean)
                                .orElse(false)));
    }

    private static void write(FileChannel channel, byte[] bytes) throws IOException {
        var buffer = ByteBuffer.wrap(bytes);
        while (buffer.hasRemaining()) {
            channel.write(buffer);
        }
    }

    private State state() throws IOException {
        if (!Files.exists(place)) {
            return new State(0, "");
        }
        var words = Files.readString(place).strip().split(" ", 2);
        return new State(Long.parseLong(words[0]), words.length == 2 ? words[1] : "");
    }

    private void keep(State state) throws IOException {
        var next = place.resolveSibling(place.getFileName() + ".new");
        Files.writeString(next, state.length + " " + state.cursor + "\n");
        Files.move(next, place, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
