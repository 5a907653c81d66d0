package dev.daybook.console;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.daybook.cli.demo.DemoAccount;
import dev.daybook.console.frame.Secrets;
import dev.daybook.domain.RecordKind;
import dev.daybook.domain.account.Account;
import dev.daybook.domain.account.Author;
import dev.daybook.domain.account.EmployeeName;
import dev.daybook.domain.account.Rights;
import dev.daybook.domain.person.LinkKind;
import dev.daybook.domain.person.Role;
import dev.daybook.domain.ticket.AssociateFields;
import dev.daybook.domain.ticket.TicketChange;
import dev.daybook.domain.webhook.Secret;
import dev.daybook.domain.webhook.Webhook;
import dev.daybook.kit.Browser;
import dev.daybook.kit.Chromium;
import dev.daybook.kit.StoredValues;
import dev.daybook.kit.TestDatabase;
import dev.daybook.kit.TestPassword;
import dev.daybook.kit.TestPerson;
import dev.daybook.kit.TestServer;
import dev.daybook.kit.TestSettings;
import dev.daybook.store.DatabaseUrl;
import dev.daybook.store.account.AccountStore;
import dev.daybook.store.imports.ImportRuns;
import dev.daybook.store.person.LinkStore;
import dev.daybook.store.person.MembershipStore;
import dev.daybook.store.person.PersonStore;
import dev.daybook.store.person.SavedFilterStore;
import dev.daybook.store.person.SavedFilterStore.SavedFilter;
import dev.daybook.store.webhook.Deliveries;
import dev.daybook.store.webhook.WebhookStore;
import dev.daybook.wire.Paths;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

/** Tests the console in a real browser. -Dscreenshots names a folder in which pictures of the pages are kept. */
class ConsoleBrowserTest {
    private static final String HOME = "/console/" + TestServer.CM_ID + "/";
    private static final String EMAIL = "asha@shop.example";
    private static final String LATE = "status=P&priority=&assignee=&late=1&order=new";
    private static final String DONE = "status=C&priority=&assignee=&late=&order=new";
    private static final Instant NOW = Instant.parse("2026-11-26T10:45:00Z");
    private static final String PICTURES = System.getProperty("screenshots", "");

    private record Look(int width, boolean dark) {
        @Override
        public String toString() {
            return width + (dark ? "-dark" : "-light");
        }
    }

    /**
     * The looks for most pages: each width and each colour scheme occurs once, because few style rules depend on both.
     */
    private static final List<Look> FEW = List.of(new Look(1_400, false), new Look(390, true));

    /**
     * All combinations of width and colour scheme: for pictures, and for pages whose style depends on both (navigation
     * and calendar of the proof).
     */
    private static final List<Look> ALL =
            List.of(new Look(1_400, false), new Look(1_400, true), new Look(390, false), new Look(390, true));

    private static final List<Look> LOOKS = PICTURES.isEmpty() ? FEW : ALL;

    private static Chromium browser;

    /** The URL of an SQLite database with the records of a demo. */
    private static String demo;

    @BeforeAll
    static void startBrowser() {
        browser = Chromium.start();
        demo = TestDatabase.SQLITE.newUrl();
        try (var server = TestServer.start(DatabaseUrl.parse(demo))) {
            server.clock.set(NOW);
            DemoAccount.fill(server);
        }
    }

    @AfterAll
    static void closeBrowser() {
        // Null if there is no Chromium here.
        if (browser != null) {
            browser.close();
        }
    }

    /** Starts a server with the records of a demo and with a person of this role. */
    private static TestServer start(Role role) {
        var server = TestServer.start(DatabaseUrl.parse(TestDatabase.SQLITE.copyOf(demo)), TestSettings::console);
        server.clock.set(NOW);
        TestPerson.addWithPassword(server, EMAIL, "Asha Rao", TestServer.CM_ID, role);
        var account = new Account(TestServer.CM_ID, "Example Traders", Account.DEFAULT_ZONE, "{}");
        server.stores.database().write(transaction -> AccountStore.set(transaction, account));
        return server;
    }

    private static void logIn() {
        logIn(EMAIL);
    }

    private static void logIn(String email) {
        browser.open(HOME + "overview");
        browser.type("email", email);
        browser.type("password", TestPassword.TEXT);
        browser.click("Log in");
        browser.await("Open tickets");
    }

