package dev.daybook.store.ticket;

import dev.daybook.domain.Phone;
import dev.daybook.domain.TextKey;
import dev.daybook.domain.account.Rights;
import dev.daybook.domain.ticket.TaggedCustomer;
import dev.daybook.domain.ticket.TicketChange;
import dev.daybook.domain.ticket.TicketField;
import dev.daybook.store.Transaction;
import dev.daybook.store.customer.CustomerMatch;
import dev.daybook.store.record.SamePhone;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.statement.Query;

/**
 * Finds the customer that a ticket is to be tagged with: by id, then code, e-mail, phone. The newest if several share
 * what is given. A key that may not learn who has a phone or an e-mail finds nobody by them.
 *
 * @param tag the customer
 * @param known what is known of it
 */
record CustomerTag(TaggedCustomer tag, Map<TicketField, String> known) {
    private static final String NEWEST = """
            SELECT c.id, c.name, c.customer_code, c.phone, c.email, c.address,
             (SELECT min(p.id) FROM contact p WHERE p.cm_id = c.cm_id AND p.customer_id = c.id AND p.is_primary = 1)
              AS contact_id
            FROM customer c WHERE c.cm_id = :cmId AND c.deleted_at = 0 AND %s
            ORDER BY c.created_at + 0 DESC, c.id DESC LIMIT 1""";

    static Optional<CustomerTag> find(Transaction transaction, long cmId, TicketChange change, Rights rights) {
        var code = change.text(TicketField.CUSTOMER_CODE);
        var email = rights.findsByReach() ? TextKey.of(change.text(TicketField.EMAIL)) : "";
        var phone = Phone.of(rights.findsByReach() ? change.text(TicketField.PHONE) : "");
        return id(change.customerId())
                .flatMap(id -> first(query(transaction, cmId, "c.id = :id").bind("id", id)))
                .or(() -> byCode(transaction, cmId, change.customerId()))
                .or(() -> byCode(transaction, cmId, code))
                .or(() -> email.isEmpty()
                        ? Optional.empty()
                        : first(query(transaction, cmId, "c.id IN (" + CustomerMatch.IDS_BY_EMAIL + ")")
                                .bind("email", email)))
                .or(() -> phone.isEmpty()
                        ? Optional.empty()
                        : first(query(transaction, cmId, "c.id IN (" + CustomerMatch.IDS_BY_PHONE + ")")
                                .bindMap(SamePhone.values(phone, true))));
    }

    private static Optional<Long> id(String text) {
        return text.matches("[0-9]{1,18}") ? Optional.of(Long.parseLong(text)) : Optional.empty();
    }

    /** Callers also put their own code where the id belongs. */
    private static Optional<CustomerTag> byCode(Transaction transaction, long cmId, String code) {
        return code.isEmpty()
                ? Optional.empty()
                : first(query(transaction, cmId, "c.customer_code = :code AND c.customer_code <> ''")
                        .bind("code", code));
    }

    private static Query query(Transaction transaction, long cmId, String condition) {
        return transaction.handle().createQuery(NEWEST.formatted(condition)).bind("cmId", cmId);
    }

    private static Optional<CustomerTag> first(Query query) {
        return query.map((row, context) -> {
                    var known = new EnumMap<TicketField, String>(TicketField.class);
                    known.put(TicketField.CUSTOMER_NAME, row.getString("name"));
                    known.put(TicketField.CUSTOMER_CODE, row.getString("customer_code"));
                    known.put(TicketField.PHONE, row.getString("phone"));
                    known.put(TicketField.EMAIL, row.getString("email"));
                    known.put(TicketField.ADDRESS, row.getString("address"));
                    known.values().removeIf(String::isEmpty);
                    return new CustomerTag(new TaggedCustomer(row.getLong("id"), row.getLong("contact_id")), known);
                })
                .findOne();
    }
}
