package dev.daybook.console.frame;

import dev.daybook.domain.person.Act;
import dev.daybook.domain.person.AuditAction;
import dev.daybook.store.Database;
import dev.daybook.store.Transaction;
import dev.daybook.store.audit.AuditStore;
import dev.daybook.store.person.PersonStore;
import dev.daybook.store.person.SessionStore;
import dev.daybook.store.person.SessionUses;
import io.javalin.http.Context;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Predicate;

/** Sessions of logged-in people, found by a cookie. */
public final class Sessions {
    private static final String SESSION = "daybook_session";
    private static final String FORM = "daybook_form";
    private static final String PROVIDER = "daybook_provider";
    private static final String PLACE = "daybook_place";
    private static final String KNOWN = "daybook_known";

    /** The lifetime of the cookie of {@link #know}: browsers keep no cookie for longer. */
    private static final Duration KNOWN_FOR = Duration.ofDays(400);

    private static final int LONGEST = 100;

    private final SessionUses uses;
    private final Database database;
    private final boolean secure;

    /**
     * @param secure whether all cookies are for TLS only; if false, a cookie is for TLS only if the request came
     *     through a proxy with TLS
     */
    public Sessions(Database database, boolean secure) {
        this.uses = new SessionUses(database);
        this.database = database;
        this.secure = secure;
    }

    /** Whether a request has a session cookie, even one of a session that does not exist any more. */
    static boolean hasCookie(Context context) {
        return cookie(context, SESSION).isPresent();
    }

    /** Finds the session of a request; empty if nobody is logged in. */
    Optional<SessionStore.Found> find(Transaction transaction, Context context, Instant now) {
        return cookie(context, SESSION)
                .map(Secrets::digest)
                .flatMap(digest -> SessionStore.find(transaction, digest, uses.unstored(digest), now));
    }

    /** Notes in memory that a session is used, so that no page waits for a write. {@link #storeUses} stores the use. */
    void note(Context context, Instant now) {
        cookie(context, SESSION).map(Secrets::digest).ifPresent(digest -> uses.note(digest, now));
    }

    /** Stores the uses that {@link #note} noted. If this fails, the next call stores them. */
    public void storeUses() {
        uses.flush();
    }

    /** The form token of this browser. A browser without a session gets a cookie for the token if it has none yet. */
    String formWord(Context context, boolean loggedIn) {
        if (loggedIn) {
            return Secrets.ofForm(cookie(context, SESSION).orElse(""));
        }
        var known = cookie(context, FORM);
        if (known.isPresent()) {
            return Secrets.ofForm(known.get());
        }
        var word = Secrets.create();
        set(context, FORM, word, "");
        return Secrets.ofForm(word);
    }

    /** Whether a form has the form token of this browser. */
    static boolean isOwnForm(Context context, boolean loggedIn) {
        var sent = SentForm.value(context, "_form");
        var cookie = cookie(context, loggedIn ? SESSION : FORM);
        return sent != null && cookie.isPresent() && Secrets.same(sent, Secrets.ofForm(cookie.get()));
    }

    /**
     * Refuses a form of another site (CSRF). A form of a session always needs the form token of the session. Without a
     * session, it is enough that the browser states that a page of this server sent the form. The token may be wrong
     * then: if a browser opens two pages at the same moment, the second cookie replaces the first, and the form of the
     * first page still has the token of the first cookie.
     */
    static void checkForm(Context context, boolean loggedIn) {
        var isOwn = isOwnForm(context, loggedIn) || (!loggedIn && Origin.isOwn(context));
        if (Origin.isForeign(context) || !isOwn) {
            throw new FailurePage.Refused("form", 403);
        }
    }

    /**
     * Logs in a person whom a password, a link or the provider lets in. Returns false if the person no longer exists or
     * is disabled now, or if {@code fits} is false for the person.
     *
     * @param fits whether the person, as stored now, may still log in; called while the person's row is locked
     */
    public boolean open(Visit visit, long personId, Predicate<PersonStore.Known> fits) {
        var session = database.write(
                "log in",
                transaction -> PersonStore.lock(transaction, personId)
                        .filter(known -> !known.person().disabled() && fits.test(known))
                        .map(known -> start(transaction, visit, personId)));
        session.ifPresent(started -> give(visit, started));
        return session.isPresent();
    }

