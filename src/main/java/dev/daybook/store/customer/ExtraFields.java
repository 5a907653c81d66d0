package dev.daybook.store.customer;

import static dev.daybook.store.record.Column.number;
import static dev.daybook.store.record.Column.text;

import dev.daybook.domain.AssociateFieldLimits;
import dev.daybook.store.Transaction;
import dev.daybook.store.record.Columns;
import dev.daybook.store.record.RowTable;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The rows of attributes and associate fields: values that an account stores beyond the vendor's own fields. */
final class ExtraFields {
    private static final RowTable<Attribute> ATTRIBUTES = new RowTable<>(
            "customer_attribute",
            new Columns<Attribute>()
                    .personal(
                            number("cm_id", row -> row.cmId),
                            number("customer_id", row -> row.customerId),
                            number("number", row -> row.number)),
            new Columns<Attribute>().personal(text("value", Attribute::value)));

    private static final RowTable<Associate> ASSOCIATES = new RowTable<>(
            "associate_field",
            new Columns<Associate>()
                    .personal(
                            number("cm_id", row -> row.cmId),
                            number("customer_id", row -> row.customerId),
                            number("enquiry_id", row -> row.enquiryId),
                            text("name", Associate::name)),
            new Columns<Associate>().personal(text("value", Associate::value)));

    private static final String SIZE = """
            SELECT count(*) AS fields, coalesce(sum(octet_length(name) + octet_length(value)), 0) AS bytes
            FROM associate_field WHERE cm_id = :cmId AND customer_id = :customerId AND enquiry_id = :enquiryId""";

    private static final String SELECT_ATTRIBUTES = """
            SELECT number, value FROM customer_attribute WHERE cm_id = :cmId AND customer_id = :customerId""";

    private static final String SELECT_ASSOCIATES = """
            SELECT name, value FROM associate_field
            WHERE cm_id = :cmId AND customer_id = :customerId AND enquiry_id = 0""";

    private ExtraFields() {}

    /** The attributes of a customer by number. */
    static Map<Integer, String> attributes(Transaction transaction, long cmId, long customerId) {
        return transaction
                .query(SELECT_ATTRIBUTES, cmId)
                .bind("customerId", customerId)
                .map((row, context) -> Map.entry(row.getInt(1), row.getString(2)))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    /** The associate fields of a customer, without those of its enquiries: the JSON text of each field by its name. */
    static Map<String, String> associates(Transaction transaction, long cmId, long customerId) {
        return transaction
                .query(SELECT_ASSOCIATES, cmId)
                .bind("customerId", customerId)
                .map((row, context) -> Map.entry(row.getString(1), row.getString(2)))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    private record Attribute(long cmId, long customerId, int number, String value) {}

    private record Associate(long cmId, long customerId, long enquiryId, String name, String value) {}

    private record Size(long fields, long bytes) {}

    /**
     * Writes the attributes and associate fields of changes of customers.
     *
     * @throws dev.daybook.domain.ProblemException INVALID_VALUE as {@link #check} does
     */
    static void put(
            Transaction transaction,
            long cmId,
            List<CustomerStore.Written> added,
            List<CustomerStore.Written> changed) {
        var all = Stream.concat(added.stream(), changed.stream()).toList();
        ATTRIBUTES.upsert(
                transaction,
                all.stream()
                        .flatMap(update -> update.change().details().attributes().entrySet().stream()
                                .map(entry ->
                                        new Attribute(cmId, update.saved().id(), entry.getKey(), entry.getValue())))
                        .toList());
        ASSOCIATES.upsert(
                transaction,
                all.stream()
                        .flatMap(update -> associates(
                                cmId,
                                update.saved().id(),
                                0,
                                update.change().details().associates()))
                        .toList());
        changed.stream()
                .filter(update -> !update.change().details().associates().isEmpty())
                .forEach(update -> check(transaction, cmId, update.saved().id(), 0));
    }

    /** Writes associate fields of an enquiry. */
    static void put(
            Transaction transaction, long cmId, long customerId, long enquiryId, Map<String, String> associates) {
        ASSOCIATES.upsert(
                transaction, associates(cmId, customerId, enquiryId, associates).toList());
    }

    private static Stream<Associate> associates(
            long cmId, long customerId, long enquiryId, Map<String, String> associates) {
        return associates.entrySet().stream()
                .map(entry -> new Associate(cmId, customerId, enquiryId, entry.getKey(), entry.getValue()));
    }

    /**
     * Checks the number and the total size of the stored associate fields of an enquiry, or of the customer itself
     * (enquiry id 0). The fields of one change are within the limits, but the fields of several changes together may
     * exceed them.
     *
     * @throws dev.daybook.domain.ProblemException INVALID_VALUE if there are too many fields, or if they are too large
     */
    static void check(Transaction transaction, long cmId, long customerId, long enquiryId) {
        transaction
                .query(SIZE, cmId)
                .bind("customerId", customerId)
                .bind("enquiryId", enquiryId)
                .map((row, context) -> new Size(row.getLong(1), row.getLong(2)))
                .forEach(size -> AssociateFieldLimits.check(size.fields, size.bytes));
    }
}