    private static String link(TestServer server) {
        var word = Secrets.create();
        server.stores.database().write(transaction -> {
            LinkStore.put(
                    transaction,
                    Secrets.digest(word),
                    new LinkStore.Link(LinkKind.SET_UP, 0),
                    server.clock.instant(),
                    Instant.MAX);
            return true;
        });
        return "/console/link/" + word;
    }

    @Test
    void everyPageIsAccessibleInEachWidthAndColourScheme() {
        try (var server = start(Role.OWNER)) {
            browser.begin(server);
            var found = new ArrayList<Executable>();
            var link = link(server);
            callSometimesInVain(server);
            leaveTraces(server);
            browser.look(ALL.get(0).width, ALL.get(0).dark);
            check("/console/login", "login-" + ALL.get(0), found);
            check(link, "link-" + ALL.get(0), found);
            logIn();
            for (var page : pages(server)) {
                browser.open(HOME + page.get(1));
                each(page.get(0), page.get(0).equals("data") ? ALL : LOOKS, found, () -> {
                    var text = browser.text();
                    found.add(() -> assertTrue(text.contains("Times in " + Account.DEFAULT_ZONE), text));
                });
            }
            for (var page : List.of("sessions", "nothing")) {
                browser.open("/console/" + page);
                each(page, ALL, found, () -> {});
            }
            assertAll(found);
        }
    }

    /** Sends requests, some of which fail, so that the page of requests is not empty. */
    private static void callSometimesInVain(TestServer server) {
        var day = "{\"cm_id\":1000298,\"createStartDate\":\"2026-11-25\",\"createEndDate\":\"2026-11-2";
        for (var body : List.of(day + "6\"}", day + "9\"}", day + "6\",\"citty\":\"Pune\"}", "{")) {
            server.post(Paths.PULL_CUSTOMERS, body);
        }
    }

    /**
     * Adds records so that a conversation has authors, a sub-status is long, the queue has saved filters, an import has
     * ended, and the webhook has a failed test.
     */
    private static void leaveTraces(TestServer server) {
        var stores = server.stores;
        var ticket = ticket(server);
        stores.database().write(transaction -> {
            var account = AccountStore.find(transaction, TestServer.CM_ID).orElseThrow();
            var person = PersonStore.find(transaction, EMAIL).orElseThrow().person();
            stores.tickets()
                    .update(
                            transaction,
                            account,
                            ticket,
                            new TicketChange(
                                    Optional.empty(),
                                    "Waiting for the customer's documents, second reminder",
                                    Map.of(),
                                    "",
                                    Optional.empty(),
                                    EmployeeName.NOBODY,
                                    Map.of(),
                                    "A new one is on its way. It comes tomorrow.",
                                    AssociateFields.NONE),
                            Rights.ALL,
                            Author.person(person.id()),
                            server.clock.instant());
            for (var filter : List.of(new SavedFilter("Late ones", LATE), new SavedFilter("मेरे टिकट", DONE))) {
                SavedFilterStore.put(transaction, TestServer.CM_ID, person.id(), filter);
            }
            var run = ImportRuns.start(
                    transaction,
                    TestServer.CM_ID,
                    RecordKind.CUSTOMER,
                    "digest",
                    "crm-export-november.csv",
                    4_000,
                    server.clock.instant());
            ImportRuns.advance(transaction, run, run.after(1_500, 1_420, 80, server.clock.instant()), Map.of());
            WebhookStore.set(
                    transaction,
                    new Webhook(TestServer.CM_ID, URI.create("http://127.0.0.1:1/hook"), Secret.create(), true));
            return stores.outbox().putTest(transaction, TestServer.CM_ID, "{}", server.clock.instant());
        });
    }

    private static void check(String path, String name, List<Executable> found) {
        browser.open(path);
        check(name, found);
    }

