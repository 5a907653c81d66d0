package dev.daybook.store.customer;

import dev.daybook.domain.TextKey;
import dev.daybook.domain.customer.Contact;
import dev.daybook.domain.customer.ContactField;
import dev.daybook.store.RowBatch;
import dev.daybook.store.Times;
import dev.daybook.store.Transaction;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jdbi.v3.core.Handle;

/** The rows of contacts. */
final class ContactTable {
    private static final String INTO = """
            contact
            (cm_id, customer_id, id, created_at, is_primary, person, title, first_name, last_name, gender,
             country_code, phone, phone_digits, phone_tail, additional_phone, additional_digits, additional_tail,
             email, email_key, birth_date, designation, designation_key)""";

    /** Adds a contact, or puts another in its place. */
    private static final String PUT = "INSERT INTO " + INTO + """

            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT (cm_id, customer_id, id) DO UPDATE SET
             is_primary = excluded.is_primary, person = excluded.person, title = excluded.title,
             first_name = excluded.first_name, last_name = excluded.last_name, gender = excluded.gender,
             country_code = excluded.country_code, phone = excluded.phone, phone_digits = excluded.phone_digits,
             phone_tail = excluded.phone_tail, additional_phone = excluded.additional_phone,
             additional_digits = excluded.additional_digits, additional_tail = excluded.additional_tail,
             email = excluded.email, email_key = excluded.email_key, birth_date = excluded.birth_date,
             designation = excluded.designation, designation_key = excluded.designation_key""";

    private static final String SELECT = """
            SELECT * FROM contact WHERE cm_id = :cmId AND customer_id IN (<customerIds>)
            ORDER BY customer_id, is_primary DESC, id""";

    private ContactTable() {}

    /**
     * Adds contacts by customer, or puts them in place of what is there; no two may have the same id.
     *
     * @param fresh whether none of them is there
     */
    static void put(Transaction transaction, long cmId, Map<Long, List<Contact>> contacts, boolean fresh) {
        try (var batch = transaction.rows(INTO, PUT, fresh)) {
            contacts.forEach((customerId, list) -> list.forEach(contact -> add(batch, cmId, customerId, contact)));
            batch.execute();
        }
    }

    private static void add(RowBatch batch, long cmId, long customerId, Contact contact) {
        var phone = contact.phone();
        var additional = contact.additionalPhone();
        batch.add(cmId)
                .add(customerId)
                .add(contact.id())
                .add(Times.column(contact.createdAt()))
                .add(contact.primary())
                .add(contact.text(ContactField.PERSON))
                .add(contact.text(ContactField.TITLE))
                .add(contact.text(ContactField.FIRST_NAME))
                .add(contact.text(ContactField.LAST_NAME))
                .add(contact.text(ContactField.GENDER))
                .add(contact.text(ContactField.COUNTRY_CODE))
                .add(contact.text(ContactField.PHONE))
                .add(phone.digits())
                .add(phone.tail())
                .add(contact.text(ContactField.ADDITIONAL_PHONE))
                .add(additional.digits())
                .add(additional.tail())
                .add(contact.text(ContactField.EMAIL))
                .add(TextKey.of(contact.text(ContactField.EMAIL)))
                .add(contact.text(ContactField.BIRTH_DATE))
                .add(contact.text(ContactField.DESIGNATION))
                .add(TextKey.of(contact.text(ContactField.DESIGNATION)))
                .endRow();
    }

    /** The contacts of each of these customers, the primary one first. */
    static Map<Long, List<Contact>> select(Handle handle, long cmId, Collection<Long> customerIds) {
        var contacts = new HashMap<Long, List<Contact>>();
        handle.createQuery(SELECT)
                .bind("cmId", cmId)
                .bindList("customerIds", List.copyOf(customerIds))
                .map((row, context) -> Map.entry(row.getLong("customer_id"), contact(row)))
                .forEach(row -> contacts.computeIfAbsent(row.getKey(), id -> new ArrayList<>())
                        .add(row.getValue()));
        return contacts;
    }

    private static Contact contact(ResultSet row) throws SQLException {
        var texts = new EnumMap<ContactField, String>(ContactField.class);
        for (var field : ContactField.values()) {
            var text = row.getString(column(field));
            if (!text.isEmpty()) {
                texts.put(field, text);
            }
        }
        return new Contact(
                row.getLong("id"), Times.instant(row.getLong("created_at")), row.getInt("is_primary") != 0, texts);
    }

    private static String column(ContactField field) {
        return field.name().toLowerCase(Locale.ROOT);
    }
}
