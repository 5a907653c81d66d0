package dev.daybook.console.page.customer;

import dev.daybook.console.frame.Secrets;
import dev.daybook.console.frame.Visit;
import dev.daybook.console.page.TypedText;
import dev.daybook.domain.customer.ContactField;
import dev.daybook.domain.customer.Customer;
import dev.daybook.domain.customer.ProfileField;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The form of a customer.
 *
 * @param id the customer, 0 for a new one
 * @param was a digest of all stored values that the form shows, by which a save notices that somebody else has changed
 *     one of them; empty for a new customer
 * @param texts the values of the fields, as stored or as typed
 * @param contacts the fields of each contact, by the contact's id
 * @param added the fields of a new contact, as typed
 * @param stored the stored text of each field whose typed text differs, by the name of the field; empty unless somebody
 *     else has changed the customer since the form was opened
 * @param shared other customers with a phone or an e-mail that was typed
 * @param problem what is wrong, empty if nothing is
 */
public record CustomerForm(
        long id,
        String was,
        Map<ProfileField, String> texts,
        Map<Long, Map<ContactField, String>> contacts,
        Map<ContactField, String> added,
        Map<String, String> stored,
        SharedReach shared,
        String problem) {
    /** The fields that the form has for each contact. */
    static final List<ContactField> CONTACT_FIELDS =
            List.of(ContactField.PERSON, ContactField.PHONE, ContactField.EMAIL, ContactField.DESIGNATION);

    private static final Set<ProfileField> LONG =
            Set.of(ProfileField.REMARKS, ProfileField.CROSS_REMARKS, ProfileField.ADDRESS);

    /** The form of a new customer, which nobody has filled in yet. */
    static final CustomerForm BLANK =
            new CustomerForm(0, "", Map.of(), Map.of(), Map.of(), Map.of(), SharedReach.NONE, "");

    /** The form of a stored customer. */
    static CustomerForm of(Customer customer) {
        var contacts = new LinkedHashMap<Long, Map<ContactField, String>>();
        customer.contacts().forEach(contact -> contacts.put(contact.id(), contact.texts()));
        return new CustomerForm(
                customer.id(), was(customer), customer.texts(), contacts, Map.of(), Map.of(), SharedReach.NONE, "");
    }

    /**
     * The refused form, with all values as typed, even if they are too long. If somebody else has changed the stored
     * values since the form was opened, the form also shows the stored values that differ, so that the next save may
     * replace them.
     *
     * @param stored the customer that the form changes, empty for a new one
     */
    static CustomerForm refused(Visit visit, Optional<Customer> stored, SharedReach shared, String problem) {
        var texts = new EnumMap<ProfileField, String>(ProfileField.class);
        var contacts = new LinkedHashMap<Long, Map<ContactField, String>>();
        var differing = new HashMap<String, String>();
        for (var field : ProfileField.values()) {
            var before = stored.map(customer -> customer.text(field)).orElse("");
            texts.put(field, typed(visit, name(field), before));
            if (!kept(field, before, texts.get(field)).equals(before)) {
                differing.put(name(field), before);
            }
        }
        for (var contact : stored.map(Customer::contacts).orElse(List.of())) {
            var typed = new EnumMap<ContactField, String>(ContactField.class);
            contacts.put(contact.id(), typed);
            for (var field : CONTACT_FIELDS) {
                var before = contact.text(field);
                typed.put(field, typed(visit, name(contact.id(), field), before));
                if (!TypedText.line(before, typed.get(field)).equals(before)) {
                    differing.put(name(contact.id(), field), before);
                }
            }
        }
        var was = stored.map(CustomerForm::was).orElse("");
        return new CustomerForm(
                stored.map(Customer::id).orElse(0L),
                was,
                texts,
                contacts,
                typed(visit, 0),
                visit.form("was").equals(was) ? Map.of() : differing,
                shared,
                problem);
    }

    /** A typed value; the stored value if the form lacks the field, because its contact was added later. */
    private static String typed(Visit visit, String name, String stored) {
        return visit.has(name) ? visit.form(name) : stored;
    }

    /** The digest of all that the form of a stored customer shows. */
    static String was(Customer customer) {
        var shown = Stream.concat(
                Stream.of(ProfileField.values()).map(customer::text),
                customer.contacts().stream()
                        .flatMap(contact -> Stream.concat(
                                Stream.of(Long.toString(contact.id())),
                                CONTACT_FIELDS.stream().map(contact::text))));
        return Secrets.text(Secrets.digest(shown.collect(Collectors.joining("\u0000"))));
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

    /**
     * The stored text of the field with this name; empty if nobody else has changed the customer, or if the typed text
     * is the same.
     */
    public Optional<String> storedIn(String name) {
        return Optional.ofNullable(stored.get(name));
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
