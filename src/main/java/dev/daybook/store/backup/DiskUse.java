package dev.daybook.store.backup;

import dev.daybook.store.Dialect;
import dev.daybook.store.Transaction;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;

/**
 * How much space a database takes.
 *
 * @param bytes the size of the database, on SQLite with its write-ahead log; empty if its files cannot be read
 * @param free the free bytes of its file system; empty if its files cannot be read, and for PostgreSQL, which may be on
 *     another machine
 */
public record DiskUse(OptionalLong bytes, OptionalLong free) {
    private static final String SQLITE_FILE = "SELECT file FROM pragma_database_list WHERE name = 'main'";

    private static final String POSTGRESQL_SIZE = "SELECT pg_database_size(current_database())";

    /** The space that the database of a transaction takes now. */
    public static DiskUse of(Transaction transaction) {
        if (transaction.dialect() == Dialect.POSTGRESQL) {
            var size = transaction.query(POSTGRESQL_SIZE).mapTo(Long.class).one();
            return new DiskUse(OptionalLong.of(size), OptionalLong.empty());
        }
        var file = Path.of(transaction.query(SQLITE_FILE).mapTo(String.class).one());
        try {
            var log = file.resolveSibling(file.getFileName() + "-wal");
            var size = Files.size(file) + (Files.exists(log) ? Files.size(log) : 0);
            return new DiskUse(
                    OptionalLong.of(size),
                    OptionalLong.of(Files.getFileStore(file).getUsableSpace()));
        } catch (IOException unreadable) {
            return new DiskUse(OptionalLong.empty(), OptionalLong.empty());
        }
    }
}
