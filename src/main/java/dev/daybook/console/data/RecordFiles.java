package dev.daybook.console.data;

import dev.daybook.domain.RecordKind;
import java.io.IOException;
import java.io.OutputStream;
import java.time.ZoneId;
import java.util.Iterator;
import java.util.List;

/** Writer of files of records; {@code server} gives one that writes what {@code daybook pull} writes. */
@FunctionalInterface
public interface RecordFiles {
    /**
     * Writes a file, page by page.
     *
     * @param wanted the file
     * @param pages the documents of its records, in their order
     * @param out where to write it; it stays open
     * @throws IOException if it cannot be written; a part of it may be written then
     */
    void write(Wanted wanted, Iterator<List<byte[]>> pages, OutputStream out) throws IOException;

    /**
     * The file that is wanted.
     *
     * @param kind the kind of its records
     * @param form its form
     * @param safe whether texts in CSV that a spreadsheet would take for a formula get an apostrophe in front
     * @param zone the account's zone, in which the times of the documents are
     */
    record Wanted(RecordKind kind, FileForm form, boolean safe, ZoneId zone) {}
}
