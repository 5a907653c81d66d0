package dev.daybook.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.daybook.domain.person.AuditAction;
import dev.daybook.domain.person.Role;
import dev.daybook.kit.Browser;
import dev.daybook.kit.ConsoleRecords;
import dev.daybook.kit.TestDatabase;
import dev.daybook.kit.TestServer;
import dev.daybook.kit.TestSettings;
import dev.daybook.store.person.PersonStore;
import dev.daybook.store.person.SessionStore;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * The audit has a line for each page that a person opens. The requests that an open page sends by itself get no lines
 * of their own, as long as they follow such a line closely enough.
 */
class ConsoleReadsTest {
    private static final String HOME = "/console/" + TestServer.CM_ID + "/";
    private static final Map<String, String> POLL = Map.of("HX-Request", "true");
    private static final Duration EVERY = Duration.ofMinutes(2);

    private final TestServer server = TestServer.start(TestDatabase.SQLITE.create(), TestSettings::console);
    private final ConsoleRecords records = ConsoleRecords.add(server, TestServer.CM_ID, "Meera", "9000000001");
    private final String ticket = HOME + "tickets/" + records.ticket();

    @AfterEach
    void stop() {
        server.close();
    }

    private void pass(Duration time) {
        server.clock.set(server.clock.instant().plus(time));
    }

    private long looks() {
        return ConsoleAudit.count(server, AuditAction.LOOK_AT_TICKET);
    }

    @Test
    void pollsOfAnOpenPageAreAuditedAsOneLook() {
        var agent = Browser.of(server, Role.AGENT, TestServer.CM_ID);
        agent.get(ticket);
        for (var poll = 0; poll < 20; poll++) {
            pass(Duration.ofSeconds(30));
            assertTrue(agent.get(ticket, POLL).body().contains("id=\"conversation\""));
        }
        assertEquals(1, looks());
        agent.get(ticket);
        assertEquals(2, looks(), "a page that a person opens again");
        var viewer = Browser.of(server, Role.VIEWER, TestServer.CM_ID);
        viewer.get(ticket, POLL);
        assertEquals(2, looks(), "a masked read is not audited");
    }

    /** A viewer finds nobody by a phone, so the page must not propose to search one. */
    @Test
    void aSearchThatFindsNobodyProposesOnlyWhatTheRoleFinds() {
        var search = HOME + "customers?q=9000000001";
        var viewer =
                Browser.of(server, Role.VIEWER, TestServer.CM_ID).get(search).body();
        assertTrue(viewer.contains("Your role finds customers by name, code and id only."), viewer);
        assertFalse(viewer.contains("digits of a phone"), viewer);
        var other = Browser.of(server, Role.AGENT, TestServer.CM_ID)
                .get(HOME + "customers?q=9000000009")
                .body();
        assertTrue(other.contains("digits of a phone") && !other.contains("Your role finds"), other);
    }

    @Test
    void aPollWithoutAnEarlierLookIsAudited() {
        var other = HOME + "tickets/"
                + ConsoleRecords.add(server, TestServer.CM_ID, "Ravi", "9000000002")
                        .ticket();
        var agent = Browser.of(server, Role.AGENT, TestServer.CM_ID);
        agent.get(ticket, POLL);
        assertEquals(1, looks(), "without a look before");
        agent.get(other, POLL);
        assertEquals(2, looks(), "of another ticket");
        Browser.of(server, Role.AGENT, TestServer.CM_ID).get(ticket, POLL);
        assertEquals(3, looks(), "of another session");
        agent.get(ticket + "?a=b", POLL);
        assertEquals(4, looks(), "what is no poll of a page");
        pass(Duration.ofMinutes(4));
        agent.get(ticket, POLL);
        assertEquals(5, looks(), "after a pause");
        for (var at = Duration.ZERO; at.compareTo(SessionStore.IDLE) <= 0; at = at.plus(EVERY)) {
            pass(EVERY);
            agent.get(HOME + "overview");
            assertEquals(200, agent.get(ticket, POLL).statusCode());
        }
        assertEquals(6, looks(), "longer than one line covers");
        server.clock.set(server.clock.instant().minus(Duration.ofHours(1)));
        agent.get(ticket, POLL);
        assertEquals(7, looks(), "the clock was set back");
    }

    @Test
    void anUnattendedPageDoesNotKeepItsSessionOpen() {
        var agent = Browser.of(server, Role.AGENT, TestServer.CM_ID);
        agent.get(ticket);
        for (var at = Duration.ZERO; at.plus(EVERY).compareTo(SessionStore.IDLE) < 0; at = at.plus(EVERY)) {
            pass(EVERY);
            assertEquals(200, agent.get(ticket, POLL).statusCode(), "after " + at);
        }
        pass(EVERY);
        assertEquals(401, agent.get(ticket, POLL).statusCode());
        assertEquals(303, agent.get(ticket).statusCode());
        assertEquals(1, looks());
        var busy = Browser.of(server, Role.AGENT, TestServer.CM_ID);
        for (var search = 0; search < 3; search++) {
            pass(Duration.ofMinutes(90));
            assertEquals(200, busy.get(HOME + "customers?q=Me", POLL).statusCode(), "typing counts as activity");
        }
    }

