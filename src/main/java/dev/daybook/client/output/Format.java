package dev.daybook.client.output;

import dev.daybook.client.answer.PulledRecord;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * A format of output files. A file grows by one piece per page. Each piece is complete in itself, so that a file may be
 * cut off after any piece and continued. After the last piece, the file gets its final form.
 */
public interface Format {
    /** The end of the file name, such as {@code .ndjson.gz}. */
    String suffix();

    /** The first piece of a file, before any record; may be empty. */
    byte[] head();

    /** The piece for the records of a page; equal records give equal bytes. */
    byte[] piece(List<PulledRecord> page);

    /**
     * Gives a complete file its final form and name. May be called again after an interruption.
     *
     * @param pieces the file with all pieces, which is removed
     * @param target the result, created atomically
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
}
