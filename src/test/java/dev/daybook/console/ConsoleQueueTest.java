package dev.daybook.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.daybook.domain.TextKey;
import dev.daybook.domain.account.Account;
import dev.daybook.domain.person.AuditAction;
import dev.daybook.domain.person.Role;
import dev.daybook.kit.Browser;
import dev.daybook.kit.ConsoleRecords;
import dev.daybook.kit.StoredValues;
import dev.daybook.kit.TableDump;
import dev.daybook.kit.TestDatabase;
import dev.daybook.kit.TestServer;
import dev.daybook.kit.TestSettings;
import dev.daybook.kit.Waits;
import dev.daybook.server.Stores;
import dev.daybook.store.Transaction;
import dev.daybook.store.person.PersonAccess;
import dev.daybook.store.person.SavedFilterStore;
import dev.daybook.store.ticket.LateTickets;
import dev.daybook.store.ticket.TicketCounts;
import dev.daybook.store.ticket.TicketRulesStore;
import dev.daybook.wire.Paths;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The filters of the ticket queue that people save, and the figures of the overview, on both databases. */
class ConsoleQueueTest {
    private static final long OTHER = 2_000_596;
    private static final String HOME = "/console/" + TestServer.CM_ID + "/";
    private static final String LATE = "status=P&priority=3&assignee=&late=1&order=due";

    @ParameterizedTest
    @EnumSource
    void aFilterIsSavedOpenedAndRemoved(TestDatabase database) {
        try (var server = TestServer.start(database.create(), TestSettings::console)) {
            ConsoleRecords.add(server, TestServer.CM_ID, "The kettle leaks", "9000000001");
            var viewer = Browser.of(server, Role.VIEWER, TestServer.CM_ID);
            assertTrue(viewer.get(HOME + "tickets?" + LATE).body().contains("Save this filter"));
            var saved = viewer.post(HOME + "tickets/filters?" + LATE, "name", "Late <b>& critical</b>");
            assertEquals(303, saved.statusCode(), saved.body());
            var queue = viewer.get(HOME + "tickets").body();
            assertTrue(
                    queue.contains(">Late &lt;b>&amp; critical&lt;/b></bdi>") || queue.contains("Late &lt;b&gt;"),
                    queue);
            assertTrue(queue.contains("tickets?status=P&amp;priority=3&amp;assignee=&amp;late=1&amp;order=due"), queue);
            assertTrue(queue.contains("Save this filter"), "the queue without a filter is none of the saved ones");
            var opened = viewer.get(HOME + "tickets?" + LATE).body();
            assertTrue(opened.contains("aria-current=\"true\"") && opened.contains("Remove this filter"), opened);
            viewer.post(HOME + "tickets/filters?status=C", "name", "Late <b>& critical</b>");
            assertEquals(1, chips(viewer), "a name stands for one filter");
            viewer.post(HOME + "tickets/filters/remove?status=C", "name", "Late <b>& critical</b>");
            assertEquals(0, chips(viewer));
            viewer.post(HOME + "tickets/filters/remove?status=C", "name", "Late <b>& critical</b>");
            assertEquals(2, ConsoleAudit.count(server, AuditAction.SAVE_FILTER));
            assertEquals(1, ConsoleAudit.count(server, AuditAction.REMOVE_FILTER));
        }
    }

    private static int chips(Browser browser) {
        return browser.get(HOME + "tickets").body().split("class=\"chip\"", -1).length - 1;
    }

    @ParameterizedTest
    @EnumSource
    void aSavedFilterIsVisibleOnlyToItsPersonInItsAccount(TestDatabase database) {
        try (var server = TestServer.start(database.create(), TestSettings::console)) {
            server.addAccount(OTHER, Account.DEFAULT_ZONE);
            var operator = Browser.ofOperator(server);
            operator.get(HOME + "tickets");
            assertEquals(
                    303,
                    operator.post(HOME + "tickets/filters?" + LATE, "name", "Mine")
                            .statusCode());
            assertEquals(1, chips(operator));
            assertFalse(operator.get("/console/" + OTHER + "/tickets").body().contains("Mine"), "another account");
            assertEquals(0, chips(Browser.of(server, Role.OWNER, TestServer.CM_ID)), "another person");
        }
    }

