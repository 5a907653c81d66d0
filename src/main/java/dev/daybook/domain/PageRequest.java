package dev.daybook.domain;

import java.util.Optional;

/**
 * The requested page of a pull.
 *
 * @param limit the largest number of records; positive
 * @param offset how many records to skip; 0 if a position is given
 * @param after the position to continue after, if the caller has one
 */
public record PageRequest(int limit, long offset, Optional<PagePosition> after) {
    public PageRequest {
        if (limit < 1 || offset < 0 || (offset > 0 && after.isPresent())) {
            throw new IllegalArgumentException("not a page: limit " + limit + ", offset " + offset);
        }
    }

    /** Whether the page starts with the first record. */
    public boolean isFirst() {
        return offset == 0 && after.isEmpty();
    }
}
