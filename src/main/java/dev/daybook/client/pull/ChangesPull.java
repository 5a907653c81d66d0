package dev.daybook.client.pull;

import dev.daybook.client.PullOptions;
import dev.daybook.client.answer.ChangesAnswer;
import dev.daybook.client.call.ClientException;
import dev.daybook.client.call.ClientException.Reason;
import dev.daybook.client.call.Reply;
import dev.daybook.client.call.RetryingCaller;
import dev.daybook.client.call.Watcher;
import dev.daybook.client.output.Disk;
import dev.daybook.domain.RecordKind;
import dev.daybook.wire.Headers;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;

/**
 * Keeps a file of changes in step with a Daybook server: a line for each record that was created, updated or deleted,
 * as it is now; the last line of an id counts. A file beside it says how long the first one is and where the server goes
 * on, so that each change is in it once, however a run ends.
 */
public final class ChangesPull {
    /** The length, the account, the cursor and the kind, without which it is of customers, as the first ones were. */
    private static final Pattern STATE = Pattern.compile("(\\d{1,18}) (-?\\d{1,18}) (\\S*)(?: (\\w+))?\n");

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

    /** How much of the file counts, and what the server goes on from. */
    private record State(long length, String cursor) {
        static final State START = new State(0, "");
    }

    private record Page(ChangesAnswer answer, String cursor, boolean more) {}

    /**
     * Adds what changed since the last run; how many changes that were.
     *
     * @param restart whether to throw away what the file has, and pull all changes again
     * @throws ClientException if the server refuses or is out of order for too long, the file cannot be written, or is of
     *     another pull
     */
    public long run(boolean restart) throws InterruptedException {
        try {
            Disk.createFolders(file.toAbsolutePath().getParent());
            try (var channel = Disk.open(file);
                    var caller = RetryingCaller.of(options.connection(), watcher)) {
                if (!Disk.lock(channel)) {
                    throw other("another process is pulling to " + file);
                }
                return run(channel, caller, restart ? State.START : state(channel.size()));
            }
        } catch (IOException failure) {
            throw new ClientException(Reason.OUTPUT, "cannot write to " + file + ": " + failure.getMessage(), failure);
        }
    }

    /** The state is on the disk before the first byte that it speaks of, and again after the last. */
    private long run(FileChannel channel, RetryingCaller caller, State start) throws IOException, InterruptedException {
        if (start.equals(State.START)) {
            keep(start);
        }
        channel.truncate(start.length);
        channel.position(start.length);
        var count = 0L;
        var cursor = start.cursor;
        for (var more = true; more; ) {
            var page = page(caller, cursor);
            for (var change : page.answer.changes()) {
                Disk.append(channel, change);
                Disk.append(channel, new byte[] {'\n'});
                count++;
            }
            channel.force(false);
            keep(new State(channel.position(), page.cursor));
            cursor = page.cursor;
            more = page.more;
        }
        return count;
    }

    private Page page(RetryingCaller caller, String cursor) throws InterruptedException {
        var request = ChangesAnswer.request(options.cmId(), cursor, options.pageSize());
        try {
            return caller.call(options.kind().changesPath(), request, reply -> page(cursor, reply));
        } catch (ClientException failure) {
            if (failure.reason() == Reason.NOT_FOUND) {
                throw new ClientException(
                        Reason.NOT_FOUND, "the server offers no changes, as Daybook does: " + failure.getMessage());
            }
            throw failure;
        }
    }

    private static Page page(String cursor, Reply reply) {
        var more = reply.header(Headers.HAS_MORE).map(Boolean::parseBoolean).orElse(false);
        var next = reply.header(Headers.NEXT_CURSOR).filter(word -> !(more && word.equals(cursor)));
        return new Page(
                ChangesAnswer.read(reply.body()),
                next.orElseThrow(() -> new ClientException(
                        Reason.MISBEHAVED, "the server does not say from which cursor its changes go on")),
                more);
    }

    private State state(long length) throws IOException {
        if (!Files.exists(place)) {
            if (length > 0) {
                throw other(file + " is there already, and " + place + ", which would say where the server goes on, is"
                        + " not; --restart replaces it with all changes");
            }
            return State.START;
        }
        var kept = STATE.matcher(Files.readString(place));
        if (!kept.matches()) {
            throw other(place + " does not say where the server goes on; --restart pulls all changes again");
        }
        if (Long.parseLong(kept.group(2)) != options.cmId()) {
            throw other(file + " has the changes of account " + kept.group(2) + "; --restart replaces them");
        }
        var plural = kept.group(4) == null ? RecordKind.CUSTOMER.plural() : kept.group(4);
        if (!plural.equals(options.kind().plural())) {
            throw other(file + " has the changes of " + plural + "; --restart replaces them");
        }
        var state = new State(Long.parseLong(kept.group(1)), kept.group(3));
        if (length < state.length) {
            throw other(file + " is shorter than " + place + " says; --restart pulls all changes again");
        }
        return state;
    }

    private static ClientException other(String message) {
        return new ClientException(Reason.OTHER_PULL, message);
    }

    private void keep(State state) throws IOException {
        Disk.write(
                place,
                state.length + " " + options.cmId() + " " + state.cursor + " "
                        + options.kind().plural() + "\n");
    }
}
