package dev.daybook.console.openid;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import dev.daybook.console.page.LoginLimit;
import dev.daybook.domain.person.Role;
import dev.daybook.kit.Browser;
import dev.daybook.kit.SeenLog;
import dev.daybook.kit.TestDatabase;
import dev.daybook.kit.TestPerson;
import dev.daybook.kit.TestServer;
import dev.daybook.kit.TestSettings;
import dev.daybook.kit.Waits;
import dev.daybook.server.Stores;
import dev.daybook.store.person.PersonStore;
import dev.daybook.store.person.SessionStore;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jose4j.jwa.AlgorithmConstraints;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.NumericDate;
import org.jose4j.keys.HmacKey;
import org.jose4j.lang.JoseException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Log-in through an OpenID Connect provider: it lets the right person in, and nobody else. */
class OpenIdTest {
    private static final String EMAIL = "asha@shop.example";
    private static final String BEGIN = "/console/openid/begin";
    private static final String REFUSED = "/console/login?failed=openid";
    private static final String AWAY = "/console/login?failed=away";
    private static final String OLD = "/console/login?failed=old";
    private static final String TICKETS = "%2Fconsole%2F1000298%2Ftickets%3Flate%3D1";

    private final OpenIdStandIn provider = new OpenIdStandIn();
    private final TestServer server = TestServer.start(
            TestDatabase.SQLITE.create(), settings -> settings.console().openId(provider.settings()));
    private final Browser browser = Browser.of(server);

    @AfterEach
    void stop() {
        server.close();
        provider.close();
    }

    private void addPerson(boolean disabled) {
        addPerson(EMAIL, disabled);
    }

    private void addPerson(String email, boolean disabled) {
        var person = TestPerson.add(server, email, "Asha", TestServer.CM_ID, Role.AGENT);
        server.stores.database().run(transaction -> PersonStore.setDisabled(transaction, person.id(), disabled));
    }

    private String goTo(String path) {
        return goTo(browser, path);
    }

    private static String goTo(Browser browser, String path) {
        return goTo(browser, path, 0);
    }

    /**
     * Opens a path behind a proxy. All browsers have addresses of one network; the address of this one ends with the
     * number. Returns the address of the redirect.
     */
    private static String goTo(Browser browser, String path, int number) {
        var answer = browser.get(path, Map.of("X-Forwarded-For", "2001:db8::" + number));
        assertEquals(303, answer.statusCode(), answer.body());
        return answer.headers().firstValue("Location").orElseThrow();
    }

    /** Logs in through the provider. Returns the address to which the browser is finally sent. */
    private String logIn() {
        var page = goTo(BEGIN);
        return page.equals(AWAY) ? page : goTo(provider.logIn(URI.create(page)));
    }

    /**
     * When the provider lets the person in, the person is being disabled, but the change is not committed yet. The
     * log-in must wait for the change, and be refused.
     */
    @ParameterizedTest
    @EnumSource
    void aPersonDisabledDuringTheLogInIsRefused(TestDatabase database) throws Exception {
        var url = database.create();
        try (var own = TestServer.start(
                        url,
                        TestServer.patient(),
                        settings -> settings.console().openId(provider.settings()));
                var other = Stores.open(url)) {
            var person = other.database()
                    .write(transaction -> PersonStore.add(transaction, EMAIL, "Asha", true, own.clock.instant())
                            .orElseThrow());
            var asha = Browser.of(own);
            var answer = provider.logIn(URI.create(goTo(asha, BEGIN)));
            var logIn = other.database().write(transaction -> {
                PersonStore.setDisabled(transaction, person.id(), true);
                SessionStore.endAll(transaction, person.id());
                var entered = CompletableFuture.supplyAsync(() -> goTo(asha, answer));
                assertThrows(
                        TimeoutException.class,
                        () -> entered.get(1, TimeUnit.SECONDS),
                        "the log-in does not wait for the change");
                return entered;
            });
            assertEquals(REFUSED, logIn.get(60, TimeUnit.SECONDS));
            assertEquals(
                    303, asha.get("/console/" + TestServer.CM_ID + "/overview").statusCode(), "nobody is logged in");
        }
    }

