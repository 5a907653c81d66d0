package dev.daybook.client.pull;

import dev.daybook.client.answer.ChangesAnswer;
import dev.daybook.client.call.ClientException;
import dev.daybook.client.call.ClientException.Reason;
import dev.daybook.client.call.Connection;
import dev.daybook.client.call.Reply;
import dev.daybook.client.call.RetryingCaller;
import dev.daybook.client.call.Watcher;
import dev.daybook.client.day.PageOptions;
import dev.daybook.client.output.Disk;
import dev.daybook.domain.message.FileReason;
import dev.daybook.wire.Headers;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.zip.CRC32;

/**
 * Pull of changes: keeps a file of changes up to date with a Daybook server. The file has one line for each record that
 * was created, updated or deleted, with the current state of the record; of several lines for an id, the last one
 * counts. A second file stores the length of the first one and the server's cursor, so that the first file has each
 * change exactly once, however a run ends.
 *
 * @param connection the account
 * @param pages the kind of the records, and the number of changes per request
 * @param file the file, which each run appends to
 * @param zone the name of the account's zone, in which the server writes times; empty if the server did not say
 * @param watcher is notified of each wait before a retry, and when the file is ready for new changes
 */
public record ChangesPull(Connection connection, PageOptions pages, Path file, Optional<String> zone, Watcher watcher) {
    /**
     * The content of the second file, in this order: length of the file of changes, account, cursor, kind, server, the
     * word "masked" if the key masks, the word "in" and the account's zone if it is known, and a checksum. The checksum
     * covers the last bytes of the file of changes before that length. Files of earlier builds have no zone.
     */
    private static final Pattern STATE =
            Pattern.compile("(\\d{1,18}) (-?\\d{1,19}) (\\S*) (\\w+) (\\S+)( masked)?(?: in (\\S+))? ([0-9a-f]{8})\n");

    /** The largest number of bytes that the checksum covers. It is small, so that a run reads little of a long file. */
    private static final int CHECKED = 1 << 16;

    /** The cursors that the second file can store. Daybook's cursors have 27 characters. */
    private static final Pattern CURSOR = Pattern.compile("\\S{1,1000}");

    /** The text after the status in an error message, if a server refuses a cursor; see docs/api/changes.md. */
    private static final String OF_CURSOR = ": cursor";

    /**
     * The length of the file of changes up to the end of its last complete page, the server's cursor for the next page,
     * and the zone of the times if it is known.
     */
    private record State(long length, String cursor, Optional<String> zone) {}

    private record Page(ChangesAnswer answer, String cursor, boolean more) {}

    /**
     * Appends the changes since the last run; returns their number.
     *
     * @param restart whether to empty the file and pull all changes again
     * @throws ClientException if the server refuses or is unavailable for too long, if another process is pulling to
     *     the same place, or if the file cannot be written or is of another pull
     */
    @SuppressWarnings("try") // the file stays locked while lock is open
    public long run(boolean restart) throws InterruptedException {
        try (var lock = OtherFiles.lock(List.of(Target.besides(file)))) {
            var ofFolder = OtherFiles.running(Target.ofFolder(file));
            if (ofFolder.isPresent()) {
                throw OtherFiles.alreadyPulling(ofFolder.get());
            }
            return runLocked(restart);
        } catch (IOException failure) {
            throw new ClientException(
                    Reason.OUTPUT, "cannot write to " + file + ": " + FileReason.of(file, failure), failure);
        }
    }

    private long runLocked(boolean restart) throws IOException, InterruptedException {
        var isNew = Files.notExists(file, LinkOption.NOFOLLOW_LINKS);
        try (var channel = Disk.open(file);
                var caller = new RetryingCaller(connection, watcher)) {
            if (!Disk.lock(channel)) {
                throw other("another process is pulling to " + file);
            }
            try {
                return run(channel, caller, restart ? start() : state(channel));
            } finally {
                // Without a first page, an empty file would be left, which a pull of days does not replace. A file
                // or a symbolic link that existed before is the user's.
                if (isNew && channel.size() == 0 && Files.notExists(cursorFile())) {
                    Files.deleteIfExists(file);
                }
            }
        }
    }

    /**
     * Pulls all pages. The file is changed only after the first page has arrived: a restart that the server refuses
     * must not empty the file.
     *
     * @return the number of changes
     */
    private long run(FileChannel channel, RetryingCaller caller, State start) throws IOException, InterruptedException {
        var page = page(caller, start.cursor);
        begin(channel, start);
        watcher.begun();
        append(channel, page, start.zone);
        var count = (long) page.answer.changes().size();
        while (page.more) {
            page = page(caller, page.cursor);
            append(channel, page, start.zone);
            count += page.answer.changes().size();
        }
        return count;
    }

    /**
     * Cuts the file of changes off after its last complete page. If the pull begins anew, first writes the state of an
     * empty file. Without this state, a run that is killed within its first page would leave bytes, but no state, and
     * the next run would refuse the file.
     */
    private void begin(FileChannel channel, State start) throws IOException {
        if (start.equals(start())) {
            keep(channel, start);
        }
        channel.truncate(start.length);
        channel.position(start.length);
    }

    /** Appends a page to the file of changes. The state after the page is written only when the page is on the disk. */
    private void append(FileChannel channel, Page page, Optional<String> times) throws IOException {
        for (var change : page.answer.changes()) {
            Disk.append(channel, change);
            Disk.append(channel, new byte[] {'\n'});
        }
        channel.force(false);
        keep(channel, new State(channel.position(), page.cursor, times));
    }

