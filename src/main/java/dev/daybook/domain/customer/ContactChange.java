package dev.daybook.domain.customer;

import java.util.Map;

/**
 * One contact of an Add or Update Customer.
 *
 * @param contactId the contact to change; 0 if not given
 * @param matchEmailPhone whether to update the contact with the same phone or e-mail instead of adding one
 * @param texts the given texts
 */
public record ContactChange(long contactId, boolean matchEmailPhone, Map<ContactField, String> texts) {
    public ContactChange {
        texts = Map.copyOf(texts);
    }

    /** One of the given texts, empty if it is not given. */
    public String text(ContactField field) {
        return texts.getOrDefault(field, "");
    }

    /** Whether nothing is given. The vendor's sample contains such contacts. */
    public boolean isEmpty() {
        return contactId == 0 && texts.isEmpty();
    }
}
