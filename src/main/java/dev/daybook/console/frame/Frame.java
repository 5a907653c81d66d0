package dev.daybook.console.frame;

import dev.daybook.console.data.UploadFolder;
import dev.daybook.domain.Problem;
import dev.daybook.domain.ProblemException;
import dev.daybook.domain.account.Account;
import dev.daybook.domain.person.Person;
import dev.daybook.domain.person.Role;
import dev.daybook.store.Database;
import dev.daybook.store.Transaction;
import dev.daybook.store.account.AccountStore;
import dev.daybook.store.person.MembershipStore;
import dev.daybook.store.person.SessionStore;
import gg.jte.ContentType;
import gg.jte.TemplateEngine;
import gg.jte.output.StringOutput;
import io.javalin.http.Context;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What every request of the console passes: headers, a place, the session, the right, the word of the form; then the page,
 * and whatever it throws turned into a page of its own.
 */
public final class Frame {
    private static final Logger LOG = LoggerFactory.getLogger(Frame.class);

    /** Only our script, style and server; no inline script or style, no frame around us. */
    private static final String POLICY =
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:;"
                    + " connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

    /** Requests that are worked on at a time; the API has the rest of the database's connections. */
    private static final int PLACES = 8;

    /** Downloads that are on their way at a time: slow ones must leave the API its threads. */
    private static final int FILES = 8;

    private static final int FILES_OF_PERSON = 2;

    private static final int PATIENCE_SECONDS = 10;

    private final FilePlaces files = new FilePlaces(FILES, FILES_OF_PERSON, FilePlaces.Kind.DOWNLOADS);
    private final Semaphore places = new Semaphore(PLACES, true);
    private final TemplateEngine templates = TemplateEngine.createPrecompiled(ContentType.Html);
    private final Database database;
    private final Sessions sessions;
    private final AccountStore accounts;
    private final MembershipStore memberships;
    private final Assets assets;
    private final Forms forms;
    private final Clock clock;
    private final boolean demo;

    /**
     * Joins what it needs.
     *
     * @param uploads where files go that people send
     * @param clock the real clock
     * @param demo whether this is a demo
     */
    public Frame(
            Database database,
            Sessions sessions,
            AccountStore accounts,
            MembershipStore memberships,
            Assets assets,
            UploadFolder uploads,
            Clock clock,
            boolean demo) {
        this.database = database;
        this.sessions = sessions;
        this.accounts = accounts;
        this.memberships = memberships;
        this.assets = assets;
        this.forms = new Forms(uploads);
        this.clock = clock;
        this.demo = demo;
    }

    private record Seen(Optional<SessionStore.Found> session, Optional<Account> account, Optional<Role> role) {
        static final Seen NOBODY = new Seen(Optional.empty(), Optional.empty(), Optional.empty());

        /** The id of the person, 0 for nobody. */
        long personId() {
            return session.map(found -> found.person().id()).orElse(0L);
        }
    }

    /** Serves a request of a page, whatever comes of it. */
    public void serve(Context context, Route route) {
        var start = System.nanoTime();
        headers(context);
        var seen = Seen.NOBODY;
        Reply reply;
        try {
            var elsewhere = Optional.<Reply>empty();
            if (route.upload()) {
                // Only who may send a file has it read.
                seen = placed(() -> look(context, route));
                elsewhere = admit(visit(context, seen), route, seen);
            }
            if (elsewhere.isEmpty() && route.method().equals("POST")) {
                forms.read(context, route.upload(), seen.personId());
            }
            if (elsewhere.isPresent()) {
                reply = elsewhere.get();
            } else {
                take();
                try {
                    seen = look(context, route);
                    reply = answer(visit(context, seen), route, seen);
                } finally {
                    places.release();
                }
            }
        } catch (RuntimeException | Error failure) {
            reply = FailurePage.of(failure);
        }
        send(context, seen, reply);
        LOG.atDebug()
                .addKeyValue("operation", route.method() + " " + route.path())
                .addKeyValue("status", context.statusCode())
                .addKeyValue("duration_ms", Math.round((System.nanoTime() - start) / 1e3) / 1e3)
                .log("page");
    }

    /** Answers a path that no page has. */
    public void noSuchPage(Context context) {
        headers(context);
        send(context, Seen.NOBODY, FailurePage.of(Problem.NO_SUCH_PATH.because("no such page")));
    }

    private static void headers(Context context) {
        context.header("Content-Security-Policy", POLICY)
                .header("X-Frame-Options", "DENY")
                .header("Referrer-Policy", "no-referrer")
                .header("Cross-Origin-Opener-Policy", "same-origin")
                .header("Cache-Control", "no-store");
    }

    private <T> T placed(Supplier<T> work) {
        take();
        try {
            return work.get();
        } finally {
            places.release();
        }
    }

