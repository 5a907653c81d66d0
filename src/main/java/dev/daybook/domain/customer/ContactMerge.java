package dev.daybook.domain.customer;

import dev.daybook.domain.Reason;
import java.time.Instant;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.stream.IntStream;

/**
 * The result of merging a change into a customer's contacts.
 *
 * @param after all contacts, the primary one first
 * @param written the contacts that are new or have changed, in the same order. If the key may not find contacts by
 *     phone and e-mail, contacts that already had the values of the change are in this list too, so that the key does
 *     not learn which values are stored
 * @param meantId the id of the first contact that the change adds, names by id or finds, even if the contact stays as
 *     it was; 0 if there is none, or if the customer's own phone and e-mail are merged into the primary contact because
 *     they find no contact
 * @param left whether a given contact was not added, because there are {@value #MAX_CONTACTS} already
 */
public record ContactMerge(List<Contact> after, List<Contact> written, long meantId, boolean left) {
    /** The largest number of contacts of a customer. */
    public static final int MAX_CONTACTS = 200;

    public ContactMerge {
        after = List.copyOf(after);
        written = List.copyOf(written);
    }

    /**
     * Merges the contacts of a change into the existing ones.
     *
     * @param ids supplies ids for new contacts
     * @param now the creation time of new contacts
     * @param matches whether contacts are found by phone and e-mail. If not, a contact without an id is added, and the
     *     customer's own phone and e-mail go to the primary contact, even if another contact has them
     * @throws dev.daybook.domain.ProblemException REFERENCE_UNKNOWN if a contact id is not one of the customer's;
     *     INVALID_VALUE if a contact would have neither a phone nor an e-mail, or the customer more than {@value
     *     #MAX_CONTACTS} contacts
     */
    public static ContactMerge of(
            Customer before, CustomerChange change, LongSupplier ids, Instant now, boolean matches) {
        var merge = new Merge(before, change.withFirstAsOwn(), ids, now, matches);
        merge.run();
        return new ContactMerge(merge.after.list(), merge.written(), merge.meantId.orElse(0L), merge.left);
    }

    /**
     * Finds the stored contact that a change means, without merging the change. Only the first given contact counts: if
     * it has an id, the stored contact with this id is meant, otherwise the one that it matches. If no contact is
     * given, or if the first one is {@link ContactChange#OF_OWN}, the stored contact with the customer's own phone or
     * e-mail is meant.
     *
     * @param matches whether contacts are found by phone and e-mail; if not, only by id
     * @return the id of the stored contact; 0 if there is none
     */
    public static long meantId(List<Contact> contacts, CustomerChange change, boolean matches) {
        var asked = change.withFirstAsOwn();
        var known = new KnownContacts(contacts, asked);
        var given = ContactChange.first(asked.contacts()).filter(contact -> !contact.isOfOwn());
        var id = given.map(ContactChange::contactId).orElse(0L);
        // Without a search by phone and e-mail, a contact without an id is not found: no contact has the id 0.
        var place = id != 0 || !matches
                ? known.withId(id)
                : given.map(contact -> known.found(asked.contacts().indexOf(contact), contact))
                        .orElseGet(known::foundOwn);
        return place.map(index -> contacts.get(index).id()).orElse(0L);
    }

    private static final class Merge {
        private static final List<ContactField> OWN = List.of(ContactField.PHONE, ContactField.EMAIL);

        private final Customer before;
        private final KnownContacts after;
        private final CustomerChange change;
        private final LongSupplier ids;
        private final Instant now;
        private final boolean matches;
        private boolean left;

        /** The indexes of the contacts that the change names by id. */
        private final Set<Integer> named = new HashSet<>();

        /** The value of the component {@code meantId} of the result; empty until it is known. */
        private Optional<Long> meantId = Optional.empty();

