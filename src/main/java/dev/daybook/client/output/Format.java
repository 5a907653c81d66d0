package dev.daybook.client.output;

import dev.daybook.client.answer.PulledRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A format of output files. A file grows by one piece per page. Each piece is complete in itself, so that a file may be
 * cut off after any piece and continued. After the last piece, the file gets its final form.
 */
public interface Format {
    /** The end of the name of the temporary file to which a {@link Converted} format writes the final form. */
    String TEMPORARY = ".tmp";

    /** The beginning of the name of a day's folder. */
    String DATE = "date=";

    /** The temporary file that {@link #finish} writes in a {@link Converted} format. */
    static Path temporary(Path target) {
        return unfinished(target, TEMPORARY);
    }

    /**
     * The path of a file beside {@code target} that exists only until {@code target} is complete. In the folder of a
     * day the name begins with a dot, because programs that load all files of such a folder skip these names.
     *
     * @param end the end of the name
     */
    static Path unfinished(Path target, String end) {
        return target.resolveSibling((isInADay(target) ? "." : "") + target.getFileName() + end);
    }

    /** Whether a file is directly in the folder of a day. */
    static boolean isInADay(Path file) {
        var folder = file.toAbsolutePath().normalize().getParent();
        return folder != null && String.valueOf(folder.getFileName()).startsWith(DATE);
    }

    /** The end of the file name, such as {@code .ndjson.gz}. */
    String suffix();

    /** The first piece of a file, before any record; may be empty. */
    byte[] head();

    /** The piece for the records of a page; equal records give equal bytes. */
    byte[] piece(List<PulledRecord> page);

    /**
     * Gives a complete file its final form and name. May be called again after an interruption, as long as the pieces
     * exist.
     *
     * @param pieces the file with all pieces; it must exist, and is removed
     * @param target the result, created atomically; replaces an existing file
     */
    void finish(Path pieces, Path target) throws IOException;

    /** Whether {@link #finish} keeps the bytes of the pieces and only renames the file. */
    default boolean isRenamed() {
        return true;
    }

    /**
     * Whether an interrupted {@link #finish} has already created the target from the pieces, which still exist.
     *
     * @throws IOException also if the pieces are damaged
     */
    default boolean hasCreated(Path pieces, Path target) throws IOException {
        return false;
    }

    /** Deletes the temporary file of an interrupted {@link #finish}, if the format uses one. The pieces stay. */
    default void discard(Path target) throws IOException {}

    /** A format whose complete file is created from the pieces: the joined pieces are not its final form. */
    interface Converted extends Format {
        /** Replaces the content of the temporary file by the content of the pieces in its final form. */
        void convert(Path pieces, Path temporary) throws IOException;

        /**
         * Writes the final form to another file, renames that file to the target, and deletes the pieces last. So at
         * each moment the pieces, the complete target or both exist. If the process is killed before the deletion, the
         * next call creates the target again from the pieces. A target beside the pieces may also be the file of an
         * earlier pull.
         */
        @Override
        default void finish(Path pieces, Path target) throws IOException {
            var temporary = Format.temporary(target);
            try {
                Disk.create(temporary);
                convert(pieces, temporary);
                Disk.force(temporary);
                Disk.rename(temporary, target);
            } finally {
                Files.deleteIfExists(temporary);
            }
            Files.delete(pieces);
        }

        @Override
        default boolean isRenamed() {
            return false;
        }

        @Override
        default boolean hasCreated(Path pieces, Path target) throws IOException {
            var temporary = Format.temporary(target);
            try {
                Disk.create(temporary);
                convert(pieces, temporary);
                return Files.mismatch(temporary, target) < 0;
            } finally {
                Files.deleteIfExists(temporary);
            }
        }

        @Override
        default void discard(Path target) throws IOException {
            Files.deleteIfExists(Format.temporary(target));
        }
    }
}
