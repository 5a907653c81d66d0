package dev.daybook.battery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.daybook.domain.account.Account;
import dev.daybook.domain.account.Scope;
import dev.daybook.kit.OpenApi;
import dev.daybook.kit.StoredValues;
import dev.daybook.kit.TestDatabase;
import dev.daybook.kit.TestFaq;
import dev.daybook.kit.TestServer;
import dev.daybook.store.EpochMillis;
import dev.daybook.store.Transaction;
import dev.daybook.store.backup.Catalogue;
import dev.daybook.store.backup.StoredTable;
import dev.daybook.wire.Paths;
import dev.daybook.wire.admin.AdminOperation;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Calls every operation of accounts with another account's ids, codes, phones, e-mails and cursors, and with keys of
 * every kind. Calls the admin API with those ids, too. No answer contains data of that account, and none of its data
 * changes. A trial is one request.
 */
@Tag("battery-18")
class TenantTest {
    private static final OpenApi FILE = OpenApi.load();
    private static final long OTHER = 2_000;

    /** A word in the texts of the attacked account. */
    private static final String MARK = "quillonmark";

    /**
     * Parts of the texts, phones and e-mails of the attacked account that no request of the attacking account contains:
     * an answer to it that contains one is a leak.
     */
    private static final List<String> SECRETS = List.of(MARK, "972000000", "@unsent.example");

    /** Working hours that only the attacked account has. */
    private static final String OWN_HOURS = "07:05-15:35";

    private static final List<String> LEAKS =
            Stream.concat(SECRETS.stream(), Stream.of(OWN_HOURS)).toList();

    private static final String DAY = "\"createStartDate\":\"2024-05-02\",\"createEndDate\":\"2024-05-02\"";

    /** An id (9 digits) or the public number of a ticket (12 digits), not as a part of a time or a digest. */
    private static final Pattern NUMBER = Pattern.compile("(?<![0-9a-f])([1-9][0-9]{8}|[1-9][0-9]{11})(?![0-9a-f])");

    /** An id or a public number that stands as a number in JSON. */
    private static final Pattern STANDING = Pattern.compile("[:\\[,]([1-9][0-9]{8}|[1-9][0-9]{11})(?=[,}\\]])");

    /**
     * The operations of the admin API with an account in their path. PUT comes first and DELETE last, because the
     * others need what they set and remove.
     */
    private static final List<AdminOperation> OF_ACCOUNTS = Stream.of(AdminOperation.values())
            .filter(operation -> operation.parameters().contains("cmId"))
            .sorted(Comparator.comparing(AdminOperation::method).reversed())
            .toList();

    private static List<String> paths() {
        return FILE.pathsWithBody().stream()
                .filter(path -> !path.contains("/sandbox/"))
                .toList();
    }

    @Test
    void everyOperationHasATenantRule() {
        var operations = new TreeSet<String>();
        FILE.pathsWithBody().forEach(path -> operations.add(FILE.operationId(path)));
        assertEquals(operations, new TreeSet<>(TenantRules.RULES.keySet()), "rules for operations in TenantRules");
    }

    @ParameterizedTest
    @EnumSource
    void noKeyReachesTheRecordsOfAnotherAccount(TestDatabase database) throws Exception {
        try (var server = TestServer.start(database)) {
            var attacked = new Attacked(server);
            Tally.run(Check.TENANTS, database.toString(), tally -> {
                var before = attacked.everything();
                attacked.probe(tally);
                attacked.askForAnother(tally);
                attacked.askAsOperator(tally);
                attacked.askAnything(tally, new Random(tally.seed()), Tally.trials(300, 4_000));
                assertEquals(before, attacked.everything(), "what the attacked account has");
            });
        }
    }

    /** Even with an admin key, the ids of another account than the one in the path name nothing. */
    @ParameterizedTest
    @EnumSource
    void anAdminCallReachesOnlyTheAccountInItsPath(TestDatabase database) throws Exception {
        // Without packs, no thread of the server writes to the attacked account.
        try (var server = TestServer.start(database.create(), settings -> settings.packs(false))) {
            var attacked = new Attacked(server);
            Tally.run(Check.TENANTS, database + " admin keys", attacked::administer);
        }
    }

