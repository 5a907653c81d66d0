package dev.daybook.domain.customer;

import dev.daybook.domain.AssociateFieldLimits;
import dev.daybook.domain.Phone;
import dev.daybook.domain.Reason;
import dev.daybook.domain.TextKey;
import dev.daybook.domain.account.AccountList;
import dev.daybook.domain.account.EmployeeName;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * An Add or Update Customer. Only the given values change.
 *
 * @param customerId the customer to change; 0 if not given; {@link #OF_ENQUIRY} for the customer of the enquiry
 * @param update whether to update a customer with the same code, phone or e-mail instead of adding one
 * @param texts the given texts of the customer
 * @param flags the given flags of its kind
 * @param listed the given names from the account's lists (zone and sources)
 * @param assignee the employee to assign it to
 * @param attributes the given attributes by number (1 to 15)
 * @param associates the given associate fields: name to JSON text
 * @param contacts the given contacts
 * @param enquiry the given enquiry, if any
 */
public record CustomerChange(
        long customerId,
        boolean update,
        Map<ProfileField, String> texts,
        FlagsChange flags,
        Map<AccountList, String> listed,
        EmployeeName assignee,
        Map<Integer, String> attributes,
        Map<String, String> associates,
        List<ContactChange> contacts,
        Optional<EnquiryChange> enquiry) {
    /** The id if only the enquiry identifies the customer. */
    public static final long OF_ENQUIRY = -1;

    public CustomerChange {
        texts = Map.copyOf(texts);
        listed = Map.copyOf(listed);
        attributes = Map.copyOf(attributes);
        associates = Map.copyOf(associates);
        contacts = List.copyOf(contacts);
        AssociateFieldLimits.check(associates);
        if (customerId == 0 && !(has(texts, ProfileField.NAME) && reachable(texts))) {
            throw Reason.CUSTOMER_INCOMPLETE.with();
        }
    }

    /**
     * A change of texts only.
     *
     * @param customerId the customer to change; 0 if no id is given
     * @param update whether to update a customer that is found by code, phone or e-mail
     */
    public static CustomerChange ofTexts(long customerId, boolean update, Map<ProfileField, String> texts) {
        return new CustomerChange(
                customerId,
                update,
                texts,
                FlagsChange.NONE,
                Map.of(),
                EmployeeName.NOBODY,
                Map.of(),
                Map.of(),
                List.of(),
                Optional.empty());
    }

    /** The same change for the customer with this id. */
    public CustomerChange of(long id) {
        return new CustomerChange(
                id, update, texts, flags, listed, assignee, attributes, associates, contacts, enquiry);
    }

    /**
     * The same change for the customer with this id, found by its code; the code is then no longer part of the change.
     */
    public CustomerChange ofCode(long id) {
        var others = new HashMap<>(texts);
        others.remove(ProfileField.CUSTOMER_CODE);
        return new CustomerChange(
                id, update, others, flags, listed, assignee, attributes, associates, contacts, enquiry);
    }

    /** The same change with another enquiry. */
    public CustomerChange with(EnquiryChange other) {
        return new CustomerChange(
                customerId,
                update,
                texts,
                flags,
                listed,
                assignee,
                attributes,
                associates,
                contacts,
                Optional.of(other));
    }

    /** The same change without matching: contacts without an id are added. */
    public CustomerChange withoutMatching() {
        return new CustomerChange(
                customerId,
                update,
                texts,
                flags,
                listed,
                assignee,
                attributes,
                associates,
                contacts.stream()
                        .map(contact -> new ContactChange(contact.contactId(), false, contact.texts()))
                        .toList(),
                enquiry);
    }

    /** Whether it contains enough for a new customer: a name, and a phone or an e-mail. */
    public boolean isComplete() {
        return has(texts, ProfileField.NAME) && reachable(texts);
    }

    /** Whether it changes nothing; it may still identify a customer. */
    public boolean isEmpty() {
        return texts.isEmpty()
                && flags.equals(FlagsChange.NONE)
                && listed.isEmpty()
                && assignee.isNobody()
                && attributes.isEmpty()
                && associates.isEmpty()
                && contacts.stream().allMatch(ContactChange::isEmpty)
                && enquiry.isEmpty();
    }

    /**
     * What other changes may find the same customer by: its code, and the e-mails and the last digits of the phones of
     * itself and of its contacts.
     */
    public Set<String> keys() {
        var keys = new HashSet<String>();
        keys.add("code " + text(ProfileField.CUSTOMER_CODE));
        keys.add("email " + TextKey.of(text(ProfileField.EMAIL)));
        keys.add("phone " + Phone.of(text(ProfileField.PHONE)).tail());
        for (var contact : contacts) {
            keys.add("email " + TextKey.of(contact.text(ContactField.EMAIL)));
            for (var field : List.of(ContactField.PHONE, ContactField.ADDITIONAL_PHONE)) {
                keys.add("phone " + Phone.of(contact.text(field)).tail());
                keys.add("phone "
                        + Phone.of(contact.text(ContactField.COUNTRY_CODE), contact.text(field))
                                .tail());
            }
        }
        keys.removeAll(List.of("code ", "email ", "phone "));
        return keys;
    }

    /** One of the given texts, empty if it is not given. */
    public String text(ProfileField field) {
        return texts.getOrDefault(field, "");
    }

    private static boolean reachable(Map<ProfileField, String> texts) {
        return has(texts, ProfileField.PHONE) || has(texts, ProfileField.EMAIL);
    }

    private static boolean has(Map<ProfileField, String> texts, ProfileField field) {
        return !texts.getOrDefault(field, "").isEmpty();
    }
}
