package dev.daybook.client.pull;

import dev.daybook.client.call.ClientException;
import dev.daybook.client.call.ClientException.Reason;
import dev.daybook.client.output.Disk;
import dev.daybook.client.server.WindowEnd;
import dev.daybook.domain.proof.PullDigest;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The log of a pull's progress: a file beside the output with a line for each event, deleted at the end. Output is
 * written before the line about it, so output beyond the offsets of the last complete line is not valid. Everything
 * before a line that is a checkpoint is on the disk; a power cut may keep later lines but lose the output that they
 * describe. The file is locked: no second process writes to the same output.
 */
final class Journal implements AutoCloseable {
    private static final Set<String> CHECKPOINTS = Set.of(JournalState.BEGUN, JournalState.SAFE, JournalState.WHOLE);

    /** The mark that {@link #delete} writes into the deleted file, for a process that opened the file before. */
    private static final byte[] DELETED = "deleted\n".getBytes(StandardCharsets.UTF_8);

    private final Path file;
    private final FileChannel channel;
    private JournalState state = new JournalState();
    private int pageSize;
    private long checkpoint;
    private boolean deleted;

    private Journal(Path file, FileChannel channel) {
        this.file = file;
        this.channel = channel;
    }

    /**
     * Opens and locks a journal; creates an empty one if there is none.
     *
     * @throws ClientException if another process holds the lock, or the file is no journal
     */
    static Journal open(Path file) throws IOException {
        return openIfFree(file).orElseThrow(() -> OtherFiles.alreadyPulling(file));
    }

    /**
     * Opens and locks a journal as {@link #open} does; empty if another process holds the lock, or has just deleted the
     * journal.
     */
    static Optional<Journal> openIfFree(Path file) throws IOException {
        Disk.createFolders(file.toAbsolutePath().getParent());
        var channel = Disk.open(file);
        var opened = false;
        try {
            // Between opening and locking, another process may have finished its pull and deleted the file.
            if (!Disk.lock(channel) || Files.notExists(file)) {
                return Optional.empty();
            }
            var journal = new Journal(file, channel);
            if (!journal.isDeleted()) {
                if (!Plan.mayBeAt(journal.lines().readNBytes(Plan.BEGINNING.length()))) {
                    throw new ClientException(
                            Reason.OTHER_PULL,
                            file + " is not of a pull, but a pull needs this name; move the file away");
                }
                opened = true;
                return Optional.of(journal);
            }
            // This journal was deleted, and a new one has its name by now. The new one is opened below.
        } finally {
            if (!opened) {
                channel.close();
            }
        }
        return openIfFree(file);
    }

    private boolean isDeleted() throws IOException {
        return channel.size() == DELETED.length && Arrays.equals(lines().readAllBytes(), DELETED);
    }

    /**
     * Reads the lines of earlier runs, and cuts the file off at the first damaged or incomplete line.
     *
     * @param plan the options of this pull
     * @throws ClientException if the journal is of a pull with other options, or of another version
     */
    void read(Plan plan) throws IOException {
        read(plan, Long.MAX_VALUE);
    }

    /** Drops the lines after the last checkpoint and reads the others again. */
    void goBack(Plan plan) throws IOException {
        read(plan, checkpoint);
    }

    private void read(Plan plan, long most) throws IOException {
        state = new JournalState();
        pageSize = plan.pageSize();
        var end = 0L;
        var lines = lines();
        for (var line = CheckedLines.next(lines); line.isPresent() && end < most; line = CheckedLines.next(lines)) {
            var text = CheckedLines.content(line.get());
            if (text.isEmpty()) {
                break;
            }
            var length = line.get().getBytes(StandardCharsets.UTF_8).length + 1L;
            if (end == 0) {
                var found = new Plan(text.get());
                if (!found.fits(plan)) {
                    throw other(found, plan);
                }
                pageSize = found.pageSize();
                checkpoint = length;
            } else {
                readLine(text.get());
                checkpoint = CHECKPOINTS.contains(text.get()) ? end + length : checkpoint;
            }
            end += length;
        }
        channel.truncate(end);
        channel.position(end);
    }

    /** The content from its start. Moves the position. Closing any stream or channel of the file releases the lock. */
    private BufferedInputStream lines() throws IOException {
        return new BufferedInputStream(Channels.newInputStream(channel.position(0)));
    }

    private static ClientException other(Plan found, Plan plan) {
        if (found.isMasked() != plan.isMasked()) {
            return unfinished("with " + found.key() + " (" + found.text() + "); use such a key,");
        }
        var zone = found.zone().isEmpty() || found.isOfZone(plan)
                ? ","
                : ", with --zone " + found.zone().orElseThrow() + " if the server did not name it,";
        return unfinished("with other options (" + found.text() + "); repeat those" + zone);
    }

