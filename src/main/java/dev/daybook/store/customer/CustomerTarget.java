package dev.daybook.store.customer;

import dev.daybook.domain.Phone;
import dev.daybook.domain.TextKey;
import dev.daybook.domain.customer.ContactField;
import dev.daybook.domain.customer.Customer;
import dev.daybook.domain.customer.CustomerChange;
import dev.daybook.domain.customer.ProfileField;
import java.util.stream.Stream;

/**
 * The existing customer that a change refers to. It is found before it is locked, so another write may change or delete
 * it in between.
 *
 * @param key the kind of key that found it
 */
record CustomerTarget(long id, Key key) {
    /** The kinds of keys that find a customer. */
    enum Key {
        /** The customer id in the change, or the id of its enquiry. An id always means the same customer. */
        ID,
        /** The code of the change. */
        CODE,
        /** The e-mail or the phone of the change. */
        REACH
    }

    /**
     * Whether a customer still has the code, the e-mail or the phone by which it was found. True for a customer that
     * was found by id.
     *
     * @param locked the customer as it is after the lock
     * @param change the change with the code, the e-mail and the phone
     */
    boolean isStill(Customer locked, CustomerChange change) {
        return switch (key) {
            case ID -> true;
            case CODE -> locked.text(ProfileField.CUSTOMER_CODE).equals(change.text(ProfileField.CUSTOMER_CODE));
            case REACH ->
                hasEmail(locked, TextKey.ofEmail(change.text(ProfileField.EMAIL)))
                        || hasPhone(locked, Phone.of(change.text(ProfileField.PHONE)));
        };
    }

    private static boolean hasEmail(Customer customer, String email) {
        return !email.isEmpty()
                && customer.contacts().stream()
                        .anyMatch(contact ->
                                TextKey.of(contact.text(ContactField.EMAIL)).equals(email));
    }

    private static boolean hasPhone(Customer customer, Phone phone) {
        return !phone.isEmpty()
                && customer.contacts().stream()
                        .flatMap(contact -> Stream.of(contact.phone(), contact.additionalPhone()))
                        .anyMatch(phone::matches);
    }
}