    private void take() {
        try {
            if (!places.tryAcquire(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                throw Problem.UNAVAILABLE.because("the server is busy");
            }
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            throw Problem.UNAVAILABLE.because("the server is stopping");
        }
    }

    private Seen look(Context context, Route route) {
        return database.read(transaction -> see(transaction, context, route));
    }

    private Seen see(Transaction transaction, Context context, Route route) {
        var session = sessions.find(transaction, context, clock.instant());
        if (session.isEmpty() || route.right().isEmpty()) {
            return new Seen(session, Optional.empty(), Optional.empty());
        }
        var account = Visit.digits(context.pathParam("account")).flatMap(cmId -> accounts.find(transaction, cmId));
        return new Seen(
                session,
                account,
                account.flatMap(of -> role(transaction, session.get().person(), of.cmId())));
    }

    private Optional<Role> role(Transaction transaction, Person person, long cmId) {
        return person.operator() ? Optional.of(Role.OWNER) : memberships.role(transaction, cmId, person.id());
    }

    private Visit visit(Context context, Seen seen) {
        var person = seen.session.map(SessionStore.Found::person);
        return new Visit(
                context,
                person,
                seen.account,
                seen.role,
                messages(context, person),
                seen.session.map(SessionStore.Found::sessionId).orElse(""),
                clock.instant());
    }

    @SuppressWarnings("OptionalUsedAsFieldOrParameterType")
    private static Messages messages(Context context, Optional<Person> person) {
        var header = context.header("Accept-Language");
        return Messages.in(person.map(Person::language)
                .filter(language -> !language.isEmpty())
                .orElseGet(() -> Messages.preferred(header == null ? "" : header)));
    }

    /** Refuses who may not be here, or sends to the log-in. */
    private static Optional<Reply> admit(Visit visit, Route route, Seen seen) {
        if (route.personal() && seen.session.isEmpty()) {
            var path = route.method().equals("GET") ? visit.context().path() : "";
            return Optional.of(Reply.redirect("/console/login?to=" + URLEncoder.encode(path, StandardCharsets.UTF_8)));
        }
        if (route.right().isPresent() && (seen.account.isEmpty() || seen.role.isEmpty())) {
            // An account that one may not see looks like one that is not there.
            throw Problem.NO_SUCH_PATH.because("no such page");
        }
        if (route.right().isPresent() && !visit.may(route.right().get())) {
            throw Problem.FORBIDDEN.because(
                    "the role lacks the right " + route.right().get());
        }
        return Optional.empty();
    }

    private Reply answer(Visit visit, Route route, Seen seen) {
        var elsewhere = admit(visit, route, seen);
        if (elsewhere.isPresent()) {
            return elsewhere.get();
        }
        var context = visit.context();
        if (route.method().equals("POST")) {
            checkForm(context, seen.session.isPresent());
        }
        seen.session.ifPresent(session -> sessions.note(context, session, visit.now()));
        return route.handler().apply(visit);
    }

    /** Refuses a form of another site. */
    private void checkForm(Context context, boolean loggedIn) {
        var site = context.header("Sec-Fetch-Site");
        var foreign = site != null && !site.equals("same-origin") && !site.equals("none");
        if (foreign || !sessions.isOwnForm(context, loggedIn)) {
            throw new FailurePage.ForeignForm();
        }
    }

    private void send(Context context, Seen seen, Reply reply) {
        if (reply instanceof Reply.Redirect redirect) {
            context.status(303).header("Location", redirect.path());
        } else if (reply instanceof Reply.Download download) {
            try {
                files.take(seen.personId());
            } catch (ProblemException | FilePlaces.HasEnough full) {
                send(context, seen, FailurePage.of(full));
                return;
            }
            try {
                FileAnswer.send(context, download).ifPresent(failure -> send(context, seen, FailurePage.of(failure)));
            } finally {
                files.release(seen.personId());
            }
        } else if (reply instanceof Reply.Page page) {
            var html = new StringOutput();
            templates.render(page.template(), Reply.with(shell(context, seen), page.model()), html);
            context.status(page.status())
                    .header("Vary", "HX-Request, Accept-Language")
                    .contentType("text/html; charset=utf-8")
                    .result(html.toString());
        }
    }

    private Shell shell(Context context, Seen seen) {
        var person = seen.session.map(SessionStore.Found::person);
        var messages = messages(context, person);
        var done = context.queryParam("done");
        return new Shell(
                messages,
                assets,
                context.path(),
                person,
                seen.account.filter(account -> seen.role.isPresent()),
                seen.role,
                sessions.formWord(context, person.isPresent()),
                done != null && messages.has("done." + done) ? done : "",
                demo);
    }
}