    private static ClientException unfinished(String pull) {
        return new ClientException(
                Reason.OTHER_PULL, "there is an unfinished pull " + pull + " or start over with --restart");
    }

    /**
     * Refuses a journal that the caller must not discard. The caller may discard an empty journal, and that of a pull
     * of one day whose options fit the plan apart from the day.
     *
     * @return the day of the one-day pull; empty if the journal is empty
     * @throws ClientException if the journal is of another pull, which must be able to resume
     */
    Optional<LocalDate> checkOfAnyDay(Plan plan) throws IOException {
        var found = plan();
        if (found.isPresent() && !found.get().fitsOnAnyDay(plan)) {
            throw other(found.get(), plan);
        }
        return found.flatMap(Plan::onlyDay);
    }

    /** The plan of the pull that wrote the journal; empty if the journal is empty or its first line is damaged. */
    Optional<Plan> plan() throws IOException {
        return CheckedLines.next(lines()).flatMap(CheckedLines::content).map(Plan::new);
    }

    private void readLine(String line) {
        try {
            state.read(line, true);
        } catch (RuntimeException otherLine) {
            var pull = "of another version of Daybook (" + file + "); continue it with that version,";
            throw (ClientException) unfinished(pull).initCause(otherLine);
        }
    }

    /** The progress of the pull. */
    JournalState state() {
        return state;
    }

    /** Whether the file is empty. This checks the file itself, so {@link #read(Plan)} need not have been called. */
    boolean isEmpty() throws IOException {
        return channel.size() == 0;
    }

    /** The page size of the first run, in records. */
    int pageSize() {
        return pageSize;
    }

    /**
     * Empties the journal. Call this before incomplete files are deleted: the next run fails if the journal has pages
     * of missing files, but overwrites incomplete files that have no journal.
     */
    void clear() throws IOException {
        channel.truncate(0);
        channel.force(false);
    }

    /** Writes the plan as the first line. */
    void begin(Plan plan) throws IOException {
        write(plan.text());
        channel.force(false);
        Disk.forceName(file);
    }

    /** Records, before the first page, which files of a day existed before the pull: {@link OpenFiles#found}. */
    void finds(LocalDate day, String files) throws IOException {
        append(JournalState.finds(day, files));
    }

    /**
     * Records, before the first page, that the list of what existed before the pull is complete. It has complete days,
     * and files of the other days.
     */
    void begun() throws IOException {
        append(JournalState.BEGUN);
        channel.force(false);
    }

    /** Records that a page is in the files, with the ids of its records, and whether its calendar day had ended. */
    void page(Step page, List<Long> ids, boolean isOver) throws IOException {
        append(JournalState.page(page, ids, isOver));
    }

    /** Records that a day is rolled back, and the offsets of the files without this day. */
    void rolledBack(Step start) throws IOException {
        append(JournalState.rolledBack(start));
    }

    /** Records whether the server includes the end date of a window, unless the journal already has the same value. */
    void knows(WindowEnd end) throws IOException {
        if (end != state.windowEnd()) {
            append(JournalState.knows(end));
        }
    }

    /** Adds the ids of records that have no readable time of creation. */
    void untimed(List<Long> ids) throws IOException {
        append(JournalState.untimed(ids));
    }

    /** Records that the open files have all their records, and are on the disk. */
    void whole() throws IOException {
        append(JournalState.WHOLE);
        channel.force(false);
    }

    /** Records that a day is complete, whether it was over when it was pulled, and the lengths of its own files. */
    void day(LocalDate day, PullDigest digest, boolean isOver, List<Long> files) throws IOException {
        append(JournalState.day(day, digest, isOver, files));
    }

    /** Writes a checkpoint: the output of all earlier lines is on the disk. The caller must force the files first. */
    void safe() throws IOException {
        append(JournalState.SAFE);
        channel.force(false);
    }

    private void append(String line) throws IOException {
        write(line);
        state.read(line, false);
    }

    private void write(String line) throws IOException {
        Disk.append(channel, CheckedLines.line(line).getBytes(StandardCharsets.UTF_8));
    }

    /**
     * Deletes the journal, and marks the deleted file. Another process may have opened this file before. The mark tells
     * it that the file is no longer the journal: a third process may have created a new one.
     */
    void delete() throws IOException {
        deleted = true;
        Files.delete(file);
        try {
            channel.truncate(0);
            Disk.append(channel, DELETED);
        } catch (IOException unmarked) {
            // The disk is full, or the thread is interrupted. The journal is deleted; only the mark is missing.
        }
    }

    /** Closes the journal. Deletes it if it is empty: then there is nothing to resume. */
    @Override
    public void close() throws IOException {
        try (channel) {
            // The channel is not asked for its size: in an interrupted thread this would close it and release the lock.
            if (!deleted && channel.isOpen() && Files.exists(file) && Files.size(file) == 0) {
                delete();
            }
        }
    }
}
