package dev.daybook.store.ticket;

import dev.daybook.domain.Phone;
import dev.daybook.domain.TextKey;
import dev.daybook.domain.ticket.TicketField;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.function.Function;

/**
 * The data by which a ticket's customer is recognized: the e-mail (folded) and the phones of a ticket, of a change of a
 * ticket, or of a contact. Only a contact has an additional phone. Each value may be empty.
 */
record Reach(String email, Phone phone, Phone additional) {
    static Reach of(Function<TicketField, String> texts) {
        return new Reach(
                TextKey.ofEmail(texts.apply(TicketField.EMAIL)),
                Phone.of(texts.apply(TicketField.PHONE)),
                Phone.of(""));
    }

    static Reach of(ResultSet contact) throws SQLException {
        return new Reach(
                contact.getString("email_key"),
                new Phone(contact.getString("phone_digits")),
                new Phone(contact.getString("additional_digits")));
    }

    boolean isEmpty() {
        return email.isEmpty() && phone.isEmpty();
    }

    boolean answersTo(Reach asked) {
        return (!asked.email.isEmpty() && asked.email.equals(email))
                || (!asked.phone.isEmpty() && (phone.matches(asked.phone) || additional.matches(asked.phone)));
    }
}
