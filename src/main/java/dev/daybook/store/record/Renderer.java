package dev.daybook.store.record;

import java.time.ZoneId;

/** Turns a record into its document. The store calls it within the transaction that writes the record. */
@FunctionalInterface
public interface Renderer<R> {
    /** The document: UTF-8 text, with all times in this zone. */
    byte[] render(R kept, ZoneId zone);
}