    private static void check(String name, List<Executable> found) {
        var accessibility = browser.accessibility();
        var foreign = browser.foreignRequests();
        var overflow = browser.overflow();
        var outOfSight = browser.outOfSight();
        var shared = browser.sharedNames();
        var cut = browser.cutMarks();
        var complaints = browser.complaints().stream()
                .filter(line -> !line.contains("404") && !line.contains("favicon"))
                .toList();
        found.add(() -> assertEquals(List.of(), accessibility, name));
        found.add(() -> assertEquals(List.of(), foreign, name));
        found.add(() -> assertEquals(0, overflow, name + " is wider than the window"));
        found.add(() -> assertEquals(List.of(), outOfSight, name));
        found.add(() -> assertEquals(List.of(), shared, name));
        found.add(() -> assertEquals(List.of(), cut, name));
        found.add(() -> assertEquals(List.of(), complaints, name));
        if (!PICTURES.isEmpty()) {
            browser.picture(Path.of(PICTURES, name + ".jpg"));
        }
    }

    private static List<List<String>> pages(TestServer server) {
        var customer = one(server, "SELECT id FROM customer WHERE customer_code = 'C100990'");
        var ticket = ticket(server);
        var order = one(server, "SELECT max(id) FROM sales_order");
        var entry = one(server, "SELECT min(id) FROM faq_entry");
        var key = one(server, "SELECT max(id) FROM api_key");
        return List.of(
                List.of("overview", "overview"),
                List.of("customers", "customers"),
                List.of("customer", "customers/" + customer),
                List.of("customer-form", "customers/" + customer + "/edit"),
                List.of("customer-erase", "customers/" + customer + "/erase"),
                List.of("tickets", "tickets"),
                List.of("tickets-saved", "tickets?" + LATE),
                List.of("tickets-of-customer", "tickets?status=all&customer=" + customer),
                List.of("ticket", "tickets/" + ticket),
                List.of("ticket-form", "tickets/new"),
                List.of("orders", "orders"),
                List.of("orders-not-found", "orders?q=SO-1001&customer=" + customer),
                List.of("order", "orders/" + order),
                List.of("faq", "faq"),
                List.of("faq-entry", "faq/" + entry),
                List.of("faq-form", "faq/" + entry + "/edit"),
                List.of("data", "data"),
                List.of("data-compare", "data/compare"),
                List.of("data-import", "data/import"),
                List.of("data-removal", "data/unfinished/" + one(server, "SELECT max(id) FROM import_run")),
                List.of("keys", "developers"),
                List.of("key-form", "developers/keys/new"),
                List.of("requests", "developers/keys/" + key),
                List.of("webhook", "developers/webhook"),
                List.of("settings", "settings"),
                List.of("people", "people"),
                List.of("audit", "audit"));
    }

    private static long ticket(TestServer server) {
        return one(server, "SELECT number FROM ticket WHERE notes > 0 ORDER BY created_at DESC LIMIT 1");
    }

    private static long one(TestServer server, String sql) {
        return StoredValues.number(server.stores.database(), sql);
    }

    @Test
    void theSandboxPageIsAccessibleInEachWidthAndColourScheme() {
        try (var server = TestServer.startSandbox(Account.DEFAULT_ZONE, TestSettings::console)) {
            browser.begin(server);
            TestPerson.addWithPassword(server, EMAIL, "Demo Owner", TestServer.CM_ID, Role.OWNER);
            browser.look(1_400, false);
            logIn();
            browser.open(HOME + "settings/sandbox");
            browser.choose("kind", "Late answer");
            browser.clickAt("//button[.='Add']");
            browser.await("The fault is added.");
            browser.clickAt("//button[.='+ 1 day']");
            browser.await("The clock is set.");
            browser.open(HOME + "settings/sandbox");
            var found = new ArrayList<Executable>();
            each("sandbox", found);
            assertAll(found);
        }
    }

    @Test
    void anAgentCanDoTheUsualWork() {
        try (var server = start(Role.AGENT)) {
            browser.begin(server);
            logIn();
            browser.open(HOME + "customers");
            browser.press("/");
            assertEquals("q", browser.focus(), "a key leads to the search");
            // A script does not escape parentheses, unlike a form.
            browser.type("q", "(9000000042)");
            browser.await("C100042");
            browser.clickAt("//button[.='हिन्दी']");
            browser.await("ग्राहक");
            assertTrue(browser.text().contains("C100042"), "the language button keeps the search");
            assertFalse(browser.text().contains("C100990"), "the language button keeps the search");
            browser.clickAt("//button[.='English']");
            browser.await("Customers");
            browser.clickAt("//td[@class='main']/a");
            browser.await("Time line");
            browser.click("Add a ticket");
            browser.type("title", "Where is my parcel?");
            browser.click("Save");
            browser.await("The ticket is added.");
            browser.type("reply", "It comes tomorrow.\n  10 to 12   Pune");
            browser.choose("sub-status", "Resolved");
            browser.click("Save");
            browser.await("Saved.");
            var said = browser.text();
            assertTrue(said.contains("It comes tomorrow.\n  10 to 12   Pune"), said);
            assertTrue(said.contains("Resolved"), said);
            browser.clickAt("//button[.='Log out']");
            browser.await("You are logged out.");
            browser.open(HOME + "overview");
            assertEquals("/console/login", browser.path());
        }
    }