    /** The form is sent while another transaction of the person, which has not ended, saves the last allowed filter. */
    @ParameterizedTest
    @EnumSource
    void concurrentFormsDoNotExceedTheLargestNumberOfFilters(TestDatabase database) throws Exception {
        var url = database.create();
        try (var server = TestServer.start(url, TestServer.patient(), TestSettings::console);
                var other = Stores.open(url)) {
            var viewer = Browser.of(server, Role.VIEWER, TestServer.CM_ID);
            viewer.get(HOME + "tickets");
            var person = StoredValues.number(server.stores.database(), "SELECT max(id) FROM person");
            var sent = other.database().write(transaction -> {
                PersonAccess.lock(transaction, person);
                for (var number = 1; number <= SavedFilterStore.MOST; number++) {
                    var filter = new SavedFilterStore.SavedFilter("Filter " + number, LATE);
                    SavedFilterStore.put(transaction, TestServer.CM_ID, person, filter);
                }
                var form = CompletableFuture.supplyAsync(
                        () -> viewer.post(HOME + "tickets/filters?" + LATE, "name", "Another"));
                Waits.awaitAMoment(form);
                return form;
            });
            assertEquals(422, sent.get(60, TimeUnit.SECONDS).statusCode());
            assertEquals(SavedFilterStore.MOST, chips(viewer));
        }
    }

    /** A person reads a number in a mail or hears it on the telephone. */
    @ParameterizedTest
    @EnumSource
    void aTicketIsFoundByItsNumber(TestDatabase database) {
        try (var server = TestServer.start(database.create(), TestSettings::console)) {
            server.addAccount(OTHER, Account.DEFAULT_ZONE);
            var number = ConsoleRecords.add(server, TestServer.CM_ID, "The kettle leaks", "9000000001")
                    .ticket();
            var id = StoredValues.number(server.stores.database(), "SELECT id FROM ticket");
            var viewer = Browser.of(server, Role.VIEWER, TestServer.CM_ID);
            for (var words : List.of(number + "", "%23" + number, "%E2%80%8E" + number + "%C2%A0", id + "")) {
                assertEquals(HOME + "tickets/" + number, whereTo(viewer.get(HOME + "tickets?q=" + words)), words);
            }
            var page = viewer.get(HOME + "tickets").body();
            assertTrue(page.contains("<input id=\"q\" type=\"search\" name=\"q\""), page);
            for (var words : List.of(number + 1 + "", "kettle", "9".repeat(30))) {
                var none = viewer.get(HOME + "tickets?q=" + words);
                assertEquals(200, none.statusCode());
                assertTrue(none.body().contains("No ticket has this id."), none.body());
                assertTrue(none.body().contains("value=\"" + words + "\""), "what was typed is kept");
            }
            var none = viewer.get(HOME + "tickets?q=kettle&after=1767225600000_1");
            assertTrue(none.body().contains("No ticket has this id."), "not the tickets of the queue: " + none.body());
            var other = Browser.ofOperator(server).get("/console/" + OTHER + "/tickets?q=" + number);
            assertEquals(200, other.statusCode(), "another account");
        }
    }

    @ParameterizedTest
    @EnumSource
    void anOrderIsFoundByItsIdAndByItsErpId(TestDatabase database) {
        try (var server = TestServer.start(database.create(), TestSettings::console)) {
            var first = ConsoleRecords.add(server, TestServer.CM_ID, "Asha", "9000000001")
                    .order();
            var second = order(server, "#SO/1001");
            var third = order(server, Long.toString(first));
            var viewer = Browser.of(server, Role.VIEWER, TestServer.CM_ID);
            var page = HOME + "orders?q=";
            assertEquals(HOME + "orders/" + second, whereTo(viewer.get(page + "%23SO/1001")));
            assertEquals(HOME + "orders/" + second, whereTo(viewer.get(page + second)));
            assertEquals(HOME + "orders/" + third, whereTo(viewer.get(page + "%23" + third)));
            var both = viewer.get(page + first).body();
            assertTrue(both.contains(HOME + "orders/" + first + "\"") && both.contains("orders/" + third + "\""), both);
            assertFalse(both.contains(HOME + "orders/" + second + "\""), both);
            var none = viewer.get(page + "SO/1001").body();
            assertTrue(none.contains("No order has this id.") && none.contains("value=\"SO/1001\""), none);
        }
    }

