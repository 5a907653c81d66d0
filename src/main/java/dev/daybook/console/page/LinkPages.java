package dev.daybook.console.page;

import dev.daybook.console.frame.PageAnswer;
import dev.daybook.console.frame.Passwords;
import dev.daybook.console.frame.PersonLink;
import dev.daybook.console.frame.Secrets;
import dev.daybook.console.frame.Sessions;
import dev.daybook.console.frame.Visit;
import dev.daybook.domain.Problem;
import dev.daybook.domain.ProblemException;
import dev.daybook.domain.person.Act;
import dev.daybook.domain.person.AuditAction;
import dev.daybook.domain.person.LinkKind;
import dev.daybook.domain.person.NewPassword;
import dev.daybook.domain.person.Person;
import dev.daybook.store.Database;
import dev.daybook.store.Transaction;
import dev.daybook.store.audit.AuditStore;
import dev.daybook.store.person.LinkStore;
import dev.daybook.store.person.PersonStore;
import dev.daybook.store.person.SessionStore;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** Pages that a link opens: to choose a password, or to enter the demo. */
public final class LinkPages {
    private final Passwords passwords = new Passwords();
    private final Database database;
    private final Sessions sessions;
    private final boolean openId;

    /** @param openId whether there is a provider of OpenID Connect */
    public LinkPages(Database database, Sessions sessions, boolean openId) {
        this.database = database;
        this.sessions = sessions;
        this.openId = openId;
    }

    /**
     * The form that a link opens.
     *
     * @param link the link, whose word is secret
     * @param first whether the link adds the first operator; any other link is for a person who exists already
     * @param email the person's e-mail; for the first operator, the e-mail as typed
     * @param name the name as typed
     * @param problem the key of the message about the problem, empty if there is none
     */
    public record Choice(PersonLink link, boolean first, String email, String name, String problem) {}

    /** GET link. */
    public PageAnswer link(Visit visit) {
        return orLogIn(() -> open(visit));
    }

    private PageAnswer open(Visit visit) {
        var word = visit.word("word");
        var link = link(visit, word);
        return switch (link.kind()) {
            case SET_UP -> PageAnswer.page("link.jte", new Choice(new PersonLink(word), true, "", "", ""));
            case PASSWORD ->
                PageAnswer.page(
                        "link.jte",
                        new Choice(new PersonLink(word), false, person(link).email(), "", ""));
            case DEMO -> {
                if (!sessions.open(visit, link.personId(), known -> true)) {
                    throw noLink();
                }
                yield PageAnswer.redirect("/console");
            }
        };
    }

    private LinkStore.Link link(Visit visit, String word) {
        // The set-up link stays stored after 'daybook user create' added somebody, but it can add no operator any more.
        return database.read(transaction -> LinkStore.find(transaction, Secrets.digest(word), visit.now())
                        .filter(link -> link.kind() != LinkKind.SET_UP || PersonStore.isEmpty(transaction)))
                .orElseThrow(LinkPages::noLink);
    }

    private static ProblemException noLink() {
        return Problem.NO_SUCH_PATH.because("no such link");
    }

    private Person person(LinkStore.Link link) {
        return database.read(transaction -> person(transaction, link));
    }

    private Person person(Transaction transaction, LinkStore.Link link) {
        return PersonStore.find(transaction, link.personId())
                .filter(person -> !person.disabled())
                .orElseThrow(LinkPages::noLink);
    }

    /**
     * POST link: sets the chosen password, uses the link up, and ends the person's other sessions. The browser is then
     * logged in. The set-up link also adds the first operator.
     */
    public PageAnswer choose(Visit visit) {
        return orLogIn(() -> check(visit));
    }

    /** The given reply, or the page to log in if the link is gone: an earlier click may have used it. */
    private PageAnswer orLogIn(Supplier<PageAnswer> reply) {
        try {
            return reply.get();
        } catch (ProblemException gone) {
            gone.throwUnless(Problem.NO_SUCH_PATH);
            return new PageAnswer.Page(
                    404, "login.jte", Map.of("page", new LoginPages.Login("", "/console", "error.link", openId)));
        }
    }

    private PageAnswer check(Visit visit) {
        var word = visit.word("word");
        var link = link(visit, word);
        var first = link.kind() == LinkKind.SET_UP;
        var email = first ? visit.typedWord("email") : person(link).email();
        var name = visit.form("name");
        var problem = problem(visit, first, email, name);
        if (problem.isPresent()) {
            return PageAnswer.refused("link.jte", new Choice(new PersonLink(word), first, email, name, problem.get()));
        }
        return new PageAnswer.Hashed<>(
                () -> passwords.hash(visit.typed("password")),
                hash -> orLogIn(() -> choose(visit, link, email, name, hash)));
    }

    private PageAnswer choose(Visit visit, LinkStore.Link link, String email, String name, String hash) {
        var first = link.kind() == LinkKind.SET_UP;
        var started = database.write("choose a password", transaction -> {
            if (!LinkStore.use(transaction, Secrets.digest(visit.word("word")), visit.now())) {
                throw noLink();
            }
            var person = first ? addFirst(transaction, visit, email, name) : person(transaction, link);
            PersonStore.setHash(transaction, person.id(), hash);
            SessionStore.endAll(transaction, person.id());
            AuditStore.write(
                    transaction,
                    new Act(0, person.id(), visit.address(), visit.now()),
                    AuditAction.SET_PASSWORD,
                    person.id());
            return sessions.start(transaction, visit, person.id());
        });
        sessions.give(visit, started);
        sessions.know(visit, started.personId(), hash);
        return PageAnswer.redirect("/console");
    }

    private Person addFirst(Transaction transaction, Visit visit, String email, String name) {
        if (!PersonStore.isEmpty(transaction)) {
            throw Problem.NO_SUCH_PATH.because("there is an operator already");
        }
        return PersonStore.add(transaction, email, name, true, visit.now()).orElseThrow();
    }

    private static Optional<String> problem(Visit visit, boolean first, String email, String name) {
        if (first && !Person.isEmail(email)) {
            return Optional.of("error.email");
        }
        if (first && (name.isEmpty() || name.length() > Person.MAX_NAME)) {
            return Optional.of("error.name");
        }
        var weakness = NewPassword.weakness(visit.typed("password"), email);
        if (weakness.isPresent()) {
            return weakness.map(known -> "error.password." + known);
        }
        return visit.typed("password").equals(visit.typed("again")) ? Optional.empty() : Optional.of("error.again");
    }
}
