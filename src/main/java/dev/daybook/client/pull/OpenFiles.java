package dev.daybook.client.pull;

import dev.daybook.client.answer.PulledRecord;
import dev.daybook.client.call.ClientException;
import dev.daybook.client.call.ClientException.Reason;
import dev.daybook.client.pull.Step.FileOffset;
import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The open files of a pull: those of the current day if each day has its own, or those that all days share. */
final class OpenFiles implements AutoCloseable {
    private static final String ABSENT = "-";

    private final List<PartFile> open = new ArrayList<>();
    private final Target target;

    OpenFiles(Target target) {
        this.target = target;
    }

    /** Whether each day has files of its own. */
    boolean byDay() {
        return target.byDay();
    }

    /** The lengths of the complete files of a day; none if all days share their files. */
    List<Long> lengths(LocalDate day) throws IOException {
        return target.byDay() ? target.lengths(day) : List.of();
    }

    /**
     * Opens the files at the offsets of a step.
     *
     * @return false if a file is too short, or if its bytes before the offset are not those that an earlier run wrote
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

    /** The offsets at the start of a day's files, one for each file. */
    List<FileOffset> starts(LocalDate day) {
        return target.files(day).stream().map(file -> FileOffset.START).toList();
    }

    /** Appends the records of a page to each file. Returns the new end of each file. */
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
     * The complete files of a day, as text for the journal: for each file its length and the time of its last change,
     * or a hyphen if the file is missing. Empty if all are missing.
     */
    Optional<String> found(LocalDate day) throws IOException {
        var files = new ArrayList<String>();
        for (var file : target.files(day)) {
            files.add(found(file.path()));
        }
        return files.stream().allMatch(ABSENT::equals) ? Optional.empty() : Optional.of(String.join(",", files));
    }

    private static String found(Path file) throws IOException {
        try {
            var attributes = Files.readAttributes(file, BasicFileAttributes.class);
            return attributes.size() + ":" + attributes.lastModifiedTime().toMillis();
        } catch (NoSuchFileException absent) {
            return ABSENT;
        }
    }

    /**
     * Checks, before a day's new files get their final form, that nothing else has written these files, and that the
     * files to be replaced are unchanged since the pull began.
     *
     * @param isRepeated whether an earlier run may have been interrupted while it gave the new files their final form.
     *     Then a changed file is accepted if that run made it from the incomplete file beside it
     * @throws ClientException if something else has written one of the files, so that its records could be lost
     */
    void checkFound(LocalDate day, JournalState state, boolean isRepeated) throws IOException {
        for (var file : open) {
            file.checkAsWritten();
        }
        for (var file : changed(day, state)) {
            var path = file.path();
            var pieces = PartFile.pieces(path);
            if (Files.exists(pieces) && !(isRepeated && file.format().hasCreated(pieces, path))) {
                throw new ClientException(
                        Reason.OTHER_PULL,
                        path + " was written by something else since this pull began, and is not replaced; the pulled"
                                + " records are in " + pieces.getFileName() + ": move "
                                + path.getFileName()
                                + " away and repeat the command without --restart, which then continues, or replace it"
                                + " with --restart");
            }
        }
    }

    /**
     * Checks the files of a day without records before they are deleted: they must be unchanged since the pull began.
     * Such a day may have no incomplete files. So unlike {@link #checkFound}, this also checks a complete file without
     * an incomplete file beside it.
     *
     * @throws ClientException if a file was created or changed since the pull began; its records could be lost
     */
    void checkFoundOfEmpty(LocalDate day, JournalState state) throws IOException {
        var changed = changed(day, state);
        if (!changed.isEmpty()) {
            throw new ClientException(
                    Reason.OTHER_PULL,
                    changed.get(0).path() + " was written by something else since this pull began, and is not deleted,"
                            + " although the server has no records of its day: move it away and repeat the command, or"
                            + " delete it with --restart");
        }
    }

    /** The complete files of a day that were created or changed since the pull began. */
    private List<Target.File> changed(LocalDate day, JournalState state) throws IOException {
        var changed = new ArrayList<Target.File>();
        var files = target.files(day);
        var before = state.found(day).map(text -> text.split(",", -1)).orElse(new String[0]);
        for (var index = 0; index < files.size(); index++) {
            var found = found(files.get(index).path());
            if (!found.equals(ABSENT) && !found.equals(index < before.length ? before[index] : ABSENT)) {
                changed.add(files.get(index));
            }
        }
        return changed;
    }