    private static String whereTo(HttpResponse<String> answer) {
        assertEquals(303, answer.statusCode(), answer.body());
        return answer.headers().firstValue("Location").orElseThrow();
    }

    private static long order(TestServer server, String erpId) {
        var saved = server.post(
                Paths.SAVE_ORDER,
                "{\"customer_info\":{\"customer_name\":\"Asha\",\"phone\":\"9000000001\"},"
                        + "\"order_info\":{\"erp_order_id\":\"" + erpId + "\"}}");
        assertEquals(200, saved.statusCode(), saved.body());
        return StoredValues.number(
                server.stores.database(), "SELECT id FROM sales_order WHERE erp_order_id = '" + erpId + "'");
    }

    /** The page of a customer shows only the newest tickets and orders; the lists show all of them. */
    @ParameterizedTest
    @EnumSource
    void allTicketsAndOrdersOfACustomerAreReached(TestDatabase database) {
        try (var server = TestServer.start(database.create(), TestSettings::console)) {
            var asha = ConsoleRecords.add(server, TestServer.CM_ID, "Asha", "9000000001");
            server.stores.database().run(transaction -> copyTicket(transaction, 52));
            for (var number = 0; number < 52; number++) {
                order(server, "SO" + number);
            }
            var ravi = ConsoleRecords.add(server, TestServer.CM_ID, "Ravi", "9000000002");
            var viewer = Browser.of(server, Role.VIEWER, TestServer.CM_ID);
            var own = viewer.get(HOME + "customers/" + asha.customer()).body();
            for (var list : List.of("tickets?status=all&customer=", "orders?customer=")) {
                var path = HOME + list + asha.customer();
                assertTrue(own.contains("href=\"" + path.replace("&", "&amp;") + "\""), own);
                var seen = new TreeSet<String>();
                var kind = list.substring(0, list.indexOf('?'));
                for (var next = Optional.of(path); next.isPresent(); next = more(viewer.get(next.get()))) {
                    var page = viewer.get(next.get()).body();
                    assertTrue(page.contains("customers/" + asha.customer() + "\" dir=\"auto\">Asha</a>"), page);
                    assertTrue(page.contains("name=\"customer\" value=\"" + asha.customer() + "\""), page);
                    Pattern.compile("<td class=\"main\"><a href=\"" + HOME + kind + "/(\\d+)\"")
                            .matcher(page)
                            .results()
                            .forEach(found -> seen.add(found.group(1)));
                }
                assertEquals(53, seen.size(), kind);
                assertFalse(seen.contains(Long.toString(kind.equals("tickets") ? ravi.ticket() : ravi.order())), kind);
            }
            var none = viewer.get(HOME + "tickets?status=C&customer=" + asha.customer())
                    .body();
            assertTrue(none.contains("No ticket is like that."), none);
            var unknown = viewer.get(HOME + "orders?customer=7").body();
            assertTrue(unknown.contains("customers/7\" dir=\"auto\">7</a>"), unknown);
        }
    }

    /** The page that the button at the end of a list leads to. */
    private static Optional<String> more(HttpResponse<String> page) {
        var link = Pattern.compile("href=\"([^\"]+after=[^\"]+)\">More<").matcher(page.body());
        return link.find() ? Optional.of(link.group(1).replace("&amp;", "&")) : Optional.empty();
    }

