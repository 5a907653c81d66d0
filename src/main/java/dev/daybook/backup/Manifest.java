package dev.daybook.backup;

import dev.daybook.store.backup.Counters;
import dev.daybook.store.backup.StoredTable;
import java.util.List;

/**
 * What an archive says about itself.
 *
 * @param format the version of the archive's form
 * @param daybook the version of the program that wrote it
 * @param madeAt when, as ISO 8601
 * @param database which kind of database it is of
 * @param cmId the account that it is of; 0 for all
 * @param migrations the migrations that both databases share
 * @param counters the next id and the last change
 * @param tables the tables, each after those that it refers to
 * @param parts the files of rows, in their order in the archive
 */
record Manifest(
        int format,
        String daybook,
        String madeAt,
        String database,
        long cmId,
        List<String> migrations,
        Counters counters,
        List<StoredTable> tables,
        List<Part> parts) {
    /** The form that this program writes and reads. */
    static final int FORMAT = 1;

    Manifest {
        migrations = List.copyOf(migrations);
        tables = List.copyOf(tables);
        parts = List.copyOf(parts);
    }

    /** How many rows there are of a table. */
    long rows(String table) {
        return parts.stream()
                .filter(part -> part.table().equals(table))
                .mapToLong(Part::rows)
                .sum();
    }

    /** What people want to know of it. */
    BackupSummary summary() {
        return new BackupSummary(
                daybook,
                madeAt,
                database,
                cmId,
                rows("account"),
                tables.size(),
                parts.stream().mapToLong(Part::rows).sum());
    }
}
