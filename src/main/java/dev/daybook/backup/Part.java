package dev.daybook.backup;

import java.util.Locale;

/**
 * Some rows of a table, as one file of the archive.
 *
 * @param name the file's name in the archive
 * @param table the name of the table
 * @param size the compressed length in bytes
 * @param sha256 the digest of the compressed file
 */
record Part(String name, String table, long rows, long size, String sha256) {
    /** Returns the name of a part with this number, counted from 1 in each table. */
    static String name(String table, int number) {
        return String.format(Locale.ROOT, "%s/%06d.ndjson.zst", table, number);
    }
}
