package dev.daybook.store.record;

import java.time.ZoneId;

/** Renders a record as its document. The store calls it in the transaction that writes the record. */
@FunctionalInterface
public interface Renderer<R> {
    /** The document as UTF-8 text, with all times in this zone. */
    byte[] render(R kept, ZoneId zone);
}