    /**
     * A session that was started.
     *
     * @param word the secret word of its cookie
     */
    public record Started(long personId, String word) {
        /** Hides the word from logs and error messages. */
        @Override
        public String toString() {
            return "Started[" + personId + "]";
        }
    }

    /**
     * Starts a session within the transaction that lets the person in. The previous session of the browser ends, so
     * that its cookie becomes worthless.
     */
    public Started start(Transaction transaction, Visit visit, long personId) {
        visit.visitor().ifPresent(before -> SessionStore.end(transaction, before.id(), visit.sessionId()));
        var word = Secrets.create();
        var id = Secrets.create().substring(0, 12);
        SessionStore.start(
                transaction,
                Secrets.digest(word),
                personId,
                new SessionStore.Session(id, visit.now(), visit.now(), visit.address(), visit.browser()));
        AuditStore.write(transaction, new Act(0, personId, visit.address(), visit.now()), AuditAction.LOG_IN, personId);
        return new Started(personId, word);
    }

    /** Gives the browser the cookie of a session that was started. */
    public void give(Visit visit, Started started) {
        set(visit.context(), SESSION, started.word, "");
        set(visit.context(), FORM, "", "; Max-Age=0");
    }

    /**
     * Gives the browser a cookie that says that the person has logged in from this browser. The cookie is signed with
     * the hash of the password: nothing is stored, every server accepts the cookie, and a new password makes the cookie
     * invalid.
     *
     * @param hash the hash of the person's password
     */
    public void know(Visit visit, long personId, String hash) {
        var browser = Secrets.create();
        set(
                visit.context(),
                KNOWN,
                browser + "." + signature(personId, browser, hash),
                "; Max-Age=" + KNOWN_FOR.toSeconds());
    }

    /**
     * The random word that {@link #know} gave this browser; empty unless the browser has a cookie that is valid for
     * this person and the current password.
     */
    public Optional<String> knownBrowser(Visit visit, PersonStore.Known known) {
        return cookie(visit.context(), KNOWN)
                .map(cookie -> cookie.split("\\.", -1))
                .filter(parts -> parts.length == 2 && !known.hash().isEmpty())
                .filter(parts -> Secrets.same(parts[1], signature(known.person().id(), parts[0], known.hash())))
                .map(parts -> parts[0]);
    }

    private static String signature(long personId, String browser, String hash) {
        return Secrets.signature("browser " + personId + " " + browser, hash);
    }

    /**
     * Gives the browser two cookies, which are read when the provider sends the browser back. The cookie of the log-in
     * lasts ten minutes. The cookie of the place lasts an hour, so that the place is still known after a log-in that
     * took too long.
     *
     * @param word the random secret from which the values of a log-in through a provider are derived
     * @param place the page to go to after the log-in
     */
    public void remember(Visit visit, String word, String place) {
        set(visit.context(), PROVIDER, word, "; Max-Age=600");
        set(visit.context(), PLACE, place, "; Max-Age=3600");
    }

    /** The page to go to after a log-in through a provider; the start page if the browser has forgotten it. */
    public String rememberedPlace(Visit visit) {
        return PageRoute.ownPlace(
                Optional.ofNullable(visit.context().cookie(PLACE)).orElse(""));
    }

    /** The secret that {@link #remember} gave the browser; empty if no log-in through a provider is under way. */
    public Optional<String> remembered(Visit visit) {
        return cookie(visit.context(), PROVIDER);
    }

    /** Removes the cookies of the log-in through a provider. */
    public void forget(Visit visit) {
        set(visit.context(), PROVIDER, "", "; Max-Age=0");
        set(visit.context(), PLACE, "", "; Max-Age=0");
    }

    /** Removes the cookie of the session. */
    public void take(Visit visit) {
        set(visit.context(), SESSION, "", "; Max-Age=0");
    }

    private void set(Context context, String name, String word, String more) {
        var tls = secure || "https".equalsIgnoreCase(context.header("X-Forwarded-Proto"));
        context.res()
                .addHeader(
                        "Set-Cookie",
                        name + "=" + word + "; Path=/console; HttpOnly; SameSite=Lax" + (tls ? "; Secure" : "") + more);
    }

    private static Optional<String> cookie(Context context, String name) {
        return Optional.ofNullable(context.cookie(name)).filter(word -> !word.isEmpty() && word.length() <= LONGEST);
    }
}