    /** With many categories, entries below the tree are many screens down, and many keys away. */
    @Test
    void theEntriesThatSomebodyAskedForComeBeforeTheTreeOfTheFaq() {
        try (var server = start(Role.VIEWER)) {
            browser.begin(server);
            logIn();
            browser.look(390, false);
            browser.open(HOME + "faq");
            assertTrue(browser.isShownBefore(".tree", ".entries"), "nothing is asked for yet");
            browser.clickAt("//nav//a[.='Changing an order']");
            browser.await("How do I cancel an order?");
            assertTrue(browser.isShownBefore(".entries", ".tree"), "a category");
            browser.type("q", "basket");
            browser.await("Choose an address and a day.");
            assertTrue(browser.isShownBefore(".entries", ".tree"), "words");
            browser.look(1_400, false);
            assertTrue(browser.isShownBefore(".tree", ".entries"), "there is room for both");
            browser.open(HOME + "faq?q=basket");
            browser.press("j\n");
            browser.await("Orders / Placing an order");
            assertTrue(browser.path().matches(HOME + "faq/[0-9]+"), browser.path());
        }
    }

    /** A printed list must have all columns, and say whose list it is and which part of it. */
    @Test
    void aPrintedListIsWhole() {
        try (var server = start(Role.OWNER)) {
            browser.begin(server);
            callSometimesInVain(server);
            logIn();
            // The audit gets a line.
            browser.open(HOME + "tickets/" + ticket(server));
            browser.print();
            var found = new ArrayList<Executable>();
            var key = one(server, "SELECT max(id) FROM api_key");
            for (var page : List.of(
                    "customers", "tickets", "orders", "developers", "developers/keys/" + key, "people", "audit")) {
                browser.open(HOME + page);
                var cut = browser.cutInPrint();
                var tables = browser.shows("table");
                var controls = browser.shows("button, .button, .bulk, td input, summary, .side a");
                found.add(() -> assertEquals(List.of(), cut, page));
                found.add(() -> assertTrue(tables, page + " has a table"));
                found.add(() -> assertFalse(controls, page + " shows controls, which do nothing on paper"));
            }
            browser.open(HOME + "tickets?" + LATE);
            var text = browser.text();
            assertTrue(text.contains("Example Traders") && text.contains("Late only"), text);
            assertTrue(text.contains("Times in " + Account.DEFAULT_ZONE), text);
            assertAll(found);
        }
    }

    /**
     * A colleague changes the ticket while a reply is typed but not sent. The page must show the changes and keep the
     * typed text.
     */
    @Test
    void aTicketPageUpdatesItselfButKeepsTypedText() {
        try (var server = start(Role.AGENT)) {
            browser.begin(server);
            logIn();
            var ticket = HOME + "tickets/" + ticket(server);
            browser.open(ticket);
            browser.type("reply", "Half of a sen");
            var colleague = Browser.of(server, Role.AGENT, TestServer.CM_ID);
            colleague.get(ticket);
            assertEquals(
                    303,
                    colleague
                            .post(ticket, "reply", "It is lost.", "sub-status", "RS", "set-priority", "3")
                            .statusCode());
            browser.renew("conversation");
            browser.await("It is lost.");
            var text = browser.text();
            for (var part : List.of("head", "history", "details")) {
                assertTrue(
                        browser.text("ticket-" + part).contains(part.equals("details") ? "Critical" : "Resolved"),
                        text);
            }
            browser.click("Save");
            browser.await("Half of a sen");
            role(server, one(server, "SELECT id FROM person WHERE email = '" + EMAIL + "'"), false);
            browser.renew("conversation");
            browser.await("the marked parts of this page may be out of date");
            browser.clickAt("//*[@id='ticket-history'][contains(@class, 'old')]");
        }
    }

