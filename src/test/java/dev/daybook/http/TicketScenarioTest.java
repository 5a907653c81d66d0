package dev.daybook.http;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.daybook.domain.account.Account;
import dev.daybook.domain.account.Scope;
import dev.daybook.domain.ticket.SubStatus;
import dev.daybook.domain.ticket.SubStatuses;
import dev.daybook.domain.ticket.WorkCalendar;
import dev.daybook.kit.Scenario;
import dev.daybook.kit.TestDatabase;
import dev.daybook.kit.TestServer;
import dev.daybook.store.ticket.TicketRulesStore;
import dev.daybook.wire.Paths;
import java.net.http.HttpResponse;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;

/**
 * Sends the requests of the tables of the operations on tickets, in order, on both databases, and checks the answers. A
 * row may have more than {@link Scenario} describes. The header {@code <At: instant>} sets the clock. The expectation
 * {@code > word} stores the new ticket's id as a word for later rows, and {@code >> word} stores the cursor. {@code
 * -Header} is a header that must be missing.
 */
@Tag("jdk")
@Tag("battery-13")
class TicketScenarioTest {
    private static final List<String> TABLES =
            List.of("tickets-add.txt", "tickets-get.txt", "tickets-update.txt", "tickets-pull.txt");

    private static final Map<TestDatabase, TestServer> SERVERS = new EnumMap<>(TestDatabase.class);

    @BeforeAll
    static void start() {
        for (var database : TestDatabase.tested()) {
            SERVERS.put(database, TestServer.start(database.fenced()));
        }
    }

    @AfterAll
    static void stop() {
        SERVERS.values().forEach(TestServer::close);
    }

    @TestFactory
    Stream<DynamicContainer> answers() {
        return SERVERS.entrySet().stream().flatMap(entry -> {
            var words = words(entry.getValue());
            return TABLES.stream()
                    .map(table -> DynamicContainer.dynamicContainer(
                            entry.getKey() + " " + table,
                            Scenario.table(table, text -> text).stream()
                                    .map(scenario -> DynamicTest.dynamicTest(
                                            scenario.name(), () -> check(entry.getValue(), scenario, words)))));
        });
    }

    private static void check(TestServer server, Scenario raw, Map<String, String> words) {
        var at = raw.headers().get("At");
        if (at != null) {
            server.clock.set(Instant.parse(at));
        }
        var scenario = raw.filled(text -> ScenarioTest.fill(text, words));
        var answer = ScenarioTest.check(server, scenario.expecting(line -> !isSpecial(line)));
        scenario.expectations().stream()
                .filter(TicketScenarioTest::isSpecial)
                .forEach(line -> keep(line, answer, words));
    }

    private static boolean isSpecial(String expectation) {
        return expectation.startsWith("> ") || expectation.startsWith(">> ") || expectation.startsWith("-");
    }

    private static void keep(String expectation, HttpResponse<String> answer, Map<String, String> words) {
        if (expectation.startsWith("-")) {
            assertTrue(answer.headers().firstValue(expectation.substring(1)).isEmpty(), expectation);
        } else if (expectation.startsWith(">> ")) {
            words.put(
                    expectation.substring(3),
                    answer.headers().firstValue("X-Daybook-Next-Cursor").orElseThrow());
        } else {
            words.put(expectation.substring(2), ScenarioTest.after(answer.body(), "\"ticket_id\":\""));
        }
    }

    private static Map<String, String> words(TestServer server) {
        var words = new HashMap<String, String>();
        words.put("add-customer", Paths.SAVE_CUSTOMER);
        words.put("add", Paths.ADD_TICKET);
        words.put("add-old", Paths.ADD_TICKET_OLD);
        words.put("update", Paths.UPDATE_TICKET);
        words.put("update-old", Paths.UPDATE_TICKET_OLD);
        words.put("get", Paths.GET_TICKET);
        words.put("get-old", Paths.GET_TICKET_OLD);
        words.put("pull", Paths.PULL_TICKETS);
        words.put("pull-old", Paths.PULL_TICKETS_OLD);
        words.put("proof", Paths.PROOF_OF_TICKETS);
        words.put("changes", Paths.TICKET_CHANGES);
        words.put("nl", "\n");
        words.put("bar", "|");
        words.put("deep30", "[".repeat(31) + "]".repeat(31));
        words.put("deep32", "[".repeat(32) + "]".repeat(32));
        words.put("ids499", ids(499));
        words.put("ids500", ids(500));
        addCustomers(server, words);
        addKeys(server, words);
        server.clock.set(Instant.parse("2024-06-01T06:00:00Z"));
        return words;
    }