    /** A key with one scope may call the operations of this scope and no others. */
    @ParameterizedTest
    @EnumSource
    void eachScopeOpensItsOperationsAndNoOthers(TestDatabase database) throws Exception {
        try (var server = TestServer.start(database)) {
            Tally.run(Check.TENANTS, database + " scopes", tally -> {
                for (var scope : EnumSet.complementOf(EnumSet.of(Scope.EVERYTHING))) {
                    var headers = key(server, TestServer.CM_ID, EnumSet.of(scope), false);
                    for (var path : paths()) {
                        var body =
                                FILE.requestExamples(path).values().iterator().next();
                        var allowed =
                                TenantRules.RULES.get(FILE.operationId(path)).scope() == scope;
                        var status = server.post(path, body, headers).statusCode();
                        assertEquals(allowed, status != 403, scope + " " + path + " " + status);
                        tally.held();
                    }
                }
            });
        }
    }

    private static Map<String, String> key(TestServer server, long cmId, Set<Scope> scopes, boolean masking) {
        return Map.of("Authorization", "Basic " + server.addKey(cmId, scopes, masking, Instant.MAX));
    }

    /** A server with an account that has records, and another account whose keys attack the first. */
    private static final class Attacked {
        private final TestServer server;
        private final Pool pool = new Pool(OTHER);
        private final Map<Pool.Kind, List<String>> theirs = new EnumMap<>(Pool.Kind.class);
        private final List<Map<String, String>> attackers;

        Attacked(TestServer server) {
            this.server = server;
            server.addAccount(OTHER, Account.DEFAULT_ZONE);
            attackers = List.of(
                    key(server, OTHER, EnumSet.allOf(Scope.class), false),
                    key(server, OTHER, EnumSet.allOf(Scope.class), true));
            for (var number = 0; number < 4; number++) {
                write(number);
            }
            var faq = TestFaq.account(server.stores, TestServer.CM_ID);
            TestFaq.load(
                    server.stores, faq, true, List.of(TestFaq.entry("1", MARK, "A refund " + MARK, "detail " + MARK)));
            // Public numbers of tickets follow from the time, so the clock moves: those of the accounts must differ.
            server.clock.set(server.clock.instant().plusSeconds(3_600));
            learn();
            Tally.planted(MARK, "hidden.example", "unsent.example");
            Tally.planted("9710000000", "9710000001", "9710000002", "9710000003");
            Tally.planted("9720000000", "9720000001", "9720000002", "9720000003");
        }

        private void write(int number) {
            var who =
                    "\"customer_name\":\"Name %2$s\",\"phone\":\"971000000%1$d\",\"email_id\":\"p%1$d@hidden.example\","
                            + "\"customer_code\":\"HID-%1$d\"";
            ok(
                    Paths.SAVE_CUSTOMER,
                    ("{\"customer_info\":{" + who
                            + ",\"address\":\"%2$s\",\"customer_remarks\":\"%2$s\",\"zone\":\"%2$s\","
                            + "\"customer_assign_emp_name\":\"%2$s\",\"own\":\"%2$s\"},\"contact_info\":"
                            + "[{\"contact_person_phone\":\"972000000%1$d\",\"contact_person_email\":\"q%1$d@unsent.example\"}],"
                            + "\"enquiry_info\":{\"remarks\":\"%2$s\"}}"),
                    number);
            ok(
                    Paths.ADD_TICKET,
                    "{\"title\":\"%2$s\",\"ticket_details\":\"%2$s\",\"customer_code\":\"HID-%1$d\",\"comment\":\"%2$s\","
                            + "\"own\":{\"a\":\"%2$s\"}}",
                    number);
            ok(
                    Paths.SAVE_ORDER,
                    "{\"customer_info\":{\"update\":true," + who + "},\"order_info\":{\"erp_order_id\":\"HIDERP-%1$d\","
                            + "\"remarks\":\"%2$s\",\"shipping_address\":\"%2$s\"},\"product_details\":[{\"sku_id\":\"1\","
                            + "\"product_name\":\"%2$s\",\"rate\":\"1\",\"quantity\":\"1\"}]}",
                    number);
        }

        private void ok(String path, String body, int number) {
            var answer = server.post(path, body.formatted(number, MARK));
            assertEquals(200, answer.statusCode(), answer.body());
        }

