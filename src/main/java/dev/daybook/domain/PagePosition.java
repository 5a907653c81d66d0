package dev.daybook.domain;

import java.time.Instant;

/**
 * A position in the order of a pull: creation instant, then id.
 *
 * @param createdAt when the record at this position was created, to the millisecond
 */
public record PagePosition(Instant createdAt, long id) {}
