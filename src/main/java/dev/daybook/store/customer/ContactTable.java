package dev.daybook.store.customer;

import static dev.daybook.store.record.Column.flag;
import static dev.daybook.store.record.Column.key;
import static dev.daybook.store.record.Column.number;
import static dev.daybook.store.record.Column.phone;
import static dev.daybook.store.record.Column.texts;
import static dev.daybook.store.record.Column.time;

import dev.daybook.domain.customer.Contact;
import dev.daybook.domain.customer.ContactField;
import dev.daybook.domain.customer.Customer;
import dev.daybook.store.EpochMillis;
import dev.daybook.store.Transaction;
import dev.daybook.store.record.Columns;
import dev.daybook.store.record.RowTable;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** The rows of contacts. */
final class ContactTable {
    static final RowTable<Row> ROWS = new RowTable<>(
            "contact",
            new Columns<Row>()
                    .personal(
                            number("cm_id", row -> row.cmId),
                            number("customer_id", row -> row.customerId),
                            number("id", row -> row.contact.id())),
            new Columns<Row>()
                    .personal(
                            time("created_at", row -> row.contact.createdAt()),
                            flag("is_primary", row -> row.contact.primary()),
                            key("email", row -> row.contact.text(ContactField.EMAIL)),
                            key("designation", row -> row.contact.text(ContactField.DESIGNATION)))
                    .all(phone("phone", row -> row.contact.phone()))
                    .all(phone("additional", row -> row.contact.additionalPhone()))
                    .all(texts(ContactField.class, (row, field) -> row.contact.text(field))));

    private static final String SELECT = """
            SELECT * FROM contact WHERE cm_id = :cmId AND customer_id IN (<customerIds>)
            ORDER BY customer_id, is_primary DESC, id""";

    private ContactTable() {}

    record Row(long cmId, long customerId, Contact contact) {
        static Stream<Row> of(Customer customer) {
            return customer.contacts().stream().map(contact -> new Row(customer.cmId(), customer.id(), contact));
        }
    }

    /** The contacts of each of these customers, the primary one first. Runs with the next round trip. */
    static Supplier<Map<Long, List<Contact>>> ask(Transaction transaction, long cmId, Collection<Long> customerIds) {
        return transaction
                .later(SELECT, cmId)
                .bindList("customerIds", customerIds)
                .askByKey(row -> Map.entry(
                        row.getLong("customer_id"),
                        new Contact(
                                row.getLong("id"),
                                EpochMillis.instant(row.getLong("created_at")),
                                row.getInt("is_primary") != 0,
                                texts(row, ContactField.class))));
    }
}