        /** All data that the attacked account shows to its own key, in one text. */
        String everything() {
            var shown = new ArrayList<String>();
            shown.add(server.post(Paths.PULL_CUSTOMERS, "{\"cm_id\":1000298," + DAY + "}")
                    .body());
            shown.add(server.post(Paths.PULL_TICKETS, "{\"start_date\":\"2024-05-02\",\"end_date\":\"2024-05-02\"}")
                    .body());
            shown.add(server.post(Paths.PULL_ORDERS, "{\"cmId\":1000298," + DAY + "}")
                    .body());
            shown.add(server.post(Paths.SEARCH_FAQ_CONTENTS, "{\"search_text\":\"refund\"}")
                    .body());
            shown.add(server.post(Paths.GET_FAQ_CATEGORIES, "{}").body());
            for (var path : List.of(Paths.PROOF_OF_CUSTOMERS, Paths.PROOF_OF_TICKETS, Paths.PROOF_OF_ORDERS)) {
                shown.add(
                        server.post(path, "{\"cm_id\":1000298,\"startDate\":\"2024-05-01\",\"endDate\":\"2024-05-03\"}")
                                .body());
            }
            for (var path : List.of(Paths.GET_TICKET, Paths.GET_TICKET_OLD)) {
                shown.add(server.post(
                                path,
                                "{\"ticket_ids\":\"" + String.join(",", theirs.getOrDefault(Pool.Kind.ID, List.of()))
                                        + "\",\"conversation_type\":\"all\",\"history_type\":\"all\"}")
                        .body());
            }
            var all = String.join("\n", shown);
            assertTrue(SECRETS.stream().allMatch(all::contains), all);
            return all;
        }

        private void learn() {
            var everything = everything();
            var ids = new TreeSet<String>();
            NUMBER.matcher(everything).results().forEach(found -> {
                ids.add(found.group());
            });
            StoredValues.numbers(server.stores.database(), "SELECT id FROM api_key WHERE cm_id = 1000298")
                    .forEach(id -> ids.add(Long.toString(id)));
            theirs.put(Pool.Kind.ID, List.copyOf(ids));
            theirs.put(Pool.Kind.PHONE, List.of("9710000000", "9710000001", "+91 9710000002"));
            theirs.put(Pool.Kind.EMAIL, List.of("p0@hidden.example", "P1@HIDDEN.example"));
            theirs.put(Pool.Kind.CODE, List.of("HID-0", "HID-1", "HIDERP-0", "HIDERP-1"));
            var cursors = new ArrayList<String>();
            for (var pull : List.of(
                    server.post(Paths.PULL_CUSTOMERS, "{\"cm_id\":1000298,\"limit\":1," + DAY + "}"),
                    server.post(Paths.PULL_ORDERS, "{\"cmId\":1000298,\"limit\":1," + DAY + "}"),
                    server.post(
                            Paths.PULL_TICKETS,
                            "{\"limit\":1,\"start_date\":\"2024-05-02\",\"end_date\":\"2024-05-02\"}"),
                    server.post(Paths.CUSTOMER_CHANGES, "{\"cm_id\":1000298,\"limit\":1}"),
                    server.post(Paths.TICKET_CHANGES, "{\"cm_id\":1000298,\"limit\":1}"),
                    server.post(Paths.ORDER_CHANGES, "{\"cm_id\":1000298,\"limit\":1}"))) {
                pull.headers().firstValue("X-Daybook-Next-Cursor").ifPresent(cursors::add);
            }
            assertEquals(6, cursors.size(), "cursors");
            theirs.put(Pool.Kind.CURSOR, cursors);
            theirs.forEach((kind, values) -> values.forEach(value -> pool.add(kind, value)));
        }

        /**
         * Sends every request of the rules with every value of the attacked account, first those that write nothing.
         */
        void probe(Tally tally) {
            for (var path : readsFirst()) {
                for (var probe : TenantRules.RULES.get(FILE.operationId(path)).probes()) {
                    for (var value : theirs.getOrDefault(probe.kind(), List.of())) {
                        for (var attacker : attackers) {
                            var body = probe.body().formatted(value);
                            var answer = server.post(path, body, attacker);
                            var isOfTheRules = (probe.status() == 0 || answer.statusCode() == probe.status())
                                    && probe.answer().matcher(answer.body()).matches();
                            var expected = isOfTheRules || isRefusedAsMasking(attacker, answer);
                            count(
                                    tally,
                                    path,
                                    body,
                                    answer,
                                    expected ? leak(body, answer) : "not the answer of the rules");
                        }
                    }
                }
            }
        }

