package dev.daybook.client.pull;

import dev.daybook.client.call.ClientException;
import dev.daybook.client.call.ClientException.Reason;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Locks for files to which another pull may write: the extra files of a pull, and the file of a pull of changes. To
 * lock a file, a pull locks an empty journal beside it. A killed pull leaves this journal behind, but unlocked.
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
        var journal = Journal.open(file);
        if (journal.isEmpty()) {
            locks.add(journal);
            return;
        }
        journal.close();
        throw new ClientException(
                Reason.OTHER_PULL,
                "there is an unfinished pull to the same file; finish it first, or delete " + file + " to discard it");
    }

    @Override
    public void close() throws IOException {
        for (var lock : locks) {
            try (lock) {
                lock.delete();
            }
        }
    }
}
