package dev.daybook.domain.customer;

import dev.daybook.domain.Phone;
import dev.daybook.domain.TextKey;

/**
 * By what a contact is found: its phones and its e-mail as they are compared.
 *
 * @param phone the number of its phone
 * @param additional the number of its second phone
 * @param email the key of its e-mail, empty if it has none
 */
record ContactKeys(Phone phone, Phone additional, String email) {
    private static final Phone NONE = new Phone("");

    /** A phone or an e-mail that is asked for, each empty if it is not. */
    static ContactKeys of(String phone, String email) {
        return new ContactKeys(Phone.of(phone), NONE, TextKey.of(email));
    }

    /** Whether the phone or the e-mail that is asked for is one of these. */
    boolean answerTo(ContactKeys asked) {
        return (!asked.phone.isEmpty() && (phone.matches(asked.phone) || additional.matches(asked.phone)))
                || (!asked.email.isEmpty() && email.equals(asked.email));
    }
}
