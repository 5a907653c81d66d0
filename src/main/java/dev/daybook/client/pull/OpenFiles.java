package dev.daybook.client.pull;

import dev.daybook.client.answer.PulledRecord;
import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;

/** The files that a pull is writing: those of the day if each has its own, else those of the whole range. */
final class OpenFiles implements AutoCloseable {
    private final List<PartFile> open = new ArrayList<>();
    private final Target target;

    OpenFiles(Target target) {
        this.target = target;
    }

    /** Opens them where a step left them; whether their bytes up to there are those that were written. */
    boolean goOn(Step step) throws IOException {
        close();
        return open(step.day(), step.marks());
    }

    /** Begins those of a day, if none are open. */
    void begin(LocalDate day) throws IOException {
        if (open.isEmpty()) {
            open(day, List.of());
        }
    }

    private boolean open(LocalDate day, List<PartFile.Mark> marks) throws IOException {
        var files = target.files(day);
        for (var index = 0; index < files.size(); index++) {
            var mark = index < marks.size() ? marks.get(index) : PartFile.Mark.START;
            var file = PartFile.open(files.get(index).format(), files.get(index).path(), mark);
            if (file.isEmpty()) {
                return false;
            }
            open.add(file.get());
        }
        return true;
    }

    /** Adds the records of a page; how far each file is then. */
    List<PartFile.Mark> add(List<PulledRecord> page) throws IOException {
        var marks = new ArrayList<PartFile.Mark>();
        for (var file : open) {
            if (!page.isEmpty()) {
                file.add(page);
            }
            marks.add(file.mark());
        }
        return marks;
    }

    void force() throws IOException {
        for (var file : open) {
            file.force();
        }
    }

    /** Gives them their last form and name; a day without records has no file, a pull without records an empty one. */
    void finish(LocalDate day, long records) throws IOException {
        close();
        finishAgain(day, records);
    }

    /** The same, if it was begun before. */
    void finishAgain(LocalDate day, long records) throws IOException {
        if (target.byDay() && records == 0) {
            drop(day);
            return;
        }
        for (var file : target.files(day)) {
            PartFile.finish(file.format(), file.path());
        }
    }

    /** Leaves no file of a day without records. */
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
                // Somebody has files of his own there.
            }
        }
    }

    /** Takes away what was written so far, and leaves what is there from another pull. */
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