    private boolean isLoggedIn() {
        return browser.get("/console/" + TestServer.CM_ID + "/overview").statusCode() == 200;
    }

    private void assertRefused(String where) {
        assertEquals(REFUSED, where);
        assertFalse(isLoggedIn());
        var page = browser.get(where);
        assertEquals(200, page.statusCode());
        assertTrue(page.body().contains("did not let you in"), page.body());
    }

    private void assertOld(String where) {
        assertEquals(OLD, where);
        assertFalse(isLoggedIn());
        var page = browser.get(where).body();
        assertTrue(page.contains("took more than ten minutes"), page);
        assertFalse(page.contains("did not let you in"), page);
    }

    @Tag("jdk")
    @Test
    void aPersonLogsInThroughTheProvider() {
        addPerson(false);
        assertTrue(browser.get("/console/login").body().contains("href=\"/console/openid?to="));
        assertEquals("/console", logIn());
        assertTrue(isLoggedIn());
        assertFalse(browser.cookies.containsKey("daybook_provider"), "the cookie of the log-in is deleted");
    }

    /**
     * A log-in on another host is first redirected to the host of the redirect URI. Otherwise its cookie would be of
     * another host than the provider's answer.
     */
    @Test
    void aLogInBeginsAtTheHostOfTheRedirectUri() {
        assertEquals(OpenIdStandIn.CONSOLE + BEGIN + "?to=%2Fconsole", goTo("/console/openid"));
        assertFalse(browser.cookies.containsKey("daybook_provider"));
    }

    @ParameterizedTest
    @CsvSource({
        "/console/1000298/tickets?status=P&late=1, /console/1000298/tickets?status=P&late=1",
        "/console/1000298/customers?q=%E0%A4%AE+x, /console/1000298/customers?q=%E0%A4%AE+x",
        "/console/1000298/customers?q=Tata%20(Pune)!, /console/1000298/customers?q=Tata%20(Pune)!",
        "//evil.example, /console",
        "https://evil.example/, /console"
    })
    void aLogInThroughTheProviderLeadsToTheWantedPlace(String to, String reached) {
        addPerson(false);
        var begin = goTo("/console/openid?to=" + URLEncoder.encode(to, StandardCharsets.UTF_8));
        assertEquals(
                OpenIdStandIn.CONSOLE + BEGIN + "?to=" + URLEncoder.encode(reached, StandardCharsets.UTF_8), begin);
        var page = goTo(begin.substring(OpenIdStandIn.CONSOLE.toString().length()));
        assertEquals(reached, goTo(provider.logIn(URI.create(page))));
        assertTrue(isLoggedIn());
        assertFalse(browser.cookies.containsKey("daybook_place"), "the cookie of the place is deleted");
    }

    @Test
    void aRefusedLogInKeepsTheWantedPlace() {
        var page = goTo(BEGIN + "?to=" + TICKETS);
        assertEquals(REFUSED + "&to=" + TICKETS, goTo(provider.logIn(URI.create(page))));
        assertTrue(browser.get(REFUSED + "&to=" + TICKETS).body().contains("/tickets?late=1\""));
    }

    @Test
    void aLogInWithoutTheProviderKeepsTheWantedPlace() {
        provider.close();
        assertEquals(AWAY + "&to=" + TICKETS, goTo(BEGIN + "?to=" + TICKETS));
    }

    /**
     * The cookie holds the page to open after the log-in. A page of a neighbouring host can set it, because anybody may
     * know its name.
     */
    @Test
    void aForgedPlaceLeadsToNoOtherSite() {
        addPerson(false);
        var page = goTo(BEGIN);
        browser.with("daybook_place", "//evil.example/");
        assertEquals("/console", goTo(provider.logIn(URI.create(page))));
    }

    @Test
    void aRefusedLogInIsLoggedWithTheAddress() {
        try (var log = SeenLog.of(OpenIdPages.class).from(Level.INFO)) {
            assertEquals(REFUSED, logIn());
            provider.signedByAnotherKey();
            assertEquals(REFUSED, logIn());
            assertEquals(2, log.events().size(), log.text());
            for (var event : log.events()) {
                assertTrue(event.getKeyValuePairs().toString().contains("address=\"127.0.0.1\""), log.text());
            }
        }
    }

