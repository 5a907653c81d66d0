package dev.daybook.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.daybook.domain.RecordKind;
import dev.daybook.domain.account.Account;
import dev.daybook.domain.account.ApiKey;
import dev.daybook.domain.account.Scope;
import dev.daybook.domain.person.AuditAction;
import dev.daybook.domain.person.Role;
import dev.daybook.kit.Browser;
import dev.daybook.kit.ConsoleRecords;
import dev.daybook.kit.TestDatabase;
import dev.daybook.kit.TestServer;
import dev.daybook.kit.TestSettings;
import dev.daybook.store.account.ApiKeyStore;
import dev.daybook.store.imports.ImportRuns;
import dev.daybook.store.person.MembershipStore;
import dev.daybook.store.person.PersonStore;
import dev.daybook.wire.Paths;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Tries every page and action with every role, without a log-in, and with another account: only the roles that may use
 * it succeed. Each request that succeeds adds one line to the audit if {@link #RULES} names an action for it; a page
 * that hides phones from the role adds none. {@link ConsoleFormsTest}, {@link ConsoleWorkTest}, {@link
 * ConsoleWebhookTest} and {@link ImportPagesTest} test the audit of the other changes.
 */
class ConsoleAccessTest {
    private static final long OTHER = 2_000_596;

    /**
     * Each page and action of an account, with the lowest role that may use it, and the action of the line that the
     * test's request adds to the audit; {@code -} if it adds none. A page that is missing here fails the test.
     */
    private static final String RULES = """
            GET overview VIEWER -
            GET customers VIEWER -
            GET customers/new AGENT -
            POST customers/new AGENT ADD_CUSTOMER
            GET customers/{id} VIEWER LOOK_AT_CUSTOMER
            GET customers/{id}/edit AGENT LOOK_AT_CUSTOMER
            POST customers/{id}/edit AGENT LOOK_AT_CUSTOMER
            GET customers/{id}/erase MANAGER -
            POST customers/{id}/erase MANAGER -
            GET tickets VIEWER -
            POST tickets AGENT -
            POST tickets/filters VIEWER SAVE_FILTER
            POST tickets/filters/remove VIEWER REMOVE_FILTER
            GET tickets/new AGENT -
            POST tickets/new AGENT ADD_TICKET
            GET tickets/{number} VIEWER LOOK_AT_TICKET
            POST tickets/{number} AGENT CHANGE_TICKET
            GET orders VIEWER -
            GET orders/{id} VIEWER LOOK_AT_ORDER
            GET faq VIEWER -
            GET faq/new MANAGER -
            POST faq/new MANAGER WRITE_FAQ_ENTRY
            GET faq/{id} VIEWER -
            GET faq/{id}/edit MANAGER -
            POST faq/{id}/edit MANAGER -
            POST faq/{id}/remove MANAGER REMOVE_FAQ_ENTRY
            POST faq/categories/{id}/remove MANAGER REMOVE_FAQ_CATEGORY
            GET data VIEWER -
            GET data/download MANAGER DOWNLOAD_CUSTOMERS
            GET data/compare MANAGER -
            POST data/compare MANAGER -
            GET data/import MANAGER -
            POST data/import MANAGER -
            GET data/import/{id} MANAGER -
            POST data/import/{id} MANAGER -
            GET data/import/{id}/refused.csv MANAGER -
            GET data/unfinished/{id} MANAGER -
            POST data/unfinished/{id} MANAGER REMOVE_IMPORT
            GET developers MANAGER -
            GET developers/keys/new OWNER -
            POST developers/keys/new OWNER CREATE_KEY
            GET developers/keys/{id} MANAGER -
            POST developers/keys/{id}/disable OWNER DISABLE_KEY
            GET developers/webhook MANAGER -
            POST developers/webhook MANAGER -
            POST developers/webhook/test MANAGER -
            GET settings VIEWER -
            POST settings/lists MANAGER ADD_LIST_ENTRY
            POST settings/sub-statuses MANAGER CHANGE_SUB_STATUS
            POST settings/calendar MANAGER -
            GET people OWNER -
            POST people OWNER ADD_PERSON
            POST people/{id}/role OWNER CHANGE_ROLE
            POST people/{id}/remove OWNER REMOVE_PERSON
            POST people/{id}/reset OWNER RESET_PERSON
            GET audit OWNER -
            GET audit.csv OWNER DOWNLOAD_AUDIT
            """;

    /**
     * The fields that the test sends with every form. A form that needs other fields, or values from its page, is
     * refused.
     */
    private static final String[] FORM = """
            reply Hello
            set-priority 1
            category C
            title T
            detail D
            name Zoya
            phone 9000000003
            status PENDING
            label shop
            scope customers:read
            list ZONE
            key E
            email zoya@shop.example
            role agent
            confirm 1
            """.strip().split("\\s+", -1);

    private record Rule(Role least, String audited) {
        /** The actions of the lines that the request of a role adds to the audit, unless it is refused. */
        List<AuditAction> actions(Role role) {
            var isMasked = audited.startsWith("LOOK_AT") && !role.covers(Role.AGENT);
            return audited.equals("-") || isMasked ? List.of() : List.of(AuditAction.valueOf(audited));
        }
    }

    private static Map<String, Rule> rules() {
        var rules = new LinkedHashMap<String, Rule>();
        RULES.lines().forEach(line -> {
            var words = line.split(" ", -1);
            rules.put(words[0] + " " + words[1], new Rule(Role.valueOf(words[2]), words[3]));
        });
        return rules;
    }

    @ParameterizedTest
    @EnumSource
    void eachRoleHasExactlyItsRights(TestDatabase database) throws InterruptedException {
        try (var server = TestServer.start(database.create(), TestSettings::console)) {
            server.addAccount(OTHER, Account.DEFAULT_ZONE);
            var own = ConsoleRecords.add(server, TestServer.CM_ID, "Own", "9000000001");
            // Otherwise the tickets of both accounts would have the same number.
            server.clock.set(server.clock.instant().plusSeconds(1));
            var others = ConsoleRecords.add(server, OTHER, "Other", "9000000002");
            server.clock.set(server.clock.instant().plusSeconds(1));
            var browsers = new EnumMap<Role, Browser>(Role.class);
            for (var role : Role.values()) {
                browsers.put(role, Browser.of(server, role, TestServer.CM_ID));
            }
            var nobody = Browser.of(server);
            var stranger = Browser.of(server, Role.OWNER, OTHER);
            var operator = Browser.ofOperator(server);
            nobody.get("/console/login");
            browsers.values().forEach(browser -> browser.get("/console/" + TestServer.CM_ID + "/overview"));
            stranger.get("/console/" + OTHER + "/overview");
            operator.get("/console/" + OTHER + "/overview");
            var file = sendFile(server);
            for (var route : rules().entrySet()) {
                var audited = new HashSet<AuditAction>();
                for (var role : Role.values()) {
                    var audit = ConsoleAudit.of(server);
                    var allowed = role.covers(route.getValue().least);
                    var status =
                            status(server, browsers.get(role), route.getKey().replace("import/{id}", file), own);
                    assertEquals(
                            allowed,
                            status != 403,
                            role + " at " + route.getKey() + " of " + database + " got " + status);
                    assertTrue(status < 500 && (!allowed || status != 404), role + " " + route.getKey() + " " + status);
                    var added = new ArrayList<>(ConsoleAudit.of(server));
                    audit.forEach(added::remove);
                    // The refused form of a customer may show stored values.
                    var shows = status == 422 && route.getKey().equals("POST customers/{id}/edit");
                    assertEquals(
                            status == 200 || status == 303 || shows
                                    ? route.getValue().actions(role)
                                    : List.of(),
                            added,
                            () -> "the audit after " + route.getKey() + " of " + role + ", which got " + status);
                    audited.addAll(added);
                }
                assertEquals(
                        Set.copyOf(route.getValue().actions(Role.OWNER)), audited, "the audit after " + route.getKey());
                assertEquals(
                        303,
                        status(server, nobody, route.getKey().replace("import/{id}", file), own),
                        "nobody at " + route.getKey());
                assertEquals(
                        404,
                        status(server, stranger, route.getKey().replace("import/{id}", file), own),
                        "a stranger at " + route.getKey());
                var everywhere = status(server, operator, route.getKey().replace("import/{id}", file), own);
                assertTrue(
                        everywhere < 400 || everywhere == 409 || everywhere == 422,
                        "an operator at " + route.getKey() + everywhere);
                if (route.getKey().matches(".*(customers|tickets|orders|faq)/\\{(id|number)}.*")
                        && !route.getKey().contains("remove")) {
                    assertEquals(
                            404,
                            status(server, browsers.get(Role.OWNER), route.getKey(), others),
                            "the record of another account at " + route.getKey());
                }
            }
        }
    }

    /**
     * All accounts take their ids from one sequence, so a statement that did not name the account would find the record
     * of the other account.
     */
    @ParameterizedTest
    @EnumSource
    void anOwnerChangesNothingByTheIdsOfAnotherAccount(TestDatabase database) {
        try (var server = TestServer.start(database.create(), TestSettings::console)) {
            server.addAccount(OTHER, Account.DEFAULT_ZONE);
            server.addKey(OTHER, EnumSet.allOf(Scope.class), false, Instant.MAX);
            var entry = ConsoleRecords.add(server, OTHER, "Other", "9000000002").entry();
            var category = category(server, OTHER);
            var key = key(server, OTHER);
            var member = member(server, OTHER);
            var unfinished = unfinished(server, OTHER);
            var owner = Browser.of(server, Role.OWNER, TestServer.CM_ID);
            var home = "/console/" + TestServer.CM_ID + "/";
            owner.get(home + "overview");
            for (var path : List.of("faq/" + entry, "faq/categories/" + category)) {
                assertEquals(303, owner.post(home + path + "/remove").statusCode(), "as if it were removed");
            }
            for (var path : List.of(
                    "developers/keys/" + key.id() + "/disable",
                    "people/" + member + "/role",
                    "people/" + member + "/remove",
                    "people/" + member + "/reset",
                    "data/unfinished/" + unfinished)) {
                assertEquals(404, owner.post(home + path, "role", "owner").statusCode(), path);
            }
            var others = Browser.of(server, Role.OWNER, OTHER);
            assertEquals(200, others.get("/console/" + OTHER + "/faq/" + entry).statusCode());
            assertTrue(others.get("/console/" + OTHER + "/faq").body().contains("faq?category=" + category));
            assertEquals(
                    200,
                    others.get("/console/" + OTHER + "/data/unfinished/" + unfinished)
                            .statusCode());
            assertEquals(key, key(server, OTHER), "not disabled");
            assertEquals(
                    Optional.of(Role.VIEWER),
                    server.stores.database().read(transaction -> MembershipStore.role(transaction, OTHER, member)));
        }
    }

    /**
     * Sends and imports a file, one row of which is refused. Returns the path of its page, relative to {@code data/}.
     */
    private static String sendFile(TestServer server) throws InterruptedException {
        var manager = Browser.of(server, Role.MANAGER, TestServer.CM_ID);
        var data = "/console/" + TestServer.CM_ID + "/data/";
        manager.get(data + "import");
        var content = "name,email\nAsha,asha@mail.example\n,x\n".getBytes(StandardCharsets.UTF_8);
        var path = manager.upload(data + "import", "some.csv", content, "kind", "customers")
                .headers()
                .firstValue("Location")
                .orElseThrow();
        ImportPagesTest.step(manager, path, "do", "check", "column.0", "name", "column.1", "email", "skip", "1");
        ImportPagesTest.load(manager, path);
        return path.substring(data.length());
    }

    private static int status(TestServer server, Browser browser, String route, ConsoleRecords records) {
        var path = route.substring(route.indexOf(' ') + 1);
        var id = path.startsWith("customers")
                ? records.customer()
                : path.startsWith("orders")
                        ? records.order()
                        : path.startsWith("faq/categories")
                                ? category(server, TestServer.CM_ID)
                                : path.startsWith("faq")
                                        ? path.endsWith("remove") ? entry(server) : records.entry()
                                        : path.startsWith("people")
                                                ? member(server, TestServer.CM_ID)
                                                : path.startsWith("data/unfinished")
                                                        ? unfinished(server, TestServer.CM_ID)
                                                        : key(server, TestServer.CM_ID)
                                                                .id();
        var filled = "/console/" + TestServer.CM_ID + "/"
                + path.replace("{number}", Long.toString(records.ticket())).replace("{id}", Long.toString(id));
        return route.startsWith("GET")
                ? browser.get(filled + (path.endsWith("download") ? "?from=2024-05-01&to=2024-05-02" : ""))
                        .statusCode()
                : browser.post(filled, FORM).statusCode();
    }

    /**
     * Adds an unfinished import and returns its id: a new one for each call, because the previous one may have been
     * removed.
     */
    private static long unfinished(TestServer server, long cmId) {
        var stores = server.stores;
        return stores.database()
                .write(transaction -> ImportRuns.start(
                        transaction,
                        cmId,
                        RecordKind.CUSTOMER,
                        "digest" + transaction.takeId(),
                        "some.csv",
                        2,
                        server.clock.instant()))
                .id();
    }

    /**
     * Adds an FAQ entry and returns its id: a new one for each call, because the previous one may have been removed.
     */
    private static long entry(TestServer server) {
        return ConsoleRecords.add(server, TestServer.CM_ID, "More", "9000000004")
                .entry();
    }

    /** Adds a category of the FAQ without entries, and returns its id. */
    private static long category(TestServer server, long cmId) {
        return server.stores.database().write(transaction -> {
            var id = transaction.takeId();
            transaction
                    .handle()
                    .execute(
                            "INSERT INTO faq_category (cm_id, id, parent_id, place, name) VALUES (?, ?, 0, 1, ?)",
                            cmId,
                            id,
                            "Unused " + id);
            return id;
        });
    }

    /** Adds a member and returns its id: a new one for each call, because the previous one may have been removed. */
    private static long member(TestServer server, long cmId) {
        return server.stores.database().write(transaction -> {
            var email = "member" + transaction.takeId() + "@shop.example";
            var person = PersonStore.add(transaction, email, "Member", false, Instant.EPOCH)
                    .orElseThrow();
            MembershipStore.put(transaction, cmId, person.id(), Role.VIEWER);
            return person.id();
        });
    }

    private static ApiKey key(TestServer server, long cmId) {
        return server.stores
                .database()
                .read(transaction -> ApiKeyStore.list(transaction, cmId))
                .get(0);
    }

    @Test
    void aManagerOfAnotherAccountNeitherSeesNorChangesTheSandbox() {
        try (var server = TestServer.startSandbox(Account.DEFAULT_ZONE, TestSettings::console)) {
            server.addAccount(OTHER, Account.DEFAULT_ZONE);
            server.addCustomer("Added later", "9000000001");
            var manager = Browser.of(server, Role.MANAGER, OTHER);
            var settings = "/console/" + OTHER + "/settings";
            var page = manager.get(settings).body();
            var sandbox = settings + "/sandbox/";
            assertEquals(404, manager.post(sandbox + "reset", "confirm", "1").statusCode());
            assertEquals(404, manager.post(sandbox + "clock", "advance", "P1D").statusCode());
            var added = manager.post(sandbox + "faults", "operation", "*", "kind", "status", "percent", "1");
            assertEquals(404, added.statusCode());
            assertEquals(404, manager.post(sandbox + "faults/remove").statusCode());
            assertEquals(404, manager.get(settings + "/sandbox").statusCode());
            var customers = Browser.of(server, Role.VIEWER, TestServer.CM_ID)
                    .get("/console/" + TestServer.CM_ID + "/customers");
            assertTrue(customers.body().contains("Added later"), "nothing was reset");
            var shift = server.post(Paths.SANDBOX_CLOCK, "{}").body();
            assertTrue(shift.contains("\"shift\":\"PT0S"), shift);
            assertFalse(page.contains("settings/sandbox"), "the tab");
        }
    }

    @ParameterizedTest
    @EnumSource(names = "SQLITE")
    void everyPageOfAnAccountIsInTheTableOfRights(TestDatabase database) {
        try (var server = TestServer.start(database.create(), TestSettings::console)) {
            var served = new TreeSet<String>();
            server.routes().stream()
                    .filter(route -> route.contains("/console/{account}/"))
                    .forEach(route -> served.add(route.replace("/console/{account}/", "")));
            assertFalse(served.isEmpty(), "there are pages");
            assertEquals(new TreeSet<>(rules().keySet()), served);
        }
    }

    @ParameterizedTest
    @EnumSource(names = "SQLITE")
    void aServerWithoutTheConsoleServesNoPages(TestDatabase database) {
        try (var server = TestServer.start(database)) {
            assertTrue(server.routes().stream().noneMatch(route -> route.contains("/console")));
            assertEquals(404, server.get("/console").statusCode());
            assertEquals(404, server.get("/").statusCode());
        }
    }
}