        Merge(Customer before, CustomerChange change, LongSupplier ids, Instant now, boolean matches) {
            this.before = before;
            this.after = new KnownContacts(before.contacts(), change);
            this.change = change;
            this.ids = ids;
            this.now = now;
            this.matches = matches;
        }

        void run() {
            var given = change.contacts();
            var own = ContactChange.first(given).map(ContactChange::isOfOwn).orElse(true);
            if (own) {
                mergeOwn();
            }
            for (var index = 0; index < given.size(); index++) {
                if (!given.get(index).isEmpty()) {
                    merge(index, given.get(index));
                }
            }
            var isNew = before.contacts().isEmpty();
            if (isNew && !own) {
                keepOwn();
            }
            if (!isNew && matches) {
                keepFinding();
            }
        }

        /**
         * Merges the customer's own phone and e-mail, and the texts of {@link ContactChange#OF_OWN}, into the contact
         * that has this phone or e-mail. If none is found, the primary contact gets them. Exception: a new contact gets
         * them if the change names another person than the primary contact, or if several contacts have the e-mail.
         *
         * <p>If the customer has contacts, a given {@link ContactChange#OF_OWN} without {@code matchEmailPhone} is
         * refused in two cases: it names another person than the stored contact, which it must not rename; or the key
         * may not find contacts by phone and e-mail.
         */
        private void mergeOwn() {
            var own = change.own(Map.of());
            if (own.isEmpty()) {
                return;
            }
            if (after.size() == 0) {
                add(own);
                return;
            }
            var found = matches ? after.foundOwn() : Optional.<Integer>empty();
            var contact = after.get(found.orElse(0));
            var another = change.namesAnother(contact, before.text(ProfileField.NAME));
            // Without a search, the answer must not depend on the stored name, which the key may not learn.
            if ((another || !matches) && !change.ofOwn().matchEmailPhone()) {
                throw Reason.CONTACT_UNREACHABLE.with(change.contacts().indexOf(change.ofOwn()));
            }
            var texts = change.own(contact.texts());
            if (found.isPresent()) {
                changeFound(found.get(), texts);
            } else if (another || (matches && after.answered(ContactKeys.of(own).naming()))) {
                own.putIfAbsent(ContactField.PERSON, before.text(ProfileField.NAME));
                merge(0, new ContactChange(0, true, own));
            } else {
                mean(0);
                contact.keepReach(texts);
                replace(0, texts);
            }
        }

        /**
         * Adds a contact with a new customer's own phone and e-mail, because customers are found by their contacts.
         * Leaves out a phone or e-mail that a given contact has, a phone without digits, and an e-mail without an at
         * sign. If neither remains, adds nothing.
         */
        private void keepOwn() {
            var own = change.own(Map.of());
            own.entrySet().removeIf(text -> after.answered(ContactKeys.of(Map.ofEntries(text))));
            OWN.stream()
                    .filter(field -> !Contact.isReach(field, own.getOrDefault(field, "")))
                    .forEach(own::remove);
            if (own.containsKey(ContactField.PHONE) || own.containsKey(ContactField.EMAIL)) {
                add(own);
            }
        }

        /**
         * Keeps the customer's own phone and e-mail if a given contact has replaced them in the contact that had them.
         * Otherwise the next order with them would not find the customer, and would add one. The phone becomes the
         * second phone of that contact if it has none; otherwise it goes to a new contact with the customer's name. The
         * e-mail always goes to such a new contact. Neither is kept if the change names the contact by its id. No
         * contact is added beyond the maximum.
         */
        private void keepFinding() {
            var own = change.own(Map.of());
            var lost = new EnumMap<ContactField, String>(ContactField.class);
            for (var field : OWN) {
                var text = own.getOrDefault(field, "");
                var asked = ContactKeys.of(Map.of(field, text));
                if (!Contact.isReach(field, text) || after.answered(asked)) {
                    continue;
                }
                IntStream.range(0, before.contacts().size())
                        .filter(index -> before.contacts().get(index).keys().answerTo(asked) && !named.contains(index))
                        .findFirst()
                        .ifPresent(index -> {
                            var second = Map.of(ContactField.ADDITIONAL_PHONE, text);
                            var isFree = after.get(index)
                                    .text(ContactField.ADDITIONAL_PHONE)
                                    .isEmpty();
                            if (isFree && after.get(index).with(second).keys().answerTo(asked)) {
                                replace(index, second);
                            } else {
                                lost.put(field, text);
                            }
                        });
            }
            if (!lost.isEmpty() && after.size() < MAX_CONTACTS) {
                lost.put(ContactField.PERSON, own.getOrDefault(ContactField.PERSON, before.text(ProfileField.NAME)));
                add(lost);
            }
        }

