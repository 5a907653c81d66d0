package dev.daybook.domain.customer;

import dev.daybook.domain.Phone;
import dev.daybook.domain.TextKey;

/**
 * The keys by which a contact is found: its phones and its e-mail in folded form.
 *
 * @param phone its phone
 * @param additional its second phone
 * @param email its folded e-mail; empty if none
 */
record ContactKeys(Phone phone, Phone additional, String email) {
    private static final Phone NONE = new Phone("");

    /** The keys to search for; each is empty if not given. */
    static ContactKeys of(String phone, String email) {
        return new ContactKeys(Phone.of(phone), NONE, TextKey.of(email));
    }

    /** The same keys without the e-mail. */
    ContactKeys phoneOnly() {
        return new ContactKeys(phone, additional, "");
    }

    /**
     * The keys that name one contact. Beside a phone, a text that is not an e-mail, such as N/A, names none; alone it
     * does, because otherwise each write with it would add a contact.
     */
    ContactKeys naming() {
        return phone.isEmpty() ? this : new ContactKeys(phone, additional, TextKey.ofEmail(email));
    }

    /** Whether one of the phones or the e-mail matches the requested one. */
    boolean answerTo(ContactKeys asked) {
        return (!asked.phone.isEmpty() && (phone.matches(asked.phone) || additional.matches(asked.phone)))
                || (!asked.email.isEmpty() && email.equals(asked.email));
    }
}
