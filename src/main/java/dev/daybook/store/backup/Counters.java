package dev.daybook.store.backup;

/**
 * The counters, which are in no table that both databases have.
 *
 * @param nextId the next id of a record
 * @param lastChange no change has a higher number
 */
public record Counters(long nextId, long lastChange) {}
