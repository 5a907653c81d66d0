package dev.daybook.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.daybook.console.frame.Visit;
import dev.daybook.domain.PagePosition;
import dev.daybook.domain.account.Account;
import dev.daybook.domain.account.Author;
import dev.daybook.domain.account.Rights;
import dev.daybook.domain.customer.CustomerChange;
import dev.daybook.domain.customer.CustomerQuery;
import dev.daybook.domain.customer.ProfileField;
import dev.daybook.domain.order.OrderChange;
import dev.daybook.domain.person.Act;
import dev.daybook.domain.person.AuditAction;
import dev.daybook.domain.person.Role;
import dev.daybook.domain.ticket.TicketChange;
import dev.daybook.domain.ticket.TicketField;
import dev.daybook.domain.webhook.Secret;
import dev.daybook.domain.webhook.Webhook;
import dev.daybook.http.pipeline.ApiKeys;
import dev.daybook.kit.Browser;
import dev.daybook.kit.ConsoleRecords;
import dev.daybook.kit.StoredValues;
import dev.daybook.kit.TestCustomers;
import dev.daybook.kit.TestDatabase;
import dev.daybook.kit.TestFaq;
import dev.daybook.kit.TestServer;
import dev.daybook.kit.TestSettings;
import dev.daybook.kit.TestTickets;
import dev.daybook.kit.Together;
import dev.daybook.kit.Waits;
import dev.daybook.server.Stores;
import dev.daybook.store.DatabaseOptions;
import dev.daybook.store.DatabaseUrl;
import dev.daybook.store.account.AccountStore;
import dev.daybook.store.account.ApiKeyStore;
import dev.daybook.store.audit.AuditStore;
import dev.daybook.store.erasure.EraseAccount;
import dev.daybook.store.faq.FaqEdit;
import dev.daybook.store.faq.FaqLoad;
import dev.daybook.store.person.PersonStore;
import dev.daybook.store.webhook.OutboxView;
import dev.daybook.store.webhook.WebhookStore;
import dev.daybook.wire.Paths;
import dev.daybook.wire.admin.AdminOperation;
import java.net.URI;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A day's work in the console, on both databases: a program sees each change that was made in the console, and the
 * console each change of a program.
 */
class ConsoleWorkTest {
    private static final String HOME = "/console/" + TestServer.CM_ID + "/";
    private static final String LEFT_OUT = "Only the newest 50 tickets, 50 orders and 100 enquiries are shown here.";
    private static final String CUT = "Older entries are not shown here.";
    private static final Pattern HIDDEN = Pattern.compile("name=\"(_once|was)\" value=\"([^\"]+)\"");

    private static final PagePosition NEWEST = new PagePosition(Instant.parse("2100-01-01T00:00:00Z"), 0);

    private final ExecutorService senders = Executors.newCachedThreadPool();

    @AfterEach
    void stop() {
        senders.shutdownNow();
    }

    private static TestServer start(TestDatabase database) {
        return TestServer.start(database.create(), TestSettings::console);
    }

    private static String hidden(String page, String name) {
        return HIDDEN.matcher(page)
                .results()
                .filter(found -> found.group(1).equals(name))
                .map(found -> found.group(2))
                .findFirst()
                .orElseThrow();
    }

    @ParameterizedTest
    @EnumSource
    void aCustomerIsAddedFoundChangedAndErased(TestDatabase database) {
        try (var server = start(database)) {
            var owner = Browser.of(server, Role.OWNER, TestServer.CM_ID);
            var once = hidden(owner.get(HOME + "customers/new").body(), "_once");
            String[] fields = {
                "_once", once, "name", "Meera Nair", "phone", "+91 90000 12345", "customer_code", "C-7", "city", "पुणे"
            };
            var first = owner.post(HOME + "customers/new", fields);
            assertEquals(303, first.statusCode(), first.body());
            assertEquals(303, owner.post(HOME + "customers/new", fields).statusCode());
            for (var words : List.of("meera", "nair", "9000012345", "C-7")) {
                assertEquals(
                        1,
                        count(owner.get(HOME + "customers?q=" + words).body(), "Meera Nair</a>"),
                        "once, by " + words);
            }
            var refused = owner.post(HOME + "customers/new", "name", "Kiran", "city", "Mysuru", "email", "");
            assertEquals(422, refused.statusCode());
            assertTrue(refused.body().contains("value=\"Mysuru\""), "what was typed is kept");
            var path = link(owner.get(HOME + "customers?q=meera").body());
            var form = owner.get(path + "/edit").body();
            var was = hidden(form, "was");
            server.clock.set(server.clock.instant().plus(Duration.ofMinutes(1)));
            assertEquals(
                    303,
                    owner.post(
                                    path + "/edit",
                                    "was",
                                    was,
                                    "name",
                                    "Meera Menon",
                                    "phone",
                                    "+91 90000 12345",
                                    "customer_code",
                                    "C-7",
                                    "city",
                                    "पुणे",
                                    "contact.0.person",
                                    "Ravi",
                                    "contact.0.phone",
                                    "9000054321")
                            .statusCode());
            var ravi = new CustomerQuery(0, "", "9000054321");
            var found = server.client().customers().find(ravi).orElseThrow();
            assertEquals("Meera Menon", found.name());
            assertTrue(found.contacts().stream()
                    .anyMatch(contact -> contact.contactPerson().equals("Ravi")));
            var late = owner.post(path + "/edit", "was", was, "name", "Someone Else", "phone", "1");
            assertEquals(422, late.statusCode(), "changed meanwhile");
            assertTrue(late.body().contains("value=\"Someone Else\""), "what was typed is kept");
            var id = path.substring(path.lastIndexOf('/') + 1);
            owner.get(path + "/erase");
            assertEquals(422, owner.post(path + "/erase", "confirm", "yes").statusCode());
            assertEquals(303, owner.post(path + "/erase", "confirm", id).statusCode());
            assertEquals(404, owner.get(path).statusCode());
            assertEquals(Optional.empty(), server.client().customers().find(ravi));
            var audit = ConsoleAudit.of(server);
            assertEquals(
                    1, audit.stream().filter(AuditAction.ADD_CUSTOMER::equals).count(), audit::toString);
            assertEquals(
                    1,
                    audit.stream().filter(AuditAction.CHANGE_CUSTOMER::equals).count());
            assertEquals(
                    1, audit.stream().filter(AuditAction.ERASE_CUSTOMER::equals).count());
        }
    }

