package dev.daybook.http.admin;

import dev.daybook.domain.Problem;
import dev.daybook.domain.message.Blanks;
import dev.daybook.domain.person.AuditAction;
import dev.daybook.domain.person.Person;
import dev.daybook.domain.person.Role;
import dev.daybook.store.Database;
import dev.daybook.store.Transaction;
import dev.daybook.store.account.AccountStore;
import dev.daybook.store.person.MembershipStore;
import dev.daybook.store.person.PersonAccess;
import dev.daybook.store.person.PersonStore;
import dev.daybook.store.person.SessionStore;
import dev.daybook.wire.admin.UserJson;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Lists, adds and disables the people who use the console, and resets their passwords. */
public final class UserAdmin {
    private final Database database;
    private final Supplier<PasswordLink> links;

    /** @param links creates a link of the console that is not stored yet */
    public UserAdmin(Database database, Supplier<PasswordLink> links) {
        this.database = database;
        this.links = links;
    }

    /**
     * A link of the console by which a person chooses a password.
     *
     * @param path its path on the server
     * @param put stores it for the person with this id
     */
    public record PasswordLink(String path, BiConsumer<Transaction, Long> put) {
        /** Hides the link from logs and error messages. */
        @Override
        public String toString() {
            return "PasswordLink[hidden]";
        }
    }

    /** All people, each with accounts and roles. */
    UserJson.All list(AdminCall call) {
        return database.read(transaction -> new UserJson.All(PersonStore.list(transaction).stream()
                .map(person -> new UserJson.Entry(
                        person.id(),
                        person.email(),
                        person.disabled(),
                        person.name(),
                        person.operator(),
                        MembershipStore.accounts(transaction, person.id()).stream()
                                .map(cmId -> new UserJson.Membership(
                                        cmId,
                                        MembershipStore.role(transaction, cmId, person.id())
                                                .map(Role::label)
                                                .orElse("-")))
                                .toList()))
                .toList()));
    }

    /**
     * Adds a person. A person who already has this e-mail gets the role in the account and, if the call has one, the
     * name. Without a role in the call, an existing role stays, and a first role is viewer.
     *
     * <p>Exception: if the existing person has no role in any account and is no operator, a new person with a new link
     * takes over the e-mail. Any other existing person keeps the password. A first role in this account removes the
     * person's unused links, because an owner of another account may have one of them. If the person then has neither a
     * password nor a valid link, the person gets a new link.
     */
    UserJson.Link create(AdminCall call) {
        var wanted = WantedPerson.of(call.body(UserJson.Creation.class));
        var needsLink = database.read(transaction -> needsLink(transaction, wanted, call.now()));
        var link = links.get();
        var answer = new UserJson.Link(needsLink ? link.path() : null);
        if (needsLink) {
            call.announced().accept(answer);
        }
        database.run("admin: add a person", transaction -> {
            requireAccount(transaction, wanted.cmId());
            if (wanted.cmId() != null) {
                // Lock the account before links and sessions, as RestoredChanges does: another order could deadlock.
                AccountStore.holdNow(transaction, wanted.cmId());
            }
            var fresh =
                    PersonAccess.add(transaction, wanted.email(), wanted.nameOrEmail(), wanted.operator(), call.now());
            var id = fresh.isPresent()
                    ? fresh.get().id()
                    : known(transaction, wanted.email()).id();
            var locked = PersonStore.lock(transaction, id).orElseThrow();
            var linked = fresh.isPresent() || needsLink(transaction, wanted.cmId(), locked, call.now());
            if (linked != needsLink || (fresh.isEmpty() && wanted.operator())) {
                throw Problem.CONFLICT.because("a person with this e-mail was added or changed during this call, which"
                        + " changed nothing; call again");
            }
            giveRole(transaction, call, wanted, id);
            wanted.name()
                    .filter(name ->
                            fresh.isEmpty() && !name.equals(locked.person().name()))
                    .ifPresent(name -> {
                        PersonStore.setName(transaction, id, name);
                        audit(transaction, call, AuditAction.RENAME_PERSON, locked.person());
                    });
            if (linked) {
                link.put().accept(transaction, id);
                if (fresh.isEmpty()) {
                    audit(transaction, call, AuditAction.RESET_PERSON, locked.person());
                }
            }
        });
        return answer;
    }

    /**
     * Whether the person of a call gets a link. Refuses a call for an unknown account, for an operator with the e-mail
     * of an existing person, or for a disabled person.
     */
    private boolean needsLink(Transaction transaction, WantedPerson wanted, Instant now) {
        requireAccount(transaction, wanted.cmId());
        var known = PersonStore.find(transaction, wanted.email());
        if (known.isPresent() && wanted.operator()) {
            throw Problem.CONFLICT.because(
                    "there is a person with this e-mail already, and only a new one can be made an operator");
        }
        return known.isEmpty() || needsLink(transaction, wanted.cmId(), known.get(), now);
    }

