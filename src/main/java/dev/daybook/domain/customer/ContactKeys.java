package dev.daybook.domain.customer;

import dev.daybook.domain.Phone;
import dev.daybook.domain.TextKey;
import java.util.Map;

/**
 * The keys by which a contact is found: its phones and its e-mail in folded form.
 *
 * @param phone its phone
 * @param additional its second phone. In keys to search for: the number in {@code phone}, with the given country code
 *     in front if there is one
 * @param email its folded e-mail; empty if none
 */
record ContactKeys(Phone phone, Phone additional, String email) {
    /** The keys to search for; each is empty if not given. */
    static ContactKeys of(String phone, String email) {
        return new ContactKeys(Phone.of(phone), Phone.of(phone), TextKey.of(email));
    }

    /**
     * The keys to search for a contact with the phone or the e-mail in these texts. An invalid e-mail, such as N/A, is
     * left out if the texts have a second phone.
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

    ContactKeys phoneOnly() {
        return new ContactKeys(phone, additional, "");
    }

    /**
     * These keys, but without an invalid e-mail, such as N/A, if they have a phone. Without a phone, an invalid e-mail
     * stays and finds the contact with the same text; otherwise each write with it would add a contact.
     */
    ContactKeys naming() {
        return phone.isEmpty() ? this : new ContactKeys(phone, additional, TextKey.ofEmail(email));
    }

    /** Whether a phone of these keys matches the requested phone, or their e-mail equals the requested e-mail. */
    boolean answerTo(ContactKeys asked) {
        return asked.isOf(phone) || asked.isOf(additional) || (!asked.email.isEmpty() && email.equals(asked.email));
    }

    /** Whether the second phone of these keys matches the requested phone, and the first phone does not. */
    boolean answerOnlyBySecond(ContactKeys asked) {
        return asked.isOf(additional) && !asked.isOf(phone);
    }

    /**
     * Whether a stored phone is the requested one: it matches the requested phone by {@link Phone#matches}, which
     * allows for a missing country code, or it equals the requested phone with the given country code in front. With
     * that code it must be equal, because {@code matches} would also accept a longer phone that only ends with the same
     * digits: 12345 with the code 91 gives 9112345; the phone 449112345 ends with these digits, but is another phone.
     */
    private boolean isOf(Phone stored) {
        return !phone.isEmpty() && (stored.matches(phone) || stored.equals(additional));
    }
}