    @ParameterizedTest
    @EnumSource
    void onlyOneOfSeveralConcurrentSavesIsStored(TestDatabase database) throws Exception {
        try (var server = start(database)) {
            var customer = ConsoleRecords.add(server, TestServer.CM_ID, "Meera", "9000000001")
                    .customer();
            var path = HOME + "customers/" + customer + "/edit";
            var browsers = Stream.generate(() -> Browser.of(server, Role.AGENT, TestServer.CM_ID))
                    .limit(6)
                    .toList();
            for (var round = 1; round <= 5; round++) {
                var was = "";
                for (var browser : browsers) {
                    was = hidden(browser.get(path).body(), "was");
                }
                server.clock.set(server.clock.instant().plus(Duration.ofMinutes(1)));
                var saves = new ArrayList<Callable<Integer>>();
                for (var browser : browsers) {
                    String[] fields = {"was", was, "name", "Meera " + saves.size() + " of round " + round};
                    saves.add(() -> browser.post(path, fields).statusCode());
                }
                var stored = 0;
                for (var status : Together.run(saves)) {
                    stored += status == 303 ? 1 : 0;
                }
                assertEquals(1, stored, "round " + round);
            }
            assertEquals(5, ConsoleAudit.count(server, AuditAction.CHANGE_CUSTOMER));
        }
    }

    /** PostgreSQL cannot have the character zero in a text. A search for this character must still get an answer. */
    @ParameterizedTest
    @EnumSource
    void aQueryWithTheCharacterZeroIsAnswered(TestDatabase database) {
        try (var server = start(database)) {
            var agent = Browser.of(server, Role.AGENT, TestServer.CM_ID);
            for (var path : List.of("customers?q=a%00b", "orders?status=%00", "faq?q=%00a")) {
                var answer = agent.get(HOME + path);
                assertEquals(200, answer.statusCode(), path + answer.body());
            }
        }
    }

    /**
     * More customers of other days match than a search shows. They come before the customers of the chosen days, but
     * must not displace them.
     */
    @ParameterizedTest
    @EnumSource
    void aSearchWithinDaysFindsAllOfTheirCustomers(TestDatabase database) {
        try (var server = start(database)) {
            server.stores.database().run(transaction -> {
                for (var number = 0; number < 120; number++) {
                    var texts = Map.of(
                            ProfileField.NAME, "Usha %03d".formatted(number),
                            ProfileField.PHONE, "9%05d1234".formatted(number),
                            ProfileField.EMAIL, "usha%03d@shop.example".formatted(number),
                            ProfileField.CUSTOMER_CODE, "C-%03d".formatted(number));
                    server.stores
                            .customers()
                            .save(
                                    transaction,
                                    new Account(TestServer.CM_ID, "Test", Account.DEFAULT_ZONE, "{}"),
                                    CustomerChange.ofTexts(0, false, texts),
                                    Instant.parse(
                                            number < 60
                                                    ? "2024-04-30T10:00:00Z"
                                                    : number < 117 ? "2024-05-02T10:00:00Z" : "2024-05-04T10:00:00Z"));
                }
            });
            var agent = Browser.of(server, Role.AGENT, TestServer.CM_ID);
            for (var words : List.of("usha", "sha", "900", "1234", "USHA1", "usha1", "C-")) {
                var few = agent.get(HOME + "customers?from=2024-05-03&to=2024-05-04&q=" + words)
                        .body();
                for (var name : List.of("Usha 117<", "Usha 118<", "Usha 119<")) {
                    assertTrue(few.contains(name), words + " finds " + name);
                }
                assertEquals(3, count(few, ">Usha "), words);
                assertFalse(few.contains("may match"), words + ": all are shown");
            }
            var many = agent.get(HOME + "customers?from=2024-05-01&to=2024-05-02&q=usha")
                    .body();
            assertEquals(50, count(many, ">Usha "));
            assertTrue(many.contains("may match"), "more than are shown");
        }
    }

    /**
     * A shop's former program may have written the year 1900 for "not known". A list of such records must still have a
     * next page.
     */
    @ParameterizedTest
    @EnumSource
    void theNextPageOfAListWorksForRecordsBefore1970(TestDatabase database) {
        try (var server = start(database)) {
            var account = new Account(TestServer.CM_ID, "Test", Account.DEFAULT_ZONE, "{}");
            var from = Instant.parse("1900-01-01T00:00:00Z");
            server.stores
                    .database()
                    .write(transaction -> server.stores
                            .customers()
                            .load(
                                    transaction,
                                    account,
                                    TestCustomers.every(Duration.ofHours(1), from, 30),
                                    server.clock.instant()));
            var agent = Browser.of(server, Role.AGENT, TestServer.CM_ID);
            var more = Pattern.compile("href=\"([^\"]*[?]after=[^\"]*)\"")
                    .matcher(agent.get(HOME + "customers").body());
            assertTrue(more.find());
            var next = agent.get(more.group(1).replace("&amp;", "&")).body();
            assertEquals(5, count(next, ">Sample "), next);
        }
    }

