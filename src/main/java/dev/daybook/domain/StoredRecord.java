package dev.daybook.domain;

import java.time.Instant;

/** Values that every record has: account, id, and the times of creation and last change. */
public interface StoredRecord {
    /** The account that the record belongs to. */
    long cmId();

    /** The id of the record, unique within the deployment and never used again. */
    long id();

    /** When the record was created, to the millisecond. */
    Instant createdAt();

    /** When the record last changed, to the millisecond. */
    Instant modifiedAt();

    /** The position of the record in the order of a pull. */
    default PagePosition position() {
        return new PagePosition(createdAt(), id());
    }
}