    @Test
    void theEmailIsComparedWithoutCase() {
        addPerson(false);
        provider.claims(claims -> claims.setStringClaim("email", "Asha@Shop.Example"));
        assertEquals("/console", logIn());
    }

    /**
     * Some ways to fold letters make these two e-mails equal. The owner of the second one must not be logged in as the
     * person with the first one.
     */
    @ParameterizedTest
    @CsvSource({
        "asha@strasse.example, asha@stra\u00dfe.example",
        "asha@stra\u00dfe.example, asha@strasse.example",
        "asha@strasse.example, a\u017fha@strasse.example",
        "mike@github.example, mike@g\u0131thub.example",
        "mike@github.example, mi\u212ae@github.example",
        "zo\u00eb@shop.example, zoe\u0308@shop.example"
    })
    void aLookAlikeEmailIsRefused(String email, String other) {
        addPerson(email, false);
        provider.claims(claims -> claims.setStringClaim("email", other));
        assertRefused(logIn());
        provider.claims(claims -> claims.setStringClaim("email", email));
        assertEquals("/console", logIn(), "the own one lets in");
    }

    @Test
    void theClientSecretIsSentInTheFormIfTheProviderRequiresIt() {
        addPerson(false);
        provider.discovery(
                document -> document.put("token_endpoint_auth_methods_supported", List.of("client_secret_post")));
        assertEquals("/console", logIn());
    }

    @Test
    void theLogInOfAnUnknownPersonIsRefused() {
        assertRefused(logIn());
    }