    /**
     * Checks the files of a day if an earlier run was interrupted while it gave them their final names. Call this
     * before the day counts as complete. A converted file, such as Parquet, is not checked: the journal has only length
     * and checksum of the incomplete file.
     *
     * @param last the last step of the day
     * @throws ClientException if something else has written one of these files since that run
     */
    void checkNamed(Step last) throws IOException {
        var files = target.files(last.day());
        for (var index = 0; index < files.size(); index++) {
            var file = files.get(index);
            var end = last.offsets().get(index);
            // A file of 0 bytes is not checked: its final form may be an empty compressed piece.
            var hasBytes = end.length() > 0;
            var isNamed = file.format().isRenamed() && Files.exists(file.path());
            if (hasBytes && Files.exists(PartFile.pieces(file.path()))) {
                PartFile.checkPieces(file.format(), file.path(), end);
            } else if (hasBytes && isNamed && !PartFile.isAsWritten(file.format(), file.path(), end)) {
                throw replaced(file.path());
            }
        }
    }

    /**
     * Checks that the files of a complete day have the lengths that they had when the day was complete. Their content
     * is not read, because there may be years of days. Files may be missing: another program may move each file away.
     *
     * @throws ClientException if a file has another length
     */
    void checkComplete(LocalDate day, List<Long> lengths) throws IOException {
        for (var file : target.files(day)) {
            var length = file.length();
            if (length.isPresent() && !lengths.contains(length.get())) {
                throw replaced(file.path());
            }
        }
    }

    private static ClientException replaced(Path file) {
        return new ClientException(
                Reason.OTHER_PULL,
                file + " was written by something else after this pull had written it: move it away if it is needed,"
                        + " and pull again with --restart");
    }

    /**
     * Gives the files their final form and name. Deletes them if each day has its own files and this day has no
     * records. Files that all days share are kept even without records. May be repeated after an interruption.
     */
    void finish(LocalDate day, long records) throws IOException {
        close();
        if (target.byDay() && records == 0) {
            drop(day);
            return;
        }
        for (var file : target.files(day)) {
            PartFile.finish(file.format(), file.path());
        }
    }

    /** Whether a file of a day is missing: neither the incomplete file nor the complete one exists. */
    boolean isAnyGone(LocalDate day) {
        return target.files(day).stream().anyMatch(file -> PartFile.isGone(file.path()));
    }

    /**
     * The lengths of the files that a killed pull of one day has converted, to Parquet or to one frame of zstd. A
     * complete file whose incomplete file is gone counts as converted by the killed pull.
     *
     * @param last the last step of the pull; a day without records has no files
     */
    List<Long> converted(Step last) throws IOException {
        var lengths = new ArrayList<Long>();
        for (var file : target.files(last.day())) {
            var pieces = PartFile.pieces(file.path());
            var isMade = last.digest().records() > 0
                    && !file.format().isRenamed()
                    && Files.exists(file.path())
                    && (Files.notExists(pieces) || file.format().hasCreated(pieces, file.path()));
            if (isMade) {
                lengths.add(Files.size(file.path()));
            }
        }
        return lengths;
    }

    /** Deletes the files of a day without records, also complete ones, and the day's folder if it is empty. */
    void drop(LocalDate day) throws IOException {
        for (var file : target.files(day)) {
            PartFile.drop(file.format(), file.path());
        }
        if (target.byDay()) {
            dropFolder(day);
        }
    }

    private void dropFolder(LocalDate day) throws IOException {
        var folder = target.files(day).get(0).path().getParent();
        // A link in place of the folder is kept: somebody keeps the day's files elsewhere.
        if (folder != null && !Files.isSymbolicLink(folder)) {
            try {
                Files.deleteIfExists(folder);
            } catch (DirectoryNotEmptyException others) {
                // The folder contains other files.
            }
        }
    }

    /** Deletes the incomplete files of a day. Complete files of an earlier pull stay. */
    void discard(LocalDate day) throws IOException {
        close();
        for (var file : target.files(day)) {
            PartFile.discard(file.format(), file.path());
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
