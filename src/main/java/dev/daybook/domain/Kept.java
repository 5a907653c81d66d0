package dev.daybook.domain;

import java.time.Instant;

/** What every record that is pulled has: its account, its place in the order of pulls, and its last change. */
public interface Kept {
    /** The account it belongs to. */
    long cmId();

    /** Its id, unique within the deployment and never used again. */
    long id();

    /** When it was created, to the millisecond. */
    Instant createdAt();

    /** When it last changed, to the millisecond. */
    Instant modifiedAt();
}
