package dev.daybook.backup;

import dev.daybook.store.backup.Counters;
import dev.daybook.store.backup.StoredTable;
import java.util.List;

/**
 * Manifest of an archive: its origin and its content.
 *
 * @param format the version of the archive format
 * @param daybook the version of the program that wrote it
 * @param madeAt when the backup began, as ISO 8601; the backup has all changes before that time
 * @param database the kind of the database, such as {@code sqlite}
 * @param cmId the account in the backup; 0 for all accounts
 * @param migrations the migrations that SQLite and PostgreSQL share
 * @param counters the next id, and a lower and an upper bound of the change numbers in use
 * @param tables the tables, each after the tables that it references
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
    /** The archive format that this program writes and reads. */
    static final int FORMAT = 1;

    Manifest {
        migrations = List.copyOf(migrations);
        tables = List.copyOf(tables);
        parts = List.copyOf(parts);
    }

    long rows(String table) {
        return parts.stream()
                .filter(part -> part.table().equals(table))
                .mapToLong(Part::rows)
                .sum();
    }

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
