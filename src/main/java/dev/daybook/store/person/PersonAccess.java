package dev.daybook.store.person;

import dev.daybook.domain.person.Person;
import dev.daybook.store.Transaction;
import java.time.Instant;
import java.util.Optional;

/**
 * Access of people: roles, links, passwords and sessions. Whoever adds a person gets a link, and so can choose the
 * person's password. Therefore only a role in an account vouches for a person, or being an operator. Whoever adds a
 * person without either must not rely on an earlier password.
 */
public final class PersonAccess {
    private final PersonStore people = new PersonStore();
    private final MembershipStore memberships = new MembershipStore();
    private final SessionStore sessions = new SessionStore();
    private final LinkStore links = new LinkStore();

    /**
     * Adds a person who has no password yet. If the person who has this e-mail is not vouched for, the new person gets
     * the e-mail, and old links, passwords and sessions end, because the e-mail may mean somebody else by now. The
     * former person keeps the name under which earlier accounts show what this person did. Returns empty if the person
     * who has this e-mail is vouched for or disabled, or if the e-mail is in use and the new person should be an
     * operator.
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
     * Prepares the first role in an account for a person known from another account; an operator gives it. Removes the
     * person's unused links, because an owner of the other account may have one. Returns whether the person needs a new
     * link, because there is no password.
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

    /** Removes a person's role in an account; with the last role also links, password and sessions. */
    public void remove(Transaction transaction, long cmId, long personId) {
        var person = people.lock(transaction, personId).orElseThrow().person();
        memberships.remove(transaction, cmId, personId);
        if (!isVouchedFor(transaction, person)) {
            revoke(transaction, personId);
        }
    }
}