    /**
     * If the call names an account, gives the person the role in it. Writes to the audit of this account that the
     * person was added, or that the role changed. A call without an account has added an operator; its line in the
     * audit belongs to no account.
     */
    private void giveRole(Transaction transaction, AdminCall call, WantedPerson wanted, long id) {
        var cmId = wanted.cmId();
        var former = role(transaction, cmId, id);
        var given = wanted.role().or(() -> former).orElse(Role.VIEWER);
        if (cmId != null) {
            if (former.isEmpty()) {
                PersonAccess.vouch(transaction, id);
            }
            MembershipStore.put(transaction, cmId, id, given);
        }
        if (!former.equals(Optional.of(given))) {
            var action = former.isEmpty() ? AuditAction.ADD_PERSON : AuditAction.CHANGE_ROLE;
            call.audit().write(transaction, cmId == null ? 0 : cmId, action, id);
        }
    }

    private static void requireEnabled(Person person) {
        if (person.disabled()) {
            throw Problem.CONFLICT.because("this person is disabled, and a role lets nobody in; 'daybook user reset"
                    + " --enable' does, and then this call gives the role");
        }
    }

    /**
     * Whether an existing person gets a link. Refuses a disabled person. {@link #create} asks this before the write,
     * and again in the transaction of the write, and refuses the call if the two results differ.
     */
    private boolean needsLink(Transaction transaction, @Nullable Long cmId, PersonStore.Known known, Instant now) {
        var person = known.person();
        requireEnabled(person);
        return !PersonAccess.isVouchedFor(transaction, person)
                || (known.hash().isEmpty()
                        && (role(transaction, cmId, person.id()).isEmpty()
                                || !PersonAccess.hasLink(transaction, person.id(), now)));
    }

    private Optional<Role> role(Transaction transaction, @Nullable Long cmId, long personId) {
        return cmId == null ? Optional.empty() : MembershipStore.role(transaction, cmId, personId);
    }

    private void requireAccount(Transaction transaction, @Nullable Long cmId) {
        if (cmId != null) {
            AdminCall.account(transaction, cmId);
        }
    }

    private Person known(Transaction transaction, String email) {
        // First looks for the e-mail as given, because some were stored with invisible characters.
        return PersonStore.find(transaction, email)
                .or(() -> PersonStore.find(transaction, Blanks.word(email)))
                .map(PersonStore.Known::person)
                .orElseThrow(() -> Problem.REFERENCE_UNKNOWN.because(
                        "there is nobody with this e-mail; 'daybook user list' lists the people"));
    }

    /**
     * Finds the person with this e-mail, and locks the person. If the e-mail belongs to another person when the lock is
     * granted, throws {@link Transaction#lostRace}, and the transaction is retried.
     */
    private Person locked(Transaction transaction, String email) {
        var found = known(transaction, email).id();
        PersonStore.lock(transaction, found);
        var person = known(transaction, email);
        if (person.id() != found) {
            throw transaction.lostRace();
        }
        return person;
    }

    /**
     * Writes a line to the audit of each account in which the person has a role. For a person without a role, writes
     * one line that belongs to no account.
     */
    private void audit(Transaction transaction, AdminCall call, AuditAction action, Person person) {
        var of = MembershipStore.accounts(transaction, person.id());
        for (var cmId : of.isEmpty() ? List.of(0L) : of) {
            call.audit().write(transaction, cmId, action, person.id());
        }
    }

    private static String email(AdminCall call) {
        return Blanks.strip(call.word("email"));
    }

    /** Disables a person, and ends the person's sessions. */
    void disable(AdminCall call) {
        database.run("admin: disable a person", transaction -> {
            var person = locked(transaction, email(call));
            PersonStore.setDisabled(transaction, person.id(), true);
            SessionStore.endAll(transaction, person.id());
            audit(transaction, call, AuditAction.DISABLE_PERSON, person);
        });
    }

    /**
     * Removes a person's password, ends the sessions, and creates a link to choose a new password. Refuses a disabled
     * person unless the call enables the person.
     */
    UserJson.Link reset(AdminCall call) {
        var enable = call.body(UserJson.Reset.class).enable();
        database.read(transaction -> checkReset(known(transaction, email(call)), enable));
        var link = links.get();
        var answer = new UserJson.Link(link.path());
        call.announced().accept(answer);
        database.run("admin: reset a person", transaction -> {
            var person = checkReset(locked(transaction, email(call)), enable);
            if (enable) {
                PersonStore.setDisabled(transaction, person.id(), false);
            }
            PersonAccess.revoke(transaction, person.id());
            link.put().accept(transaction, person.id());
            audit(transaction, call, AuditAction.RESET_PERSON, person);
        });
        return answer;
    }

    private static Person checkReset(Person person, boolean enable) {
        if (person.disabled() && !enable) {
            throw Problem.CONFLICT.because(
                    "this person is disabled; to let the person in again, reset with --enable (\"enable\": true)");
        }
        return person;
    }
}
