package dev.daybook.domain.customer;

import dev.daybook.domain.Phone;
import dev.daybook.domain.TextKey;
import dev.daybook.domain.message.Blanks;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * One contact of an Add or Update Customer.
 *
 * @param contactId the contact to change; 0 if not given; {@link #OF_OWN} for the contact that gets the customer's own
 *     phone and e-mail
 * @param matchEmailPhone whether to update the contact with the same phone or e-mail instead of adding one
 * @param texts the given texts
 */
public record ContactChange(long contactId, boolean matchEmailPhone, Map<ContactField, String> texts) {
    /**
     * The contact id in a change for the contact that gets the customer's own phone and e-mail. If the customer's
     * change gives neither a phone nor an e-mail, the texts for this contact are ignored.
     */
    public static final long OF_OWN = -1;

    private static final List<ContactField> PARTS = List.of(ContactField.FIRST_NAME, ContactField.LAST_NAME);

    public ContactChange {
        texts = Map.copyOf(texts);
    }

    /** The first of these contacts that has an id or texts. */
    static Optional<ContactChange> first(List<ContactChange> contacts) {
        return contacts.stream()
                .filter(contact -> contact.isOfOwn() || !contact.isEmpty())
                .findFirst();
    }

    /**
     * The same contacts, but with the id {@link #OF_OWN} for the first one if it has no id, no phone and no e-mail. A
     * write that adds a customer gives such a contact the customer's own phone and e-mail. If the same write is sent
     * again, its first contact must mean the contact that got them, whether or not the write now has the id of the new
     * customer.
     *
     * <p>If a write can only add a customer, its first contact stays unchanged, unless it has {@code matchEmailPhone}.
     *
     * @param updates whether the write may update an existing customer: the one whose id it gives, or one that is found
     *     by code, phone or e-mail
     */
    static List<ContactChange> firstAsOwn(List<ContactChange> contacts, boolean updates) {
        var first = first(contacts)
                .filter(contact -> contact.contactId == 0 && !Contact.isReachable(contact.texts))
                .filter(contact -> updates || contact.matchEmailPhone);
        var all = new ArrayList<>(contacts);
        first.ifPresent(contact ->
                all.set(contacts.indexOf(contact), new ContactChange(OF_OWN, contact.matchEmailPhone, contact.texts)));
        return all;
    }

    /**
     * A customer's own texts, without any phone or e-mail that one of the given contacts, except the first one, has
     * too. Such a phone or e-mail is another person's: with it, that contact would be merged into the first one. If the
     * first contact would then have neither a phone nor an e-mail, all texts stay.
     */
    static Map<ContactField, String> unlessOfOther(Map<ContactField, String> own, List<ContactChange> contacts) {
        if (contacts.size() < 2) {
            return own;
        }
        var first = first(contacts).orElse(new ContactChange(OF_OWN, true, Map.of()));
        var others = contacts.stream()
                .filter(contact -> !contact.equals(first))
                .map(contact -> new Contact(0, Instant.EPOCH, false, contact.texts).keys())
                .toList();
        var left = new EnumMap<ContactField, String>(ContactField.class);
        left.putAll(own);
        left.entrySet()
                .removeIf(
                        text -> others.stream().anyMatch(other -> other.answerTo(ContactKeys.of(Map.ofEntries(text)))));
        return Contact.isReachable(first.texts) || Contact.isReachable(left) ? left : own;
    }

    /**
     * The contacts of a change, with the customer's new phone and e-mail also given to a contact, because customers are
     * found by their contacts. The new phone goes to the first of these contacts to which the change itself gives no
     * phone: the contact with the customer's former phone; the contact with the customer's former e-mail, if it has no
     * real phone; the primary contact, if it has no real phone; a new contact with the customer's name. No contact gets
     * the new phone if the phone is a text such as N/A, if another contact has it after the change, or if a new contact
     * would be one too many. The same holds for the new e-mail.
     *
     * @param change a change that names stored contacts by their ids
     * @param before the customer, with at least one contact
     * @return contacts of which the first has the id of the primary contact, so that {@link ContactMerge} does not copy
     *     the customer's phone and e-mail
     */
    static List<ContactChange> reaching(CustomerChange change, Customer before) {
        var drafts = new ArrayList<Draft>();
        before.contacts().forEach(contact -> drafts.add(new Draft(contact, new HashMap<>())));
        for (var given : change.contacts()) {
            Draft.first(drafts, draft -> given.contactId != 0 && draft.stored.id() == given.contactId)
                    .ifPresentOrElse(
                            draft -> draft.given.putAll(given.texts),
                            () -> drafts.add(new Draft(blank(given.contactId), new HashMap<>(given.texts))));
        }
        var added = new Draft(blank(0), new HashMap<>());
        drafts.add(added);
        var own = ContactKeys.of(before.text(ProfileField.PHONE), before.text(ProfileField.EMAIL));
        for (var field : List.of(ContactField.PHONE, ContactField.EMAIL)) {
            var profile = field == ContactField.PHONE ? ProfileField.PHONE : ProfileField.EMAIL;
            var former = ContactKeys.of(Map.of(field, before.text(profile)));
            var asked = ContactKeys.of(Map.of(field, change.text(profile)));
            var holder = Draft.first(drafts, draft -> draft.stored.holds(former) && !draft.given.containsKey(field))
                    .or(() -> Draft.first(drafts, draft -> draft.lacks(field) && draft.stored.holds(own)))
                    .or(() -> Draft.first(drafts, draft -> draft.lacks(field) && draft.stored.primary()))
                    .orElse(added);
            // The holder may have the same phone already, but written without the country code.
            var isHeld = drafts.stream()
                    .filter(draft -> !(draft.equals(holder) && draft.stored.holds(asked)))
                    .anyMatch(draft -> draft.after().keys().answerTo(asked));
            if (Contact.isReach(field, change.text(profile)) && !isHeld) {
                holder.given.put(field, change.text(profile));
            }
        }
        if (drafts.size() > ContactMerge.MAX_CONTACTS) {
            added.given.clear();
        }
        if (!added.given.isEmpty()) {
            var name = change.text(ProfileField.NAME);
            added.given.put(ContactField.PERSON, name.isEmpty() ? before.text(ProfileField.NAME) : name);
        }
        return drafts.stream()
                .filter(draft -> draft.stored.primary() || !draft.given.isEmpty())
                .map(draft -> new ContactChange(draft.stored.id(), false, draft.given))
                .toList();
    }

    private static Contact blank(long id) {
        return new Contact(id, Instant.EPOCH, false, Map.of());
    }

    /** A contact, and the texts that a change gives to it; the {@code stored} contact is blank for a new one. */
    private record Draft(Contact stored, Map<ContactField, String> given) {
        static Optional<Draft> first(List<Draft> drafts, Predicate<Draft> wanted) {
            return drafts.stream().filter(wanted).findFirst();
        }

        Contact after() {
            return stored.with(given);
        }

        boolean lacks(ContactField field) {
            return !given.containsKey(field) && !Contact.isReach(field, stored.text(field));
        }
    }

    /** One of the given texts, empty if it is not given. */
    public String text(ContactField field) {
        return texts.getOrDefault(field, "");
    }

    /** The given phones, each without and with the given country code in front. */
    Stream<Phone> phones() {
        return Stream.of(text(ContactField.PHONE), text(ContactField.ADDITIONAL_PHONE))
                .flatMap(phone -> Stream.of(Phone.of(phone), Phone.of(text(ContactField.COUNTRY_CODE), phone)));
    }

    /** Whether a phone with digits is given. */
    boolean isPhoned() {
        return phones().anyMatch(phone -> !phone.isEmpty());
    }

    /**
     * The texts to store: the given ones and, if the full name is not given, one that is joined from first and last
     * name, given or stored. If the stored full name is not the joined one, a full name is joined only if first and
     * last name are both given.
     *
     * @param stored the texts of the contact to change; none for a new contact
     */
    Map<ContactField, String> named(Map<ContactField, String> stored) {
        var given = new EnumMap<ContactField, String>(ContactField.class);
        given.putAll(texts);
        var all = new HashMap<>(stored);
        all.putAll(texts);
        var joined = joined(all);
        if (!joined.isEmpty() && (isJoined(stored) || texts.keySet().containsAll(PARTS))) {
            given.putIfAbsent(ContactField.PERSON, joined);
        }
        return given;
    }

    private static boolean isJoined(Map<ContactField, String> stored) {
        return stored.getOrDefault(ContactField.PERSON, "").equals(joined(stored));
    }

    /**
     * The same change, of a sender who knows only the full name. If the change replaces a full name that was joined
     * from the first and last name, it also removes these two, because they are parts of the former name.
     *
     * @param stored the texts of the contact to change; none for a new contact
     */
    public ContactChange renaming(Map<ContactField, String> stored) {
        if (!texts.containsKey(ContactField.PERSON) || !isJoined(stored)) {
            return this;
        }
        var all = new HashMap<>(texts);
        PARTS.stream().filter(stored::containsKey).forEach(part -> all.put(part, ""));
        return new ContactChange(contactId, matchEmailPhone, all);
    }

    /** Whether a full, first or last name is given. */
    public boolean isNamed() {
        return texts.containsKey(ContactField.PERSON) || PARTS.stream().anyMatch(texts::containsKey);
    }

    /** Whether the change gives the full name of this contact. Case and the number of blanks do not matter. */
    boolean names(Contact contact) {
        var name = ownName();
        return !name.isEmpty() && name.equals(TextKey.ofName(contact.text(ContactField.PERSON)));
    }

    /** The given full name, or else the given first and last name, folded. */
    private String ownName() {
        return TextKey.ofName(named(Map.of()).getOrDefault(ContactField.PERSON, ""));
    }

    /**
     * Whether the change names another person than a contact with these texts. Case and the number of blanks do not
     * matter. A contact that has only the customer's name may be anybody, because a contact without a name gets the
     * customer's name. If a contact has the customer's name, and the change gives the same new name to the customer and
     * to the contact, the contact is still the same person.
     *
     * @param customer the customer's name before the change
     * @param renamed the customer's name in the change, empty if it is not given
     */
    boolean namesAnother(Map<ContactField, String> stored, String customer, String renamed) {
        var name = TextKey.ofName(named(stored).getOrDefault(ContactField.PERSON, joined(texts)));
        var known = TextKey.ofName(stored.getOrDefault(ContactField.PERSON, ""));
        var isCustomer = known.equals(TextKey.ofName(customer));
        var unnamed = known.isEmpty() || (isCustomer && joined(stored).isEmpty());
        var isRenamed = isCustomer && ownName().equals(TextKey.ofName(renamed));
        return !name.isEmpty() && !unnamed && !isRenamed && !name.equals(known);
    }

    private static String joined(Map<ContactField, String> texts) {
        return PARTS.stream()
                .map(part -> Blanks.strip(texts.getOrDefault(part, "")))
                .filter(part -> !part.isEmpty())
                .collect(Collectors.joining(" "));
    }

    /**
     * Whether the contact to change would not get all given texts, because {@link Contact#with} keeps a phone or an
     * e-mail.
     *
     * @param known the contacts of the customer
     */
    public boolean isPartlyIgnored(List<Contact> known) {
        return known.stream()
                .filter(contact -> contact.id() == contactId)
                .anyMatch(contact -> !contact.with(texts).texts().entrySet().containsAll(texts.entrySet()));
    }

    /**
     * Whether this change counts as no contact: it has neither an id nor texts, as in the vendor's sample, or it has
     * the id {@link #OF_OWN}.
     */
    public boolean isEmpty() {
        return isOfOwn() || (contactId == 0 && texts.isEmpty());
    }

    /** Whether it is for the contact that gets the customer's own phone and e-mail. */
    boolean isOfOwn() {
        return contactId == OF_OWN;
    }
}
