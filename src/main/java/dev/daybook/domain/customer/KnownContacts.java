package dev.daybook.domain.customer;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntPredicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The contacts of a customer during the merge of a change, which are searched by phone, e-mail and id. */
final class KnownContacts {
    private final CustomerChange change;
    private final List<Known> all;

    /** The indexes of the contacts that the change has added or changed. */
    private final Set<Integer> written = new HashSet<>();

    KnownContacts(List<Contact> stored, CustomerChange change) {
        this.all = stored.stream().map(Known::new).collect(Collectors.toCollection(ArrayList::new));
        this.change = change;
    }

    int size() {
        return all.size();
    }

    Contact get(int index) {
        return all.get(index).contact;
    }

    List<Contact> list() {
        return all.stream().map(known -> known.contact).toList();
    }

    void add(Contact contact) {
        written.add(all.size());
        all.add(new Known(contact));
    }

    void set(int index, Contact contact) {
        written.add(index);
        all.set(index, new Known(contact));
    }

    /**
     * Whether the change was merged into the contact at this index or added it, even if the contact stayed as it was.
     */
    boolean isWritten(int index) {
        return written.contains(index);
    }

    /** Whether a contact has the requested phone or e-mail. */
    boolean answered(ContactKeys asked) {
        return all.stream().anyMatch(known -> known.answersTo(asked));
    }

    /** Whether a contact has the requested phone or e-mail. */
    boolean answers(int index, ContactKeys asked) {
        return all.get(index).answersTo(asked);
    }

    Optional<Integer> withId(long id) {
        return indexOf(index -> get(index).id() == id);
    }

    /**
     * The index of the contact that has the customer's own phone or, if there is none, the customer's own e-mail: see
     * {@link #meant}. If several contacts have the e-mail, and none of them has the given name, the first of them is
     * meant in two cases:
     *
     * <ul>
     * <li>The change gives neither a name nor a phone for the customer's own contact.
     * <li>The change gives a phone but no name, and the first of them is the primary contact, whose phone is the
     * customer's own.
     * </ul>
     */
    Optional<Integer> foundOwn() {
        var own = new ContactChange(0, true, change.own(Map.of()));
        var asked = ContactKeys.of(own.texts());
        var isNamed = change.ofOwn().isNamed();
        return meant(own, asked.phoneOnly(), index -> true)
                .or(() -> meant(own, asked.naming(), index -> !isNamed && (index == 0 || !own.isPhoned())));
    }

    /**
     * The index of the contact that a given contact means; empty if there is none. It is the one with its phone, or
     * else the one with its e-mail, or else the one that {@link Contact#isAlike}. People may share an e-mail, such as
     * that of an office, so two rules limit the search by e-mail. A contact that is given with a phone does not find a
     * contact that another given contact means, because the given phone would replace that contact's phone. If several
     * contacts have the e-mail, a contact that is given with a name or a phone finds only one with its name.
     *
     * @param place the place of the given contact in the change; the contacts before it are already merged
     */
    Optional<Integer> found(int place, ContactChange given) {
        var asked = ContactKeys.of(given.texts());
        var isPhoned = given.isPhoned();
        return meant(given, asked.phoneOnly(), index -> true)
                .or(() -> meant(given, asked.naming(), index -> !isPhoned && !given.isNamed())
                        .filter(index -> !(isPhoned && isOfAnother(index, place))))
                .or(() -> indexOf(index -> get(index).isAlike(given, change.text(ProfileField.NAME))));
    }

    /**
     * The index of the contact with the requested phone or e-mail; empty if there is none. If several contacts have it,
     * the one with the given name is meant, so that no other person is replaced.
     *
     * @param mayBeFirst whether the first of several contacts is meant if none has the given name
     */
    private Optional<Integer> meant(ContactChange given, ContactKeys asked, IntPredicate mayBeFirst) {
        var first = indexOf(index -> answers(index, asked));
        if (first.isEmpty()
                || indexOf(index -> index > first.get() && answers(index, asked))
                        .isEmpty()) {
            return first;
        }
        return indexOf(index -> answers(index, asked) && given.names(get(index)))
                .or(() -> first.filter(mayBeFirst::test));
    }

    /**
     * Whether this contact is {@linkplain #isWritten already written}, or a later given contact has its id or its
     * phone.
     *
     * @param place the place of the given contact that may mean it
     */
    private boolean isOfAnother(int index, int place) {
        return isWritten(index)
                || change.contacts().stream()
                        .skip(place + 1)
                        .anyMatch(later -> later.contactId() == get(index).id()
                                || (later.matchEmailPhone()
                                        && answers(
                                                index,
                                                ContactKeys.of(later.texts()).phoneOnly())));
    }

    private Optional<Integer> indexOf(IntPredicate wanted) {
        for (var index = 0; index < all.size(); index++) {
            if (wanted.test(index)) {
                return Optional.of(index);
            }
        }
        return Optional.empty();
    }

    /** A contact with its keys, which are computed on first use. */
    private static final class Known {
        private final Contact contact;
        private @Nullable ContactKeys keys;

        Known(Contact contact) {
            this.contact = contact;
        }

        boolean answersTo(ContactKeys asked) {
            var known = keys == null ? contact.keys() : keys;
            keys = known;
            return known.answerTo(asked);
        }
    }
}
