package dev.daybook.store.person;

import dev.daybook.domain.person.Person;
import dev.daybook.store.Transaction;
import java.time.Instant;
import java.util.Optional;

/**
 * What lets a person in, and who may hand it out. Whoever adds a person gets a link, and so can choose the person's
 * password. Therefore the accounts in which the person has a role vouch for the person, or an operator does. For a person
 * without any role nobody vouches: whoever adds this person next must not rely on an earlier password.
 */
public final class PersonAccess {
    private final PersonStore people = new PersonStore();
    private final MembershipStore memberships = new MembershipStore();
    private final SessionStore sessions = new SessionStore();
    private final LinkStore links = new LinkStore();

    /**
     * Adds a person who has no password yet. If nobody vouches for the person who has this e-mail, a new one takes it over,
     * and nothing from before lets anybody in: who adds the person may mean another one, and may not change the name by
     * which the accounts of before show what the former person did. Returns empty if there is a person with this e-mail for
     * whom somebody vouches, or who is disabled, or who should become an operator.
     */
    public Optional<Person> add(Transaction transaction, String email, String name, boolean operator, Instant now) {
        var added = people.add(transaction, email, name, operator, now);
        if (added.isPresent() || operator) {
            return added;
        }
        var former = people.find(transaction, email)
                .flatMap(known -> people.lock(transaction, known.person().id()))
                .map(PersonStore.Known::person)
                .filter(person -> !person.disabled() && !isVouchedFor(transaction, person));
        former.ifPresent(person -> {
            revoke(transaction, person.id());
            people.freeEmail(transaction, person.id());
        });
        return former.flatMap(person -> people.add(transaction, email, name, false, now));
    }

    /** Whether a person has a role in any account, or is an operator. */
    public boolean isVouchedFor(Transaction transaction, Person person) {
        return person.operator()
                || !memberships.accounts(transaction, person.id()).isEmpty();
    }

    /**
     * Prepares the first role in an account that an operator gives to a person known from another one. Links that wait
     * are removed, because an owner of the other account may have one. Returns whether the person needs a new link: there
     * is no password.
     */
    public boolean vouch(Transaction transaction, long personId) {
        var known = people.lock(transaction, personId).orElseThrow();
        links.removeAll(transaction, personId);
        return known.hash().isEmpty();
    }

    /** Removes links and password of a person, and ends the sessions. */
    public void revoke(Transaction transaction, long personId) {
        links.removeAll(transaction, personId);
        people.setHash(transaction, personId, "");
        sessions.endAll(transaction, personId);
    }

    /** Takes a person's role in an account away. With the last role goes all that lets the person in. */
    public void remove(Transaction transaction, long cmId, long personId) {
        var person = people.lock(transaction, personId).orElseThrow().person();
        memberships.remove(transaction, cmId, personId);
        if (!isVouchedFor(transaction, person)) {
            revoke(transaction, personId);
        }
    }
}
