package dev.daybook.store.customer;

import dev.daybook.domain.OwnFields;
import dev.daybook.store.Transaction;
import java.util.Map;

/** The rows of attributes and associate fields: what the account keeps beyond the vendor's own fields. */
final class ExtraFields {
    private static final String INTO_ATTRIBUTES = "customer_attribute (cm_id, customer_id, number, value)";

    private static final String PUT_ATTRIBUTE = "INSERT INTO " + INTO_ATTRIBUTES + """
             VALUES (?, ?, ?, ?)
            ON CONFLICT (cm_id, customer_id, number) DO UPDATE SET value = excluded.value""";

    private static final String INTO_ASSOCIATES = "associate_field (cm_id, customer_id, enquiry_id, name, value)";

    private static final String PUT_ASSOCIATE = "INSERT INTO " + INTO_ASSOCIATES + """
             VALUES (?, ?, ?, ?, ?)
            ON CONFLICT (cm_id, customer_id, enquiry_id, name) DO UPDATE SET value = excluded.value""";

    private static final String SIZE = """
            SELECT count(*) AS fields, coalesce(sum(octet_length(name) + octet_length(value)), 0) AS bytes
            FROM associate_field WHERE cm_id = :cmId AND customer_id = :customerId AND enquiry_id = :enquiryId""";

    private ExtraFields() {}

    static void putAttributes(Transaction transaction, long cmId, long customerId, Map<Integer, String> attributes) {
        if (attributes.isEmpty()) {
            return;
        }
        try (var batch = transaction.rows(INTO_ATTRIBUTES, PUT_ATTRIBUTE, false)) {
            attributes.forEach((number, value) ->
                    batch.add(cmId).add(customerId).add(number).add(value).endRow());
            batch.execute();
        }
    }

    /**
     * Puts fields of an enquiry, or of the customer itself with enquiry id 0.
     *
     * @param fresh whether there are none yet; a change alone is within the bounds, and only more of them may not be
     * @throws dev.daybook.domain.ProblemException INVALID_VALUE if there are too many of them then
     */
    static void putAssociates(
            Transaction transaction,
            long cmId,
            long customerId,
            long enquiryId,
            Map<String, String> associates,
            boolean fresh) {
        if (associates.isEmpty()) {
            return;
        }
        try (var batch = transaction.rows(INTO_ASSOCIATES, PUT_ASSOCIATE, false)) {
            associates.forEach((name, value) -> batch.add(cmId)
                    .add(customerId)
                    .add(enquiryId)
                    .add(name)
                    .add(value)
                    .endRow());
            batch.execute();
        }
        if (!fresh) {
            transaction
                    .handle()
                    .createQuery(SIZE)
                    .bind("cmId", cmId)
                    .bind("customerId", customerId)
                    .bind("enquiryId", enquiryId)
                    .map((row, context) -> new long[] {row.getLong(1), row.getLong(2)})
                    .forEach(size -> OwnFields.check(size[0], size[1]));
        }
    }
}
