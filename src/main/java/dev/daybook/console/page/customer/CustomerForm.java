package dev.daybook.console.page.customer;

import dev.daybook.console.frame.Visit;
import dev.daybook.console.page.TypedText;
import dev.daybook.domain.customer.Contact;
import dev.daybook.domain.customer.ContactField;
import dev.daybook.domain.customer.Customer;
import dev.daybook.domain.customer.ProfileField;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * The form of a customer.
 *
 * @param id the customer, 0 for a new one
 * @param was the version of the customer (not the time of the last change, which two changes may share); empty for a
 *     new customer
 * @param texts the values of the fields, as stored or as typed
 * @param contacts the fields of each contact, by the contact's id
 * @param added the fields of a new contact, as typed
 * @param shared other customers with a phone or an e-mail that was typed
 * @param problem what is wrong, empty if nothing is
 */
public record CustomerForm(
        long id,
        String was,
        Map<ProfileField, String> texts,
        Map<Long, Map<ContactField, String>> contacts,
        Map<ContactField, String> added,
        SharedReach shared,
        String problem) {
    /** The fields that the form has for each contact. */
    static final List<ContactField> CONTACT_FIELDS =
            List.of(ContactField.PERSON, ContactField.PHONE, ContactField.EMAIL, ContactField.DESIGNATION);

    private static final Set<ProfileField> LONG =
            Set.of(ProfileField.REMARKS, ProfileField.CROSS_REMARKS, ProfileField.ADDRESS);

    /** The form of a new customer, which nobody has filled in yet. */
    static final CustomerForm BLANK = new CustomerForm(0, "", Map.of(), Map.of(), Map.of(), SharedReach.NONE, "");

    /** The form of a stored customer. */
    static CustomerForm of(Customer customer, String was) {
        var contacts = new LinkedHashMap<Long, Map<ContactField, String>>();
        customer.contacts().forEach(contact -> contacts.put(contact.id(), contact.texts()));
        return new CustomerForm(customer.id(), was, customer.texts(), contacts, Map.of(), SharedReach.NONE, "");
    }

    /** The refused form, with all values as typed, even if they are too long. */
    static CustomerForm refused(Visit visit, long id, List<Contact> known, SharedReach shared, String problem) {
        var texts = new EnumMap<ProfileField, String>(ProfileField.class);
        List.of(ProfileField.values()).forEach(field -> texts.put(field, visit.form(name(field))));
        var contacts = new LinkedHashMap<Long, Map<ContactField, String>>();
        known.forEach(contact -> contacts.put(contact.id(), typed(visit, contact.id())));
        return new CustomerForm(id, visit.form("was"), texts, contacts, typed(visit, 0), shared, problem);
    }

    /** The typed fields of a contact; id 0 for a new contact. */
    static Map<ContactField, String> typed(Visit visit, long contact) {
        var typed = new EnumMap<ContactField, String>(ContactField.class);
        CONTACT_FIELDS.forEach(field -> typed.put(field, visit.form(name(contact, field))));
        return typed;
    }

    /**
     * The text to store for a field of the profile. If the person left the field as the page showed it, this is the
     * stored text.
     */
    static String kept(ProfileField field, String stored, String typed) {
        return isLong(field) ? TypedText.lines(stored, typed) : TypedText.line(stored, typed);
    }

    /** The value of a field. */
    public String value(ProfileField field) {
        return texts.getOrDefault(field, "");
    }

    /** The name of a field in the form. */
    public static String name(ProfileField field) {
        return field.name().toLowerCase(Locale.ROOT);
    }

    /** The fields that the form has for each contact. */
    public List<ContactField> contactFields() {
        return CONTACT_FIELDS;
    }

    /** The name of a contact's field in the form. */
    public static String name(long contact, ContactField field) {
        return "contact." + contact + "." + field.name().toLowerCase(Locale.ROOT);
    }

    /** Whether a field is a long text. */
    public static boolean isLong(ProfileField field) {
        return LONG.contains(field);
    }
}
