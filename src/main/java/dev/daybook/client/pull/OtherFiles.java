package dev.daybook.client.pull;

import dev.daybook.client.call.ClientException;
import dev.daybook.client.call.ClientException.Reason;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Locks for the extra files of a pull, because another pull may write to the same files. To lock a file, a pull locks
 * an empty journal beside it. A killed pull leaves this journal behind, but unlocked.
 */
final class OtherFiles implements AutoCloseable {
    private final List<Journal> locks = new ArrayList<>();

    private OtherFiles() {}

    /**
     * Locks the files.
     *
     * @throws ClientException if another pull to one of the files is running or unfinished
     */
    static OtherFiles lock(Target target) throws IOException {
        var files = new OtherFiles();
        var locked = false;
        try {
            for (var file : target.otherJournals()) {
                files.add(file);
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
                Reason.OTHER_PULL, "there is an unfinished pull to the same file (" + file + "); finish it first");
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
