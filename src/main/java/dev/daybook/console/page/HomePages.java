package dev.daybook.console.page;

import dev.daybook.console.frame.Messages;
import dev.daybook.console.frame.PageAnswer;
import dev.daybook.console.frame.PageRoute;
import dev.daybook.console.frame.Sessions;
import dev.daybook.console.frame.Visit;
import dev.daybook.domain.account.Account;
import dev.daybook.domain.person.AuditAction;
import dev.daybook.store.Database;
import dev.daybook.store.account.AccountStore;
import dev.daybook.store.person.MembershipStore;
import dev.daybook.store.person.PersonStore;
import dev.daybook.store.person.SessionStore;
import java.util.List;

/** Pages of a person: the choice of an account, the list of the person's sessions, and the choice of a language. */
public final class HomePages {
    private final Database database;
    private final Sessions sessions;

    public HomePages(Database database, Sessions sessions) {
        this.database = database;
        this.sessions = sessions;
    }

    /**
     * The accounts to choose from.
     *
     * @param accounts the accounts that the person may see
     */
    public record Accounts(List<Account> accounts) {}

    /**
     * The sessions of the person: each is a browser in which the person is logged in.
     *
     * @param list the sessions
     * @param own the id of the session of this page
     */
    public record SessionList(List<SessionStore.Session> list, String own) {}

    /** GET /console: redirects to the only account, or shows the accounts to choose from. */
    public PageAnswer home(Visit visit) {
        var own = database.read(transaction -> {
            var person = visit.person();
            return person.operator()
                    ? AccountStore.list(transaction)
                    : MembershipStore.accounts(transaction, person.id()).stream()
                            .flatMap(cmId -> AccountStore.find(transaction, cmId).stream())
                            .toList();
        });
        return own.size() == 1
                ? PageAnswer.redirect("/console/" + own.get(0).cmId() + "/overview")
                : PageAnswer.page("accounts.jte", new Accounts(own));
    }

    /** GET sessions. */
    public PageAnswer sessions(Visit visit) {
        var list = database.read(transaction -> SessionStore.list(transaction, visit.personId(), visit.now()));
        return PageAnswer.page("sessions.jte", new SessionList(list, visit.sessionId()));
    }

    /** POST sessions: ends one session. */
    public PageAnswer end(Visit visit) {
        var id = visit.form("id");
        database.run("end a session", transaction -> {
            visit.holdRight(transaction);
            if (SessionStore.end(transaction, visit.personId(), id)) {
                visit.audited(transaction, AuditAction.END_SESSION, visit.personId());
            }
        });
        if (id.equals(visit.sessionId())) {
            sessions.take(visit);
            return PageAnswer.redirect("/console/login?done=logged.out");
        }
        return PageAnswer.redirect("/console/sessions?done=session.ended");
    }

    /** POST language: sets the person's language, if the console has it. */
    public PageAnswer speak(Visit visit) {
        var language = visit.form("language");
        if (Messages.LANGUAGES.contains(language)) {
            database.run("choose a language", transaction -> {
                PersonStore.setLanguage(transaction, visit.personId(), language);
            });
        }
        return PageAnswer.redirect(PageRoute.ownPlace(visit.form("to")));
    }
}