    @ParameterizedTest
    @EnumSource
    void aRefusedNameIsKept(TestDatabase database) {
        try (var server = TestServer.start(database.create(), TestSettings::console)) {
            var viewer = Browser.of(server, Role.VIEWER, TestServer.CM_ID);
            viewer.get(HOME + "tickets");
            var refused = viewer.post(HOME + "tickets/filters?" + LATE, "name", "n".repeat(61));
            assertEquals(422, refused.statusCode());
            assertTrue(refused.body().contains("value=\"" + "n".repeat(61) + "\""), "what was typed is kept");
            for (var number = 1; number <= 20; number++) {
                assertEquals(
                        303,
                        viewer.post(HOME + "tickets/filters?" + LATE, "name", "Filter " + number)
                                .statusCode());
            }
            assertEquals(
                    422,
                    viewer.post(HOME + "tickets/filters", "name", "Another").statusCode(),
                    "one too many");
            assertEquals(
                    303,
                    viewer.post(HOME + "tickets/filters", "name", "Filter 7").statusCode(),
                    "in place of one");
        }
    }

    @ParameterizedTest
    @EnumSource
    void theOverviewSaysHowManyTicketsWereCompleteInTime(TestDatabase database) {
        try (var server = TestServer.start(database.create(), TestSettings::console)) {
            var viewer = Browser.of(server, Role.VIEWER, TestServer.CM_ID);
            var path = HOME + "overview";
            assertTrue(viewer.get(path).body().contains("no ticket was due"), "none yet");
            server.stores.database().write(transaction -> {
                var rules = TicketRulesStore.find(transaction, TestServer.CM_ID);
                TicketRulesStore.put(transaction, TestServer.CM_ID, rules.calendar(), Duration.ofHours(2));
                return true;
            });
            var agent = Browser.of(server, Role.AGENT, TestServer.CM_ID);
            for (var ticket = 0; ticket < 4; ticket++) {
                agent.get(HOME + "tickets/new");
                var added = agent.post(HOME + "tickets/new", "title", "Broken");
                var link = added.headers().firstValue("Location").orElseThrow().replaceAll("\\?.*", "");
                if (ticket < 3) {
                    agent.post(link, "sub-status", "CO");
                }
                server.clock.set(server.clock.instant().plusSeconds(1));
            }
            server.clock.set(server.clock.instant().plus(Duration.ofHours(3)));
            new LateTickets(server.stores.database(), server.stores.ticketDocuments()).mark(server.clock, () -> false);
            // Logs in again, because a session does not last for the time by which the clock moves.
            var page =
                    Browser.of(server, Role.VIEWER, TestServer.CM_ID).get(path).body();
            assertTrue(page.contains("<strong>75 %</strong>") && page.contains("of 4 tickets due"), page);
            assertFalse(page.contains("Database"), "only operators see how full the disk is");
            server.clock.set(server.clock.instant().plus(Duration.ofDays(31)));
            var later =
                    Browser.of(server, Role.VIEWER, TestServer.CM_ID).get(path).body();
            assertTrue(later.contains("no ticket was due"), "longer ago");
        }
    }