        private void merge(int place, ContactChange contact) {
            if (isBeyond(contact)) {
                left = true;
                return;
            }
            var target = target(place, contact);
            var texts =
                    contact.named(target.map(index -> after.get(index).texts()).orElse(Map.of()));
            if (target.isEmpty()) {
                if (after.size() == 0) {
                    change.own(Map.of()).forEach(texts::putIfAbsent);
                }
                add(texts);
            } else if (contact.contactId() != 0) {
                named.add(target.get());
                change(target.get(), texts);
            } else {
                changeFound(target.get(), texts);
            }
            if (!after.get(target.orElse(after.size() - 1)).reachable()) {
                throw Reason.CONTACT_UNREACHABLE.with(place);
            }
        }

        private Optional<Integer> target(int place, ContactChange contact) {
            if (contact.contactId() != 0) {
                return Optional.of(after.withId(contact.contactId())
                        .orElseThrow(() -> Reason.CONTACT_UNKNOWN.with(place, contact.contactId())));
            }
            return matches && contact.matchEmailPhone() ? after.found(place, contact) : Optional.empty();
        }

        /**
         * Whether a given contact is left out, because the customer has the maximum number of contacts. This happens
         * only in orders of a key that may not find contacts by phone and e-mail: each such order adds a contact, and
         * the key cannot see how many there are. Without this rule, every further order would be refused.
         */
        private boolean isBeyond(ContactChange contact) {
            return !matches && contact.matchEmailPhone() && contact.contactId() == 0 && after.size() >= MAX_CONTACTS;
        }

        private void add(Map<ContactField, String> texts) {
            if (after.size() >= MAX_CONTACTS) {
                throw Reason.TOO_MANY_CONTACTS.with(MAX_CONTACTS);
            }
            var contact = new Contact(ids.getAsLong(), now, after.size() == 0, texts);
            mean(contact.id());
            after.add(contact);
        }

        private void mean(long id) {
            meantId = meantId.or(() -> Optional.of(id));
        }

        /**
         * Changes a contact that was found without its id. A given e-mail that another contact has is ignored. A given
         * phone needs no such check: contacts are searched by phone first, so the phone found this contact, or no
         * contact has it.
         */
        private void changeFound(int index, Map<ContactField, String> texts) {
            var email = ContactKeys.of("", texts.getOrDefault(ContactField.EMAIL, ""));
            if (after.answered(email) && !after.answers(index, email)) {
                texts.remove(ContactField.EMAIL);
            }
            after.get(index).keepReach(texts);
            after.get(index).keepFirstPhone(texts);
            change(index, texts);
        }

        private void change(int index, Map<ContactField, String> texts) {
            mean(after.get(index).id());
            replace(index, texts);
        }

        private void replace(int index, Map<ContactField, String> texts) {
            after.set(index, after.get(index).with(texts));
        }

        List<Contact> written() {
            return IntStream.range(0, after.size())
                    .filter(index -> index >= before.contacts().size()
                            || (!matches && after.isWritten(index))
                            || !before.contacts().get(index).equals(after.get(index)))
                    .mapToObj(after::get)
                    .toList();
        }
    }
}
