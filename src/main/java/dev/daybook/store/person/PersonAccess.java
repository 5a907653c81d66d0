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
    private PersonAccess() {}

    /**
     * Adds a person who has no password yet. The e-mail may belong to a person who has no role in any account, is no
     * operator and is not disabled. This former person then loses e-mail, links, password and sessions, because the
     * e-mail may belong to somebody else by now. What the former person did still appears under the former person's
     * name.
     *
     * @return the new person; empty if the person who has the e-mail is disabled, has a role or is an operator, or if
     *     the e-mail is in use and the new person should be an operator
     */
    public static Optional<Person> add(
            Transaction transaction, String email, String name, boolean operator, Instant now) {
        var added = PersonStore.add(transaction, email, name, operator, now);
        if (added.isPresent() || operator) {
            return added;
        }
        var former = PersonStore.find(transaction, email)
                .flatMap(known -> PersonStore.lock(transaction, known.person().id()))
                .map(PersonStore.Known::person)
                .filter(person -> !person.disabled() && !isVouchedFor(transaction, person));
        former.ifPresent(person -> {
            revoke(transaction, person.id());
            PersonStore.freeEmail(transaction, person.id());
        });
        return former.flatMap(person -> PersonStore.add(transaction, email, name, false, now));
    }

    /** A person's role in an account; empty if there is none. An operator is an owner of every account. */
    public static Optional<Role> role(Transaction transaction, long cmId, Person person) {
        return person.operator() ? Optional.of(Role.OWNER) : MembershipStore.role(transaction, cmId, person.id());
    }

    /**
     * Locks a person who writes. Until the transaction ends, nobody disables the person or removes a role of the
     * person. There is one exception: the erasure of an account removes all roles in this account.
     */
    public static void lock(Transaction transaction, long personId) {
        PersonStore.lock(transaction, personId);
    }

    /** Whether the session of a person has not ended, and the person has a right in an account now. */
    public static boolean holds(
            Transaction transaction, long cmId, SessionStore.Found session, Right right, Instant now) {
        return SessionStore.person(transaction, session, now)
                .flatMap(person -> role(transaction, cmId, person))
                .filter(right::isOf)
                .isPresent();
    }

    /** Whether a person has a role in any account, or is an operator. */
    public static boolean isVouchedFor(Transaction transaction, Person person) {
        return person.operator()
                || !MembershipStore.accounts(transaction, person.id()).isEmpty();
    }

    /**
     * Prepares a person for a role in an account in which the person has none. If the person has a role in another
     * account, only an operator or somebody with an admin key may give the new role; this method does not check that.
     * Removes the person's unused links, because an owner of the other account may have one of them, and could choose
     * the person's password with it.
     *
     * @return whether the person has no password, and so needs a new link
     */
    public static boolean vouch(Transaction transaction, long personId) {
        var known = PersonStore.lock(transaction, personId).orElseThrow();
        LinkStore.removeAll(transaction, personId);
        return known.hash().isEmpty();
    }

    /** Whether a person has a link, neither used nor expired, by which the person chooses a password. */
    public static boolean hasLink(Transaction transaction, long personId, Instant now) {
        return LinkStore.isWaiting(transaction, new LinkStore.Link(LinkKind.PASSWORD, personId), now);
    }

    /** Removes links and password of a person, and ends the sessions. */
    public static void revoke(Transaction transaction, long personId) {
        LinkStore.removeAll(transaction, personId);
        PersonStore.setHash(transaction, personId, "");
        SessionStore.endAll(transaction, personId);
    }

    /**
     * Removes a person's role in an account. A person who then has no role in any account and is no operator also loses
     * links, password and sessions.
     */
    public static void remove(Transaction transaction, long cmId, long personId) {
        var person = PersonStore.lock(transaction, personId).orElseThrow().person();
        MembershipStore.remove(transaction, cmId, personId);
        if (!isVouchedFor(transaction, person)) {
            revoke(transaction, personId);
        }
    }
}
