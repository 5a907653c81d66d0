package dev.daybook.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.daybook.domain.person.Role;
import dev.daybook.kit.Browser;
import dev.daybook.kit.ConsoleRecords;
import dev.daybook.kit.StatementFaults;
import dev.daybook.kit.TestDatabase;
import dev.daybook.kit.TestServer;
import dev.daybook.kit.TestSettings;
import dev.daybook.store.DatabaseUrl;
import dev.daybook.store.person.SessionStore;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A session ends while a page is open, or cannot be read when a form is sent. The page keeps what it shows, and what
 * its person wrote is not lost.
 */
class LoggedOutTest {
    private static final String HOME = "/console/" + TestServer.CM_ID + "/";
    private static final String REPLY = "Dear Asha, the kettle <b>comes</b> tomorrow.";
    private static final String SHOWN = "Dear Asha, the kettle &lt;b&gt;comes&lt;/b&gt; tomorrow.";
    private static final Map<String, String> OWN = Map.of("Sec-Fetch-Site", "same-origin");

    private final StatementFaults faults = new StatementFaults();
    private final TestServer server =
            TestServer.start(DatabaseUrl.parse(TestDatabase.SQLITE.newUrl()), faults.options(), TestSettings::console);
    private final String ticket = HOME
            + "tickets/"
            + ConsoleRecords.add(server, TestServer.CM_ID, "Meera", "9000000001")
                    .ticket();
    private final Browser agent = Browser.of(server, Role.AGENT, TestServer.CM_ID);

    @AfterEach
    void stop() {
        server.close();
    }

    private void endSession() {
        server.clock.set(server.clock.instant().plus(SessionStore.IDLE).plusSeconds(1));
    }

    /**
     * The script of a page requests parts of the page. If the answer is an error, the script changes nothing; after a
     * redirect it would replace the part by nothing.
     */
    @Test
    void aPartialRequestWithoutASessionGets401InsteadOfARedirect() {
        endSession();
        for (var path : List.of(ticket, HOME + "customers?q=Me")) {
            assertEquals(401, agent.get(path, Map.of("HX-Request", "true")).statusCode(), path);
            assertEquals(303, agent.get(path).statusCode(), path);
        }
    }

    @Test
    void aTextSentAfterTheSessionEndedIsShownAgain() {
        agent.get(ticket);
        endSession();
        var answer = agent.postAs(ticket, agent.formWord(), OWN, "reply", REPLY, "subStatus", "OP");
        assertEquals(401, answer.statusCode());
        assertTrue(answer.body().contains(SHOWN), answer.body());
        assertTrue(answer.body().contains("href=\"/console/login\" target=\"_blank\""), answer.body());
        assertFalse(Browser.of(server, Role.AGENT, TestServer.CM_ID)
                .get(ticket)
                .body()
                .contains("Dear Asha"));
    }

    /**
     * Browsers send Sec-Fetch-Site only over TLS, or to a server on their own machine. So a text that comes without
     * this header is shown again too, but not if the header names another site.
     */
    @Test
    void aTextSentWithoutTlsAfterTheSessionEndedIsShownAgain() {
        agent.get(ticket);
        var word = agent.formWord();
        endSession();
        var answer = agent.postAs(ticket, word, Map.of(), "reply", REPLY);
        assertEquals(401, answer.statusCode());
        assertTrue(answer.body().contains(SHOWN), answer.body());
        var foreign = agent.postAs(ticket, word, Map.of("Sec-Fetch-Site", "cross-site"), "reply", REPLY);
        assertFalse(foreign.body().contains("Dear Asha"), foreign.body());
    }

