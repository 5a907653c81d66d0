package dev.daybook.client.pull;

import dev.daybook.client.call.ClientException;
import dev.daybook.client.call.ClientException.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Locks for files to which another pull may write: the extra files of a pull, and the file of a pull of changes. To
 * lock a file, a pull locks an empty journal beside it. A killed pull leaves this journal behind, but unlocked. Also
 * finds pulls that would write the same files, but lock other journals.
 */
final class OtherFiles implements AutoCloseable {
    private final List<Journal> locks = new ArrayList<>();

    private OtherFiles() {}

    /**
     * Locks files.
     *
     * @param journals the paths of the empty journals, as {@link Target#besides} gives them
     * @throws ClientException if another pull to one of the files is running or unfinished
     */
    static OtherFiles lock(List<Path> journals) throws IOException {
        var files = new OtherFiles();
        var locked = false;
        try {
            for (var journal : journals) {
                files.add(journal);
            }
            locked = true;
            return files;
        } finally {
            if (!locked) {
                files.close();
            }
        }
    }

    private void add(Path file) throws IOException {
        locks.add(empty(Journal.open(file), file));
    }

    private static Journal empty(Journal journal, Path file) throws IOException {
        if (journal.isEmpty()) {
            return journal;
        }
        journal.close();
        throw new ClientException(
                Reason.OTHER_PULL,
                "there is an unfinished pull to the same place; finish it first, or delete " + file + " to discard it");
    }

    /**
     * Finds a running pull among pulls that write some of the same files, but have journals of their own. Call this
     * when the own journals are locked: then of two pulls that begin at the same time, at least one finds the other.
     *
     * @param journals the journals of the other pulls; missing ones are not created
     * @return the journal of a running pull; empty if none is running
     * @throws ClientException if one of the pulls is unfinished
     */
    static Optional<Path> running(Stream<Path> journals) throws IOException {
        for (var file : journals.filter(Files::exists).toList()) {
            var journal = Journal.openIfFree(file);
            if (journal.isEmpty()) {
                return Optional.of(file);
            }
            // A pull that was killed before it wrote anything left this journal. Closing the journal deletes its file.
            empty(journal.get(), file).close();
        }
        return Optional.empty();
    }

    /** The refusal of a pull because the pull with this journal is running. */
    static ClientException alreadyPulling(Path journal) {
        return new ClientException(Reason.OTHER_PULL, "another process is pulling to the same place (" + journal + ")");
    }

    @Override
    public void close() throws IOException {
        for (var lock : locks) {
            lock.close();
        }
    }
}
