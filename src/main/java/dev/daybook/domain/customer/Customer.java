package dev.daybook.domain.customer;

import dev.daybook.domain.Kept;
import dev.daybook.domain.Problem;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * A customer as it is stored, with its contacts.
 *
 * @param cmId the account it belongs to
 * @param id unique within the deployment and never used again
 * @param createdAt when it was created, to the millisecond
 * @param modifiedAt when it or one of its contacts last changed, to the millisecond
 * @param flags what kind of customer it is
 * @param texts its texts; a field that is not in the map is empty
 * @param zoneId its zone in the account's list, 0 if none
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
        long assignedToId,
        int enquiries,
        List<Contact> contacts)
        implements Kept {
    /** How many enquiries a customer may have. */
    public static final int MAX_ENQUIRIES = 10_000;

    public Customer {
        texts = Map.copyOf(texts);
        contacts = List.copyOf(contacts);
    }

    /** A customer that is not known by more than its id. */
    public static Customer blank(long cmId, long id, Instant createdAt) {
        return new Customer(cmId, id, createdAt, createdAt, CustomerFlags.DEFAULT, Map.of(), 0, 0, 0, List.of());
    }

    /** One of its texts, empty if it has none. */
    public String text(ProfileField field) {
        return texts.getOrDefault(field, "");
    }

    /** This customer with what a change says of itself; its contacts and lists are not touched. */
    public Customer with(Map<ProfileField, String> given, CustomerFlags newFlags, Instant now) {
        var all = new EnumMap<ProfileField, String>(ProfileField.class);
        all.putAll(texts);
        all.putAll(given);
        return new Customer(cmId, id, createdAt, now, newFlags, all, zoneId, assignedToId, enquiries, contacts);
    }

    /** This customer in a zone and with an employee, each of the account's lists. */
    public Customer assigned(long newZoneId, long newAssignedToId) {
        return new Customer(
                cmId, id, createdAt, modifiedAt, flags, texts, newZoneId, newAssignedToId, enquiries, contacts);
    }

    /** This customer with these contacts, the primary one first. */
    public Customer with(List<Contact> newContacts) {
        return new Customer(
                cmId, id, createdAt, modifiedAt, flags, texts, zoneId, assignedToId, enquiries, newContacts);
    }

    /**
     * This customer with one more enquiry.
     *
     * @throws dev.daybook.domain.ProblemException INVALID_VALUE if it has {@value #MAX_ENQUIRIES} already
     */
    public Customer withEnquiry() {
        if (enquiries >= MAX_ENQUIRIES) {
            throw Problem.INVALID_VALUE.because("enquiry_info: expected at most " + MAX_ENQUIRIES
                    + " enquiries of one customer; name the one to change with enquiry_id");
        }
        return new Customer(
                cmId, id, createdAt, modifiedAt, flags, texts, zoneId, assignedToId, enquiries + 1, contacts);
    }
}