    /** Otherwise somebody who uses the keyboard could not follow a link of a part that is reloaded every 2 seconds. */
    @Test
    void aPartThatRenewsItselfKeepsTheFocus() {
        try (var server = start(Role.OWNER)) {
            browser.begin(server);
            var stores = server.stores;
            var now = server.clock.instant();
            var run = stores.database().write(transaction -> {
                var receiver = URI.create("http://127.0.0.1:1/hook");
                WebhookStore.set(transaction, new Webhook(TestServer.CM_ID, receiver, Secret.create(), true));
                stores.outbox().putTest(transaction, TestServer.CM_ID, "{}", now);
                // The test call stays under way: nobody ends it, and the clock of the server stands still.
                assertEquals(
                        1,
                        Deliveries.take(transaction, TestServer.CM_ID, 1, now).size());
                return ImportRuns.start(transaction, TestServer.CM_ID, RecordKind.CUSTOMER, "digest", "crm.csv", 4, now)
                        .id();
            });
            logIn();
            browser.open(HOME + "developers/webhook");
            browser.await("Under way");
            assertEquals("test-reload", browser.focusedAfterRenewal("#test", "a"));
            assertEquals("test-send", browser.focusedAfterRenewal("#test", "button"));
            browser.open(HOME + "data/import");
            assertEquals("removal-" + run, browser.focusedAfterRenewal("#unfinished", "a"));
        }
    }

    /**
     * In a field of the type email, browsers refuse an e-mail with letters beyond ASCII, or send another one. The
     * log-in must accept it.
     */
    @Test
    void aPersonWhoseEmailIsNotAsciiLogsIn() {
        try (var server = start(Role.AGENT)) {
            browser.begin(server);
            server.stores
                    .database()
                    .run(transaction -> transaction
                            .handle()
                            .execute(
                                    "UPDATE person SET email = ?, email_key = ? WHERE email = ?",
                                    "आशा@straße.example",
                                    "आशा@straße.example",
                                    EMAIL));
            logIn("आशा@straße.example");
        }
    }

    @Test
    void filesAreComparedAndImported(@TempDir Path folder) throws IOException {
        try (var server = start(Role.MANAGER)) {
            browser.begin(server);
            var found = new ArrayList<Executable>();
            logIn();
            var copy = Browser.of(server, Role.MANAGER, TestServer.CM_ID)
                    .get(HOME + "data/download?kind=customers&form=csv&from=2026-11-01&to=2026-11-26")
                    .body();
            var lines = copy.lines().toList();
            var file = Files.writeString(
                    folder.resolve("customers-november.csv"),
                    String.join("\r\n", lines.subList(0, lines.size() - 3)) + "\r\n");
            browser.open(HOME + "data/compare");
            browser.attach("file", file);
            browser.click("Compare");
            browser.await("days differ");
            each("data-compared", found);
            var faq = Files.writeString(
                    folder.resolve("faq.csv"), "category,title,detail\nOrders,Where is my order?,On its way.\n");
            browser.open(HOME + "data/import?kind=faq");
            browser.attach("file", faq);
            browser.click("Send the file");
            browser.await("What the columns are");
            browser.clickAt("//input[@name='replace']");
            browser.click("Rehearse");
            browser.await("What would be deleted");
            each("data-import-replaced", found);
            var rows = Files.writeString(folder.resolve("crm-export.csv"), """
                    Customer code;Name;E-mail;City;Since;Loyalty points
                    N1;Meera Nair;meera@mail.example;पुणे;03/04/2024;120
                    N2;Ravi Kumar;;Chennai;04/04/2024;15
                    N3;Kiran Rao;kiran@mail.example;Mysuru;31/02/2024;
                    N4;Asha Iyer;asha@mail.example;Kochi;05/04/2024;7
                    """);
            browser.open(HOME + "data/import");
            browser.attach("file", rows);
            browser.click("Send the file");
            browser.await("What the columns are");
            browser.choose("column.2", "email");
            browser.choose("column.4", "created_at");
            browser.choose("column.5", "Keep");
            browser.type("dates", "dd/MM/yyyy");
            each("data-import-columns", found);
            browser.click("Rehearse");
            browser.await("Nothing would be imported");
            each("data-import-refused", found);
            browser.click("Change the choices");
            browser.await("How to read it");
            browser.clickAt("//input[@name='skip']");
            browser.click("Rehearse");
            browser.await("The file can be imported.");
            assertEquals("all-imports", browser.focusedAfterRenewal("main", "[href$='data/import']"));
            browser.withoutScripts();
            browser.click("Import now");
            browser.await("The file is imported.");
            browser.open(HOME + "customers?q=N4");
            browser.await("Asha Iyer");
            assertAll(found);
        }
    }

