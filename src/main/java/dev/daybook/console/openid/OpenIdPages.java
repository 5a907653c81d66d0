package dev.daybook.console.openid;

import dev.daybook.console.frame.PageAnswer;
import dev.daybook.console.frame.PageRoute;
import dev.daybook.console.frame.Secrets;
import dev.daybook.console.frame.Sessions;
import dev.daybook.console.frame.Visit;
import dev.daybook.domain.request.SenderAddress;
import dev.daybook.domain.request.Shares;
import dev.daybook.store.Database;
import dev.daybook.store.person.PersonStore;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Log-in through the provider: a page that redirects to the provider, and the page to which the provider sends the
 * browser back. The provider says who a person is; Daybook decides what the person may do, and lets in only people of
 * the console.
 */
public final class OpenIdPages {
    private static final Logger LOG = LoggerFactory.getLogger(OpenIdPages.class);

    /**
     * The maximum number of log-ins of one address that may use the provider at a time. One call is left to other
     * addresses.
     */
    static final int SHARE = ProviderCalls.MAX_CALLS - 1;

    /** Limits the log-ins of each address. {@link ProviderCalls} limits the calls of all addresses together. */
    private final Shares addresses = new Shares(Integer.MAX_VALUE, SHARE);

    private final Database database;
    private final Sessions sessions;
    private final Optional<OpenIdSettings> settings;
    private final Optional<OpenIdProvider> provider;

    public OpenIdPages(Database database, Sessions sessions, Optional<OpenIdSettings> settings) {
        this.database = database;
        this.sessions = sessions;
        this.settings = settings;
        this.provider = settings.map(OpenIdProvider::new);
    }

    /**
     * GET openid: redirects to {@link #leave} under the host of {@code --console-url}. The provider sends the browser
     * back to that host, so the cookie of the log-in must be set by that host. Redirects even if the request seems to
     * be for that host: behind a proxy, the request may not name the host that the browser used.
     */
    public PageAnswer start(Visit visit) {
        return settings.map(OpenIdSettings::begin)
                .map(page ->
                        PageAnswer.redirect(page + "?to=" + URLEncoder.encode(place(visit), StandardCharsets.UTF_8)))
                .orElseGet(() -> failed(visit, place(visit), noProvider()));
    }

    /** GET openid/begin: redirects to the provider. */
    public PageAnswer leave(Visit visit) {
        var place = place(visit);
        return asking(visit, place, () -> {
            var request = new LoginRequest(Secrets.create());
            var page = provider().loginPage(request);
            sessions.remember(visit, request.word(), place);
            return PageAnswer.redirect(page.toString());
        });
    }

    /**
     * GET openid/answer: logs the person in after the provider's answer. Unlike a wrong password, a refused answer does
     * not count for the rate limit of an address. It cannot be a guess: a code belongs to the browser that asked for it
     * (by PKCE and the nonce), so even a stolen code lets nobody else in. And many people may have one address, in an
     * office or behind a proxy.
     */
    public PageAnswer enter(Visit visit) {
        var place = sessions.rememberedPlace(visit);
        return asking(visit, place, () -> {
            var request = sessions.remembered(visit)
                    .map(LoginRequest::new)
                    .filter(own -> Secrets.same(own.state(), visit.query("state")));
            if (request.isEmpty()) {
                // The answer does not refuse the person: the log-in took too long, or the browser has begun another.
                return failed(visit, place, "old", "the answer is for no log-in that this browser has under way");
            }
            // Forget the log-in only now: the answer of an older tab, or of another site, must not end the current one.
            sessions.forget(visit);
            return enter(visit, place, provider().email(request.get(), code(visit)));
        });
    }

    private static String place(Visit visit) {
        return PageRoute.ownPlace(visit.query("to"));
    }

    private OpenIdProvider provider() throws LoginFailure {
        return provider.orElseThrow(OpenIdPages::noProvider);
    }

    private static LoginFailure noProvider() {
        return LoginFailure.refused("this server has no provider");
    }

    private static String code(Visit visit) throws LoginFailure {
        var code = visit.query("code");
        if (code.isEmpty()) {
            throw LoginFailure.ofError(visit.query("error"));
        }
        return code;
    }

    /**
     * A reply that may need calls to the provider. The log-in fails while {@link #SHARE} other requests of the same
     * address wait for such a reply. After a failure, returns a redirect to the form to log in, because the person may
     * log in again, or by password.
     *
     * @param place the page to go to after the log-in
     */
    private PageAnswer asking(Visit visit, String place, Asking reply) {
        var share = addresses.take(SenderAddress.counted(visit.address()), 1);
        if (share.isEmpty()) {
            return failed(
                    visit,
                    place,
                    LoginFailure.away("too many log-ins of one address ask the provider at a time", null));
        }
        try {
            return reply.get();
        } catch (LoginFailure failure) {
            return failed(visit, place, failure);
        } finally {
            share.get().close();
        }
    }

    /** A reply that needs the provider. */
    private interface Asking {
        PageAnswer get() throws LoginFailure;
    }

    private PageAnswer enter(Visit visit, String place, String email) {
        var person = database.read(transaction -> PersonStore.find(transaction, email));
        if (person.isEmpty() || !sessions.open(visit, person.get().person().id(), known -> true)) {
            LOG.atInfo()
                    .addKeyValue("address", visit.address())
                    .log("the provider let in somebody who is not a person of the console");
            return toForm("openid", place);
        }
        return PageAnswer.redirect(place);
    }

    private static PageAnswer failed(Visit visit, String place, LoginFailure failure) {
        return failed(visit, place, failure.isAway() ? "away" : "openid", String.valueOf(failure.getMessage()));
    }

    private static PageAnswer failed(Visit visit, String place, String failed, String logged) {
        LOG.atWarn().addKeyValue("address", visit.address()).log("log-in by OpenID Connect failed: {}", logged);
        return toForm(failed, place);
    }

    /** A redirect to the form to log in, with the reason of the failure and the page to go to after the log-in. */
    private static PageAnswer toForm(String failed, String place) {
        var to = place.equals("/console") ? "" : "&to=" + URLEncoder.encode(place, StandardCharsets.UTF_8);
        return PageAnswer.redirect("/console/login?failed=" + failed + to);
    }
}
