package dev.daybook.domain.customer;

import dev.daybook.domain.Phone;
import dev.daybook.domain.TextKey;
import java.time.Instant;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A contact of a customer.
 *
 * @param id unique within the deployment
 * @param createdAt when it was added, to the millisecond
 * @param primary whether it is the customer's first contact
 * @param texts its texts; a field that is not in the map is empty
 */
public record Contact(long id, Instant createdAt, boolean primary, Map<ContactField, String> texts) {
    private static final List<ContactField> PHONES = List.of(ContactField.PHONE, ContactField.ADDITIONAL_PHONE);

    private static final List<ContactField> REACH =
            List.of(ContactField.PHONE, ContactField.ADDITIONAL_PHONE, ContactField.EMAIL);

    public Contact {
        texts = Map.copyOf(texts);
    }

    /** A text of this contact; empty if it is not set. */
    public String text(ContactField field) {
        return texts.getOrDefault(field, "");
    }

    /**
     * This contact with the given texts in place of its own. A masked phone or e-mail does not replace a real one: a
     * client with a masking key may send back the masked texts that it got.
     */
    public Contact with(Map<ContactField, String> given) {
        var all = new EnumMap<ContactField, String>(ContactField.class);
        all.putAll(texts);
        given.forEach((field, text) -> {
            if (text.indexOf('*') < 0 || isReach(field, text) || !isReach(field, text(field))) {
                all.put(field, text);
            }
        });
        return new Contact(id, createdAt, primary, all);
    }

    /**
     * Removes texts such as N/A from the given texts if they would replace a phone or an e-mail of this contact.
     * Programs send such texts for unknown values; without the phone or e-mail, the person could no longer be found.
     * Also removes a given country code if no phone is given with it and this contact has a phone with a country code.
     * Programs often send the same code for everybody, and with a wrong code the phone might no longer be found.
     */
    void keepReach(Map<ContactField, String> given) {
        given.entrySet()
                .removeIf(text ->
                        isReach(text.getKey(), text(text.getKey())) && !isReach(text.getKey(), text.getValue()));
        if (hasPhone(texts) && !text(ContactField.COUNTRY_CODE).isEmpty() && !hasPhone(given)) {
            given.remove(ContactField.COUNTRY_CODE);
        }
    }

    /**
     * Drops the phone and its country code from the texts of a change if the phone is the second one of this contact,
     * but not the first, and the change has no second phone. Otherwise a person who writes from the second phone would
     * lose the first one.
     */
    void keepFirstPhone(Map<ContactField, String> given) {
        if (!given.containsKey(ContactField.ADDITIONAL_PHONE) && keys().answerOnlyBySecond(ContactKeys.of(given))) {
            given.remove(ContactField.PHONE);
            given.remove(ContactField.COUNTRY_CODE);
        }
    }

    /**
     * Puts given texts of a customer or a ticket into the known ones. A known phone or e-mail is not replaced by a text
     * such as N/A or by a masked one, because the person could then no longer be found. Nor is any other text replaced
     * by its masked form.
     */
    public static <F> void putKeepingReach(Map<F, String> known, Map<F, String> given, F phone, F email) {
        var kept = kept(known, given, phone, email);
        given.forEach((field, text) -> known.merge(field, text, FreeText::unmasked));
        known.putAll(kept);
    }

    /** Whether {@link #putKeepingReach} would keep the known phone or e-mail instead of a given text. */
    public static <F> boolean keepsReach(Map<F, String> known, Map<F, String> given, F phone, F email) {
        return !kept(known, given, phone, email).isEmpty();
    }

    private static <F> Map<F, String> kept(Map<F, String> known, Map<F, String> given, F phone, F email) {
        var kept = new HashMap<F, String>();
        if (isPhone(known.getOrDefault(phone, "")) && isNoPhone(given.getOrDefault(phone, ""))) {
            kept.put(phone, known.getOrDefault(phone, ""));
        }
        if (isEmail(known.getOrDefault(email, "")) && isNoEmail(given.getOrDefault(email, ""))) {
            kept.put(email, known.getOrDefault(email, ""));
        }
        return kept;
    }

    private static boolean isNoPhone(String text) {
        return !text.isEmpty() && !isPhone(text);
    }

