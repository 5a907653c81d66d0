package dev.daybook.store.ticket;

import dev.daybook.domain.Phone;
import dev.daybook.domain.customer.Contact;
import dev.daybook.domain.customer.CustomerChange;
import dev.daybook.domain.ticket.TaggedCustomer;
import dev.daybook.domain.ticket.TicketField;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;

/**
 * A customer that a look-up of {@link CustomerTags} found.
 *
 * @param key the key that found it
 * @param createdAt when it was created, in milliseconds since 1970
 * @param tag the customer and its texts
 */
record FoundCustomer(String key, long createdAt, CustomerTags.Tag tag) {
    /** By the time of creation, then by the id. */
    static final Comparator<FoundCustomer> AGE = Comparator.comparingLong(FoundCustomer::createdAt)
            .thenComparingLong(found -> found.tag.customer().customerId());

    static FoundCustomer of(ResultSet row) throws SQLException {
        return new FoundCustomer(
                row.getString("found_by"),
                row.getLong("created_at"),
                new CustomerTags.Tag(
                        new TaggedCustomer(row.getLong("id"), row.getLong("contact_id")), texts(row), false));
    }

    /**
     * The texts that a ticket copies. Phone and e-mail are those of the primary contact: the customer's own may be
     * outdated, or those of another contact. The customer's own are used only if the contact has none, or a text such
     * as N/A. The customer's own phone is also used if it is the contact's number: it may have the country code, for
     * which a contact has a separate field.
     */
    private static Map<TicketField, String> texts(ResultSet row) throws SQLException {
        var contact = new EnumMap<TicketField, String>(TicketField.class);
        contact.put(TicketField.PHONE, phone(row));
        contact.put(TicketField.EMAIL, ofContact(row, "email"));
        contact.values().removeIf(String::isEmpty);
        var texts = new EnumMap<TicketField, String>(TicketField.class);
        texts.put(TicketField.CUSTOMER_NAME, row.getString("name"));
        // Earlier builds stored words such as N/A as codes.
        texts.put(TicketField.CUSTOMER_CODE, CustomerChange.unlessMissing(row.getString("customer_code")));
        texts.put(TicketField.PHONE, row.getString("phone"));
        texts.put(TicketField.EMAIL, row.getString("email"));
        texts.put(TicketField.ADDRESS, row.getString("address"));
        Contact.putKeepingReach(texts, contact, TicketField.PHONE, TicketField.EMAIL);
        texts.values().removeIf(String::isEmpty);
        return texts;
    }

    /**
     * The phone to copy: the customer's own if it is the number of the primary contact, else that of the contact, which
     * may be empty. If the contact's phone lacks the contact's country code, the code is added, unless the result is
     * too long: 971 and 0501234567 give +971501234567.
     */
    private static String phone(ResultSet row) throws SQLException {
        var code = ofContact(row, "country_code");
        var text = ofContact(row, "phone");
        var phone = Phone.of(code, text);
        var own = row.getString("phone");
        if (!phone.isEmpty() && phone.matches(Phone.of(own))) {
            return own;
        }
        var complete = "+" + phone.digits();
        var addsCode = !phone.equals(Phone.of(text)) && complete.length() <= TicketField.PHONE.maxLength();
        return addsCode ? complete : text;
    }

    /** A text of the primary contact; empty if there is none. */
    private static String ofContact(ResultSet row, String column) throws SQLException {
        return Objects.requireNonNullElse(row.getString("contact_" + column), "");
    }
}
