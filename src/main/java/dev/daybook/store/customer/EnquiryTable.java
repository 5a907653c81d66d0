package dev.daybook.store.customer;

import dev.daybook.domain.Problem;
import dev.daybook.domain.customer.EnquiryChange;
import dev.daybook.domain.customer.EnquiryField;
import dev.daybook.store.Times;
import dev.daybook.store.Transaction;
import dev.daybook.store.account.ListStore;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** The rows of enquiries. */
final class EnquiryTable {
    private static final String INSERT = """
            INSERT INTO enquiry
            (cm_id, customer_id, id, created_at, modified_at, assigned_to_id, round_robin_key, next_follow_up, action,
             sub_status, remarks)
            VALUES
            (:cmId, :customerId, :id, :now, :now, :assignedToId, :round_robin_key, :next_follow_up, :action,
             :sub_status, :remarks)""";

    private static final String UPDATE = """
            UPDATE enquiry SET modified_at = :now%s WHERE cm_id = :cmId AND customer_id = :customerId AND id = :id""";

    private static final String CUSTOMER = "SELECT customer_id FROM enquiry WHERE cm_id = :cmId AND id = :id";

    private final ListStore lists;

    EnquiryTable(ListStore lists) {
        this.lists = lists;
    }

    /** The customer whose enquiry it is. */
    static Optional<Long> customerOf(Transaction transaction, long cmId, long enquiryId) {
        return transaction
                .handle()
                .createQuery(CUSTOMER)
                .bind("cmId", cmId)
                .bind("id", enquiryId)
                .mapTo(Long.class)
                .findOne();
    }

    /** Adds an enquiry, or changes what is given of the one that is named; its id. */
    long save(Transaction transaction, long cmId, long customerId, EnquiryChange enquiry, Instant now) {
        var assignedToId = lists.idOf(transaction, cmId, enquiry.assignee());
        var added = enquiry.enquiryId() == 0;
        var id = added ? transaction.takeId() : enquiry.enquiryId();
        var statement = transaction
                .handle()
                .createUpdate(added ? INSERT : UPDATE.formatted(assignments(enquiry, assignedToId)))
                .bind("cmId", cmId)
                .bind("customerId", customerId)
                .bind("id", id)
                .bind("now", Times.column(now))
                .bind("assignedToId", assignedToId);
        for (var field : EnquiryField.values()) {
            statement.bind(column(field), enquiry.texts().getOrDefault(field, ""));
        }
        if (statement.execute() == 0) {
            throw Problem.REFERENCE_UNKNOWN.because("enquiry_info.enquiry_id: this customer has no enquiry " + id);
        }
        ExtraFields.putAssociates(transaction, cmId, customerId, id, enquiry.associates(), added);
        return id;
    }

    private static String assignments(EnquiryChange enquiry, long assignedToId) {
        var texts = enquiry.texts().keySet().stream()
                .sorted()
                .map(field -> ", " + column(field) + " = :" + column(field))
                .collect(Collectors.joining());
        return assignedToId == 0 ? texts : texts + ", assigned_to_id = :assignedToId";
    }

    private static String column(EnquiryField field) {
        return field.name().toLowerCase(Locale.ROOT);
    }
}
