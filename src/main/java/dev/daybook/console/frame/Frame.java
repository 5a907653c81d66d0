package dev.daybook.console.frame;

import dev.daybook.domain.Problem;
import dev.daybook.domain.account.Account;
import dev.daybook.domain.request.SenderAddress;
import dev.daybook.domain.request.Shares;
import dev.daybook.store.Database;
import dev.daybook.store.account.AccountStore;
import dev.daybook.store.person.PersonAccess;
import gg.jte.ContentType;
import gg.jte.TemplateEngine;
import gg.jte.output.StringOutput;
import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Common processing of all requests of the console: sets the headers, finds the session, reads the form, waits for a
 * place (only a few requests are processed at a time), checks the right and the form token, and then makes the page. An
 * exception becomes an error page.
 */
public final class Frame {
    private static final Logger LOG = LoggerFactory.getLogger(Frame.class);

    /**
     * Allows only content of this server and {@code data:} images; no inline script or style, no frame around a page.
     */
    private static final String POLICY =
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:;"
                    + " connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

    /** The largest number of requests processed at a time. Each uses a database connection. */
    private static final int PLACES = 8;

    /**
     * The largest number of requests that have a place, wait for a place, or have given up their place and wait for
     * other work of the server. Each of them holds a thread.
     */
    private static final int THREADS = 64;

    /** The largest number of downloads at a time: slow downloads must leave threads for the API. */
    private static final int FILES = 8;

    private static final int FILES_OF_PERSON = 2;

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final TransferPlaces files = new TransferPlaces(FILES, FILES_OF_PERSON, "downloads");
    private final Shares threads = new Shares(THREADS);
    private final Shares places = new Shares(PLACES);
    private final TransferPlaces hashes = Passwords.places();
    private final TemplateEngine templates = TemplateEngine.createPrecompiled(ContentType.Html);
    private final Database database;
    private final Sessions sessions;
    private final Assets assets;
    private final Forms forms;
    private final PageAnswer.Sender pages;
    private final PageAnswer.FormSender answers;
    private final Clock clock;
    private final Optional<Long> sandbox;
    private final boolean described;

    /**
     * @param pages sends pages, and limits the large ones in transit
     * @param answers the same for answers to the forms of people who are logged in
     * @param clock the real clock
     * @param sandbox the account of the sandbox; empty if the server is not a sandbox
     * @param described whether the port of the console also serves the description of the API
     */
    public Frame(
            Database database,
            Sessions sessions,
            Assets assets,
            Forms forms,
            PageAnswer.Sender pages,
            PageAnswer.FormSender answers,
            Clock clock,
            Optional<Long> sandbox,
            boolean described) {
        this.database = database;
        this.sessions = sessions;
        this.assets = assets;
        this.forms = forms;
        this.pages = pages;
        this.answers = answers;
        this.clock = clock;
        this.sandbox = sandbox;
        this.described = described;
    }

    /** Serves a request of a page or action; a failure becomes an error page. */
    public void serve(Context context, PageRoute route) {
        var start = System.nanoTime();
        headers(context);
        var visit = new Visit(context, clock);
        PageAnswer reply;
        try {
            visit = Sessions.hasCookie(context) ? sender(visit, route) : visit;
            reply = reply(visit, route);
        } catch (RuntimeException | Error failure) {
            reply = FailurePage.of(failure, context);
        }
        send(visit, reply);
        LOG.atDebug()
                .addKeyValue("operation", route.method() + " " + route.path())
                .addKeyValue("status", context.statusCode())
                .addKeyValue("duration_ms", Math.round((System.nanoTime() - start) / 1e3) / 1e3)
                .log("page");
    }

    /** Finds the session of a request. If this fails, reads the form anyway, so that the error page has its texts. */
    private Visit sender(Visit unknown, PageRoute route) {
        try {
            return placed(SenderAddress.counted(unknown.address()), () -> look(unknown.context(), route));
        } catch (RuntimeException | Error failure) {
            forms.readAfter(failure, unknown, route);
            throw failure;
        }
    }

    /** Reads the form, if there is one, and makes the reply. */
    private PageAnswer reply(Visit visit, PageRoute route) {
        if (route.method().equals("POST")) {
            if (route.upload()) {
                // Check the right before the form is read: only a person who has it may send a file.
                var elsewhere = route.admit(visit);
                if (elsewhere.isPresent()) {
                    return elsewhere.get();
                }
            }
            forms.read(visit, route);
        }
        var owner = owner(visit);
        var reply = counted(owner, () -> placedReply(owner, visit.context(), route));
        while (reply instanceof PageAnswer.Hashed<?> hashed) {
            reply = hashed(visit, hashed);
        }
        return reply;
    }

    /** Answers a path that no page has. */
    public void noSuchPage(Context context) {
        headers(context);
        send(new Visit(context, clock), FailurePage.of(Problem.NO_SUCH_PATH.because("no such page")));
    }

    private static void headers(Context context) {
        context.header("Content-Security-Policy", POLICY)
                .header("X-Frame-Options", "DENY")
                .header("Referrer-Policy", "same-origin")
                .header("Cross-Origin-Opener-Policy", "same-origin")
                .header("Cache-Control", "no-store");
    }

    /**
     * The owner of the request in {@link Shares}: the account of the path, if the visitor may see it. Otherwise the
     * person, or the address of a sender who is not logged in.
     */
    private static Object owner(Visit visit) {
        return visit.visible()
                .<Object>map(Account::cmId)
                .or(() -> visit.visitor().map(person -> "person " + person.id()))
                .orElseGet(() -> SenderAddress.counted(visit.address()));
    }

