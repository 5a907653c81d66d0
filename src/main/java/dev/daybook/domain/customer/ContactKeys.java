package dev.daybook.domain.customer;

import dev.daybook.domain.Phone;
import dev.daybook.domain.TextKey;
import java.util.Map;

/**
 * The keys by which a contact is found: its phones and its e-mail in folded form.
 *
 * @param phone its phone
 * @param additional its second phone; in keys to search for: the phone with the given country code, if any, in front
 * @param email its folded e-mail; empty if none
 */
record ContactKeys(Phone phone, Phone additional, String email) {
    /** The keys to search for; each is empty if not given. */
    static ContactKeys of(String phone, String email) {
        return new ContactKeys(Phone.of(phone), Phone.of(phone), TextKey.of(email));
    }

    /**
     * The keys to search for the contact with the phone or the e-mail in these texts. If they contain a second phone,
     * an invalid e-mail, such as N/A, is ignored.
     */
    static ContactKeys of(Map<ContactField, String> texts) {
        var keys = of(texts.getOrDefault(ContactField.PHONE, ""), texts.getOrDefault(ContactField.EMAIL, ""));
        var code = texts.getOrDefault(ContactField.COUNTRY_CODE, "");
        var second = Phone.of(texts.getOrDefault(ContactField.ADDITIONAL_PHONE, ""));
        return new ContactKeys(
                keys.phone,
                Phone.of(code, texts.getOrDefault(ContactField.PHONE, "")),
                second.isEmpty() ? keys.email : TextKey.ofEmail(keys.email));
    }

    /** The same keys without the e-mail. */
    ContactKeys phoneOnly() {
        return new ContactKeys(phone, additional, "");
    }

    /**
     * The keys that identify one contact. An invalid e-mail, such as N/A, is ignored if there is a phone. Without a
     * phone, it identifies a contact too, because otherwise each write with this e-mail would add a contact.
     */
    ContactKeys naming() {
        return phone.isEmpty() ? this : new ContactKeys(phone, additional, TextKey.ofEmail(email));
    }

    /** Whether a phone of these keys matches the requested phone, or the e-mail the requested e-mail. */
    boolean answerTo(ContactKeys asked) {
        return asked.isOf(phone) || asked.isOf(additional) || (!asked.email.isEmpty() && email.equals(asked.email));
    }

    /** Whether the second phone matches the requested one, and the first one does not. */
    boolean answerOnlyBySecond(ContactKeys asked) {
        return asked.isOf(additional) && !asked.isOf(phone);
    }

    /**
     * Whether these requested keys match a stored phone. The requested phone with its country code must equal the whole
     * stored phone: a short number with its code can be the end of another number.
     */
    private boolean isOf(Phone stored) {
        return !phone.isEmpty() && (stored.matches(phone) || stored.equals(additional));
    }
}
