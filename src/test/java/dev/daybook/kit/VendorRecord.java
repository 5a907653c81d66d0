package dev.daybook.kit;

import java.time.LocalDateTime;

/** A record at {@link VendorServer}. */
public interface VendorRecord {
    /** Its id. */
    long id();

    /** When it was created. */
    LocalDateTime createdAt();

    /** Its JSON, in one line. */
    String json();
}
