package dev.daybook.backup;

import java.util.Locale;

/**
 * Some rows of a table, as one file of the archive.
 *
 * @param name the file's name in the archive
 * @param table the table
 * @param rows how many rows it has
 * @param size its length in bytes, compressed
 * @param sha256 its digest, compressed
 */
record Part(String name, String table, long rows, long size, String sha256) {
    /** What files of rows are called. */
    static String name(String table, int number) {
        return String.format(Locale.ROOT, "%s/%06d.ndjson.zst", table, number);
    }
}