    @ParameterizedTest
    @EnumSource
    void anOperatorSeesHowFullTheDiskIs(TestDatabase database) {
        try (var server = TestServer.start(database.create(), TestSettings::console)) {
            var page = Browser.ofOperator(server).get(HOME + "overview").body();
            assertTrue(page.matches("(?s).*Database</span><strong>[0-9.,]+ [KMG]B</strong>.*"), page);
            assertTrue(
                    page.contains(database == TestDatabase.SQLITE ? "free on its disk" : "free space not known"), page);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aTicketWithoutADueTimeCanBeOldestButIsNotListedByDueTime(TestDatabase database) {
        try (var server = TestServer.start(database.create(), TestSettings::console)) {
            var viewer = Browser.of(server, Role.VIEWER, TestServer.CM_ID);
            var none = viewer.get(HOME + "overview").body();
            assertTrue(none.contains("href=\"" + HOME + "tickets?status=P\"><span class=\"dim\">Oldest"), none);
            var oldest = ConsoleRecords.add(server, TestServer.CM_ID, "The kettle leaks", "9000000001")
                    .ticket();
            server.clock.set(server.clock.instant().plusSeconds(1));
            ConsoleRecords.add(server, TestServer.CM_ID, "The lid is lost", "9000000002");
            var overview = viewer.get(HOME + "overview").body();
            assertTrue(
                    overview.contains("href=\"" + HOME + "tickets/" + oldest + "\"><span class=\"dim\">Oldest"),
                    overview);
            var out = "Tickets without a due time are left out.";
            var due = viewer.get(HOME + "tickets?order=due").body();
            assertTrue(due.contains(out) && due.contains("No ticket is like that."), due);
            for (var query : List.of("", "?order=new", "?order=due&status=all")) {
                var all = viewer.get(HOME + "tickets" + query).body();
                assertTrue(all.contains("The kettle leaks") && !all.contains(out), all);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void theOverviewMarksFiguresThatCountOnlyTheOldestTickets(TestDatabase database) {
        try (var server = TestServer.start(database.create(), TestSettings::console)) {
            ConsoleRecords.add(server, TestServer.CM_ID, "The kettle leaks", "9000000001");
            var viewer = Browser.of(server, Role.VIEWER, TestServer.CM_ID);
            var few = viewer.get(HOME + "overview").body();
            assertTrue(few.contains("<span class=\"num\">1</span>"), few);
            server.stores.database().run(transaction -> copyTicket(transaction, TicketCounts.COUNTED));
            var many = viewer.get(HOME + "overview").body();
            assertTrue(many.contains("<strong>10,000+</strong>"), many);
            assertTrue(many.contains("<span class=\"num\">0+</span>"), many);
            assertTrue(many.contains("Late</span><strong>0</strong>"), many);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aListOfEmployeesSaysThatItIsCutAndHasTheChosenOne(TestDatabase database) {
        try (var server = TestServer.start(database.create(), TestSettings::console)) {
            var ticket = HOME + "tickets/"
                    + ConsoleRecords.add(server, TestServer.CM_ID, "Asha", "9000000001")
                            .ticket();
            var line = "Only the first 500 employees by name are listed here.";
            addEmployees(server, 1, 499);
            var agent = Browser.of(server, Role.AGENT, TestServer.CM_ID);
            for (var path : List.of(HOME + "tickets", ticket)) {
                var all = agent.get(path).body();
                assertTrue(all.contains("<option value=\"499\">E499</option>") && !all.contains(line), all);
            }
            addEmployees(server, 500, 501);
            for (var path : List.of(HOME + "tickets", ticket)) {
                var cut = agent.get(path).body();
                assertTrue(cut.contains("<option value=\"499\">E499</option>") && cut.contains(line), cut);
                assertFalse(cut.contains("E500"), cut);
            }
            var chosen = agent.get(HOME + "tickets?assignee=501").body();
            assertTrue(chosen.contains("<option value=\"501\" selected>E501</option>"), chosen);
            assertFalse(chosen.contains("E500"), chosen);
            agent.post(HOME + "tickets?assignee=501", "number", ticket.replaceAll(".*/", ""), "set-assignee", "501");
            var own = agent.get(ticket).body();
            assertTrue(own.contains("<option value=\"501\">E501</option>"), own);
        }
    }

    /** Adds employees with these ids. Their names are in the order of the ids, and all come after Asha. */
    private static void addEmployees(TestServer server, int first, int last) {
        server.stores.database().run(transaction -> {
            for (var id = first; id <= last; id++) {
                var name = "E%03d".formatted(id);
                transaction
                        .handle()
                        .execute(
                                "INSERT INTO employee (cm_id, id, name, name_key, code, email, email_key)"
                                        + " VALUES (?, ?, ?, ?, '', '', '')",
                                TestServer.CM_ID,
                                id,
                                name,
                                TextKey.of(name));
            }
        });
    }

    /** Copies the only ticket. */
    private static void copyTicket(Transaction transaction, int copies) {
        var columns = TableDump.columns(transaction, "ticket");
        var values = columns.stream()
                .map(column -> List.of("id", "number").contains(column) ? column + " + i" : column)
                .toList();
        transaction
                .handle()
                .execute(
                        "INSERT INTO ticket (" + String.join(", ", columns) + ") WITH RECURSIVE numbers(i) AS (SELECT 1"
                                + " UNION ALL SELECT i + 1 FROM numbers WHERE i < " + copies + ") SELECT "
                                + String.join(", ", values) + " FROM ticket, numbers");
    }
}
