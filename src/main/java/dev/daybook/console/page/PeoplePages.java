package dev.daybook.console.page;

import dev.daybook.console.frame.Once;
import dev.daybook.console.frame.PageAnswer;
import dev.daybook.console.frame.PersonLink;
import dev.daybook.console.frame.Visit;
import dev.daybook.domain.Problem;
import dev.daybook.domain.ProblemException;
import dev.daybook.domain.message.Labelled;
import dev.daybook.domain.person.Act;
import dev.daybook.domain.person.AuditAction;
import dev.daybook.domain.person.LinkKind;
import dev.daybook.domain.person.Member;
import dev.daybook.domain.person.Person;
import dev.daybook.domain.person.Role;
import dev.daybook.store.Database;
import dev.daybook.store.Transaction;
import dev.daybook.store.audit.AuditStore;
import dev.daybook.store.person.MembershipStore;
import dev.daybook.store.person.PersonAccess;
import dev.daybook.store.person.PersonStore;
import dev.daybook.store.person.SavedFilterStore;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Page of the people of an account: who they are, which role they have, and the links that let them in. */
public final class PeoplePages {
    private static final int CONFLICT = 409;

    private final Database database;
    private final Optional<URI> console;

    /** @param console the address under which browsers reach this server, if it is set */
    public PeoplePages(Database database, Optional<URI> console) {
        this.database = database;
        this.console = console;
    }

    /**
     * The people of an account.
     *
     * @param members the people with their roles
     * @param own the id of the visitor
     * @param email the e-mail as typed
     * @param name the name as typed
     * @param role the label of the role as chosen
     * @param problem what is wrong, empty if nothing is
     */
    public record People(List<Member> members, long own, String email, String name, String role, String problem) {
        /** The roles to choose from. */
        public List<Role> roles() {
            return List.of(Role.values());
        }
    }

    /**
     * A new link, to be handed to its person.
     *
     * @param link the link; only its path if the address of this server is not known
     */
    public record Handed(Person person, String link) {
        /** Whether the address of this server is missing in the link. */
        public boolean isPath() {
            return link.startsWith("/");
        }

        /** Hides the link from logs and error messages. */
        @Override
        public String toString() {
            return "Handed[" + person.id() + "]";
        }
    }

    /**
     * A person who got a role.
     *
     * @param needsLink whether the person has no password
     */
    private record Added(Person person, boolean needsLink) {}

    private People page(Visit visit, String problem) {
        return new People(
                database.read(transaction -> MembershipStore.members(transaction, visit.cmId())),
                visit.personId(),
                visit.form("email"),
                visit.form("name"),
                visit.form("role"),
                problem);
    }

    /** GET people. */
    public PageAnswer list(Visit visit) {
        return PageAnswer.page("people.jte", page(visit, ""));
    }

    /**
     * POST people: gives the chosen role to the person with the typed e-mail. Adds a new person if nobody has this
     * e-mail, or if a former person has it; see {@link PersonAccess#add}. Only an operator can give a role to an
     * operator or to a person of another account: an owner cannot see who has the typed e-mail, and may mean somebody
     * else. A new link is shown only once. If the form is sent again, no second link is made, because a second link
     * would end the first one.
     */
    public PageAnswer add(Visit visit) {
        var email = visit.typedWord("email");
        var name = visit.form("name");
        var role = Labelled.find(Role.class, visit.form("role"));
        if (!Person.isEmail(email) || role.isEmpty()) {
            return PageAnswer.refused("people.jte", page(visit, visit.t("error.email")));
        }
        if (name.isEmpty() || name.length() > Person.MAX_NAME) {
            return PageAnswer.refused("people.jte", page(visit, visit.t("error.name")));
        }
        try {
            return add(visit, email, name, role.get());
        } catch (ProblemException refused) {
            refused.throwUnless(Problem.CONFLICT);
            return new PageAnswer.Page(CONFLICT, "people.jte", Map.of("page", page(visit, visit.t(refused))));
        }
    }

    private PageAnswer add(Visit visit, String email, String name, Role role) {
        var link = PersonLink.create();
        var added = database.write("console: add a person", transaction -> {
            if (!Once.isFirstToAdd(transaction, visit)) {
                // A reload of the page with the link sends the form again, maybe much later, when the person may have
                // another role or none.
                var now = PersonStore.find(transaction, email)
                        .flatMap(known -> MembershipStore.role(
                                transaction, visit.cmId(), known.person().id()));
                if (!now.equals(Optional.of(role))) {
                    throw Problem.CONFLICT.because(visit.t("error.person.since"));
                }
                return Optional.<Added>empty();
            }
            var fresh = PersonAccess.add(transaction, email, name, false, visit.now());
            var person = fresh.isPresent() ? fresh.get() : known(transaction, visit, email);
            var needsLink = fresh.isPresent() || PersonAccess.vouch(transaction, person.id());
            MembershipStore.put(transaction, visit.cmId(), person.id(), role);
            visit.audited(transaction, AuditAction.ADD_PERSON, person.id());
            if (needsLink) {
                if (fresh.isEmpty()) {
                    auditReset(transaction, visit, person.id());
                }
                link.put(transaction, LinkKind.PASSWORD, person.id(), visit.now());
            }
            return Optional.of(new Added(person, needsLink));
        });
        if (added.isEmpty()) {
            return PageAnswer.redirect(visit.url("people", "person.added.before"));
        }
        return added.get().needsLink()
                ? PageAnswer.page("person-link.jte", new Handed(added.get().person(), link.complete(visit, console)))
                : PageAnswer.redirect(visit.url("people", "person.added"));
    }