    private static String link(String page) {
        var found = Pattern.compile("href=\"(/console/\\d+/customers/\\d+)\"").matcher(page);
        assertTrue(found.find(), page);
        return found.group(1);
    }

    private static int count(String page, String part) {
        return page.split(Pattern.quote(part), -1).length - 1;
    }

    @ParameterizedTest
    @EnumSource
    void aTimeLineSaysThatItLeavesOutOlderTickets(TestDatabase database) {
        try (var server = start(database)) {
            var customer = ConsoleRecords.add(server, TestServer.CM_ID, "Meera", "9000000001")
                    .customer();
            var agent = Browser.of(server, Role.AGENT, TestServer.CM_ID);
            var path = HOME + "customers/" + customer;
            addTickets(server, customer, 49, server.clock.instant());
            var all = agent.get(path).body();
            assertEquals(50, count(all, "class=\"k-ticket\""), all);
            assertFalse(all.contains("are shown here"), all);
            addTickets(server, customer, 1, server.clock.instant());
            var cut = agent.get(path).body();
            assertEquals(50, count(cut, "class=\"k-ticket\""), cut);
            assertTrue(cut.contains(LEFT_OUT), cut);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aTimeLineHasTheNewestRecordsEvenIfOlderOnesWereAddedLater(TestDatabase database) {
        try (var server = start(database)) {
            var customer = ConsoleRecords.add(server, TestServer.CM_ID, "Meera", "9000000001")
                    .customer();
            addTickets(server, customer, 50, server.clock.instant());
            addOrders(server, customer, 50, server.clock.instant());
            var imported = Instant.parse("2020-01-15T00:00:00Z");
            addTickets(server, customer, 51, imported);
            addOrders(server, customer, 51, imported);
            var page = Browser.of(server, Role.AGENT, TestServer.CM_ID)
                    .get(HOME + "customers/" + customer)
                    .body();
            assertEquals(50, count(page, "class=\"k-ticket\""), page);
            assertEquals(50, count(page, "class=\"k-order\""), page);
            assertFalse(page.contains("Jan 2020"), page);
            assertTrue(page.contains(LEFT_OUT), page);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aTimeLineSaysThatItLeavesOutOlderEnquiries(TestDatabase database) {
        try (var server = start(database)) {
            var customer = ConsoleRecords.add(server, TestServer.CM_ID, "Meera", "9000000001")
                    .customer();
            var agent = Browser.of(server, Role.AGENT, TestServer.CM_ID);
            var path = HOME + "customers/" + customer;
            for (var number = 1; number <= 101; number++) {
                var enquiry = "{\"customer_info\":{\"customer_id\":" + customer
                        + "},\"enquiry_info\":{\"remarks\":\"Price " + number + "?\"}}";
                assertEquals(200, server.post(Paths.SAVE_CUSTOMER, enquiry).statusCode());
                if (number >= 100) {
                    var page = agent.get(path).body();
                    assertEquals(100, count(page, "class=\"k-enquiry\""), page);
                    assertEquals(number > 100, page.contains(LEFT_OUT), page);
                }
            }
        }
    }

    private static void addTickets(TestServer server, long customer, int number, Instant time) {
        var stores = server.stores;
        stores.database().run(transaction -> {
            var account = AccountStore.find(transaction, TestServer.CM_ID).orElseThrow();
            for (var at = 0; at < number; at++) {
                var change = TestTickets.of(Long.toString(customer), Map.of(TicketField.TITLE, "Late"));
                stores.tickets().add(transaction, account, change, Rights.ALL, Author.UNKNOWN, time);
            }
        });
    }

    private static void addOrders(TestServer server, long customer, int number, Instant time) {
        var stores = server.stores;
        stores.database().run(transaction -> {
            var account = AccountStore.find(transaction, TestServer.CM_ID).orElseThrow();
            var change = OrderChange.ofTexts(0, false, Map.of(), CustomerChange.ofTexts(customer, false, Map.of()));
            for (var at = 0; at < number; at++) {
                stores.orders().save(transaction, account, change, Rights.ALL, time);
            }
        });
    }

    @ParameterizedTest
    @EnumSource
    void aTicketIsAnswered(TestDatabase database) {
        try (var server = start(database)) {
            var records = ConsoleRecords.add(server, TestServer.CM_ID, "The kettle leaks", "9000000001");
            var cmId = TestServer.CM_ID;
            server.stores.database().write(transaction -> {
                WebhookStore.set(
                        transaction, new Webhook(cmId, URI.create("https://hooks.example/x"), Secret.create(), false));
                return true;
            });
            var agent = Browser.of(server, Role.AGENT, cmId);
            var path = HOME + "tickets/" + records.ticket();
            var once = hidden(agent.get(path).body(), "_once");
            String[] fields = {
                "_once",
                once,
                "reply",
                "A new one is on its way.\nSorry!",
                "sub-status",
                "CO",
                "set-priority",
                "2",
                "set-assignee",
                "me"
            };
            assertEquals(303, agent.post(path, fields).statusCode());
            assertEquals(303, agent.post(path, fields).statusCode());
            var page = agent.get(path).body();
            assertEquals(1, count(page, "A new one is on its way."), "said once");
            assertTrue(page.contains("Asha agent") && page.contains("High"), page);
            var seen = server.post(
                            Paths.GET_TICKET,
                            "{\"ticket_ids\":\"" + records.ticket() + "\",\"notes\":\"1\",\"history_type\":\"R\"}")
                    .body();
            assertTrue(seen.contains("Complete"), seen);
            assertEquals(
                    1,
                    server.stores
                            .database()
                            .read(transaction -> OutboxView.count(transaction, cmId))
                            .waiting(),
                    "the webhook is told once");
            assertTrue(agent.get(HOME + "tickets").body().contains("no tickets here"), "not open any more");
            assertTrue(agent.get(HOME + "tickets?status=C").body().contains("The kettle leaks"));
            assertEquals(
                    1,
                    ConsoleAudit.of(server).stream()
                            .filter(AuditAction.CHANGE_TICKET::equals)
                            .count());
        }
    }

    /**
     * Simulates that a program changed the status of the ticket to and fro, more than a thousand times. The page must
     * say that it does not show all events.
     */
    @ParameterizedTest
    @EnumSource
    void aLongHistoryOfATicketSaysThatItIsCut(TestDatabase database) {
        try (var server = start(database)) {
            var records = ConsoleRecords.add(server, TestServer.CM_ID, "The kettle leaks", "9000000001");
            var path = HOME + "tickets/" + records.ticket();
            var agent = Browser.of(server, Role.AGENT, TestServer.CM_ID);
            assertFalse(agent.get(path).body().contains(CUT), "a short history");
            server.stores
                    .database()
                    .run(transaction ->
                            transaction.update("""
                                    INSERT INTO ticket_event
                                     (cm_id, ticket_id, id, created_at, kind, status, sub_status, remark)
                                    WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1001)
                                    SELECT e.cm_id, e.ticket_id, e.id + 1000000 + n.i, e.created_at, 'DISPOSED',
                                     e.status, e.sub_status, 'change ' || n.i || '.'
                                    FROM ticket_event e CROSS JOIN n WHERE e.cm_id = :cmId AND e.kind = 'CREATE'""", TestServer.CM_ID).execute());
            var page = agent.get(path).body();
            assertTrue(page.contains("change 2.") && !page.contains("change 1."), page);
            assertTrue(page.indexOf(CUT) > page.indexOf("id=\"ticket-history\""), page);
        }
    }

    /** A page that is not read stays in memory, so it must not have megabytes. */
    @ParameterizedTest
    @EnumSource
    void aLongConversationOfATicketSaysThatItIsCut(TestDatabase database) {
        try (var server = start(database)) {
            var records = ConsoleRecords.add(server, TestServer.CM_ID, "The kettle leaks", "9000000001");
            var path = HOME + "tickets/" + records.ticket();
            var agent = Browser.of(server, Role.AGENT, TestServer.CM_ID);
            var most = 99_000;
            for (var note = 1; note <= 6; note++) {
                var text = "note " + note + ".";
                assertEquals(
                        200,
                        server.post(
                                        Paths.UPDATE_TICKET,
                                        "{\"ticket_id\":\"" + records.ticket()
                                                + "\",\"sub_status\":\"P\",\"comment\":\"" + text
                                                + "x".repeat(most - text.length()) + "\"}")
                                .statusCode());
                var page = agent.get(path).body();
                assertTrue(page.contains(text), "the newest note");
                assertEquals(note == 6, page.contains(CUT), note + " notes");
                assertEquals(note < 6, page.contains("note 1."), note + " notes");
            }
            var page = agent.get(path).body();
            assertTrue(page.indexOf(CUT) < page.indexOf("note 2."), "it is said in the conversation");
            assertEquals(page.indexOf(CUT), page.lastIndexOf(CUT), "the history is complete");
        }
    }

    @ParameterizedTest
    @EnumSource
    void aTicketShowsTheAuthorOfEachNote(TestDatabase database) {
        try (var server = start(database)) {
            var records = ConsoleRecords.add(server, TestServer.CM_ID, "The kettle leaks", "9000000001");
            var path = HOME + "tickets/" + records.ticket();
            var agent = Browser.of(server, Role.AGENT, TestServer.CM_ID);
            assertFalse(agent.get(path).body().contains("class=\"by\""), "the author of what was there is not known");
            server.clock.set(server.clock.instant().plusSeconds(1));
            agent.post(path, "reply", "A new one is on its way.");
            var answer = server.post(
                    Paths.UPDATE_TICKET,
                    "{\"ticket_id\":\"" + records.ticket()
                            + "\",\"sub_status\":\"P\",\"comment\":\"Sent by the shop\"}");
            assertEquals(200, answer.statusCode(), answer.body());
            var label = server.stores
                    .database()
                    .read(transaction -> ApiKeyStore.list(transaction, TestServer.CM_ID))
                    .get(0)
                    .label();
            var page =
                    Browser.of(server, Role.VIEWER, TestServer.CM_ID).get(path).body();
            assertTrue(page.contains("<bdi>Asha agent</bdi>"), page);
            assertTrue(page.contains("Program</span> <bdi>" + label + "</bdi>"), page);
            var history = server.post(
                            Paths.GET_TICKET,
                            "{\"ticket_ids\":\"" + records.ticket() + "\",\"notes\":\"1\",\"history_type\":\"R\"}")
                    .body();
            assertTrue(history.contains("Sent by the shop") && !history.contains("Asha agent"), history);
            var manager = Browser.of(server, Role.MANAGER, TestServer.CM_ID);
            var customer = HOME + "customers/" + records.customer();
            manager.get(customer + "/erase");
            manager.post(customer + "/erase", "confirm", Long.toString(records.customer()));
            assertFalse(manager.get(path).body().contains("Asha agent"), "an erasure takes the conversation away");
            assertEquals(404, manager.get(customer).statusCode());
            var order = manager.get(HOME + "orders/" + records.order()).body();
            assertFalse(
                    order.contains("href=\"" + customer + "\""), "a link to a page that no longer exists: " + order);
            assertTrue(order.contains(records.customer() + " (erased)"), order);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aBulkChangeAppliesToAllTicketsOrToNone(TestDatabase database) {
        try (var server = start(database)) {
            var one = ConsoleRecords.add(server, TestServer.CM_ID, "First", "9000000001");
            var other = ConsoleRecords.add(server, TestServer.CM_ID, "Second", "9000000002");
            var agent = Browser.of(server, Role.AGENT, TestServer.CM_ID);
            agent.get(HOME + "tickets");
            var refused = agent.post(
                    HOME + "tickets", "number", Long.toString(one.ticket()), "number", "7", "set-priority", "3");
            assertEquals(422, refused.statusCode(), "one of them is not there");
            var shown = refused.body();
            assertTrue(shown.contains("This account has no such ticket."), shown);
            assertTrue(shown.contains("value=\"" + one.ticket() + "\" checked"), "the choice is kept: " + shown);
            assertTrue(shown.substring(shown.indexOf("id=\"set-priority\"")).contains("value=\"3\" selected"), shown);
            assertEquals(
                    0,
                    ConsoleAudit.of(server).stream()
                            .filter(AuditAction.CHANGE_TICKET::equals)
                            .count());
            var changed = agent.post(
                    HOME + "tickets?status=P",
                    "number",
                    Long.toString(one.ticket()),
                    "number",
                    Long.toString(other.ticket()),
                    "set-priority",
                    "3");
            assertEquals(303, changed.statusCode());
            var page = agent.get(HOME + "tickets?priority=3").body();
            assertTrue(page.contains("First") && page.contains("Second"), page);
            for (var path : List.of("tickets", "tickets/" + one.ticket())) {
                var unchanged = agent.post(HOME + path, "number", Long.toString(one.ticket()));
                var after = agent.get(unchanged.headers().firstValue("Location").orElseThrow())
                        .body();
                assertTrue(after.contains("Nothing was changed."), path);
            }
            assertEquals(2, ConsoleAudit.count(server, AuditAction.CHANGE_TICKET));
        }
    }

    @ParameterizedTest
    @EnumSource
    void anEntryOfTheFaqIsWrittenAndFound(TestDatabase database) {
        try (var server = start(database)) {
            var manager = Browser.of(server, Role.MANAGER, TestServer.CM_ID);
            manager.get(HOME + "faq/new");
            String[] fields = {"category", "Orders / Refunds", "title", "When is money refunded?", "detail", "**Soon**."
            };
            var preview =
                    manager.post(HOME + "faq/new", "category", "", "title", "", "detail", "**Soon**.", "preview", "1");
            assertTrue(preview.body().contains("<strong>Soon</strong>"), preview.body());
            assertEquals(303, manager.post(HOME + "faq/new", fields).statusCode());
            fields[5] = "Never.";
            assertEquals(422, manager.post(HOME + "faq/new", fields).statusCode(), "the title is in use");
            var found = manager.get(HOME + "faq?q=refund").body();
            assertTrue(found.contains("When is money refunded?"), found);
            assertTrue(server.post(Paths.SEARCH_FAQ_CONTENTS, "{\"search_text\":\"refund\"}")
                    .body()
                    .contains("money"));
            var category = Pattern.compile("faq\\?category=\\d+\"").matcher(found);
            assertTrue(category.find(), found);
            assertFalse(found.contains(category.group() + " aria-current"), found);
            var chosen = manager.get(HOME + category.group().replace("\"", "")).body();
            assertTrue(chosen.contains(category.group() + " aria-current=\"true\" dir=\"auto\">"), chosen);
            var matcher = Pattern.compile("/faq/(\\d+)\"").matcher(found);
            assertTrue(matcher.find());
            var path = HOME + "faq/" + matcher.group(1);
            var form = manager.get(path + "/edit").body();
            assertTrue(form.contains("**Soon**"), form);
            var was = hidden(form, "was");
            String[] changed = {
                "was", was, "category", "Orders", "title", "Is money returned?", "detail", "Yes.",
            };
            server.clock.set(server.clock.instant().plus(Duration.ofMinutes(1)));
            assertEquals(303, manager.post(path + "/edit", changed).statusCode());
            changed[5] = "Who pays?";
            var late = manager.post(path + "/edit", changed);
            assertEquals(422, late.statusCode(), "changed meanwhile");
            assertTrue(late.body().contains("value=\"Who pays?\""), "what was typed is kept");
            assertTrue(late.body().contains("Stored now: <bdi>Is money returned?</bdi>"), late.body());
            assertFalse(manager.get(HOME + "faq?q=refunded").body().contains("entries"), "the old words are gone");
            assertTrue(manager.get(HOME + "faq?q=returned").body().contains("Is money returned?"));
            manager.post(path + "/remove");
            assertEquals(404, manager.get(path).statusCode());
        }
    }

    /**
     * A category with a misspelt name stays after its last entry was moved to another category, and programs still show
     * it. So a manager can remove it.
     */
    @ParameterizedTest
    @EnumSource
    void anUnusedCategoryOfTheFaqIsRemoved(TestDatabase database) {
        try (var server = start(database)) {
            var manager = Browser.of(server, Role.MANAGER, TestServer.CM_ID);
            var once = hidden(manager.get(HOME + "faq/new").body(), "_once");
            String[] entry = {"_once", once, "category", "Ordres / Refunds", "title", "When?", "detail", "Soon."};
            assertEquals(303, manager.post(HOME + "faq/new", entry).statusCode());
            var wrong = categories(server);
            var edit =
                    HOME + "faq/" + StoredValues.number(server.stores.database(), "SELECT id FROM faq_entry") + "/edit";
            String[] moved = {
                "was",
                hidden(manager.get(edit).body(), "was"),
                "category",
                "Orders",
                "title",
                "When?",
                "detail",
                "Soon."
            };
            assertEquals(303, manager.post(edit, moved).statusCode());
            var orders = categories(server).get(2);
            for (var used : List.of(wrong.get(0), orders)) {
                assertFalse(manager.get(HOME + "faq?category=" + used).body().contains("/remove"), "not offered");
                var refused = manager.post(HOME + "faq/categories/" + used + "/remove");
                assertEquals(422, refused.statusCode());
                assertTrue(refused.body().contains("This category has entries or sub-categories."), refused.body());
            }
            for (var unused : List.of(wrong.get(1), wrong.get(0))) {
                var remove = HOME + "faq/categories/" + unused + "/remove";
                var page = HOME + "faq?category=" + unused;
                assertTrue(manager.get(page).body().contains("action=\"" + remove + "\""), page);
                assertFalse(Browser.of(server, Role.AGENT, TestServer.CM_ID)
                        .get(page)
                        .body()
                        .contains("/remove"));
                for (var time = 0; time < 2; time++) {
                    assertEquals(303, manager.post(remove).statusCode());
                }
            }
            assertEquals(List.of(orders), categories(server));
            assertEquals(2, ConsoleAudit.count(server, AuditAction.REMOVE_FAQ_CATEGORY));
        }
    }

    private static List<Long> categories(TestServer server) {
        return StoredValues.numbers(server.stores.database(), "SELECT id FROM faq_category ORDER BY id");
    }

    /** The form is sent while another transaction, which has not ended, adds an entry to the category. */
    @ParameterizedTest
    @EnumSource
    void aCategoryThatGetsAnEntryIsNotRemoved(TestDatabase database) throws Exception {
        var url = database.create();
        try (var server = TestServer.start(url, TestServer.patient(), TestSettings::console);
                var other = Stores.open(url)) {
            var manager = Browser.of(server, Role.MANAGER, TestServer.CM_ID);
            manager.get(HOME + "faq");
            var now = server.clock.instant();
            server.stores.database().run(transaction -> {
                var load = FaqLoad.begin(transaction, TestServer.CM_ID, now, false);
                FaqEdit.remove(transaction, TestServer.CM_ID, load.add(TestFaq.entry("", "Orders", "Who?", "I.")));
            });
            var id = categories(server).get(0);
            var sent = other.database().write(transaction -> {
                FaqLoad.begin(transaction, TestServer.CM_ID, now, false)
                        .add(TestFaq.entry("", "Orders", "When?", "Soon."));
                var form = CompletableFuture.supplyAsync(
                        () -> manager.post(HOME + "faq/categories/" + id + "/remove"), senders);
                Waits.awaitAMoment(form);
                return form;
            });
            assertEquals(422, sent.get(60, TimeUnit.SECONDS).statusCode());
            assertEquals(List.of(id), categories(server));
        }
    }

    /**
     * Forms that write no record are sent while the last transaction of an erasure has not ended. None may leave a row
     * of the erased account.
     */
    @ParameterizedTest
    @EnumSource
    void aFormSentDuringTheErasureOfItsAccountLeavesNoRow(TestDatabase database) throws Exception {
        var url = database.create();
        try (var server = TestServer.start(url, TestServer.patient(), TestSettings::console);
                var other = Stores.open(url)) {
            server.stores
                    .database()
                    .run(transaction -> WebhookStore.set(
                            transaction,
                            new Webhook(
                                    TestServer.CM_ID,
                                    URI.create("https://hooks.example/t"),
                                    Secret.create(),
                                    List.of(),
                                    false)));
            var forms = Map.<String, String[]>of(
                    "people", new String[] {"email", "new@shop.example", "name", "New", "role", "viewer"},
                    "tickets/filters", new String[] {"name", "Open", "status", "PENDING"},
                    "faq/new", new String[] {"category", "Orders", "title", "When?", "detail", "Soon."},
                    "settings/lists", new String[] {"list", "ZONE", "name", "North"},
                    "settings/sub-statuses", new String[] {"key", "E", "name", "Escalated"},
                    "settings/calendar",
                            new String[] {
                                "day", "MONDAY", "opens", "09:00", "closes", "18:00", "holidays", "", "minutes", "60"
                            },
                    "developers/keys/new", new String[] {"label", "shop", "scope", "customers:read"},
                    "developers/webhook/test", new String[] {});
            var browsers = new HashMap<String, Browser>();
            for (var path : forms.keySet()) {
                browsers.put(path, Browser.of(server, Role.OWNER, TestServer.CM_ID));
                browsers.get(path).get(HOME + "people");
            }
            var erase = EraseAccount.prepare(other.database(), TestServer.CM_ID);
            var before = erase.rows();
            var answers = other.database().write(transaction -> {
                AccountStore.lock(transaction, TestServer.CM_ID);
                transaction
                        .update("DELETE FROM account WHERE cm_id = :cmId", TestServer.CM_ID)
                        .execute();
                var sent = new HashMap<String, CompletableFuture<Integer>>();
                forms.forEach((path, fields) -> sent.put(
                        path,
                        CompletableFuture.supplyAsync(
                                () -> browsers.get(path)
                                        .post(HOME + path, fields)
                                        .statusCode(),
                                senders)));
                var all = CompletableFuture.allOf(sent.values().toArray(CompletableFuture[]::new));
                assertThrows(TimeoutException.class, () -> all.get(2, TimeUnit.SECONDS), "none waits");
                return sent;
            });
            for (var answer : answers.entrySet()) {
                assertEquals(404, answer.getValue().get(60, TimeUnit.SECONDS), answer.getKey());
            }
            assertEquals(before - 1, erase.rows(), "only the account is gone, and nothing came");
        }
    }

    @ParameterizedTest
    @EnumSource
    void aKeyIsMadeSeenAndDisabled(TestDatabase database) throws InterruptedException {
        try (var server = start(database)) {
            var owner = Browser.of(server, Role.OWNER, TestServer.CM_ID);
            owner.get(HOME + "developers/keys/new");
            assertEquals(
                    422,
                    owner.post(HOME + "developers/keys/new", "label", "shop").statusCode(),
                    "no scope");
            String[] late = {"label", "shop", "scope", "customers:read", "expires", "+300000000-01-01"};
            assertEquals(422, owner.post(HOME + "developers/keys/new", late).statusCode(), "no such year");
            var made = owner.post(HOME + "developers/keys/new", "label", "shop", "scope", "customers:read");
            var token = Pattern.compile("Authorization: (Basic [A-Za-z0-9+/=]+)")
                    .matcher(made.body())
                    .results()
                    .map(found -> found.group(1))
                    .findFirst()
                    .orElseThrow();
            var headers = Map.of("Authorization", token);
            var day = "{\"cm_id\":1000298,\"createStartDate\":\"2024-05-02\",\"createEndDate\":\"2024-05-02\"}";
            assertEquals(200, server.post(Paths.PULL_CUSTOMERS, day, headers).statusCode());
            assertEquals(403, server.post(Paths.PULL_ORDERS, "{}", headers).statusCode());
            var id = Pattern.compile("developers/keys/(\\d+)\"><bdi>shop")
                    .matcher(owner.get(HOME + "developers").body())
                    .results()
                    .map(found -> found.group(1))
                    .findFirst()
                    .orElseThrow();
            var journal = owner.get(HOME + "developers/keys/" + id).body();
            assertTrue(journal.contains("pullCustomers") && journal.contains("lacks the scope"), journal);
            assertFalse(journal.contains(token.substring("Basic ".length())));
            var disable = HOME + "developers/keys/" + id + "/disable";
            var keys = owner.get(HOME + "developers").body();
            assertTrue(
                    Pattern.compile("<details><summary [^>]*>Disable</summary>\\s*<form method=\"post\" action=\""
                                    + disable + "\"[\\s\\S]*?<p>[^<]* A disabled key cannot be enabled again.</p>")
                            .matcher(keys)
                            .find(),
                    keys);
            owner.post(disable);
            Thread.sleep(ApiKeys.OBEYED_WITHIN.toMillis());
            assertEquals(401, server.post(Paths.PULL_CUSTOMERS, day, headers).statusCode());
        }
    }

    @ParameterizedTest
    @EnumSource
    void aKeyMasksAndExpiresAsItsFormSays(TestDatabase database) {
        try (var server = start(database)) {
            var owner = Browser.of(server, Role.OWNER, TestServer.CM_ID);
            owner.get(HOME + "developers/keys/new");
            String[] plain = {"label", "plain", "scope", "customers:read", "expires", ""};
            String[] bounded = {"label", "bounded", "scope", "customers:read", "expires", "2099-12-31", "masking", "1"};
            for (var fields : List.of(plain, bounded)) {
                assertEquals(
                        200, owner.post(HOME + "developers/keys/new", fields).statusCode());
            }
            var keys = server.stores.database().read(transaction -> ApiKeyStore.list(transaction, TestServer.CM_ID));
            var made = keys.subList(1, keys.size()).stream()
                    .map(key -> key.label() + " " + key.masking() + " " + key.expiresAt())
                    .toList();
            // The day ends at midnight in Asia/Kolkata.
            assertEquals(List.of("plain false " + Instant.MAX, "bounded true 2099-12-31T18:30:00Z"), made);
        }
    }

    @ParameterizedTest
    @EnumSource
    void dataIsProvedAndDownloaded(TestDatabase database) {
        try (var server = start(database)) {
            var records = ConsoleRecords.add(server, TestServer.CM_ID, "Meera", "9000000001");
            var manager = Browser.of(server, Role.MANAGER, TestServer.CM_ID);
            var proof = server.post(
                            Paths.PROOF_OF_CUSTOMERS,
                            "{\"cm_id\":1000298,\"startDate\":\"2024-05-02\",\"endDate\":\"2024-05-02\"}")
                    .body();
            var digest = Pattern.compile("[0-9a-f]{16}").matcher(proof);
            assertTrue(digest.find(), proof);
            var calendar =
                    manager.get(HOME + "data?kind=customers&month=2024-05").body();
            assertTrue(calendar.contains(digest.group()), calendar);
            assertTrue(calendar.contains("/data\" aria-current=\"page\">Data</a>"), calendar);
            assertTrue(calendar.contains("month=2024-05\" aria-current=\"true\">Customers</a>"), calendar);
            assertEquals(
                    2,
                    Pattern.compile("aria-current").matcher(calendar).results().count(),
                    calendar);
            assertTrue(calendar.contains("class=\"dow\" aria-hidden=\"true\">Mon</li>"), calendar);
            assertEquals(2, calendar.split("class=\"blank\"").length - 1, "2024-05-01 is a Wednesday");
            var file = manager.get(HOME + "data/download?kind=customers&from=2024-05-02&to=2024-05-02");
            assertEquals(1, file.body().lines().count());
            assertTrue(file.body().contains("\"id\":" + records.customer()), file.body());
            assertEquals(
                    422,
                    manager.get(HOME + "data/download?kind=customers&from=x&to=y")
                            .statusCode());
        }
    }

    @ParameterizedTest
    @EnumSource
    void formsAndRefusalsThatShowPhonesAreAudited(TestDatabase database) {
        try (var server = start(database)) {
            var records = ConsoleRecords.add(server, TestServer.CM_ID, "Meera", "9000000001");
            var agent = Browser.of(server, Role.AGENT, TestServer.CM_ID);
            assertTrue(agent.get(HOME + "customers/" + records.customer() + "/edit")
                    .body()
                    .contains("9000000001"));
            assertEquals(1, ConsoleAudit.count(server, AuditAction.LOOK_AT_CUSTOMER));
            var refused =
                    agent.post(HOME + "tickets/" + records.ticket(), "reply", "x".repeat(TicketChange.MAX_COMMENT + 1));
            assertEquals(422, refused.statusCode());
            assertTrue(refused.body().contains("9000000001"), refused.body());
            assertEquals(1, ConsoleAudit.count(server, AuditAction.LOOK_AT_TICKET));
        }
    }

    @ParameterizedTest
    @EnumSource
    void theAuditNamesReadersAndCannotBeChanged(TestDatabase database) {
        try (var server = start(database)) {
            var records = ConsoleRecords.add(server, TestServer.CM_ID, "Meera", "9000000001");
            Browser.of(server, Role.VIEWER, TestServer.CM_ID).get(HOME + "customers/" + records.customer());
            assertFalse(ConsoleAudit.of(server).contains(AuditAction.LOOK_AT_CUSTOMER), "a masked read is not audited");
            Browser.of(server, Role.AGENT, TestServer.CM_ID).get(HOME + "customers/" + records.customer());
            assertTrue(ConsoleAudit.of(server).contains(AuditAction.LOOK_AT_CUSTOMER));
            var owner = Browser.of(server, Role.OWNER, TestServer.CM_ID);
            var csv = owner.get(HOME + "audit.csv").body();
            assertTrue(csv.contains("look-at-customer," + records.customer()) && csv.contains("agent1000298"), csv);
            assertFalse(csv.contains("Meera") || csv.contains("9000000001"), "no values");
            assertTrue(csv.startsWith("\uFEFFat,person,"), "Excel needs the mark to read UTF-8: " + csv);
            var formula = server.stores
                    .database()
                    .write(transaction -> PersonStore.add(transaction, "=1+1@shop.example", "Eve", true, Instant.EPOCH))
                    .orElseThrow();
            Browser.loggedIn(server, formula).get(HOME + "customers/" + records.customer());
            csv = owner.get(HOME + "audit.csv").body();
            assertTrue(csv.contains(",'=1+1@shop.example,"), "no formula for a spreadsheet: " + csv);
            server.stores.database().write(transaction -> {
                AuditStore.write(
                        transaction, Act.ofCommand(TestServer.CM_ID, Instant.now()), AuditAction.ADD_PERSON, 7);
                return true;
            });
            assertTrue(owner.get(HOME + "audit").body().contains("Command line"));
            assertTrue(owner.get(HOME + "audit.csv").body().contains("command line,add-person,7"));
            assertFalse(owner.get(HOME + "audit?of=server").body().contains("Logged in"), "only for operators");
            var operator = Browser.ofOperator(server);
            assertTrue(operator.get(HOME + "audit?of=server").body().contains("Logged in"));
            assertFalse(operator.get(HOME + "audit").body().contains("Logged in"), "log-ins are of no account");
            assertTrue(operator.get(HOME + "audit.csv?of=server").body().contains("log-in"));
            for (var sql : List.of("UPDATE audit SET person_id = 7", "DELETE FROM audit")) {
                assertThrows(
                        RuntimeException.class,
                        () -> server.stores
                                .database()
                                .write(transaction -> transaction.handle().execute(sql)));
            }
        }
    }

    /** Erases the account of a running server as the command does, and gives its number to another account. */
    static void giveToAnother(TestServer server, DatabaseUrl url) {
        try (var other = Stores.open(url, DatabaseOptions.forCommand())) {
            var erase = EraseAccount.prepare(other.database(), TestServer.CM_ID);
            erase.lockOut();
            erase.erase();
        }
        // Sets the clock back, to show that the order of the lines, and not their times, decides to which account they
        // belong.
        server.clock.set(server.clock.instant().minusSeconds(60));
        var created = server.send(HttpRequest.newBuilder(server.adminUri(AdminOperation.CREATE_ACCOUNT.path()))
                .header("Authorization", "Basic " + server.addAdminKey(Instant.MAX))
                .POST(HttpRequest.BodyPublishers.ofString("{\"cmId\":" + TestServer.CM_ID + ",\"name\":\"Other\"}"))
                .build());
        assertTrue(created.statusCode() < 300, created.body());
    }

    /** The number may be given to another company, which must learn nothing about the people of the erased account. */
    @ParameterizedTest
    @EnumSource
    void aNewAccountDoesNotShowTheAuditOfAnErasedOne(TestDatabase database) {
        var url = database.create();
        try (var server = TestServer.start(url, TestSettings::console)) {
            var records = ConsoleRecords.add(server, TestServer.CM_ID, "Meera", "9000000001");
            var agent = Browser.of(server, Role.AGENT, TestServer.CM_ID);
            for (var look = 0; look < 60; look++) {
                agent.get(HOME + "customers/" + records.customer());
            }
            giveToAnother(server, url);
            var owner = Browser.of(server, Role.OWNER, TestServer.CM_ID);
            for (var path : List.of("audit", "audit?after=" + Visit.cursor(NEWEST), "audit.csv")) {
                var seen = owner.get(HOME + path).body();
                assertFalse(seen.contains("agent1000298"), path + " shows who was there: " + seen);
                assertTrue(seen.toLowerCase(Locale.ROOT).contains("admin key"), seen);
            }
            var operator = Browser.ofOperator(server);
            assertTrue(operator.get(HOME + "audit").body().contains("agent1000298"));
            assertTrue(operator.get(HOME + "audit.csv").body().contains("agent1000298"));
        }
    }
}