        /**
         * Whether the attacker's key is masking and was refused for this reason. Even in its own account such a key may
         * not search by phone or e-mail.
         */
        private boolean isRefusedAsMasking(Map<String, String> attacker, HttpResponse<String> answer) {
            return attacker.equals(attackers.get(1))
                    && answer.statusCode() == 403
                    && answer.body().contains("this key is masking");
        }

        private static List<String> readsFirst() {
            return paths().stream()
                    .sorted(Comparator.comparing(path -> TenantRules.RULES
                            .get(FILE.operationId(path))
                            .scope()
                            .label()
                            .endsWith(":write")))
                    .toList();
        }

        /** Sends the examples of every operation with the number of the attacked account. Each must be refused. */
        void askForAnother(Tally tally) {
            for (var path : paths()) {
                for (var body : FILE.requestExamples(path).values()) {
                    for (var attacker : attackers) {
                        var name = path.equals(Paths.PULL_ORDERS) ? "cmId" : "cm_id";
                        var rest = body.replaceAll("\"cm_?[iI]d\":\"?1000298\"?,?", "");
                        var unlike = rest.replaceFirst(
                                "\\{", "{\"" + name + "\":1000298" + (rest.contains("{}") ? "" : ","));
                        var answer = server.post(path, unlike, attacker);
                        count(
                                tally,
                                path,
                                unlike,
                                answer,
                                answer.statusCode() == 403 ? leak(unlike, answer) : "not refused");
                    }
                }
            }
        }

        /** Calls every operation of the admin API with keys of the attacking account. Each call must be refused. */
        void askAsOperator(Tally tally) {
            for (var operation : AdminOperation.values()) {
                var request = request(
                        operation, TestServer.CM_ID, theirs.get(Pool.Kind.ID).get(0));
                for (var attacker : attackers) {
                    var answer = request.send(server, attacker);
                    count(tally, request, answer, isRefused(answer) ? "" : "not refused");
                }
            }
        }

        /** Whether the server refused the key: with 401 or, after some wrong admin keys from one address, with 429. */
        private static boolean isRefused(HttpResponse<String> answer) {
            return Set.of(401, 429).contains(answer.statusCode());
        }

        /**
         * Calls, with a valid admin key, each operation with an account in its path for the attacking account, with
         * every id of the attacked account. A key of the attacked account is not found, no answer has its data, and
         * none of its rows changes.
         */
        void administer(Tally tally) {
            var admin = Map.of("Authorization", "Basic " + server.addAdminKey(Instant.MAX));
            var ids = theirs.get(Pool.Kind.ID);
            for (var operation : OF_ACCOUNTS) {
                if (!operation.parameters().contains("id")
                        && !operation.method().equals("DELETE")) {
                    var request = own(request(operation, TestServer.CM_ID, ids.get(0)));
                    assertEquals(200, request.send(server, admin).statusCode(), request.path() + " " + request.body());
                }
            }
            addDeliveries();
            var before = rows();
            for (var operation : OF_ACCOUNTS) {
                // Most operations take no id: their requests are all the same, and one of them is sent.
                for (var request : ids.stream()
                        .map(id -> request(operation, OTHER, id))
                        .distinct()
                        .toList()) {
                    var answer = request.send(server, admin);
                    var status = operation.parameters().contains("id") ? 404 : 200;
                    var told = request.path() + " " + request.body();
                    count(
                            tally,
                            request,
                            answer,
                            answer.statusCode() == status ? leak(told, answer) : "not status " + status);
                }
            }
            var after = rows();
            before.forEach((table, rows) -> assertEquals(rows, after.get(table), table));
        }

        /** The request with values that only the attacked account has: its rows and answers differ from the others'. */
        private static AdminRequest own(AdminRequest request) {
            var body = request.body();
            for (var value : List.of("Example Traders Ltd", "Escalated", "hooks")) {
                body = body.replace(value, MARK);
            }
            return new AdminRequest(request.operation(), request.path(), body.replace("09:00-18:30", OWN_HOURS));
        }