    @Test
    void pagesCannotBeReadAsEmbeddedContentOrByOtherSites() {
        var owner = Browser.of(server, Role.OWNER, TestServer.CM_ID);
        var before = ConsoleAudit.of(server);
        var days = "&from=2024-05-01&to=2024-05-04";
        var downloads = List.of("audit.csv", "data/download?kind=customers&form=csv" + days);
        var pages = List.of(
                "tickets/" + records.ticket(),
                "customers/" + records.customer(),
                "customers/" + records.customer() + "/edit",
                "orders/" + records.order());
        for (var part : List.of("image", "script", "style", "font", "iframe", "object", "video")) {
            for (var path : List.of(downloads.get(0), downloads.get(1), pages.get(0), pages.get(1), pages.get(3))) {
                var refused = owner.get(HOME + path, Map.of("Sec-Fetch-Dest", part, "Sec-Fetch-Site", "same-origin"));
                assertEquals(422, refused.statusCode(), part + " " + path);
                assertTrue(refused.body().contains("opened and downloaded only in the console itself"), path);
                assertFalse(refused.body().contains("9000000001"), path);
            }
        }
        for (var site : List.of("cross-site", "same-site")) {
            for (var path : downloads) {
                var refused = owner.get(HOME + path, Map.of("Sec-Fetch-Dest", "document", "Sec-Fetch-Site", site));
                assertEquals(422, refused.statusCode(), site + " " + path);
                assertTrue(refused.body().contains("opened and downloaded only in the console itself"), path);
            }
        }
        for (var site : List.of("cross-site", "same-site")) {
            for (var path : List.of(downloads.get(0), downloads.get(1), pages.get(0), pages.get(1), pages.get(3))) {
                var refused = owner.get(HOME + path, Map.of("Sec-Fetch-Dest", "empty", "Sec-Fetch-Site", site));
                assertEquals(422, refused.statusCode(), "a script of another site: " + site + " " + path);
            }
        }
        assertEquals(before, ConsoleAudit.of(server));
        for (var site : List.of("same-origin", "none")) {
            for (var path : downloads) {
                var sent = owner.file(HOME + path, Map.of("Sec-Fetch-Dest", "document", "Sec-Fetch-Site", site));
                assertEquals(200, sent.statusCode(), site + " " + path);
            }
        }
        for (var path : pages) {
            var linked = owner.get(HOME + path, Map.of("Sec-Fetch-Dest", "document", "Sec-Fetch-Site", "cross-site"));
            assertEquals(200, linked.statusCode(), "a link to a page in a mail: " + path);
        }
    }

    /**
     * The headers are those that Chromium sends for a page that it loads before anybody opens it, for example while a
     * person types into the address line. When the person opens the page, Chromium requests it again, because the first
     * answer is an error.
     */
    @Test
    void aPageThatTheBrowserLoadsBeforeItIsOpenedIsNoLook() {
        var owner = Browser.of(server, Role.OWNER, TestServer.CM_ID);
        var before = ConsoleAudit.of(server);
        for (var path : List.of(
                ticket,
                HOME + "customers/" + records.customer(),
                HOME + "customers/" + records.customer() + "/edit",
                HOME + "orders/" + records.order(),
                HOME + "audit.csv")) {
            for (var purpose : List.of("prefetch;prerender", "prefetch")) {
                var early = owner.get(
                        path, Map.of("Sec-Purpose", purpose, "Sec-Fetch-Dest", "document", "Sec-Fetch-Site", "none"));
                assertEquals(422, early.statusCode(), purpose + " " + path);
                assertFalse(early.body().contains("9000000001"), path);
            }
            assertEquals(422, owner.get(path, Map.of("Purpose", "prefetch")).statusCode(), path);
        }
        assertEquals(before, ConsoleAudit.of(server));
        var opened = owner.get(ticket, Map.of("Sec-Fetch-Dest", "document", "Sec-Fetch-Site", "none"));
        assertEquals(200, opened.statusCode());
        assertEquals(1, looks());
    }

    @Test
    void anImageInAFaqEntryCausesNoRequest() {
        var manager = Browser.of(server, Role.MANAGER, TestServer.CM_ID);
        manager.get(HOME + "faq/new");
        var preview = manager.post(HOME + "faq/new", "detail", "![x](" + HOME + "audit.csv)", "preview", "1");
        assertTrue(preview.body().contains("<p>x</p>"), preview.body());
        assertFalse(preview.body().contains("<img"), preview.body());
    }

    @Test
    void theExportOfTheAuditHasNoSpreadsheetFormulas() {
        var cells = Map.of(
                "\uff1d1+1@shop.example", "'\uff1d1+1@shop.example",
                "\u200b=1+1@shop.example", "'\u200b=1+1@shop.example",
                "a;=1+1@shop.example", "\"a;=1+1@shop.example\"");
        cells.forEach((email, cell) -> {
            var person = server.stores
                    .database()
                    .write(transaction -> PersonStore.add(transaction, email, "Eve", true, Instant.EPOCH))
                    .orElseThrow();
            Browser.loggedIn(server, person).get(ticket);
            var csv = Browser.of(server, Role.OWNER, TestServer.CM_ID)
                    .get(HOME + "audit.csv")
                    .body();
            assertTrue(csv.contains("," + cell + ","), csv);
        });
    }
}