    @Test
    void theLogInOfADisabledPersonIsRefused() {
        addPerson(true);
        assertRefused(logIn());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "iss",
                "aud",
                "two audiences without azp of this server",
                "sub",
                "exp",
                "iat",
                "nonce",
                "no nonce",
                "email",
                "email_verified",
                "no email_verified"
            })
    void aTokenWithAWrongClaimIsRefused(String claim) {
        addPerson(false);
        provider.claims(claims -> spoil(claims, claim));
        assertRefused(logIn());
    }

    private static void spoil(JwtClaims claims, String claim) {
        switch (claim) {
            case "iss" -> claims.setIssuer("https://other.example");
            case "aud" -> claims.setAudience("another");
            case "two audiences without azp of this server" -> {
                claims.setAudience(OpenIdStandIn.CLIENT, "another");
                claims.setStringClaim("azp", "another");
            }
            case "exp" ->
                claims.setExpirationTime(
                        NumericDate.fromSeconds(NumericDate.now().getValue() - 300));
            case "nonce" -> claims.setStringClaim("nonce", "another");
            case "no nonce" -> claims.unsetClaim("nonce");
            case "email_verified" -> claims.setClaim("email_verified", false);
            case "no email_verified" -> claims.unsetClaim("email_verified");
            default -> claims.unsetClaim(claim);
        }
    }

    /**
     * A provider may keep the e-mail out of its tokens, and state it only at the UserInfo endpoint (OpenID Connect Core
     * 1.0, section 5.4).
     */
    @Test
    void theEmailMayBeStatedAtTheUserInfoEndpoint() {
        addPerson(false);
        provider.emailOnlyInUserInfo(info -> {});
        assertEquals("/console", logIn());
        assertTrue(isLoggedIn());
    }

    @Test
    void anEmailInTheTokenNeedsNoUserInfoEndpoint() {
        addPerson(false);
        provider.emailOnlyInUserInfo(info -> {}).claims(claims -> {}).failing("/userinfo", 500);
        assertEquals("/console", logIn());
    }

    /**
     * Some providers put the e-mail into the token, and whether they verified it only into UserInfo. Columns: what
     * UserInfo has as e-mail and as its verification; whether the log-in succeeds.
     */
    @ParameterizedTest
    @CsvSource({
        "asha@shop.example, true, true",
        "Asha@Shop.Example, true, true",
        "asha@shop.example, false, false",
        "asha@shop.example,, false",
        "other@shop.example, true, false",
        ", true, false"
    })
    void missingClaimsAreReadFromTheUserInfoEndpoint(String email, Boolean verified, boolean entered) {
        addPerson(false);
        provider.emailOnlyInUserInfo(info -> {
                    info.put("email", email);
                    info.put("email_verified", verified);
                })
                .claims(claims -> claims.unsetClaim("email_verified"));
        if (entered) {
            assertEquals("/console", logIn());
        } else {
            assertRefused(logIn());
        }
    }

    /** The signed token says that the e-mail is not verified, and this decides, whatever UserInfo says. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void anEmailThatTheTokenMarksAsUnverifiedIsRefused(boolean inToken) {
        addPerson(false);
        provider.emailOnlyInUserInfo(info -> {}).failing("/userinfo", 500).claims(claims -> {
            claims.setClaim("email_verified", false);
            if (!inToken) {
                claims.unsetClaim("email");
            }
        });
        assertRefused(logIn());
    }

    @ParameterizedTest
    @CsvSource({"sub, 18", "email,", "email, other@shop.example", "email_verified,", "email_verified, false"})
    void aUserInfoWithAWrongClaimIsRefused(String claim, String value) {
        addPerson(false);
        provider.emailOnlyInUserInfo(info -> info.put(claim, value));
        assertRefused(logIn());
    }

    @Test
    void aUserInfoWithoutASubjectIsTreatedAsAnOutage() {
        addPerson(false);
        provider.emailOnlyInUserInfo(info -> info.remove("sub"));
        assertEquals(AWAY, logIn());
    }

    @Test
    void anAccessTokenWithALineBreakIsTreatedAsAnOutage() {
        addPerson(false);
        provider.emailOnlyInUserInfo(info -> {}).accessToken("a\nb");
        assertEquals(AWAY, logIn());
    }

    @Test
    void aTokenSignedByAnotherKeyIsRefused() {
        addPerson(false);
        provider.signedByAnotherKey();
        assertRefused(logIn());
    }

    @Test
    void aTokenWithoutSignatureIsRefused() {
        addPerson(false);
        provider.token(token -> Base64.getUrlEncoder()
                        .withoutPadding()
                        .encodeToString("{\"alg\":\"none\"}".getBytes(StandardCharsets.UTF_8))
                + "." + token.split("\\.", -1)[1] + ".");
        assertRefused(logIn());
    }

    @Test
    void aTokenSignedWithThePublicKeyAsSharedSecretIsRefused() {
        addPerson(false);
        provider.token(token -> {
            var signed = new JsonWebSignature();
            signed.setPayload(
                    new String(Base64.getUrlDecoder().decode(token.split("\\.", -1)[1]), StandardCharsets.UTF_8));
            signed.setKey(new HmacKey(provider.publicKey()));
            signed.setKeyIdHeaderValue("one");
            signed.setAlgorithmHeaderValue(AlgorithmIdentifiers.HMAC_SHA256);
            signed.setAlgorithmConstraints(AlgorithmConstraints.NO_CONSTRAINTS);
            try {
                return signed.getCompactSerialization();
            } catch (JoseException impossible) {
                throw new IllegalStateException(impossible);
            }
        });
        assertRefused(logIn());
    }

    @Test
    void aChangedTokenIsRefused() {
        addPerson(false);
        provider.token(token -> token.substring(0, token.length() - 8) + "AAAAAAAA");
        assertRefused(logIn());
    }

    @Test
    void anAnswerForAnotherBrowserIsRefused() {
        addPerson(false);
        var answer = provider.logIn(URI.create(goTo(BEGIN)));
        browser.cookies.remove("daybook_provider");
        assertOld(goTo(answer));
        goTo(BEGIN);
        assertOld(goTo(answer));
    }

    /** Browsers drop the cookie of a log-in after ten minutes. The person must not be told to ask an owner. */
    @Test
    void aLogInThatTookTooLongIsReportedAsSuchAndKeepsTheWantedPlace() {
        addPerson(false);
        var begun = browser.get(BEGIN + "?to=" + TICKETS);
        var given = String.join("\n", begun.headers().allValues("Set-Cookie"));
        assertTrue(given.matches("(?s).*daybook_provider=[^\n]*Max-Age=600\\b.*"), given);
        assertTrue(given.matches("(?s).*daybook_place=[^\n]*Max-Age=3600\\b.*"), given);
        var answer =
                provider.logIn(URI.create(begun.headers().firstValue("Location").orElseThrow()));
        browser.cookies.remove("daybook_provider");
        assertEquals(OLD + "&to=" + TICKETS, goTo(answer));
        assertOld(OLD);
    }

    /**
     * A browser begins a second log-in before the provider answers the first one. The older answer is refused, but the
     * newer log-in can still be completed.
     */
    @Test
    void anAnswerForAnOlderLogInDoesNotEndTheNewerOne() {
        addPerson(false);
        var older = provider.logIn(URI.create(goTo(BEGIN)));
        var newer = provider.logIn(URI.create(goTo(BEGIN)));
        assertOld(goTo(older));
        assertEquals("/console", goTo(newer));
        assertFalse(browser.cookies.containsKey("daybook_provider"), "an answer of its own ends it");
    }

    @Test
    void anAnswerOfTheProviderIsAcceptedOnlyOnce() {
        addPerson(false);
        var answer = provider.logIn(URI.create(goTo(BEGIN)));
        var cookie = browser.cookies.get("daybook_provider");
        assertEquals("/console", goTo(answer));
        browser.cookies.clear();
        browser.with("daybook_provider", cookie);
        assertRefused(goTo(answer));
    }

    /** Begins a log-in. Returns the state, which the provider returns with its answer. */
    private String state() {
        return URI.create(goTo(BEGIN)).getQuery().replaceAll(".*state=([^&]*).*", "$1");
    }

    @ParameterizedTest
    @CsvSource({
        "access_denied, " + REFUSED + ", the provider answers access_denied",
        "server_error, " + AWAY + ", the provider answers server_error",
        "temporarily_unavailable, " + AWAY + ", the provider answers temporarily_unavailable",
        "asha%0Aforged, " + REFUSED + ", the provider answers neither a code nor an error",
        "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa, " + REFUSED + ", the provider answers neither a code nor an error",
        "'', " + REFUSED + ", the provider answers neither a code nor an error"
    })
    void anErrorOfTheProviderIsLogged(String error, String where, String logged) {
        addPerson(false);
        try (var log = SeenLog.of(OpenIdPages.class)) {
            assertEquals(where, goTo("/console/openid/answer?error=" + error + "&state=" + state()));
            assertWarned(log, logged);
        }
    }

    private static void assertWarned(SeenLog log, String reason) {
        assertEquals(1, log.events().size(), log.text());
        var event = log.events().get(0);
        assertEquals(Level.WARN, event.getLevel());
        assertEquals("log-in by OpenID Connect failed: " + reason, event.getFormattedMessage());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "?error=access_denied", "?code=one&state=two"})
    void anAnswerWithoutALogInUnderWayIsRefusedAndLogged(String query) {
        addPerson(false);
        for (var begun : List.of(false, true)) {
            if (begun) {
                goTo(BEGIN);
            }
            try (var log = SeenLog.of(OpenIdPages.class)) {
                assertOld(goTo("/console/openid/answer" + query));
                assertWarned(log, "the answer is for no log-in that this browser has under way");
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "/.well-known/openid-configuration, 403",
        "/.well-known/openid-configuration, 500",
        "/token, 404",
        "/token, 408",
        "/token, 429",
        "/token, 500",
        "/token, 503",
        "/keys, 404",
        "/keys, 429",
        "/userinfo, 401",
        "/userinfo, 503"
    })
    void aFailingProviderIsReportedAsUnavailable(String path, int status) {
        addPerson(false);
        provider.emailOnlyInUserInfo(info -> {}).failing(path, status);
        assertEquals(AWAY, logIn());
        assertTrue(browser.get(AWAY).body().contains("does not work now"));
    }

    /**
     * Errors of the token endpoint (RFC 6749, section 5.2): some are about the person, others about this server's
     * registration. Columns: status and body of the answer, where the browser is sent, the error code in the log.
     */
    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "400, {\"error\":\"invalid_grant\"}, " + REFUSED + ", ` invalid_grant`",
                "403, {\"error\":\"invalid_grant\"}, " + REFUSED + ", ` invalid_grant`",
                "403, {\"error\":\"access_denied\"}, " + REFUSED + ", ` access_denied`",
                "403, <html>, " + REFUSED + ", ``",
                "401, {\"error\":\"invalid_client\"}, " + AWAY + ", ` invalid_client`",
                "400, {\"error\":\"invalid_client\"}, " + AWAY + ", ` invalid_client`",
                "403, {\"error\":\"unauthorized_client\"}, " + AWAY + ", ` unauthorized_client`",
                "401, {\"error\":\"asha\\nforged\"}, " + AWAY + ", ``",
                "400, {\"error\":17}, " + AWAY + ", ``",
                "400, [], " + AWAY + ", ``",
                "401, ``, " + AWAY + ", ``"
            })
    void aRefusalByTheTokenEndpointIsLogged(int status, String body, String where, String code) {
        addPerson(false);
        provider.refusing(status, body);
        try (var log = SeenLog.of(OpenIdPages.class)) {
            assertEquals(where, logIn());
            assertWarned(log, "/token of the provider answers " + status + code);
        }
    }

    @Test
    void aProviderThatSendsNoBodyIsReportedAsUnavailable() {
        provider.trickling();
        assertEquals(AWAY, assertTimeoutPreemptively(Duration.ofMinutes(2), () -> goTo(BEGIN)));
    }

    @Test
    void aProviderThatIsDownIsReportedAsUnavailable() {
        provider.close();
        assertEquals(AWAY, goTo(BEGIN));
    }

    @Test
    void aProviderWithAnotherIssuerIsReportedAsUnavailable() {
        provider.discovery(document -> document.put("issuer", "https://other.example"));
        assertEquals(AWAY, goTo(BEGIN));
    }

    @ParameterizedTest
    @CsvSource({
        "authorization_endpoint, not an address",
        "token_endpoint, not an address",
        "token_endpoint, /token",
        "jwks_uri, ftp://login.example/keys",
        "userinfo_endpoint, /userinfo"
    })
    void aProviderWithAnInvalidEndpointIsReportedAsUnavailable(String name, String address) {
        addPerson(false);
        provider.emailOnlyInUserInfo(info -> {}).discovery(document -> document.put(name, address));
        assertEquals(AWAY, logIn());
    }

    /** Without TLS, others could read the client secret and the tokens, or replace the keys that verify tokens. */
    @ParameterizedTest
    @ValueSource(strings = {"authorization_endpoint", "token_endpoint", "jwks_uri", "userinfo_endpoint"})
    void anEndpointWithoutTlsIsNotCalled(String name) {
        addPerson(false);
        provider.emailOnlyInUserInfo(info -> {})
                .discovery(document -> document.put(name, "http://login.example/" + name));
        try (var log = SeenLog.of(OpenIdPages.class)) {
            assertEquals(AWAY, logIn());
            assertWarned(log, "the provider's " + name + " must begin with https:// (or be on this machine)");
        }
    }

    @Test
    void aNewLogInEndsThePreviousSessionOfTheBrowser() {
        addPerson(false);
        assertEquals("/console", logIn());
        var before = browser.cookies.get("daybook_session");
        assertEquals("/console", logIn());
        browser.with("daybook_session", before);
        assertFalse(isLoggedIn());
    }

    /**
     * An answer with a wrong code does not count for the rate limit of the browser's address, unlike a wrong password:
     * nobody can log in by guessing a code, and many people may share the address.
     */
    @Test
    void wrongAnswersDoNotBlockLaterLogIns() {
        addPerson(false);
        for (var count = 0; count < LoginLimit.OF_ADDRESS + 2; count++) {
            assertEquals(REFUSED, goTo("/console/openid/answer?code=wrong&state=" + state()));
        }
        assertEquals("/console", logIn());
        assertTrue(isLoggedIn());
    }

    /**
     * One address gets only a part of the calls to the provider. Otherwise it could use up all calls, and nobody else
     * could log in. A call ends after five seconds; a trial that takes longer on a busy machine is repeated.
     */
    @Test
    void oneAddressCannotUseAllCallsToTheProvider() {
        var waited = false;
        for (var trial = 0; trial < 5 && !waited; trial++) {
            try (var silent = new OpenIdStandIn();
                    var own = TestServer.start(
                            TestDatabase.SQLITE.create(),
                            settings ->
                                    settings.console().openId(silent.settings()).trustedProxies("127.0.0.1"))) {
                var browsers = Stream.generate(() -> Browser.of(own))
                        .limit(OpenIdPages.SHARE + 1)
                        .toList();
                waited = leaveAQuestion(silent, browsers);
            }
        }
        assertTrue(waited, "each time, another log-in ended before the last one was answered");
    }

    /**
     * All browsers but the last one wait for the provider, which does not answer; so the last one gets no call to the
     * provider. Each browser has another address of the same network, as one machine may have. Returns whether the
     * others still waited when the last one was answered.
     */
    private static boolean leaveAQuestion(OpenIdStandIn silent, List<Browser> browsers) {
        var answers = browsers.stream()
                .map(one -> silent.logIn(URI.create(goTo(one, BEGIN))))
                .toList();
        silent.trickling();
        var last = browsers.size() - 1;
        var waiting = IntStream.range(0, last)
                .mapToObj(at -> CompletableFuture.supplyAsync(() -> goTo(browsers.get(at), answers.get(at), at)))
                .toList();
        Waits.until(() -> silent.redeemed() >= OpenIdPages.SHARE, () -> silent.redeemed() + " are redeemed");
        assertEquals(AWAY, goTo(browsers.get(last), answers.get(last), last));
        var redeemed = silent.redeemed();
        var waited = waiting.stream().noneMatch(CompletableFuture::isDone);
        waiting.forEach(answer -> assertEquals(AWAY, answer.join()));
        if (waited) {
            assertEquals(OpenIdPages.SHARE, redeemed, "the provider is not asked");
        }
        return waited;
    }

    @Test
    void aServerWithoutAProviderRefusesLogInThroughOne() {
        try (var plain = TestServer.start(TestDatabase.SQLITE.create(), TestSettings::console)) {
            var other = Browser.of(plain);
            assertFalse(other.get("/console/login").body().contains("/console/openid"));
            for (var path : List.of("/console/openid", BEGIN)) {
                try (var log = SeenLog.of(OpenIdPages.class)) {
                    assertEquals(REFUSED, goTo(other, path));
                    assertWarned(log, "this server has no provider");
                }
            }
        }
    }

    @Test
    void invalidProviderSettingsAreRefused() {
        var console = URI.create("https://daybook.example");
        for (var issuer : List.of("http://login.example", "login.example", "ftp://login.example")) {
            assertThrows(IllegalArgumentException.class, () -> new OpenIdSettings(issuer, "a", "b", console), issuer);
        }
        for (var address :
                List.of("http://daybook.example", "https://daybook.example/x", "https://daybook.example?x")) {
            assertThrows(
                    IllegalArgumentException.class,
                    () -> new OpenIdSettings("https://login.example", "a", "b", URI.create(address)),
                    address);
        }
        for (var address : List.of("http://asha:topsecret@login.example", "https://asha:topsecret@login.example/x")) {
            var refused = assertThrows(
                    IllegalArgumentException.class,
                    () -> new OpenIdSettings("https://login.example", "a", "b", URI.create(address)));
            assertFalse(refused.getMessage().contains("topsecret"), refused::getMessage);
        }
        var settings = new OpenIdSettings("https://login.example", "a", "topsecret", console);
        assertFalse(settings.toString().contains("topsecret"));
        assertEquals(
                "https://daybook.example/console/openid/answer",
                settings.answer().toString());
    }
}
