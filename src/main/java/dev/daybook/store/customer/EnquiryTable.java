package dev.daybook.store.customer;

import static dev.daybook.store.record.Column.number;
import static dev.daybook.store.record.Column.texts;
import static dev.daybook.store.record.Column.time;

import dev.daybook.domain.Reason;
import dev.daybook.domain.customer.Customer;
import dev.daybook.domain.customer.Enquiry;
import dev.daybook.domain.customer.EnquiryChange;
import dev.daybook.domain.customer.EnquiryField;
import dev.daybook.store.EpochMillis;
import dev.daybook.store.Transaction;
import dev.daybook.store.record.Column;
import dev.daybook.store.record.Columns;
import dev.daybook.store.record.RowTable;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** The rows of enquiries. */
final class EnquiryTable {
    private static final RowTable<Row> ROWS = new RowTable<>(
            "enquiry",
            new Columns<Row>()
                    .personal(
                            number("cm_id", row -> row.customer.cmId()),
                            number("customer_id", row -> row.customer.id()),
                            number("id", row -> row.id)),
            new Columns<Row>()
                    .personal(
                            time("created_at", row -> row.now),
                            time("modified_at", row -> row.now),
                            number("assigned_to_id", row -> row.assignedToId))
                    .all(texts(
                            EnquiryField.class,
                            (row, field) -> row.change.texts().getOrDefault(field, ""))));

    private static final String UPDATE = """
            UPDATE enquiry SET modified_at = :now%s WHERE cm_id = :cmId AND customer_id = :customerId AND id = :id""";

    private static final String CUSTOMER = """
            SELECT e.customer_id FROM enquiry e WHERE e.cm_id = :cmId AND e.id = :id
            AND (SELECT c.deleted_at FROM customer c WHERE c.cm_id = :cmId AND c.id = e.customer_id) = 0""";

    private static final String NEWEST = """
            SELECT * FROM enquiry WHERE cm_id = :cmId AND customer_id = :customerId ORDER BY id DESC LIMIT :limit""";

    private EnquiryTable() {}

    private record Row(Customer customer, long id, EnquiryChange change, long assignedToId, Instant now) {}

    /** The id of the customer of an enquiry; empty if there is no such enquiry, or if the customer is deleted. */
    static Optional<Long> customerOf(Transaction transaction, long cmId, long enquiryId) {
        return transaction
                .query(CUSTOMER, cmId)
                .bind("id", enquiryId)
                .mapTo(Long.class)
                .findOne();
    }

    /** The newest enquiries of a customer, the newest first. */
    static List<Enquiry> newest(Transaction transaction, long cmId, long customerId, int limit) {
        return transaction
                .query(NEWEST, cmId)
                .bind("customerId", customerId)
                .bind("limit", limit)
                .map((row, context) ->
                        new Enquiry(EpochMillis.instant(row.getLong("created_at")), texts(row, EnquiryField.class)))
                .list();
    }

    /**
     * Adds an enquiry, and returns its id. If the change has an enquiry id, instead updates this existing enquiry: sets
     * only the fields that the change contains.
     *
     * @param assignedToId the employee; 0 for nobody, which leaves an existing enquiry with its employee
     * @throws dev.daybook.domain.ProblemException REFERENCE_UNKNOWN if the customer has no enquiry with this id;
     *     INVALID_VALUE as {@link ExtraFields#check} does
     */
    static long save(
            Transaction transaction, Customer customer, EnquiryChange enquiry, long assignedToId, Instant now) {
        if (enquiry.enquiryId() == 0) {
            var id = transaction.takeId();
            ROWS.insert(transaction, List.of(new Row(customer, id, enquiry, assignedToId, now)));
            ExtraFields.put(transaction, customer.cmId(), customer.id(), id, enquiry.associates());
            return id;
        }
        var id = enquiry.enquiryId();
        var statement = transaction
                .update(UPDATE.formatted(assignments(enquiry, assignedToId)), customer.cmId())
                .bind("customerId", customer.id())
                .bind("id", id)
                .bind("now", EpochMillis.column(now))
                .bind("assignedToId", assignedToId);
        enquiry.texts().forEach((field, text) -> statement.bind(Column.nameOf(field), text));
        if (statement.execute() == 0) {
            throw Reason.ENQUIRY_OF_ANOTHER.with(id);
        }
        if (!enquiry.associates().isEmpty()) {
            ExtraFields.put(transaction, customer.cmId(), customer.id(), id, enquiry.associates());
            ExtraFields.check(transaction, customer.cmId(), customer.id(), id);
        }
        return id;
    }

    private static String assignments(EnquiryChange enquiry, long assignedToId) {
        var texts = enquiry.texts().keySet().stream()
                .sorted()
                .map(field -> ", " + Column.nameOf(field) + " = :" + Column.nameOf(field))
                .collect(Collectors.joining());
        return assignedToId == 0 ? texts : texts + ", assigned_to_id = :assignedToId";
    }
}
