package dev.daybook.client.output;

import dev.daybook.client.answer.PulledRecord;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * How pulled records are written. A file grows by one piece a page, each complete in itself, so that a file may be cut
 * after any of them and go on; once it is whole it gets its last form.
 */
public interface Format {
    /** What the file's name ends with, {@code .ndjson.gz} for example. */
    String suffix();

    /** The first piece of a file, before any record; may be empty. */
    byte[] head();

    /** The piece for the records of a page; the same records always give the same bytes. */
    byte[] piece(List<PulledRecord> page);

    /**
     * Gives a whole file its last form, under its own name. May be called again after it was interrupted.
     *
     * @param pieces the file of all pieces; it is not there afterwards
     * @param target where the result is to be, put there in one step
     */
    void finish(Path pieces, Path target) throws IOException;
}
