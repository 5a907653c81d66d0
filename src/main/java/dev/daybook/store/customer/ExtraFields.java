package dev.daybook.store.customer;

import java.util.Map;
import org.jdbi.v3.core.Handle;

/** The rows of attributes and associate fields: what the account keeps beyond the vendor's own fields. */
final class ExtraFields {
    private static final String PUT_ATTRIBUTE = """
            INSERT INTO customer_attribute (cm_id, customer_id, number, value)
            VALUES (:cmId, :customerId, :number, :value)
            ON CONFLICT (cm_id, customer_id, number) DO UPDATE SET value = excluded.value""";

    private static final String PUT_ASSOCIATE = """
            INSERT INTO associate_field (cm_id, customer_id, enquiry_id, name, value)
            VALUES (:cmId, :customerId, :enquiryId, :name, :value)
            ON CONFLICT (cm_id, customer_id, enquiry_id, name) DO UPDATE SET value = excluded.value""";

    private ExtraFields() {}

    static void putAttributes(Handle handle, long cmId, long customerId, Map<Integer, String> attributes) {
        attributes.forEach((number, value) -> handle.createUpdate(PUT_ATTRIBUTE)
                .bind("cmId", cmId)
                .bind("customerId", customerId)
                .bind("number", number)
                .bind("value", value)
                .execute());
    }

    /** Puts fields of an enquiry, or of the customer itself with enquiry id 0. */
    static void putAssociates(
            Handle handle, long cmId, long customerId, long enquiryId, Map<String, String> associates) {
        associates.forEach((name, value) -> handle.createUpdate(PUT_ASSOCIATE)
                .bind("cmId", cmId)
                .bind("customerId", customerId)
                .bind("enquiryId", enquiryId)
                .bind("name", name)
                .bind("value", value)
                .execute());
    }
}
