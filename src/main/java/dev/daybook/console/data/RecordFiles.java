package dev.daybook.console.data;

import dev.daybook.domain.RecordKind;
import java.io.IOException;
import java.io.OutputStream;
import java.time.ZoneId;
import java.util.Iterator;
import java.util.List;

/** Writer of files of records, in the formats of {@code daybook pull}; {@code server} provides the implementation. */
@FunctionalInterface
public interface RecordFiles {
    /**
     * Writes a file, page by page.
     *
     * @param wanted the kind and format of the file
     * @param pages the documents of the records, in order
     * @param out where to write the file; stays open
     * @throws IOException if the file cannot be written; a part of it may have been written
     * @throws dev.daybook.domain.ProblemException INVALID_VALUE, before anything is written, if this machine cannot
     *     write the format
     */
    void write(Wanted wanted, Iterator<List<byte[]>> pages, OutputStream out) throws IOException;

    /**
     * The requested file.
     *
     * @param form its format
     * @param safe whether texts in CSV that a spreadsheet would take for a formula get an apostrophe in front
     * @param zone the account's zone, in which the times of the documents are
     */
    record Wanted(RecordKind kind, FileForm form, boolean safe, ZoneId zone) {}
}