    private static String ids(int count) {
        return LongStream.rangeClosed(1, count).mapToObj(Long::toString).collect(Collectors.joining(","));
    }

    private static void addCustomers(TestServer server, Map<String, String> words) {
        words.put("asha", ScenarioTest.add(server, server.token, """
                "customer_name":"Asha Menon","phone":"9000000001","email_id":"asha@example.com","customer_code":"A-1"\
                """));
        words.put("ravi", ScenarioTest.add(server, server.token, """
                "customer_name":"ravi","phone":"+91 1234567890","email_id":"Ravi@Example.com","customer_code":"B-2"\
                """));
        words.put("zoe", ScenarioTest.add(server, server.token, """
                "customer_name":"Zoë Straße 100%","email_id":"zoe@example.com\""""));
        for (var twin : List.of("twin1", "twin2")) {
            words.put(
                    twin,
                    ScenarioTest.add(
                            server, server.token, "\"customer_name\":\"" + twin + "\",\"phone\":\"9777777777\""));
        }
    }

    private static void addKeys(TestServer server, Map<String, String> words) {
        var all = EnumSet.allOf(Scope.class);
        words.put("reader", key(server, TestServer.CM_ID, Set.of(Scope.TICKETS_READ), false));
        words.put("writer", key(server, TestServer.CM_ID, Set.of(Scope.TICKETS_WRITE), false));
        words.put(
                "customers", key(server, TestServer.CM_ID, Set.of(Scope.CUSTOMERS_READ, Scope.CUSTOMERS_WRITE), false));
        words.put("masking", key(server, TestServer.CM_ID, all, true));
        for (var account : List.of(2_000L, 3_000L, 4_000L, 5_000L, 6_000L)) {
            server.addAccount(account, Account.DEFAULT_ZONE);
        }
        words.put("foreigner", key(server, 2_000, all, false));
        words.put("foreign-customer", ScenarioTest.add(server, words.get("foreigner"), """
                "customer_name":"Elsewhere","phone":"9555555555\""""));
        words.put("keyed-key", key(server, 3_000, all, false));
        words.put("puller", key(server, 4_000, all, false));
        words.put("masked-puller", key(server, 4_000, all, true));
        words.put("office-key", key(server, 5_000, all, false));
        words.put("namesakes", key(server, 6_000, all, false));
        setRules(server);
    }

    /**
     * Sets the rules of three accounts: account 3000 names its sub-statuses by their keys, account 5000 works from ten
     * to six on weekdays, and account 6000 has two sub-statuses of one name.
     */
    private static void setRules(TestServer server) {
        var named = new ArrayList<SubStatus>();
        for (var key : List.of("OP", "IN", "RS", "CL", "CRS")) {
            named.add(new SubStatus(key, key, key.equals("CL")));
        }
        var weekdays = EnumSet.range(DayOfWeek.MONDAY, DayOfWeek.FRIDAY);
        var office = new WorkCalendar(weekdays, LocalTime.of(10, 0), LocalTime.of(18, 0), Set.of());
        server.stores.database().write(transaction -> {
            TicketRulesStore.put(transaction, 3_000, new SubStatuses(named));
            TicketRulesStore.put(
                    transaction, 6_000, SubStatuses.DEFAULT.with(new SubStatus("IN2", "In Progress", false)));
            TicketRulesStore.put(transaction, 5_000, office, Duration.ofHours(4));
            return true;
        });
    }

    private static String key(TestServer server, long account, Set<Scope> scopes, boolean masking) {
        return server.addKey(account, scopes, masking, Instant.MAX);
    }
}
