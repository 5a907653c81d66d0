package dev.daybook.domain;

import java.time.Instant;

/**
 * A place in the total order of a pull: creation instant, then id.
 *
 * @param createdAt when the record there was created, to the millisecond
 * @param id its id
 */
public record PagePosition(Instant createdAt, long id) {}
