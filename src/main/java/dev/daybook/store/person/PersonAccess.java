package dev.daybook.store.person;

import dev.daybook.domain.person.LinkKind;
import dev.daybook.domain.person.Person;
import dev.daybook.domain.person.Right;
import dev.daybook.domain.person.Role;
import dev.daybook.store.Transaction;
import java.time.Instant;
import java.util.Optional;

/**
 * Access of people: roles, links, passwords and sessions. Whoever adds a person gets a link for this person, and so can
 * choose the person's password. So a password alone does not prove who a person is. Only a role in an account, or the
 * right of an operator, vouches for a person. If a person has neither and somebody adds the same e-mail again, the
 * earlier password becomes invalid.
 */
public final class PersonAccess {
    private final PersonStore people = new PersonStore();
    private final MembershipStore memberships = new MembershipStore();
    private final SessionStore sessions = new SessionStore();
    private final LinkStore links = new LinkStore();

    /**
     * Adds a person who has no password yet. The e-mail may belong to a person who has no role in any account, is no
     * operator and is not disabled. This former person then loses e-mail, links, password and sessions, because the
     * e-mail may belong to somebody else by now. What the former person did still appears under the former person's
     * name.
     *
     * @return the new person; empty if the person who has the e-mail is disabled, has a role or is an operator, or if
     *     the e-mail is in use and the new person should be an operator
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

    /** A person's role in an account. An operator is an owner of every account. */
    public Optional<Role> role(Transaction transaction, long cmId, Person person) {
        return person.operator() ? Optional.of(Role.OWNER) : memberships.role(transaction, cmId, person.id());
    }

    /**
     * Locks a person who writes: until the transaction ends, nobody disables the person, and the person's role is
     * removed only if its account is erased.
     */
    public void lock(Transaction transaction, long personId) {
        people.lock(transaction, personId);
    }

    /** Whether the session of a person has not ended, and the person has a right in an account now. */
    public boolean holds(Transaction transaction, long cmId, SessionStore.Found session, Right right, Instant now) {
        return sessions.person(transaction, session, now)
                .flatMap(person -> role(transaction, cmId, person))
                .filter(right::isOf)
                .isPresent();
    }

    /** Whether a person has a role in any account, or is an operator. */
    public boolean isVouchedFor(Transaction transaction, Person person) {
        return person.operator()
                || !memberships.accounts(transaction, person.id()).isEmpty();
    }

    /**
     * Prepares a person for a role in an account in which the person has none. If the person has a role in another
     * account, only an operator or a caller with an admin key may give the new role. Removes the person's unused links,
     * because an owner of the other account may have one of them, and could choose the person's password with it.
     *
     * @return whether the person has no password, and so needs a new link
     */
    public boolean vouch(Transaction transaction, long personId) {
        var known = people.lock(transaction, personId).orElseThrow();
        links.removeAll(transaction, personId);
        return known.hash().isEmpty();
    }

    /** Whether a person has a link, neither used nor expired, by which the person chooses a password. */
    public boolean hasLink(Transaction transaction, long personId, Instant now) {
        return links.isWaiting(transaction, new LinkStore.Link(LinkKind.PASSWORD, personId), now);
    }

    /** Removes links and password of a person, and ends the sessions. */
    public void revoke(Transaction transaction, long personId) {
        links.removeAll(transaction, personId);
        people.setHash(transaction, personId, "");
        sessions.endAll(transaction, personId);
    }

    /**
     * Removes a person's role in an account. A person who then has no role in any account and is no operator also loses
     * links, password and sessions.
     */
    public void remove(Transaction transaction, long cmId, long personId) {
        var person = people.lock(transaction, personId).orElseThrow().person();
        memberships.remove(transaction, cmId, personId);
        if (!isVouchedFor(transaction, person)) {
            revoke(transaction, personId);
        }
    }
}
