package dev.daybook.console.page;

import dev.daybook.console.frame.PageAnswer;
import dev.daybook.console.frame.PageRoute;
import dev.daybook.console.frame.Passwords;
import dev.daybook.console.frame.Sessions;
import dev.daybook.console.frame.Visit;
import dev.daybook.domain.Problem;
import dev.daybook.domain.ProblemException;
import dev.daybook.domain.person.AuditAction;
import dev.daybook.domain.person.EmailKey;
import dev.daybook.store.Database;
import dev.daybook.store.person.PersonStore;
import dev.daybook.store.person.SessionStore;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Pages to log in and to log out. */
public final class LoginPages {
    private static final Logger LOG = LoggerFactory.getLogger(LoginPages.class);

    private final Passwords passwords = new Passwords();
    private final LoginLimit attempts = new LoginLimit();
    private final Database database;
    private final Sessions sessions;
    private final boolean openId;
    private final Consumer<LogInRefusal> refusals;

    /**
     * @param openId whether there is a provider of OpenID Connect
     * @param refusals counts the log-ins that were refused
     */
    public LoginPages(Database database, Sessions sessions, boolean openId, Consumer<LogInRefusal> refusals) {
        this.database = database;
        this.sessions = sessions;
        this.openId = openId;
        this.refusals = refusals;
    }

    /**
     * The form to log in.
     *
     * @param email the e-mail as typed
     * @param to the page to go to after the log-in
     * @param problem the key of the message about the problem, empty if there is none
     * @param openId whether people may log in through the company's provider
     */
    public record Login(String email, String to, String problem, boolean openId) {}

    /** GET login. */
    public PageAnswer login(Visit visit) {
        var to = PageRoute.ownPlace(visit.query("to"));
        if (visit.visitor().isPresent()) {
            return PageAnswer.redirect(to);
        }
        var problem = switch (visit.query("failed")) {
            case "openid" -> "error.openid";
            case "away" -> "error.openid.away";
            case "old" -> "error.openid.old";
            case "ended" -> "error.ended";
            case "log-out" -> "error.log.out";
            default -> "";
        };
        return PageAnswer.page("login.jte", new Login("", to, problem, openId));
    }

    /**
     * POST login. Every refused log-in gets the same answer, whatever the reason, and not before the time of
     * {@link Passwords#refusalDue}.
     */
    public PageAnswer enter(Visit visit) {
        var start = System.nanoTime();
        var known = database.read(transaction -> PersonStore.find(transaction, visit.typedWord("email")));
        return new PageAnswer.Hashed<>(() -> refusal(visit, known), refusal -> {
            if (refusal.isPresent()) {
                return refused(visit, refusal.get(), start);
            }
            var checked = known.get();
            // Compare the hash again: a new password ends all sessions, so the old password must not start another one.
            if (!sessions.open(visit, checked.person().id(), now -> now.hash().equals(checked.hash()))) {
                // The password was right, but was replaced since then, or the person was disabled.
                return refused(visit, LogInRefusal.WRONG_PASSWORD, start);
            }
            sessions.know(visit, checked.person().id(), checked.hash());
            return PageAnswer.redirect(PageRoute.ownPlace(visit.form("to")));
        });
    }

    /**
     * Why the log-in is refused; empty if it is not. A refused attempt counts for the rate limit {@link LoginLimit}; a
     * successful one does not, even if its session cannot be stored afterwards. The password of an unknown person is
     * checked too, so that the refusal takes as long as any other.
     */
    private Optional<LogInRefusal> refusal(Visit visit, Optional<PersonStore.Known> known) {
        var browser = known.flatMap(person -> sessions.knownBrowser(visit, person));
        var allowed =
                browser.map(attempts::allowBrowser).orElseGet(() -> attempts.allow(sender(visit), visit.address()));
        if (!allowed) {
            return Optional.of(LogInRefusal.TOO_MANY);
        }
        var fits = passwords.fits(
                visit.typed("password"), known.map(PersonStore.Known::hash).orElse(""));
        if (known.isEmpty()) {
            return Optional.of(LogInRefusal.UNKNOWN);
        }
        if (known.get().person().disabled()) {
            return Optional.of(LogInRefusal.DISABLED);
        }
        if (!fits) {
            return Optional.of(LogInRefusal.WRONG_PASSWORD);
        }
        browser.ifPresentOrElse(attempts::succeededBrowser, () -> attempts.succeeded(sender(visit), visit.address()));
        return Optional.empty();
    }

    private static String sender(Visit visit) {
        return EmailKey.of(visit.typedWord("email"));
    }

    /** Refuses a log-in. The log gets address and reason, but no e-mail: people type passwords into the wrong field. */
    private PageAnswer refused(Visit visit, LogInRefusal refusal, long start) {
        LOG.atWarn()
                .addKeyValue("address", visit.address())
                .addKeyValue("refused", refusal.label())
                .log("log-in refused");
        refusals.accept(refusal);
        var form = new Login(visit.form("email"), PageRoute.ownPlace(visit.form("to")), "error.login", openId);
        return new PageAnswer.Delayed(PageAnswer.refused("login.jte", form), passwords.refusalDue(start));
    }

    /**
     * POST logout. The browser loses its cookie even if the database takes no writes, because another person may use
     * the browser next. Without the write, the session does not end, and the answer says so.
     */
    public PageAnswer leave(Visit visit) {
        sessions.take(visit);
        try {
            database.write("log out", transaction -> {
                visit.audited(transaction, AuditAction.LOG_OUT, visit.personId());
                return SessionStore.end(transaction, visit.personId(), visit.sessionId());
            });
        } catch (ProblemException refused) {
            refused.throwUnless(Problem.UNAVAILABLE);
            return PageAnswer.redirect("/console/login?failed=log-out");
        }
        return PageAnswer.redirect("/console/login?done=logged.out");
    }
}