    private static boolean isNoEmail(String text) {
        return CustomerChange.isMissing(text) || (text.indexOf('*') >= 0 && !isEmail(text));
    }

    private static boolean isPhone(String text) {
        return !Phone.of(text).isEmpty();
    }

    private static boolean isEmail(String text) {
        return !TextKey.ofEmail(text).isEmpty();
    }

    private static boolean hasPhone(Map<ContactField, String> texts) {
        return PHONES.stream().anyMatch(field -> isReach(field, texts.getOrDefault(field, "")));
    }

    /** Whether a text of this field is a phone or an e-mail by which a person is found. */
    static boolean isReach(ContactField field, String text) {
        return switch (field) {
            case PHONE, ADDITIONAL_PHONE -> isPhone(text);
            case EMAIL -> isEmail(text);
            default -> false;
        };
    }

    /** Whether a phone field or the e-mail field of the contact has a text, even one such as N/A. */
    public boolean reachable() {
        return isReachable(texts);
    }

    /** Like {@link #reachable}, for these texts of a contact. */
    static boolean isReachable(Map<ContactField, String> texts) {
        return REACH.stream().anyMatch(field -> !texts.getOrDefault(field, "").isEmpty());
    }

    /** The keys by which the contact is found. */
    ContactKeys keys() {
        return new ContactKeys(phone(), additionalPhone(), TextKey.of(text(ContactField.EMAIL)));
    }

    /** Whether the first phone or the e-mail of this contact is a requested one. */
    boolean holds(ContactKeys asked) {
        return new ContactKeys(phone(), Phone.of(""), keys().email()).answerTo(asked);
    }

    /**
     * Whether a given contact without a valid first phone means this contact. First, it must have a second phone, a
     * text such as N/A as its first phone, or the masked e-mail of this contact. Second, its values must not differ
     * from this contact: each given phone field has the text of this contact or its masked form, a valid e-mail is that
     * of this contact, and the names match. Without this rule, each write of such a contact would add one more contact,
     * until the customer has too many.
     *
     * @param customer the customer's name; a customer's first contact gets this name if it is added without one
     */
    boolean isAlike(ContactChange given, String customer) {
        var phones = PHONES.stream().filter(given.texts()::containsKey).toList();
        return (!phones.isEmpty() || isMasked(given.text(ContactField.EMAIL)))
                && Phone.of(given.text(ContactField.PHONE)).isEmpty()
                && isOwnOrNoEmail(TextKey.ofEmail(given.text(ContactField.EMAIL)))
                && phones.stream().allMatch(field -> isSame(field, given.text(field)))
                && isNamed(given, customer);
    }

    private boolean isOwnOrNoEmail(String emailKey) {
        return emailKey.isEmpty() || emailKey.equals(TextKey.ofEmail(text(ContactField.EMAIL)));
    }

    /** Whether a text is this contact's e-mail, masked. */
    private boolean isMasked(String email) {
        return email.indexOf('*') >= 0
                && Masking.email(text(ContactField.EMAIL)).equals(email);
    }

    private boolean isSame(ContactField field, String given) {
        return text(field).equals(given)
                || (!given.isEmpty() && Masking.phone(text(field)).equals(given));
    }

    /**
     * Whether the name of a given contact matches the name of this contact. A given contact without a name matches if
     * this contact has the customer's name, or if the given contact has a second phone.
     */
    private boolean isNamed(ContactChange given, String customer) {
        var own = text(ContactField.PERSON);
        var name = given.named(Map.of()).getOrDefault(ContactField.PERSON, "");
        return own.equals(name)
                || (name.isEmpty()
                        && (own.equals(customer)
                                || !Phone.of(given.text(ContactField.ADDITIONAL_PHONE))
                                        .isEmpty()));
    }

    /** The first phone, with the contact's country code if there is one. */
    public Phone phone() {
        return Phone.of(text(ContactField.COUNTRY_CODE), text(ContactField.PHONE));
    }

    /** The second phone, with its country code if there is one. */
    public Phone additionalPhone() {
        return Phone.of(text(ContactField.COUNTRY_CODE), text(ContactField.ADDITIONAL_PHONE));
    }
}