    /** Runs work in one of {@link #THREADS}; throws UNAVAILABLE if the request's owner may not hold another one. */
    private <T> T counted(Object owner, Supplier<T> work) {
        return holding(threads.take(owner, 1), work);
    }

    /**
     * Waits for a place, then runs work in it. Meanwhile, the request counts as one of {@link #THREADS}.
     *
     * @throws dev.daybook.domain.ProblemException UNAVAILABLE if the owner may not hold another thread, or if no place
     *     is free within {@link #PATIENCE}
     */
    private <T> T placed(Object owner, Supplier<T> work) {
        return counted(owner, () -> holding(places.await(owner, PATIENCE), work));
    }

    private static <T> T holding(Optional<Shares.Share> share, Supplier<T> work) {
        return share.orElseThrow(() -> Problem.UNAVAILABLE.because("the server is busy"))
                .during(work);
    }

    private <T> PageAnswer hashed(Visit visit, PageAnswer.Hashed<T> hashed) {
        var result = hashes.during(SenderAddress.counted(visit.address()), hashed.work());
        return placed(owner(visit), () -> hashed.then().apply(result));
    }

    private Visit look(Context context, PageRoute route) {
        return database.read(transaction -> {
            var session = sessions.find(transaction, context, clock.instant());
            if (session.isEmpty() || route.right().isEmpty()) {
                return new Visit(context, session, Optional.empty(), Optional.empty(), Optional.empty(), clock);
            }
            var account =
                    Visit.digits(context.pathParam("account")).flatMap(cmId -> AccountStore.find(transaction, cmId));
            var role = account.flatMap(of ->
                    PersonAccess.role(transaction, of.cmId(), session.get().person()));
            return new Visit(context, session, account, role, route.right(), clock);
        });
    }

    /**
     * Waits for a place, then makes the reply. Reads the session again, because it may have ended while the form was
     * read or the request waited.
     */
    private PageAnswer placedReply(Object owner, Context context, PageRoute route) {
        var reply = holding(places.await(owner, PATIENCE), () -> answer(look(context, route), route));
        return reply instanceof PageAnswer.Awaited awaited ? awaited.work().get() : reply;
    }

    private PageAnswer answer(Visit visit, PageRoute route) {
        var elsewhere = route.admit(visit);
        if (elsewhere.isPresent()) {
            return elsewhere.get();
        }
        var context = visit.context();
        if (route.method().equals("POST")) {
            Sessions.checkForm(context, visit.session().isPresent());
        }
        if (visit.session().isPresent() && !visit.isPoll()) {
            // An unattended page that renews itself must not keep the session open.
            sessions.note(context, visit.now());
        }
        return route.handler().apply(visit);
    }

    private void send(Visit visit, PageAnswer reply) {
        var context = visit.context();
        if (reply instanceof PageAnswer.Redirect redirect) {
            context.status(303).header("Location", redirect.path());
        } else if (reply instanceof PageAnswer.Download download) {
            FileAnswer.send(visit, download, files).ifPresent(failure -> send(visit, FailurePage.of(failure, context)));
        } else if (reply instanceof PageAnswer.Delayed delayed) {
            delay(context, delayed.dueNanos() - System.nanoTime(), () -> send(visit, delayed.page()));
        } else if (reply instanceof PageAnswer.Page page) {
            try {
                write(visit, page, html -> transfer(visit, html));
            } catch (RuntimeException | Error failure) {
                // This page is small and needs no share, because it gives no texts back.
                write(visit, FailurePage.of(failure), context::result);
            }
        }
    }

    private void write(Visit visit, PageAnswer.Page page, Consumer<byte[]> sender) {
        var html = new StringOutput();
        var model = new HashMap<>(page.model());
        model.put("s", Shell.of(visit, assets, sessions, sandbox, described));
        templates.render(page.template(), model, html);
        visit.context()
                .status(page.status())
                .header("Vary", "HX-Request, Accept-Language")
                .contentType("text/html; charset=utf-8");
        sender.accept(html.toString().getBytes(StandardCharsets.UTF_8));
    }

    /**
     * Sends the bytes of a page. The answer to a form of a logged-in person says that the change is stored, or gives
     * texts back. Such answers have their own limits, one of them for each person. So a person whose browser does not
     * receive its answers cannot block the answers to other people.
     */
    private void transfer(Visit visit, byte[] html) {
        var context = visit.context();
        if (HandlerType.POST.equals(context.method()) && visit.session().isPresent()) {
            answers.send(context, owner(visit), visit.personId(), html);
        } else {
            pages.send(context, reader(visit), html);
        }
    }

    /**
     * The owner of a page in transit. All senders without a session are one owner, so that together they cannot use up
     * the limit on large pages: a part of it is left to people who are logged in.
     */
    private static Object reader(Visit visit) {
        return visit.session().isPresent() ? owner(visit) : "strangers";
    }

    /** Sends an answer later. During the delay, the request holds neither a place nor a thread. */
    private static void delay(Context context, long nanos, Runnable send) {
        context.future(() -> {
            var threads = context.req().getAsyncContext();
            var due = CompletableFuture.delayedExecutor(nanos, TimeUnit.NANOSECONDS, threads::start);
            return CompletableFuture.runAsync(send, due);
        });
    }
}