    /** Writes a reset to the audit of each account of the person: a new link lets its holder into all of them. */
    private static void auditReset(Transaction transaction, Visit visit, long personId) {
        visit.holdRight(transaction);
        for (var cmId : MembershipStore.accounts(transaction, personId)) {
            var act = new Act(cmId, visit.personId(), visit.address(), visit.now());
            AuditStore.write(transaction, act, AuditAction.RESET_PERSON, personId);
        }
    }

    /**
     * The existing person with this e-mail. Refuses a person who has a role here already, and a disabled person, who
     * could not log in with any role. If the visitor is no operator, also refuses a person who has a role in another
     * account or is an operator. This check comes first, so that an owner does not learn whether a person of another
     * account is disabled.
     */
    private Person known(Transaction transaction, Visit visit, String email) {
        var person = PersonStore.find(transaction, email).orElseThrow().person();
        var member =
                MembershipStore.role(transaction, visit.cmId(), person.id()).isPresent();
        if (!member && !visit.person().operator() && PersonAccess.isVouchedFor(transaction, person)) {
            throw Problem.CONFLICT.because(visit.t("error.known", visit.cmId()));
        }
        if (person.disabled()) {
            throw Problem.CONFLICT.because(visit.t("error.disabled"));
        }
        if (member) {
            throw Problem.CONFLICT.because(visit.t("error.member"));
        }
        return person;
    }

    /**
     * The person with the id in the path, who must have a role in this account. The person is locked until the
     * transaction ends. Until then, nobody can remove this role, so a change cannot restore a removed role. Also,
     * nobody can give the person a role in another account.
     *
     * @throws ProblemException NO_SUCH_PATH if nobody with this id has a role in this account
     */
    private Person member(Transaction transaction, Visit visit) {
        return PersonStore.lock(transaction, visit.number("id"))
                .map(PersonStore.Known::person)
                .filter(one -> MembershipStore.role(transaction, visit.cmId(), one.id())
                        .isPresent())
                .orElseThrow(() -> Problem.NO_SUCH_PATH.because("no such person"));
    }

    /** POST people/{id}/role. People cannot change their own role, so that an owner does not lose it by mistake. */
    public PageAnswer change(Visit visit) {
        var role = Labelled.find(Role.class, visit.form("role"));
        if (visit.number("id") == visit.personId() || role.isEmpty()) {
            return PageAnswer.refused("people.jte", page(visit, visit.t("error.own.role")));
        }
        database.run("console: change a role", transaction -> {
            if (!Once.isFirst(transaction, visit)) {
                return;
            }
            var person = member(transaction, visit);
            if (!MembershipStore.role(transaction, visit.cmId(), person.id()).equals(role)) {
                MembershipStore.put(transaction, visit.cmId(), person.id(), role.get());
                visit.audited(transaction, AuditAction.CHANGE_ROLE, person.id());
            }
        });
        return PageAnswer.redirect(visit.url("people", "saved"));
    }

    /**
     * POST people/{id}/remove. A person who then has no role in any account, and is no operator, also loses links,
     * password and sessions.
     */
    public PageAnswer remove(Visit visit) {
        if (visit.number("id") == visit.personId()) {
            return PageAnswer.refused("people.jte", page(visit, visit.t("error.own.role")));
        }
        database.run("console: remove a person", transaction -> {
            var isFirst = Once.isFirst(transaction, visit);
            if (!isFirst
                    && MembershipStore.role(transaction, visit.cmId(), visit.number("id"))
                            .isEmpty()) {
                return;
            }
            // A form that was sent before gets here only if the person has a role again: remove this role too.
            var person = member(transaction, visit);
            visit.audited(transaction, AuditAction.REMOVE_PERSON, person.id());
            SavedFilterStore.removeAll(transaction, visit.cmId(), person.id());
            PersonAccess.remove(transaction, visit.cmId(), person.id());
        });
        return PageAnswer.redirect(visit.url("people", "person.removed"));
    }

    /**
     * POST people/{id}/reset: makes a new link to choose a password. Only an operator may reset an operator or a person
     * of several accounts, because the link must not let an owner into other accounts. A disabled person is refused,
     * because no link lets this person in. Like a link of {@link #add}, the link is shown only once. If the form is
     * sent again, it changes nothing: the person may have chosen a password by then, and would lose it.
     */
    public PageAnswer reset(Visit visit) {
        var link = PersonLink.create();
        var person = database.write("console: reset a person", transaction -> {
            if (!Once.isFirst(transaction, visit)) {
                return Optional.<Person>empty();
            }
            var found = member(transaction, visit);
            var elsewhere = found.operator()
                    || MembershipStore.accounts(transaction, found.id()).size() > 1;
            if (elsewhere && !visit.person().operator()) {
                throw Problem.INVALID_VALUE.because(visit.t("error.elsewhere"));
            }
            if (found.disabled()) {
                throw Problem.CONFLICT.because(visit.t("error.disabled"));
            }
            // Write to the audit before the sessions end: the write needs the visitor's session, and the visitor may be
            // the person whose sessions end.
            auditReset(transaction, visit, found.id());
            PersonAccess.revoke(transaction, found.id());
            link.put(transaction, LinkKind.PASSWORD, found.id(), visit.now());
            return Optional.of(found);
        });
        return person.map(found -> PageAnswer.page("person-link.jte", new Handed(found, link.complete(visit, console))))
                .orElseGet(() -> PageAnswer.redirect(visit.url("people", "person.reset.before")));
    }
}
