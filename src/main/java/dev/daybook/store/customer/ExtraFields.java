package dev.daybook.store.customer;

import static dev.daybook.store.record.Column.number;
import static dev.daybook.store.record.Column.text;

import dev.daybook.domain.AssociateFieldLimits;
import dev.daybook.domain.account.RecordDetails;
import dev.daybook.store.Transaction;
import dev.daybook.store.record.Column;
import dev.daybook.store.record.Columns;
import dev.daybook.store.record.RowTable;
import dev.daybook.store.statement.RoundTrip;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The rows of attributes and associate fields: values that an account stores beyond the vendor's own fields. */
final class ExtraFields {
    private static final RowTable<Field<Integer>> ATTRIBUTES =
            table("customer_attribute", List.of(number("number", Field::key)));

    private static final RowTable<Field<String>> ASSOCIATES =
            table("associate_field", List.of(number("enquiry_id", Field::enquiryId), text("name", Field::key)));

    private static final String SIZE = """
            SELECT count(*) AS fields, coalesce(sum(octet_length(name) + octet_length(value)), 0) AS bytes
            FROM associate_field WHERE cm_id = :cmId AND customer_id = :customerId AND enquiry_id = :enquiryId""";

    private static final String SELECT_ATTRIBUTES = """
            SELECT number, value FROM customer_attribute WHERE cm_id = :cmId AND customer_id = :customerId""";

    private static final String SELECT_ASSOCIATES = """
            SELECT name, value FROM associate_field
            WHERE cm_id = :cmId AND customer_id = :customerId AND enquiry_id = 0""";

    private ExtraFields() {}

    private record Field<K>(long cmId, long customerId, long enquiryId, K key, String value) {}

    private record Size(long fields, long bytes) {}

    private static <K> RowTable<Field<K>> table(String name, List<Column<Field<K>>> key) {
        return new RowTable<>(
                name,
                new Columns<Field<K>>()
                        .personal(number("cm_id", Field::cmId), number("customer_id", Field::customerId))
                        .all(key),
                new Columns<Field<K>>().personal(text("value", Field::value)));
    }

    /** The attributes of a customer by number. */
    static Map<Integer, String> attributes(Transaction transaction, long cmId, long customerId) {
        return select(transaction, SELECT_ATTRIBUTES, cmId, customerId, row -> row.getInt(1));
    }

    /** The associate fields of a customer, without those of its enquiries: the JSON text of each field by its name. */
    static Map<String, String> associates(Transaction transaction, long cmId, long customerId) {
        return select(transaction, SELECT_ASSOCIATES, cmId, customerId, row -> row.getString(1));
    }

    private static <K> Map<K, String> select(
            Transaction transaction, String sql, long cmId, long customerId, RoundTrip.Row<K> key) {
        return transaction
                .query(sql, cmId)
                .bind("customerId", customerId)
                .map((row, context) -> Map.entry(key.read(row), row.getString(2)))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    /**
     * Writes the attributes and associate fields of changes of customers.
     *
     * @param added the changes that added a customer
     * @param changed the changes of existing customers; their associate fields are checked after the write
     * @throws dev.daybook.domain.ProblemException INVALID_VALUE as {@link #check} does
     */
    static void put(
            Transaction transaction,
            long cmId,
            List<CustomerStore.Written> added,
            List<CustomerStore.Written> changed) {
        var all = Stream.concat(added.stream(), changed.stream()).toList();
        ATTRIBUTES.upsert(transaction, fields(cmId, all, RecordDetails::attributes));
        ASSOCIATES.upsert(transaction, fields(cmId, all, RecordDetails::associates));
        changed.stream()
                .filter(update -> !update.change().details().associates().isEmpty())
                .forEach(update -> check(transaction, cmId, update.saved().id(), 0));
    }

    /** Adds or replaces associate fields of an enquiry. Does not {@link #check} them. */
    static void put(
            Transaction transaction, long cmId, long customerId, long enquiryId, Map<String, String> associates) {
        ASSOCIATES.upsert(
                transaction, fields(cmId, customerId, enquiryId, associates).toList());
    }

    private static <K> List<Field<K>> fields(
            long cmId, List<CustomerStore.Written> updates, Function<RecordDetails, Map<K, String>> given) {
        return updates.stream()
                .flatMap(update -> fields(
                        cmId,
                        update.saved().id(),
                        0,
                        given.apply(update.change().details())))
                .toList();
    }

    private static <K> Stream<Field<K>> fields(long cmId, long customerId, long enquiryId, Map<K, String> values) {
        return values.entrySet().stream()
                .map(entry -> new Field<>(cmId, customerId, enquiryId, entry.getKey(), entry.getValue()));
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
