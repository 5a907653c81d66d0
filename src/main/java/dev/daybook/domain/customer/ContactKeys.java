package dev.daybook.domain.customer;

import dev.daybook.domain.Phone;
import dev.daybook.domain.TextKey;
import java.util.Map;

/**
 * The keys by which a contact is found: its phones and its e-mail in folded form.
 *
 * @param phone its phone
 * @param additional its second phone. Keys to search for have no second phone: here they have the same number as in
 *     {@code phone}, with the given country code in front if there is one
 * @param email its folded e-mail; empty if none
 */
record ContactKeys(Phone phone, Phone additional, String email) {
    /** The keys to search for; each is empty if not given. */
    static ContactKeys of(String phone, String email) {
        return new ContactKeys(Phone.of(phone), Phone.of(phone), TextKey.of(email));
    }

    /**
     * The keys to search for the contact that has the phone or the e-mail of these texts. An invalid e-mail, such as
     * N/A, is left out if the texts have a second phone.
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
     * These keys to search for, without an invalid e-mail, such as N/A, if there is a phone. Without a phone, the
     * invalid e-mail stays and finds the contact with the same text; otherwise each write with it would add a contact.
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
     * Whether these keys to search for match a stored phone: the requested phone {@link Phone#matches} it, or the
     * requested phone with its country code equals it. With the code, the end alone must not match, because a short
     * phone with its code may be the end of another phone: 12345 with the code 91 gives 9112345, the end of 449112345.
     */
    private boolean isOf(Phone stored) {
        return !phone.isEmpty() && (stored.matches(phone) || stored.equals(additional));
    }
}
