package dev.daybook.domain.customer;

import java.time.Instant;
import java.util.Map;

/**
 * An enquiry of a customer as it is stored.
 *
 * @param texts its texts; a field that is not in the map is empty
 */
public record Enquiry(Instant createdAt, Map<EnquiryField, String> texts) {
    public Enquiry {
        texts = Map.copyOf(texts);
    }

    /** A text of this enquiry; empty if it is not set. */
    public String text(EnquiryField field) {
        return texts.getOrDefault(field, "");
    }
}