        private static AdminRequest request(AdminOperation operation, long cmId, String id) {
            var values = Map.of("cmId", cmId, "id", id, "after", id + "-" + id, "key", "P", "email", "p@" + MARK);
            var name = operation.method() + " " + operation.path();
            var body = operation == AdminOperation.RETRY_DELIVERIES
                    ? "{\"tickets\":[" + id + "]}"
                    : FILE.requestExamples(name).values().stream().findFirst().orElse("");
            return new AdminRequest(
                    name,
                    operation.path(
                            operation.parameters().stream().map(values::get).toList()),
                    body);
        }

        /** Adds a given-up delivery of each ticket of the attacked account. No server posts it until it is retried. */
        private void addDeliveries() {
            var sql = """
                    INSERT INTO webhook_delivery (cm_id, ticket, id, created_at, attempts, next_attempt_at,
                        leased_until, give_up_at, given_up_at, last_error, body)
                    SELECT cm_id, number, id, 0, 0, ?, 0, 0, 9000000000000, '', '{}' FROM ticket
                    WHERE cm_id = 1000298""";
            server.stores
                    .database()
                    .run(transaction -> transaction.handle().execute(sql, EpochMillis.column(Instant.MAX)));
        }

        /** The rows of the attacked account, by table. */
        private Map<String, List<String>> rows() {
            return server.stores
                    .database()
                    .read(transaction -> Catalogue.tables(transaction).stream()
                            .filter(table -> table.columns().stream()
                                    .anyMatch(column -> column.name().equals("cm_id")))
                            .collect(Collectors.toMap(StoredTable::name, table -> rows(transaction, table.name()))));
        }

        private static List<String> rows(Transaction transaction, String table) {
            // A server stores the last use of a key some time after it.
            return transaction
                    .handle()
                    .createQuery("SELECT * FROM " + table + " WHERE cm_id = 1000298")
                    .mapToMap()
                    .map(row -> row.entrySet().stream()
                            .filter(value -> !value.getKey().equals("last_used_at"))
                            .map(value -> value.getKey() + "=" + shown(value.getValue()))
                            .toList()
                            .toString())
                    .stream()
                    .sorted()
                    .toList();
        }

        private static Object shown(Object value) {
            return value instanceof byte[] bytes ? HexFormat.of().formatHex(bytes) : value;
        }

        /**
         * Sends random requests that the schema allows, with values of the attacked account in them. No answer may leak
         * its data.
         */
        void askAnything(Tally tally, Random random, int requests) {
            var paths = paths();
            var bodies = new Bodies(FILE, pool, random);
            for (var request = 0; request < requests; request++) {
                var path = paths.get(random.nextInt(paths.size()));
                var body = bodies.valid(path);
                var answer = server.post(path, body, attackers.get(random.nextInt(attackers.size())));
                count(tally, path, body, answer, answer.statusCode() < 500 ? leak(body, answer) : "failed");
            }
        }

        /**
         * Data of the attacked account that is in an answer but was not in the request, in words; empty if there is
         * none.
         */
        private String leak(String body, HttpResponse<String> answer) {
            var told = (answer.body() + answer.headers().map()).toLowerCase(Locale.ROOT);
            for (var secret : LEAKS) {
                if (told.contains(secret)) {
                    return "leaked " + secret;
                }
            }
            // Only ids that stand as numbers count: the server stores and shows any text that was sent, even the id of
            // another account.
            return STANDING.matcher(told)
                    .results()
                    .map(found -> found.group(1))
                    .filter(id -> !body.contains(id) && theirs.get(Pool.Kind.ID).contains(id))
                    .findFirst()
                    .map(id -> "leaked the id " + id)
                    .orElse("");
        }

        private static void count(Tally tally, AdminRequest request, HttpResponse<String> answer, String wrong) {
            count(tally, request.operation() + " " + request.path(), request.body(), answer, wrong);
        }

        private static void count(Tally tally, String path, String body, HttpResponse<String> answer, String wrong) {
            if (wrong.isEmpty()) {
                tally.held();
            } else {
                var text = path + " " + body + " -> " + answer.statusCode() + " " + answer.body();
                tally.missed(wrong + ": " + text.substring(0, Math.min(600, text.length())));
            }
        }
    }
}
