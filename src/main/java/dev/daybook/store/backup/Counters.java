package dev.daybook.store.backup;

/**
 * The counters of a database. Each database stores them in its own way, so a backup keeps them apart from the tables.
 *
 * @param nextId the next id of a record
 * @param firstChange a lower bound of the change numbers in use
 * @param lastChange an upper bound of all change numbers
 */
public record Counters(long nextId, long firstChange, long lastChange) {}