    /** Checks the open page in each look, and leaves it in the first one. */
    private static void each(String name, List<Executable> found) {
        each(name, LOOKS, found, () -> {});
    }

    /**
     * Checks the open page in each of these looks, and runs {@code more} in each. Leaves the page in the first look.
     */
    private static void each(String name, List<Look> looks, List<Executable> found, Runnable more) {
        for (var place = looks.size() - 1; place >= 0; place--) {
            var look = looks.get(place);
            browser.look(look.width, look.dark);
            assertTrue(browser.hasLook(look.width, look.dark), name + "-" + look);
            check(name + "-" + look, found);
            more.run();
        }
    }

    @Test
    void anOwnerCanWorkWithoutJavaScript() {
        try (var server = start(Role.OWNER)) {
            browser.begin(server);
            browser.withoutScripts();
            logIn();
            browser.open(HOME + "customers");
            browser.type("q", "9000000042");
            browser.click("Search");
            browser.await("C100042");
            browser.open(HOME + "developers/keys/new");
            browser.type("label", "web shop");
            browser.click("Create a key");
            browser.await("The key is made");
            browser.click("I have copied it");
            browser.await("web shop");
            browser.open(HOME + "faq/new");
            browser.type("category", "Parcels");
            browser.type("title", "When does my parcel come?");
            browser.type("detail", "Within *two* days.");
            browser.click("Preview");
            browser.await("Within two days.");
            browser.click("Save");
            browser.await("Saved.");
            browser.clickAt("//button[@lang='hi']");
            browser.await("सामान्य प्रश्न");
        }
    }

    /**
     * Simulates that an owner takes the person's role away while a list is open. A search then fails, and the page must
     * say that the list may be out of date; after a successful search it must not.
     */
    @Test
    void aFailedSearchMarksItsListAsOutdated() {
        try (var server = start(Role.AGENT)) {
            browser.begin(server);
            logIn();
            browser.open(HOME + "customers");
            var person = one(server, "SELECT id FROM person WHERE email = '" + EMAIL + "'");
            role(server, person, false);
            browser.type("q", "9000000042");
            browser.await("the marked parts of this page may be out of date");
            role(server, person, true);
            browser.type("q", "9000000043");
            browser.await("C100043");
            assertFalse(browser.text().contains("the marked parts of this page may be out of date"), browser.text());
            browser.open(HOME + "faq");
            browser.type("q", "a b c d e f g h i j k l m n o p q r s t u v w x y z aa bb cc dd ee ff gg hh");
            browser.await("Search for at most 32 words");
        }
    }

    /**
     * Simulates that an owner makes the manager an agent while this person writes an entry. The preview then fails, but
     * the page keeps the text and says how to save it.
     */
    @Test
    void aFailedPreviewKeepsTheText() {
        try (var server = start(Role.MANAGER)) {
            browser.begin(server);
            logIn();
            browser.open(HOME + "faq/new");
            browser.type("category", "Parcels");
            browser.type("title", "When does my parcel come?");
            browser.type("detail", "Within *two* days.");
            role(server, one(server, "SELECT id FROM person WHERE email = '" + EMAIL + "'"), true);
            browser.click("Preview");
            browser.await("copy what you wrote on this page, and reload the page");
        }
    }

    private static void role(TestServer server, long person, boolean has) {
        server.stores.database().run(transaction -> {
            if (has) {
                MembershipStore.put(transaction, TestServer.CM_ID, person, Role.AGENT);
            } else {
                MembershipStore.remove(transaction, TestServer.CM_ID, person);
            }
        });
    }
}
