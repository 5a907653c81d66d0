package dev.daybook.domain;

import java.time.Instant;

/** What every record has that is pulled: its account, and its place in the order of pulls. */
public interface Kept {
    /** The account it belongs to. */
    long cmId();

    /** Its id, unique within the deployment and never used again. */
    long id();

    /** When it was created, to the millisecond. */
    Instant createdAt();
}
