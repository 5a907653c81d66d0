package dev.daybook.store.backup;

import dev.daybook.store.Database;
import dev.daybook.store.Dialect;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What can be asked of a database about its own state. */
public final class Health {
    private static final List<String> RECORDS = List.of("customer", "ticket", "sales_order");
    private static final List<String> MUST_BE_ON = List.of("fsync", "full_page_writes", "synchronous_commit");

    private final Database database;

    /** Asks this one. */
    public Health(Database database) {
        this.database = database;
    }

    /** Its version, as it says. */
    public String version() {
        return database.read(transaction -> transaction
                .query(
                        transaction.dialect() == Dialect.SQLITE
                                ? "SELECT 'SQLite ' || sqlite_version()"
                                : "SELECT 'PostgreSQL ' || current_setting('server_version')")
                .mapTo(String.class)
                .one());
    }

    /** What is damaged in an SQLite file; empty if nothing is, or on PostgreSQL. It reads all of it. */
    public Optional<String> damage() {
        if (database.dialect() != Dialect.SQLITE) {
            return Optional.empty();
        }
        var found = database.read(transaction ->
                transaction.query("PRAGMA quick_check(1)").mapTo(String.class).first());
        return found.equals("ok") ? Optional.empty() : Optional.of(found);
    }

    /** Settings of PostgreSQL by which an acknowledged write could be lost. */
    public List<String> riskySettings() {
        if (database.dialect() == Dialect.SQLITE) {
            return List.of();
        }
        return database.read(transaction -> MUST_BE_ON.stream()
                .filter(setting -> transaction
                        .query("SELECT current_setting(:setting)")
                        .bind("setting", setting)
                        .mapTo(String.class)
                        .one()
                        .equals("off"))
                .toList());
    }

    /** How far the clock of a PostgreSQL is ahead of this one. */
    public Optional<Duration> clockAhead(Instant now) {
        if (database.dialect() == Dialect.SQLITE) {
            return Optional.empty();
        }
        var there = database.read(transaction -> transaction
                .query("SELECT CAST(extract(epoch FROM clock_timestamp()) * 1000 AS BIGINT)")
                .mapTo(Long.class)
                .one());
        return Optional.of(Duration.between(now, Instant.ofEpochMilli(there)));
    }

    /** The last moment at which a record was written, by the clock of then. */
    public Optional<Instant> lastWrite() {
        return database.read(transaction -> RECORDS.stream()
                .map(table -> transaction
                        .query("SELECT coalesce(max(modified_at), 0) FROM " + table)
                        .mapTo(Long.class)
                        .one())
                .max(Long::compare)
                .filter(moment -> moment > 0)
                .map(Instant::ofEpochMilli));
    }
}
