package dev.daybook.client.pull;

import dev.daybook.client.answer.PulledRecord;
import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;

/** The files that a pull is writing: those of one day if each day has its own, else those of the whole range. */
final class OpenFiles implements AutoCloseable {
    private final List<PartFile> open = new ArrayList<>();
    private final Target target;

    OpenFiles(Target target) {
        this.target = target;
    }

    /** Whether each day has files of its own. */
    boolean byDay() {
        return target.byDay();
    }

    /**
     * Opens the files at the offsets of a step.
     *
     * @return false if the bytes before an offset are not those that were written
     */
    boolean resume(Step step) throws IOException {
        close();
        return open(step.day(), step.offsets());
    }

    /** Opens the files of a day at their start, unless files are open already. */
    void begin(LocalDate day) throws IOException {
        if (open.isEmpty()) {
            open(day, List.of());
        }
    }

    private boolean open(LocalDate day, List<FileOffset> offsets) throws IOException {
        var files = target.files(day);
        for (var index = 0; index < files.size(); index++) {
            var offset = index < offsets.size() ? offsets.get(index) : FileOffset.START;
            var file = PartFile.open(files.get(index).format(), files.get(index).path(), offset);
            if (file.isEmpty()) {
                close();
                return false;
            }
            open.add(file.get());
        }
        return true;
    }

    /** The offsets of empty files of a day. */
    List<FileOffset> starts(LocalDate day) {
        return target.files(day).stream().map(file -> FileOffset.START).toList();
    }

    /** Appends the records of a page; returns the offset of each file after that. */
    List<FileOffset> add(List<PulledRecord> page) throws IOException {
        var offsets = new ArrayList<FileOffset>();
        for (var file : open) {
            if (!page.isEmpty()) {
                file.add(page);
            }
            offsets.add(file.offset());
        }
        return offsets;
    }

    void force() throws IOException {
        for (var file : open) {
            file.force();
        }
    }

    /**
     * Gives the files their final form and name. A day without records has no file, a whole pull without records an
     * empty one.
     */
    void finish(LocalDate day, long records) throws IOException {
        close();
        finishAgain(day, records);
    }

    /** Repeats {@link #finish} after it was interrupted. */
    void finishAgain(LocalDate day, long records) throws IOException {
        if (target.byDay() && records == 0) {
            drop(day);
            return;
        }
        for (var file : target.files(day)) {
            PartFile.finish(file.format(), file.path());
        }
    }

    /** Deletes the files of a day without records. */
    void drop(LocalDate day) throws IOException {
        for (var file : target.files(day)) {
            PartFile.drop(file.path());
        }
        if (target.byDay()) {
            dropFolder(day);
        }
    }

    private void dropFolder(LocalDate day) throws IOException {
        var folder = target.files(day).get(0).path().getParent();
        if (folder != null) {
            try {
                Files.deleteIfExists(folder);
            } catch (DirectoryNotEmptyException others) {
                // The folder contains other files.
            }
        }
    }

    /** Deletes the incomplete files of a day, and keeps those of an earlier pull. */
    void discard(LocalDate day) throws IOException {
        close();
        for (var file : target.files(day)) {
            Files.deleteIfExists(PartFile.pieces(file.path()));
        }
        if (target.byDay()) {
            dropFolder(day);
        }
    }

    @Override
    public void close() throws IOException {
        for (var file : open) {
            file.close();
        }
        open.clear();
    }
}
