package dev.daybook.domain;

import java.time.Instant;

/** Common parts of all records: account, id, creation (their order in pulls) and last change. */
public interface StoredRecord {
    /** The account it belongs to. */
    long cmId();

    /** Its id, unique within the deployment and never used again. */
    long id();

    /** When it was created, to the millisecond. */
    Instant createdAt();

    /** When it last changed, to the millisecond. */
    Instant modifiedAt();

    /** Its position in the order of a pull. */
    default PagePosition position() {
        return new PagePosition(createdAt(), id());
    }
}