    private Page page(RetryingCaller caller, String cursor) throws InterruptedException {
        var request = ChangesAnswer.request(connection.cmId(), cursor, pages.size());
        try {
            return caller.call(pages.kind().changesPath(), request, reply -> page(cursor, reply));
        } catch (ClientException failure) {
            if (failure.reason() == Reason.NOT_FOUND) {
                throw new ClientException(
                        Reason.NOT_FOUND, "the server offers no changes, as Daybook does: " + failure.getMessage());
            }
            if (failure.reason() == Reason.REFUSED
                    && !cursor.isEmpty()
                    && String.valueOf(failure.getMessage()).contains(OF_CURSOR)) {
                throw new ClientException(
                        Reason.REFUSED,
                        failure.getMessage() + ". It may be another server, or the same after a restore; --restart"
                                + " replaces " + file + " with all changes");
            }
            throw failure;
        }
    }

    /**
     * Reads a page. It must have the next cursor and say whether more changes follow. Refuses a next cursor that cannot
     * be stored in the second file ({@link #CURSOR}). Also refuses a next cursor that equals the cursor of the request,
     * unless the page is the last one and has no changes.
     */
    private static Page page(String cursor, Reply reply) {
        var answer = ChangesAnswer.read(reply.body());
        var next = reply.header(Headers.NEXT_CURSOR)
                .orElseThrow(() -> new ClientException(
                        Reason.MISBEHAVED, "the server does not say from which cursor its changes continue"));
        if (!CURSOR.matcher(next).matches()) {
            throw new ClientException(
                    Reason.MISBEHAVED, "the server's cursor of changes has a blank, or more than 1,000 characters");
        }
        var more = reply.header(Headers.HAS_MORE)
                .map(Boolean::parseBoolean)
                .orElseThrow(() -> new ClientException(
                        Reason.MISBEHAVED,
                        "the server does not say whether more changes follow: it, or a gateway before it, leaves out "
                                + Headers.HAS_MORE));
        if (next.equals(cursor) && (more || !answer.changes().isEmpty())) {
            throw new ClientException(
                    Reason.MISBEHAVED,
                    "the server, or a cache before it, sent an earlier page of changes again, which was not appended;"
                            + " pull again");
        }
        return new Page(answer, next, more);
    }

    private State start() {
        return new State(0, "", zone);
    }

    private Path cursorFile() {
        return file.resolveSibling(file.getFileName() + ".cursor");
    }

    private State state(FileChannel channel) throws IOException {
        var cursorFile = cursorFile();
        if (!Files.exists(cursorFile)) {
            if (channel.size() > 0) {
                throw other(file + " exists already, and " + cursorFile
                        + ", which would say where the changes continue, is not; --restart replaces it with all"
                        + " changes");
            }
            return start();
        }
        var kept = STATE.matcher(Files.readString(cursorFile));
        if (!kept.matches()) {
            throw other(cursorFile + " does not say where the changes continue; --restart pulls all changes again");
        }
        if (!kept.group(2).equals(Long.toString(connection.cmId()))) {
            throw other(file + " has the changes of account " + kept.group(2) + "; --restart replaces them");
        }
        if (!kept.group(4).equals(pages.kind().plural())) {
            throw other(file + " has the changes of " + kept.group(4) + "; --restart replaces them");
        }
        if (!kept.group(5).equals(connection.address())) {
            throw other(file + " has the changes of " + kept.group(5) + "; --restart replaces them with those of "
                    + connection.address());
        }
        if ((kept.group(6) != null) != pages.masking()) {
            throw other(file + " was begun with " + Plan.key(!pages.masking())
                    + "; use such a key, or --restart replaces it with all changes");
        }
        var length = Long.parseLong(kept.group(1));
        // A file without changes has no times.
        var times = Optional.ofNullable(kept.group(7)).filter(named -> length > 0);
        if (times.isPresent() && zone.isPresent() && !Plan.haveSameRules(times.get(), zone.get())) {
            throw other(file + " has times of " + times.get() + ", but the account is in " + zone.get()
                    + " now; --restart replaces it with all changes");
        }
        var state = new State(length, kept.group(3), times.or(() -> zone));
        if (channel.size() < state.length) {
            throw other(file + " is shorter than " + cursorFile + " says; --restart pulls all changes again");
        }
        if (!kept.group(8).equals(checksum(channel, state))) {
            throw other(file + " is not as the last run left it: another command or program replaced or changed it."
                    + " --restart replaces it with all changes; move it away first if you need it");
        }
        return state;
    }

    /** The checksum of the last bytes of the complete pages, which shows whether something else wrote the file. */
    private static String checksum(FileChannel channel, State state) throws IOException {
        var bytes = ByteBuffer.allocate((int) Math.min(CHECKED, state.length));
        var start = state.length - bytes.capacity();
        for (var read = 0; read >= 0 && bytes.hasRemaining(); ) {
            read = channel.read(bytes, start + bytes.position());
        }
        var checksum = new CRC32();
        checksum.update(bytes.flip());
        return String.format("%08x", checksum.getValue());
    }

    private static ClientException other(String message) {
        return new ClientException(Reason.OTHER_PULL, message);
    }

    private void keep(FileChannel channel, State state) throws IOException {
        Disk.write(
                cursorFile(),
                state.length + " " + connection.cmId() + " " + state.cursor + " "
                        + pages.kind().plural() + " " + connection.address() + (pages.masking() ? " masked" : "")
                        + state.zone.map(name -> " in " + name).orElse("")
                        + " " + checksum(channel, state) + "\n");
    }
}
