package dev.daybook.domain;

import java.util.Optional;

/**
 * Which part of a pull's answer is wanted.
 *
 * @param limit how many records at most; positive
 * @param offset how many records to skip; 0 when a position is given
 * @param after the position after which to go on, if the caller has one
 */
public record PageRequest(int limit, long offset, Optional<PagePosition> after) {
    public PageRequest {
        if (limit < 1 || offset < 0 || (offset > 0 && after.isPresent())) {
            throw new IllegalArgumentException("not a page: limit " + limit + ", offset " + offset);
        }
    }
}
