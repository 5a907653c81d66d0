package dev.daybook.store.customer;

import dev.daybook.domain.Phone;
import dev.daybook.domain.Reason;
import dev.daybook.domain.TextKey;
import dev.daybook.domain.account.Rights;
import dev.daybook.domain.customer.CustomerChange;
import dev.daybook.domain.customer.CustomerQuery;
import dev.daybook.domain.customer.ProfileField;
import dev.daybook.store.Transaction;
import dev.daybook.store.record.PhoneMatch;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.statement.Query;

/** Finds customers by e-mail, phone or code. */
public final class CustomerMatch {
    /** The customers who have a contact with the phone :digits. */
    public static final String IDS_BY_PHONE =
            "SELECT customer_id FROM contact WHERE cm_id = :cmId AND phone_tail <> '' AND "
                    + PhoneMatch.sql("phone")
                    + " UNION ALL SELECT customer_id FROM contact WHERE cm_id = :cmId AND additional_tail <> '' AND "
                    + PhoneMatch.sql("additional");

    /** The customers who have a contact with the e-mail :email. */
    public static final String IDS_BY_EMAIL =
            "SELECT customer_id FROM contact WHERE cm_id = :cmId AND email_key = :email AND email_key <> ''";

    /** The customers who have a contact with one of the e-mails {@code <keys>}. */
    public static final String BY_EMAILS = """
            SELECT customer_id, email_key AS found_by FROM contact
            WHERE cm_id = :cmId AND email_key IN (<keys>) AND email_key <> ''""";

    /** The customers who have a contact with a phone that ends as one of {@code <keys>}: {@link Phone#tail}. */
    public static final String BY_PHONES = """
            SELECT customer_id, phone_digits AS found_by FROM contact
            WHERE cm_id = :cmId AND phone_tail IN (<keys>) AND phone_tail <> ''
            UNION ALL SELECT customer_id, additional_digits FROM contact
            WHERE cm_id = :cmId AND additional_tail IN (<keys>) AND additional_tail <> ''""";

    /**
     * {@code + 0} keeps the database from using the index by creation, which would read customers from the newest on
     * until one has the phone.
     */
    private static final String NEWEST = """
            SELECT d.doc FROM customer c
            JOIN customer_document d ON d.cm_id = :cmId AND d.created_at = c.created_at AND d.id = c.id
            WHERE c.cm_id = :cmId AND c.deleted_at = 0 AND c.id IN (%s)
            ORDER BY c.created_at + 0 DESC, c.id DESC LIMIT 1""";

    /**
     * A subquery for each contact that was found: joined, PostgreSQL would begin with all customers of an account that has
     * grown since it last counted them.
     */
    private static final String ALL = """
            SELECT DISTINCT customer_id FROM (%s UNION ALL %s) found
            WHERE (SELECT deleted_at FROM customer WHERE cm_id = :cmId AND id = found.customer_id) = 0
            ORDER BY customer_id LIMIT 11""";

    private CustomerMatch() {}

    /** The document of the newest customer that matches a query. For a masking key a phone must match exactly. */
    static Optional<byte[]> newest(Transaction transaction, long cmId, CustomerQuery wanted, boolean masked) {
        if (wanted.customerId() != 0) {
            return document(query(transaction, NEWEST.formatted(":id"), cmId).bind("id", wanted.customerId()));
        }
        if (!wanted.email().isEmpty()) {
            return document(
                    query(transaction, NEWEST.formatted(IDS_BY_EMAIL), cmId).bind("email", TextKey.of(wanted.email())));
        }
        var query = query(transaction, NEWEST.formatted(IDS_BY_PHONE), cmId);
        query.bindMap(PhoneMatch.values(Phone.of(wanted.phone()), !masked));
        return document(query);
    }

    /**
     * The only customer with the phone or the e-mail of a change that has no id and no known code.
     *
     * @throws dev.daybook.domain.ProblemException CONFLICT if several customers have that phone or e-mail; FORBIDDEN if
     *     the change has no code and the key may not find customers by phone or e-mail
     */
    static Optional<Long> byReach(Transaction transaction, long cmId, CustomerChange change, Rights rights) {
        if (!rights.findsByReach()) {
            if (change.text(ProfileField.CUSTOMER_CODE).isEmpty()) {
                throw Reason.CUSTOMER_HIDDEN.with();
            }
            return Optional.empty();
        }
        var phone = Phone.of(change.text(ProfileField.PHONE));
        var email = TextKey.of(change.text(ProfileField.EMAIL));
        // Two concurrent requests that add the same person must see each other.
        transaction.dialect().lockWords(transaction, cmId, List.of(phone.tail(), email));
        var query = query(transaction, ALL.formatted(IDS_BY_EMAIL, IDS_BY_PHONE), cmId)
                .bind("email", email);
        query.bindMap(PhoneMatch.values(phone, true));
        var ids = query.mapTo(Long.class).list();
        if (ids.size() > 1) {
            throw Reason.CUSTOMER_AMBIGUOUS.with(named(ids));
        }
        return ids.stream().findFirst();
    }

    private static String named(List<Long> ids) {
        var shown =
                String.join(", ", ids.stream().limit(10).map(String::valueOf).toList());
        return ids.size() > 10 ? shown + " and more" : shown;
    }

    private static Query query(Transaction transaction, String sql, long cmId) {
        return transaction.handle().createQuery(sql).bind("cmId", cmId);
    }

    private static Optional<byte[]> document(Query query) {
        return query.mapTo(String.class).findOne().map(doc -> doc.getBytes(StandardCharsets.UTF_8));
    }
}
