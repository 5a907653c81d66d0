package dev.daybook.store;

import dev.daybook.domain.TextKey;
import dev.daybook.domain.customer.Contact;
import dev.daybook.domain.customer.ContactField;
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
import org.jdbi.v3.core.statement.SqlStatement;

/** The rows of contacts. */
final class ContactTable {
    static final String INSERT = """
            INSERT INTO contact
            (cm_id, customer_id, id, created_at, is_primary, person, title, first_name, last_name, gender,
             country_code, phone, phone_digits, phone_tail, additional_phone, additional_digits, additional_tail,
             email, email_key, birth_date, designation, designation_key)
            VALUES
            (:cmId, :customerId, :id, :createdAt, :primary, :person, :title, :first_name, :last_name, :gender,
             :country_code, :phone, :phoneDigits, :phoneTail, :additional_phone, :additionalDigits, :additionalTail,
             :email, :emailKey, :birth_date, :designation, :designationKey)""";

    private static final String UPDATE = """
            UPDATE contact SET is_primary = :primary, person = :person, title = :title, first_name = :first_name,
             last_name = :last_name, gender = :gender, country_code = :country_code, phone = :phone,
             phone_digits = :phoneDigits, phone_tail = :phoneTail, additional_phone = :additional_phone,
             additional_digits = :additionalDigits, additional_tail = :additionalTail, email = :email,
             email_key = :emailKey, birth_date = :birth_date, designation = :designation,
             designation_key = :designationKey
            WHERE cm_id = :cmId AND customer_id = :customerId AND id = :id""";

    private static final String SELECT = """
            SELECT * FROM contact WHERE cm_id = :cmId AND customer_id IN (<customerIds>)
            ORDER BY customer_id, is_primary DESC, id""";

    private ContactTable() {}

    static void insert(Handle handle, long cmId, long customerId, Contact contact) {
        bind(handle.createUpdate(INSERT), cmId, customerId, contact).execute();
    }

    static void update(Handle handle, long cmId, long customerId, Contact contact) {
        bind(handle.createUpdate(UPDATE), cmId, customerId, contact).execute();
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

    static <S extends SqlStatement<S>> S bind(S statement, long cmId, long customerId, Contact contact) {
        for (var field : ContactField.values()) {
            statement.bind(column(field), contact.text(field));
        }
        return statement
                .bind("cmId", cmId)
                .bind("customerId", customerId)
                .bind("id", contact.id())
                .bind("createdAt", Times.column(contact.createdAt()))
                .bind("primary", contact.primary() ? 1 : 0)
                .bind("phoneDigits", contact.phone().digits())
                .bind("phoneTail", contact.phone().tail())
                .bind("additionalDigits", contact.additionalPhone().digits())
                .bind("additionalTail", contact.additionalPhone().tail())
                .bind("emailKey", TextKey.of(contact.text(ContactField.EMAIL)))
                .bind("designationKey", TextKey.of(contact.text(ContactField.DESIGNATION)));
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
