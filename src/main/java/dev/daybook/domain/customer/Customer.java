package dev.daybook.domain.customer;

import dev.daybook.domain.Phone;
import dev.daybook.domain.StoredRecord;
import dev.daybook.domain.account.AccountList;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A customer as it is stored, with its contacts.
 *
 * @param id unique within the deployment and never used again
 * @param createdAt when it was created, to the millisecond
 * @param modifiedAt when it or one of its contacts last changed, to the millisecond
 * @param flags the flags of its kind
 * @param texts its texts; a field that is not in the map is empty
 * @param zoneId its zone in the account's list, 0 if none
 * @param sources the ids of its sources, by account list; it has no source from a list that is not in the map
 * @param assignedToId the employee it is assigned to, 0 if none
 * @param enquiries how many enquiries it has
 * @param contacts its contacts, the primary one first
 */
public record Customer(
        long cmId,
        long id,
        Instant createdAt,
        Instant modifiedAt,
        CustomerFlags flags,
        Map<ProfileField, String> texts,
        long zoneId,
        Map<AccountList, Long> sources,
        long assignedToId,
        int enquiries,
        List<Contact> contacts)
        implements StoredRecord {
    /** The largest number of enquiries of a customer. */
    public static final int MAX_ENQUIRIES = 10_000;

    public Customer {
        texts = Map.copyOf(texts);
        sources = Map.copyOf(sources);
        contacts = List.copyOf(contacts);
    }

    /** A new customer with nothing but its id. */
    static Customer blank(long cmId, long id, Instant createdAt) {
        return new Customer(
                cmId, id, createdAt, createdAt, CustomerFlags.DEFAULT, Map.of(), 0, Map.of(), 0, 0, List.of());
    }

    /**
     * This customer, but with the texts and contacts of another version of it. If the document of the result is shorter
     * than that of this customer, the other version has shorter texts.
     */
    public Customer withTextsOf(Customer other) {
        return new Customer(
                cmId,
                id,
                createdAt,
                modifiedAt,
                flags,
                other.texts,
                zoneId,
                sources,
                assignedToId,
                enquiries,
                other.contacts);
    }

    /** A text of this customer; empty if it is not set. */
    public String text(ProfileField field) {
        return texts.getOrDefault(field, "");
    }

    /**
     * Whether a change without a customer id describes another person than this customer. This is so if the change
     * {@link CustomerChange#isOfPerson tells who the person is}, and has nothing in common with this customer: neither
     * the name, the code, the id of a contact, nor a phone or an e-mail of the customer or of a contact. False for a
     * customer without a real name, who may be anybody.
     */
    public boolean isUnlike(CustomerChange change) {
        var phones = new ArrayList<>(List.of(Phone.of(text(ProfileField.PHONE))));
        var emails = new ArrayList<>(List.of(text(ProfileField.EMAIL)));
        for (var contact : contacts) {
            phones.addAll(List.of(contact.phone(), contact.additionalPhone()));
            emails.add(contact.text(ContactField.EMAIL));
        }
        var ids = contacts.stream().map(Contact::id).toList();
        return change.isOfPerson()
                && CustomerChange.isRealName(text(ProfileField.NAME))
                && !change.gives(text(ProfileField.NAME), text(ProfileField.CUSTOMER_CODE), phones, emails)
                && change.contacts().stream().noneMatch(given -> ids.contains(given.contactId()));
    }
}
