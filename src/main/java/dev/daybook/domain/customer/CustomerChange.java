package dev.daybook.domain.customer;

import dev.daybook.domain.OwnFields;
import dev.daybook.domain.Problem;
import dev.daybook.domain.account.AccountList;
import dev.daybook.domain.account.EmployeeName;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What one Add or Update Customer asks for. Only what is given changes.
 *
 * @param customerId the customer to change, 0 if it is not named, {@link #OF_ENQUIRY} for that of the enquiry
 * @param update whether a customer with the same code, phone or e-mail is to be changed instead of adding one
 * @param texts the given texts of the customer
 * @param flags what is said of its kind
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
    /** The id of a customer that is named by its enquiry alone. */
    public static final long OF_ENQUIRY = -1;

    public CustomerChange {
        texts = Map.copyOf(texts);
        listed = Map.copyOf(listed);
        attributes = Map.copyOf(attributes);
        associates = Map.copyOf(associates);
        contacts = List.copyOf(contacts);
        OwnFields.check(associates);
        if (customerId == 0 && !(has(texts, ProfileField.NAME) && reachable(texts))) {
            throw Problem.CUSTOMER_INCOMPLETE.because("Name, Email Id, and Phone Number required");
        }
    }

    /**
     * A change of texts alone.
     *
     * @param customerId the customer to change; 0 if no id is given
     * @param update whether a customer that is found otherwise is changed
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

    /** The same change of a customer that is named. */
    public CustomerChange of(long id) {
        return new CustomerChange(
                id, update, texts, flags, listed, assignee, attributes, associates, contacts, enquiry);
    }

    /** The same change of the customer with this id, which its code has named. */
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

    /** The same change with each contact a new one, unless it is named. */
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

    /** Whether it says enough to make a new customer: a name, and a phone or an e-mail. */
    public boolean isComplete() {
        return has(texts, ProfileField.NAME) && reachable(texts);
    }

    /** Whether it says nothing, but maybe whom it is about. */
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
