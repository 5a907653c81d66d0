package dev.daybook.backup;

import dev.daybook.domain.Problem;
import dev.daybook.domain.message.FileReason;
import dev.daybook.store.Database;
import dev.daybook.store.DatabaseUrl;
import dev.daybook.store.RestoredChanges;
import dev.daybook.store.backup.Loading;
import dev.daybook.store.backup.StoredTable;
import dev.daybook.store.schema.Schema;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Restore of a backup into an empty database, in one transaction. A backup of SQLite can be restored into PostgreSQL,
 * and a backup of PostgreSQL into SQLite.
 */
public final class Restore implements AutoCloseable {
    private static final String UPGRADE =
            "; restore it with that version into a new database, and then let this version open that";

    private final Path file;
    private final ArchiveReader archive;
    private final Manifest manifest;

    /**
     * Opens a backup and verifies all of it.
     *
     * @throws dev.daybook.domain.ProblemException INVALID_VALUE if the file is damaged or no backup; UNAVAILABLE if
     *     {@link Backup#checkZstd()} fails
     * @throws UncheckedIOException if there is no such file, or it cannot be read
     */
    public Restore(Path file) {
        this.file = file;
        if (Files.exists(file) && !Files.isRegularFile(file)) {
            throw Problem.INVALID_VALUE.because(
                    "cannot read " + file + ": it is " + (Files.isDirectory(file) ? "a folder" : "no regular file"));
        }
        Backup.checkZstd();
        try {
            this.archive = new ArchiveReader(file);
        } catch (IOException failure) {
            throw unreadable(failure);
        }
        this.manifest = archive.manifest();
    }

    private UncheckedIOException unreadable(IOException failure) {
        return new UncheckedIOException("cannot read " + file + ": " + FileReason.of(file, failure), failure);
    }

    /** Returns a summary of the backup. */
    public BackupSummary summary() {
        return manifest.summary();
    }

    /**
     * Refuses a restore that could not succeed, before a database is created or migrated for it.
     *
     * @throws dev.daybook.domain.ProblemException CONFLICT if a Daybook with other migrations made the backup, or if
     *     the database is not empty or is of another program; UNAVAILABLE if the database cannot be opened
     */
    public void check(DatabaseUrl url) {
        requireMigrations(Schema.scripts(List.of("db/common")));
        // A missing or empty SQLite file has no rows to check.
        if (!(url instanceof DatabaseUrl.Sqlite sqlite)
                || sqlite.file().toFile().length() > 0) {
            Database.ask(url, transaction -> {
                Loading.requireEmpty(transaction);
                return true;
            });
        }
    }

    /**
     * Restores the backup. If the process ends before this method returns, the database is either empty or complete.
     * The feed of changes restarts: every cursor from before the restore is refused. New ids begin at least 10 million
     * above those in the backup, so that ids that were given out after the backup are not given out again; ADR 25 has
     * the limits of this.
     *
     * <p>Columns that the new database does not have are left out. Database and backup have the same migrations, so
     * these columns are not Daybook's.
     *
     * @param now the current time, from which the new change numbers and ids are computed
     * @return the columns that were left out, such as {@code customer.exported_at}
     * @throws dev.daybook.domain.ProblemException CONFLICT if the database is not empty, or has other migrations or
     *     tables than the backup
     */
    public List<String> into(Database database, Instant now) {
        return database.fill(transaction -> {
            var loading = new Loading(transaction, manifest.counters(), Instant.parse(manifest.madeAt()), now);
            requireSameSchema(loading);
            var saved = manifest.tables().stream().collect(Collectors.toMap(StoredTable::name, Function.identity()));
            var leftOut = new ArrayList<String>();
            for (var table : loading.tables()) {
                var rows = saved.get(table.name());
                if (rows != null) {
                    load(loading, table, rows);
                    leftOut.addAll(rows.columnsBeyond(table));
                }
            }
            loading.finish();
            return leftOut;
        });
    }

    private void load(Loading loading, StoredTable table, StoredTable saved) {
        for (var part : manifest.parts()) {
            if (part.table().equals(table.name())) {
                try {
                    loading.add(table, saved, archive.rows(part, saved));
                } catch (IOException failure) {
                    throw unreadable(failure);
                }
            }
        }
    }

    /**
     * Refuses a backup with other migrations or tables, or without a column of the database: its rows would not fit, or
     * would have another meaning.
     */
    private void requireSameSchema(Loading loading) {
        // The migrations are compared as sets, because each database sorts their names by its own collation.
        requireMigrations(Set.copyOf(loading.migrations()));
        if (!sameTables(loading.tables(), manifest)) {
            throw other("another Daybook", UPGRADE);
        }
    }

    private void requireMigrations(Set<String> here) {
        var there = Set.copyOf(manifest.migrations());
        if (!here.containsAll(there)) {
            throw other("a newer Daybook", "; restore it with that version");
        }
        if (!here.equals(there)) {
            throw other("an older Daybook", UPGRADE);
        }
    }

    /**
     * Whether database and backup have the same tables, and the backup has at least the columns of the database. A
     * backup of one account has only the tables with rows of accounts, and the table of people. Earlier versions put
     * the login links and sessions of people into a backup; these are not restored.
     */
    private static boolean sameTables(List<StoredTable> tables, Manifest manifest) {
        var here = tables.stream()
                .filter(table -> manifest.cmId() == 0 || table.isExported())
                .collect(Collectors.toMap(StoredTable::name, Function.identity()));
        var there = manifest.tables().stream()
                .filter(table -> !RestoredChanges.ENDED.contains(table.name()))
                .toList();
        return here.size() == there.size()
                && there.stream()
                        .allMatch(
                                table -> here.containsKey(table.name()) && table.hasColumnsOf(here.get(table.name())));
    }

    private RuntimeException other(String made, String advice) {
        return Problem.CONFLICT.because(
                file + " was made by " + made + ", version " + manifest.daybook() + ", with other tables" + advice);
    }

    @Override
    public void close() {
        try {
            archive.close();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