    /** The first read of the database already fails. It reads the session, before the form is read. */
    @Test
    void aTextSentWhileTheDatabaseFailsIsShownAgain() throws IOException {
        agent.get(ticket);
        faults.arm(StatementFaults.Kind.BROKEN, 1, Integer.MAX_VALUE);
        var answer = agent.postAs(ticket, agent.formWord(), Map.of(), "reply", REPLY);
        assertEquals(503, answer.statusCode());
        assertTrue(answer.body().contains(SHOWN), answer.body());
        var foreign = agent.postAs(ticket, agent.formWord(), Map.of("Sec-Fetch-Site", "cross-site"), "reply", REPLY);
        assertEquals(503, foreign.statusCode());
        assertFalse(foreign.body().contains("Dear Asha"), foreign.body());
        var large = agent.answerToHead(ticket, "application/x-www-form-urlencoded", 400_000);
        assertTrue(large.startsWith("HTTP/1.1 503 "), large);
        var file = agent.answerToHead(HOME + "data/import", "multipart/form-data; boundary=x", 400_000);
        assertTrue(file.startsWith("HTTP/1.1 503 "), "a file is not read: " + file);
        assertTrue(faults.disarm() >= 4);
        agent.get(ticket);
        assertEquals(303, agent.post(ticket, "reply", REPLY).statusCode());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "好的，明天送到您家。",
                "明日、やかんをお届けします。",
                "พรุ่งนี้กาต้มน้ำจะมาถึง",
                "https://parcels.example/kettle/of/asha"
            })
    void aTextWithoutBlanksIsShownAgainAfterTheSessionEnded(String reply) {
        endSession();
        var answer = agent.postAs(ticket, agent.formWord(), OWN, "reply", reply);
        assertTrue(answer.body().contains(reply), answer.body());
    }

    @Test
    void tokensAndIdsOfALostFormAreNotShownAgain() {
        var values = Map.of(
                "_once", "dGhlIHdvcmQgb2YgYSBmb3JtLCB3aGljaCBpcyBubyB0ZXh0",
                "id", "6f9619ff-8b86-d011-b42d-00c04fc964ff",
                "was", "MON TUE 09:00 18:00");
        endSession();
        for (var value : values.entrySet()) {
            var answer = agent.postAs(ticket, agent.formWord(), OWN, "reply", REPLY, value.getKey(), value.getValue());
            assertTrue(answer.body().contains(SHOWN), answer.body());
            assertFalse(answer.body().contains(value.getValue()), answer.body());
        }
    }

    @Test
    void aLongTextIsShownAgainAfterTheSessionEnded() {
        var reply = "केतली कल आएगी। ".repeat(1_000) + "आशा";
        endSession();
        var answer = agent.postAs(ticket, agent.formWord(), OWN, "reply", reply);
        assertEquals(401, answer.statusCode());
        assertTrue(answer.body().contains(reply), answer.body());
    }

    @Test
    void theTextOfAFormWithManyFieldsIsShownAgain() {
        var fields = new String[600];
        Arrays.fill(fields, "a");
        fields[599] = REPLY;
        endSession();
        var answer = agent.postAs(ticket, agent.formWord(), OWN, fields);
        assertEquals(401, answer.statusCode());
        assertTrue(answer.body().contains(SHOWN), answer.body());
    }

    /** The answer must not blame the size: a shorter text would not be stored either, because the session has ended. */
    @Test
    void aTooLargeFormGetsTheAnswerOfAnEndedSession() throws IOException {
        endSession();
        var large = agent.answerToHead(ticket, "application/x-www-form-urlencoded", 400_000);
        assertTrue(large.startsWith("HTTP/1.1 401 "), large);
        assertTrue(large.contains("You are logged out"), large);
        var fields = new String[4_000];
        Arrays.fill(fields, "a");
        var answer = agent.postAs(ticket, agent.formWord(), OWN, fields);
        assertEquals(401, answer.statusCode());
        assertTrue(answer.body().contains("You are logged out"), answer.body());
    }

    @Test
    void theTextOfAFormOfAnotherSessionIsShownAgain() {
        var other = Browser.of(server, Role.AGENT, TestServer.CM_ID);
        other.get(ticket);
        agent.get(ticket);
        var answer = agent.postAs(ticket, other.formWord(), OWN, "reply", REPLY);
        assertEquals(403, answer.statusCode());
        assertTrue(answer.body().contains(SHOWN), answer.body());
    }

    /** Without TLS, browsers send no Sec-Fetch-Site. But they send the origin of the page with the form. */
    @Test
    void theTextOfAFormOfAnotherSessionIsShownAgainWithoutTls() {
        var other = Browser.of(server, Role.AGENT, TestServer.CM_ID);
        other.get(ticket);
        agent.get(ticket);
        var own = Map.of("Origin", "http://" + server.consoleUri("/").getAuthority());
        var answer = agent.postAs(ticket, other.formWord(), own, "reply", REPLY);
        assertEquals(403, answer.statusCode());
        assertTrue(answer.body().contains(SHOWN), answer.body());
        agent.cookies.clear();
        var loggedOut = agent.postAs(ticket, other.formWord(), own, "reply", REPLY);
        assertEquals(401, loggedOut.statusCode());
        assertTrue(loggedOut.body().contains(SHOWN), loggedOut.body());
    }

    /**
     * A text that another site sent must not be shown: that site could otherwise show its words on a page of the
     * console.
     */
    @Test
    void textsSentByAnotherSiteAreNotShown() {
        var own = "http://" + server.consoleUri("/").getAuthority();
        for (var sent : List.of(
                Map.<String, String>of(),
                Map.of("Sec-Fetch-Site", "cross-site"),
                Map.of("Sec-Fetch-Site", "cross-site", "Origin", own),
                Map.of("Sec-Fetch-Site", "none", "Origin", own),
                Map.of("Origin", "null"),
                Map.of("Origin", "http://evil.example"),
                Map.of("Origin", own + ".evil.example"))) {
            var refused = agent.postAs(ticket, "", sent, "reply", REPLY);
            assertEquals(403, refused.statusCode());
            assertFalse(refused.body().contains("Dear Asha"), refused.body());
            var stranger = Browser.of(server).postAs(ticket, "", sent, "reply", REPLY);
            assertEquals(303, stranger.statusCode());
        }
    }

    /** Nobody wrote these values: the page has put the place into its form, and the sub-status comes from a list. */
    @Test
    void valuesThatNobodyWroteAreNotShown() {
        var place = HOME + "tickets?status=P&priority=&assignee=&late=&order=new";
        var refused = agent.postAs("/console/login", "", OWN, "to", place);
        assertEquals(403, refused.statusCode());
        assertFalse(refused.body().contains("What you wrote"), refused.body());
        endSession();
        for (var answer : List.of(
                agent.postAs("/console/language", "", OWN, "language", "hi", "to", place),
                agent.postAs(ticket, "", OWN, "reply", "Sent", "sub-status", "In Transit"))) {
            assertEquals(303, answer.statusCode(), answer.body());
            assertTrue(answer.headers().firstValue("Location").orElseThrow().startsWith("/console/login"));
        }
    }

    /** Otherwise a person would think that, for example, a leaked key is disabled now. */
    @Test
    void aFormWithoutTextsIsReportedAsNotStoredAndLeadsBackToItsPage() {
        endSession();
        var own = "http://" + server.consoleUri("/").getAuthority();
        var list = HOME + "tickets?status=P&late=1";
        for (var page : Map.of(
                        own + list + "&done=saved",
                        list,
                        own + HOME + "customers/1/edit",
                        HOME + "customers/1/edit",
                        own + HOME + "settings/calendar",
                        HOME + "settings",
                        own + HOME + "settings/sandbox/faults/remove",
                        HOME + "settings/sandbox",
                        own + HOME + "people/1/role",
                        HOME + "people",
                        own + HOME + "faq/categories/1/remove",
                        HOME + "faq",
                        own + HOME + "tickets/filters?status=P",
                        HOME + "tickets?status=P",
                        "http://evil.example/",
                        "/console",
                        "",
                        "/console")
                .entrySet()) {
            var answer = agent.postAs(HOME + "tickets", "", Map.of("Referer", page.getKey()), "number", "1");
            assertEquals(303, answer.statusCode(), answer.body());
            var where = answer.headers().firstValue("Location").orElseThrow();
            var to = URLEncoder.encode(page.getValue(), StandardCharsets.UTF_8);
            assertEquals("/console/login?failed=ended&to=" + to, where);
            var form = agent.get(where).body();
            assertTrue(form.contains("the form was not stored"), form);
        }
    }

    @Test
    void aLogOutAfterTheSessionEndedIsReportedAsDone() {
        endSession();
        var answer = agent.postAs("/console/logout", "", OWN);
        assertEquals(
                "/console/login?done=logged.out",
                answer.headers().firstValue("Location").orElseThrow());
    }

    @Test
    void theAnswerToARefusedLogInFormHasNoPassword() {
        var refused = agent.postAs("/console/login", "", OWN, "password", "seven blue boats", "email", "");
        assertEquals(403, refused.statusCode());
        assertFalse(refused.body().contains("seven blue boats"), refused.body());
    }
}
