package dev.daybook.domain.customer;

import dev.daybook.domain.Phone;
import dev.daybook.domain.Reason;
import dev.daybook.domain.TextKey;
import dev.daybook.domain.account.RecordDetails;
import dev.daybook.domain.message.Blanks;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * An Add or Update Customer. Only the given values change.
 *
 * @param customerId the customer to change; 0 if not given; {@link #OF_ENQUIRY} for the customer of the enquiry; {@link
 *     #OF_CODE} for the customer with the given code; {@link #NOT_NAMED} if an order does not give it
 * @param update whether to update a customer with the same code, phone or e-mail instead of adding one
 * @param texts the given texts of the customer; a code counts as not given if it {@link #isMissing}
 * @param flags the given flags of its kind
 * @param details the given zone, sources, employee, attributes and associate fields
 * @param enquiry the given enquiry, if any
 */
public record CustomerChange(
        long customerId,
        boolean update,
        Map<ProfileField, String> texts,
        FlagsChange flags,
        RecordDetails details,
        List<ContactChange> contacts,
        Optional<EnquiryChange> enquiry) {
    /** The customer id in a change that names only an enquiry: the customer of this enquiry is meant. */
    public static final long OF_ENQUIRY = -1;

    /**
     * The customer id in a change that names the customer by its code. If no customer has the code, the change counts
     * as one without an id: it must have a name, and a phone or an e-mail.
     */
    public static final long OF_CODE = -2;

    /**
     * The customer id if an order gives none. An existing order keeps its customer, unless the change is about another
     * person; for a new order, a customer is found or added.
     */
    public static final long NOT_NAMED = -3;

    /**
     * Words that programs send for a missing value, in lower case; programs whose codes are numbers send 0. If such a
     * word counted as a customer code, many people would have the same code.
     */
    private static final Set<String> MISSING = Set.of(
            "undefined",
            "null",
            "none",
            "nil",
            "nan",
            "n/a",
            "#n/a",
            "<na>",
            "na",
            "unknown",
            "-",
            "-1",
            "0",
            "[object object]",
            "00000000-0000-0000-0000-000000000000");

    /** Names of people. In another case (nil, NaN, NA), they are words that programs send for a missing value. */
    private static final Set<String> NAMES = Set.of("Nil", "Nan", "Na");

    public CustomerChange {
        var isCoded = !isMissing(texts.getOrDefault(ProfileField.CUSTOMER_CODE, ""));
        texts = Map.copyOf(isCoded ? texts : withoutCode(texts));
        contacts = List.copyOf(contacts);
        if (customerId == 0 && !(has(texts, ProfileField.NAME) && reachable(texts))) {
            throw Reason.CUSTOMER_INCOMPLETE.with();
        }
    }

    /**
     * A change of texts only.
     *
     * @param customerId the customer to change; 0 if no id is given; or another value that {@link CustomerChange} lists
     * @param update whether to update a customer that is found by code, phone or e-mail instead of adding one
     * @throws dev.daybook.domain.ProblemException CUSTOMER_INCOMPLETE if {@code customerId} is 0, and the texts are not
     *     enough for a new customer: see {@link #isComplete}
     */
    public static CustomerChange ofTexts(long customerId, boolean update, Map<ProfileField, String> texts) {
        return new CustomerChange(
                customerId, update, texts, FlagsChange.NONE, RecordDetails.NONE, List.of(), Optional.empty());
    }

    /** The same change for the customer with this id. */
    public CustomerChange withId(long id) {
        return new CustomerChange(id, update, texts, flags, details, contacts, enquiry);
    }

    /** A copy with this customer id and without the customer code, for example after the code found the customer. */
    public CustomerChange withIdOfCode(long id) {
        return new CustomerChange(id, update, withoutCode(texts), flags, details, contacts, enquiry);
    }

    private static Map<ProfileField, String> withoutCode(Map<ProfileField, String> texts) {
        var others = new HashMap<>(texts);
        others.remove(ProfileField.CUSTOMER_CODE);
        return others;
    }

    /** The same change with other details. */
    public CustomerChange with(RecordDetails other) {
        return new CustomerChange(customerId, update, texts, flags, other, contacts, enquiry);
    }

    /** The same change with other contacts. */
    public CustomerChange with(List<ContactChange> others) {
        return new CustomerChange(customerId, update, texts, flags, details, others, enquiry);
    }

    /** The same change with another enquiry. */
    public CustomerChange with(EnquiryChange other) {
        return new CustomerChange(customerId, update, texts, flags, details, contacts, Optional.of(other));
    }

    /**
     * The same change, which also gives the customer's new phone and e-mail to contacts: see {@link
     * ContactChange#reaching}. It is for a form that shows all contacts: their other texts are kept if the person did
     * not change them.
     *
     * @param before the customer. If the change gives new texts for one of its contacts, it must name this contact by
     *     its id
     */
    public CustomerChange reaching(Customer before) {
        return before.contacts().isEmpty() || !reachable(texts) ? this : with(ContactChange.reaching(this, before));
    }

    /**
     * The texts for the contact that gets the customer's own phone and e-mail, {@linkplain ContactChange#unlessOfOther
     * unless another contact has them}; none if neither is given. If the change gives no name for this contact, a new
     * contact gets the customer's name, and an existing one keeps its name.
     *
     * @param stored the texts of the contact to change; none for a new contact
     */
    Map<ContactField, String> own(Map<ContactField, String> stored) {
        var own = new EnumMap<ContactField, String>(ContactField.class);
        if (reachable(texts)) {
            own.putAll(ofOwn().named(stored));
            if (stored.isEmpty()) {
                own.putIfAbsent(ContactField.PERSON, text(ProfileField.NAME));
            }
            own.put(ContactField.PHONE, text(ProfileField.PHONE));
            own.put(ContactField.EMAIL, text(ProfileField.EMAIL));
            own.values().removeIf(String::isEmpty);
        }
        return ContactChange.unlessOfOther(own, contacts);
    }

    /**
     * Whether the change gives this contact the name of another person. Looks only at the texts for the contact that
     * gets the customer's own phone and e-mail: {@link ContactChange#OF_OWN}.
     *
     * @param customer the customer's name before the change
     */
    boolean namesAnother(Contact contact, String customer) {
        return ofOwn().namesAnother(contact.texts(), customer, text(ProfileField.NAME));
    }

    /**
     * The part of this change for the contact that gets the customer's own phone and e-mail: the first contact, if its
     * id is {@link ContactChange#OF_OWN}. Otherwise a part without texts.
     */
    ContactChange ofOwn() {
        return ContactChange.first(contacts)
                .filter(ContactChange::isOfOwn)
                .orElse(new ContactChange(ContactChange.OF_OWN, true, Map.of()));
    }

    /** With the contacts of {@link ContactChange#firstAsOwn}; unchanged if it gives neither a phone nor an e-mail. */
    CustomerChange withFirstAsOwn() {
        return reachable(texts) ? with(ContactChange.firstAsOwn(contacts, update || hasId())) : this;
    }

    /** Whether the change gives the id of its customer. */
    public boolean hasId() {
        return customerId > 0;
    }

    /** Whether a text is a word that programs send for a missing code, id, e-mail or due date. */
    public static boolean isMissing(String text) {
        return MISSING.contains(text.toLowerCase(Locale.ROOT));
    }

    /** The text; empty if it {@link #isMissing}. */
    public static String unlessMissing(String text) {
        return isMissing(text) ? "" : text;
    }

    /** The name of a person; empty if it {@link #isMissing}. But Nil, Nan and Na, spelled like this, are names. */
    public static String unlessMissingName(String text) {
        return NAMES.contains(text) ? text : unlessMissing(text);
    }

    /** Whether the change contains enough for a new customer: a name, and a phone or an e-mail. */
    public boolean isComplete() {
        return has(texts, ProfileField.NAME) && reachable(texts);
    }

    /** Refuses a change that does not contain enough for a new customer, with CUSTOMER_INCOMPLETE. */
    public void requireComplete() {
        if (!isComplete()) {
            throw Reason.CUSTOMER_INCOMPLETE.with();
        }
    }

    /** Whether this change changes nothing; it may still identify a customer. */
    public boolean isEmpty() {
        return !describes() && !hasContacts() && enquiry.isEmpty();
    }

    /** Whether the change has values of the customer itself, and not only of its contacts and its enquiry. */
    public boolean describes() {
        return !texts.isEmpty() || !flags.equals(FlagsChange.NONE) || !details.equals(RecordDetails.NONE);
    }

    /** Whether the change has a contact that is not empty. */
    public boolean hasContacts() {
        return !contacts.stream().allMatch(ContactChange::isEmpty);
    }

    /**
     * The keys by which other changes may find the same customer: its code, and the e-mails and the last phone digits
     * of the customer and of its contacts.
     */
    public Set<String> keys() {
        var keys = new HashSet<>(Set.of("code " + text(ProfileField.CUSTOMER_CODE)));
        emails().forEach(email -> keys.add("email " + email));
        phones().forEach(phone -> keys.add("phone " + phone.tail()));
        keys.remove("code ");
        return keys;
    }

    /** The given e-mails of the customer and of its contacts, folded. Without texts such as N/A. */
    private Stream<String> emails() {
        return Stream.concat(
                        Stream.of(text(ProfileField.EMAIL)),
                        contacts.stream().map(contact -> contact.text(ContactField.EMAIL)))
                .map(TextKey::ofEmail)
                .filter(email -> !email.isEmpty());
    }

    /** The given phones of the customer and of its contacts. Without texts such as N/A. */
    private Stream<Phone> phones() {
        return Stream.concat(
                        Stream.of(Phone.of(text(ProfileField.PHONE))),
                        contacts.stream().flatMap(ContactChange::phones))
                .filter(phone -> !phone.isEmpty());
    }

    /** Whether the change tells who the customer is: by a real name, and a real phone or e-mail. */
    public boolean isOfPerson() {
        return isRealName(text(ProfileField.NAME))
                && (Contact.isReach(ContactField.PHONE, text(ProfileField.PHONE))
                        || Contact.isReach(ContactField.EMAIL, text(ProfileField.EMAIL)));
    }

    /** Whether a text is a real name: neither blank nor a word for a missing value. */
    static boolean isRealName(String text) {
        return !unlessMissingName(Blanks.strip(text)).isEmpty();
    }

    /**
     * Whether the customer in the change has this name (ignoring case and extra blanks), this code, one of these phones
     * or (ignoring case) one of these e-mails. Contacts in the change do not count: customers may share one.
     */
    public boolean gives(String name, String code, List<Phone> phones, List<String> emails) {
        var phone = Phone.of(text(ProfileField.PHONE));
        var email = TextKey.ofEmail(text(ProfileField.EMAIL));
        return TextKey.ofName(text(ProfileField.NAME)).equals(TextKey.ofName(name))
                || (!code.isEmpty() && text(ProfileField.CUSTOMER_CODE).equals(code))
                || (!phone.isEmpty() && phones.stream().anyMatch(phone::matches))
                || (!email.isEmpty() && emails.stream().map(TextKey::of).anyMatch(email::equals));
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
