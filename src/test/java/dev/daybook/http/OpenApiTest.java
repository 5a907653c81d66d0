package dev.daybook.http;

import static dev.daybook.kit.Waits.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.daybook.domain.FeedPosition;
import dev.daybook.domain.RecordKind;
import dev.daybook.domain.account.Account;
import dev.daybook.domain.account.Scope;
import dev.daybook.domain.sandbox.FaultKind;
import dev.daybook.kit.OpenApi;
import dev.daybook.kit.TestDatabase;
import dev.daybook.kit.TestFaq;
import dev.daybook.kit.TestServer;
import dev.daybook.kit.Waits;
import dev.daybook.store.customer.CustomerRemoval;
import dev.daybook.wire.CursorCodec;
import dev.daybook.wire.Paths;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The OpenAPI file matches the server: its examples work, and real answers match its schemas. */
@Tag("jdk")
class OpenApiTest {
    private static final OpenApi FILE = OpenApi.load();
    private static final String TODAY =
            "{\"cm_id\":1000298,\"createStartDate\":\"2024-05-02\",\"createEndDate\":\"2024-05-02\"}";

    private static TestServer server;
    private static TestServer sandbox;
    private static String customerId;

    @BeforeAll
    static void startWithTheCustomerOfTheExamples() {
        server = TestServer.start(TestDatabase.SQLITE);
        sandbox = TestServer.startSandbox(Account.DEFAULT_ZONE);
        var added = server.post(
                Paths.SAVE_CUSTOMER, FILE.requestExamples(Paths.SAVE_CUSTOMER).get("AddOrganisation"));
        assertEquals(200, added.statusCode(), added.body());
        FILE.check(added);
        customerId = json(added).get("kapture_customer_id").stringValue();
        // Makes the first ticket of the test server, which has the id in the examples.
        server.post(Paths.ADD_TICKET, FILE.requestExamples(Paths.ADD_TICKET).get("AddTicket"));
    }

    @AfterAll
    static void stop() {
        server.close();
        sandbox.close();
    }

    /** The server for this path: sandbox paths have their own, so that faults and resets affect no other tests. */
    private static TestServer of(String path) {
        return isSandbox(path) ? sandbox : server;
    }

    private static boolean isSandbox(String path) {
        return path.contains("/daybook/v1/sandbox/");
    }

    static List<String> pathsWithBody() {
        return FILE.pathsWithBody();
    }

    static List<String> pullPaths() {
        return List.of(Paths.PULL_CUSTOMERS, Paths.PULL_CUSTOMERS_OLD);
    }

    static List<String> getPaths() {
        return List.of(Paths.GET_CUSTOMER, Paths.GET_CUSTOMER_VERSIONED);
    }

    static List<String> savePaths() {
        return List.of(Paths.SAVE_CUSTOMER, Paths.SAVE_CUSTOMER_OLD);
    }

    @Test
    void documentsWhatIsServedAndNothingElse() {
        assertEquals(documentable(sandbox), FILE.operations());
        var elsewhere = new TreeSet<>(FILE.operations());
        elsewhere.removeIf(OpenApiTest::isSandbox);
        assertEquals(documentable(server), elsewhere);
    }

    private static Set<String> documentable(TestServer server) {
        return server.routes().stream()
                .filter(route -> !route.startsWith("GET /docs/"))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    @Test
    void hasTheVersionOfTheBuild() throws IOException {
        var build = new Properties();
        try (var file = OpenApi.class.getResourceAsStream("/daybook-version.properties")) {
            build.load(file);
        }
        assertEquals(
                build.getProperty("version").replace("-SNAPSHOT", ""),
                json(server.get("/openapi.json")).at("/info/version").stringValue());
    }

    @Test
    void hasTheKeysOfACustomerInTheOrderOfRealAnswers() {
        var customer = json(server.post(Paths.PULL_CUSTOMERS, TODAY)).at("/message/0");
        assertEquals(List.copyOf(customer.propertyNames()), FILE.properties("Customer"));
        assertEquals(List.copyOf(customer.at("/contacts/0").propertyNames()), FILE.properties("Contact"));
        assertEquals(List.copyOf(customer.get("lastModificationTime").propertyNames()), FILE.properties("Calendar"));
    }

    @ParameterizedTest
    @MethodSource("pathsWithBody")
    void hasValidExamplesForEveryBody(String path) {
        var requests = FILE.requestExamples(path);
        assertFalse(requests.isEmpty(), path);
        requests.forEach((name, body) -> assertEquals(List.of(), FILE.requestViolations(path, body), name));
        for (var status : FILE.statuses(path)) {
            var answers = FILE.responseExamples(path, status);
            assertFalse(answers.isEmpty(), path + " " + status);
            answers.forEach((name, body) -> assertEquals(List.of(), FILE.violations(path, status, body), name));
        }
    }

    @ParameterizedTest
    @MethodSource("pathsWithBody")
    void hasRequestExamplesThatWork(String path) {
        FILE.requestExamples(path).forEach((name, body) -> {
            var answer = of(path).post(path, body.replace("\"1001\"", '"' + customerId + '"'));
            assertEquals(200, answer.statusCode(), name + ": " + answer.body());
            assertEquals(Optional.empty(), answer.headers().firstValue("X-Daybook-Ignored"), name);
            FILE.check(answer);
        });
    }

    /**
     * The answer to an update must equal the example in the file. Its contact_ids are only those of contacts that the
     * update adds or changes, and a client made from the file may read them.
     */
    @Test
    void showsTheAnswerOfAnUpdate() {
        var update = FILE.requestExamples(Paths.SAVE_CUSTOMER).get("UpdateById");
        var shown = FILE.responseExamples(Paths.SAVE_CUSTOMER, 200).get("Updated");
        var answer = server.post(Paths.SAVE_CUSTOMER, update.replace("\"1001\"", '"' + customerId + '"'));
        assertEquals(shown.replace("\"1001\"", '"' + customerId + '"'), answer.body());
    }

    @Test
    void allowsOnlyWhatTheServerAccepts() {
        for (var wrong : List.of(
                "{}",
                TODAY.replace("1000298", "true"),
                TODAY.replace("1000298", "-1"),
                TODAY.replace("\"2024-05-02\"", "20240502"),
                TODAY.replace("}", ",\"isOrganisation\":1}"),
                TODAY.replace("}", ",\"isOrganisation\":\"yes\"}"),
                TODAY.replace("}", ",\"name\":true}"),
                TODAY.replace("}", ",\"zoneIdStr\":\"1;2\"}"),
                TODAY.replace("}", ",\"limit\":\"ten\"}"),
                "[" + TODAY + "," + TODAY + "]",
                "[]")) {
            assertNotEquals(List.of(), FILE.requestViolations(Paths.PULL_CUSTOMERS, wrong), wrong);
            assertEquals(400, server.post(Paths.PULL_CUSTOMERS, wrong).statusCode(), wrong);
        }
        for (var right : List.of(
                TODAY.replace("1000298", "\"1000298\""),
                TODAY.replace("}", ",\"isOrganisation\":\"TRUE\",\"limit\":\"1\",\"name\":null,\"zoneIdStr\":7}"),
                TODAY.replace("}", ",\"isIndividual\":\" \",\"zoneIdStr\":\"1, 2\",\"attr3\":5}"),
                "[" + TODAY + "]")) {
            assertEquals(List.of(), FILE.requestViolations(Paths.PULL_CUSTOMERS, right), right);
            assertEquals(200, server.post(Paths.PULL_CUSTOMERS, right).statusCode(), right);
        }
    }

    @ParameterizedTest
    @MethodSource("pullPaths")
    void documentsPulls(String path) {
        var full = server.post(path, TODAY.replace("}", ",\"limit\":1,\"mispelt\":1}"));
        assertEquals(1, json(full).get("message").size(), full.body());
        assertTrue(full.headers().firstValue("X-Daybook-Ignored").isPresent());
        FILE.check(full);
        var empty = server.post(path, TODAY.replace("2024-05-02", "2023-05-02"));
        assertEquals("{\"message\":[],\"status\":\"success\"}", empty.body());
        FILE.check(empty);
        documented(400, server.post(path, TODAY.replace("02\"}", "09\"}")));
        documented(400, server.post(path, TODAY.replace("}", ",\"limit\":1001}")));
        var otherAccount = server.post(path, TODAY.replace("1000298", "1000299"));
        documented(403, otherAccount);
        var masking = server.addKey(TestServer.CM_ID, EnumSet.allOf(Scope.class), true, Instant.MAX);
        FILE.check(server.post(path, TODAY, basic(masking)));
    }

    @Test
    void documentsProofs() {
        var days = "{\"cm_id\":1000298,\"startDate\":\"2024-05-01\",\"endDate\":\"2024-05-02\"}";
        FILE.check(server.post(Paths.PROOF_OF_CUSTOMERS, days.replace("}", ",\"limit\":1}")));
        documented(400, server.post(Paths.PROOF_OF_CUSTOMERS, days.replace("05-02", "04-30")));
        documented(400, server.post(Paths.PROOF_OF_CUSTOMERS, days.replace("2024-05-02", "2025-05-02")));
        documented(403, server.post(Paths.PROOF_OF_CUSTOMERS, days.replace("1000298", "1000299")));
    }

    @Test
    void documentsChanges() {
        var all = "{\"cm_id\":1000298}";
        FILE.check(server.post(Paths.CUSTOMER_CHANGES, all.replace("}", ",\"limit\":1,\"since\":1}")));
        documented(400, server.post(Paths.CUSTOMER_CHANGES, all.replace("}", ",\"limit\":1001}")));
        documented(400, server.post(Paths.CUSTOMER_CHANGES, all.replace("}", ",\"cursor\":\"x\"}")));
        var beyond = CursorCodec.write(RecordKind.CUSTOMER, TestServer.CM_ID, new FeedPosition(1L << 50, 1));
        documented(400, server.post(Paths.CUSTOMER_CHANGES, all.replace("}", ",\"cursor\":\"" + beyond + "\"}")));
        documented(403, server.post(Paths.CUSTOMER_CHANGES, all.replace("1000298", "1000299")));
        var gone = json(server.post(
                        Paths.SAVE_CUSTOMER, "{\"customer_info\":{\"customer_name\":\"x\",\"phone\":\"9000000188\"}}"))
                .get("kapture_customer_id")
                .stringValue();
        delete(gone);
        var told = server.post(Paths.CUSTOMER_CHANGES, all);
        assertTrue(told.body().contains("{\"change\":\"deleted\",\"id\":" + gone), told.body());
        FILE.check(told);
        var masking = server.addKey(TestServer.CM_ID, EnumSet.allOf(Scope.class), true, Instant.MAX);
        FILE.check(server.post(Paths.CUSTOMER_CHANGES, all, basic(masking)));
    }

    @Test
    void documentsTheSandbox() {
        for (var path : List.of(Paths.SANDBOX_RESET, Paths.SANDBOX_CLOCK, Paths.SANDBOX_FAULTS)) {
            FILE.check(sandbox.post(path, ""));
            FILE.check(sandbox.post(path, "{\"mispelt\":1}"));
            var narrow = sandbox.addKey(TestServer.CM_ID, EnumSet.of(Scope.CUSTOMERS_READ), false, Instant.MAX);
            documented(403, sandbox.post(path, "{}", basic(narrow)));
            documented(403, sandbox.post(path, "{\"cm_id\":1000299}"));
        }
        documented(400, sandbox.post(Paths.SANDBOX_CLOCK, "{\"now\":\"noon\"}"));
        documented(400, sandbox.post(Paths.SANDBOX_CLOCK, "{\"advance\":\"P1M\"}"));
        documented(400, sandbox.post(Paths.SANDBOX_CLOCK, "{\"now\":\"1970-01-01T00:00:00Z\"}"));
        documented(400, sandbox.post(Paths.SANDBOX_CLOCK, "{\"now\":\"2026-01-01T00:00Z\",\"advance\":\"P1D\"}"));
        documented(400, sandbox.post(Paths.SANDBOX_FAULTS, "{\"faults\":[{\"kind\":\"fire\"}]}"));
        documented(400, sandbox.post(Paths.SANDBOX_FAULTS, "{\"faults\":[{\"kind\":\"cut\",\"probability\":2}]}"));
        documented(400, sandbox.post(Paths.SANDBOX_FAULTS, "{\"faults\":[{\"kind\":\"status\",\"status\":302}]}"));
        for (var kind : FaultKind.values()) {
            FILE.check(sandbox.post(Paths.SANDBOX_FAULTS, "{\"faults\":[{\"kind\":\"" + kind.label() + "\"}]}"));
        }
        var cursor = sandbox.post(Paths.CUSTOMER_CHANGES, "{\"cm_id\":1000298}")
                .headers()
                .firstValue("X-Daybook-Next-Cursor")
                .orElseThrow();
        sandbox.post(Paths.SANDBOX_RESET, "{}");
        documented(400, sandbox.post(Paths.CUSTOMER_CHANGES, "{\"cm_id\":1000298,\"cursor\":\"" + cursor + "\"}"));
    }

    @ParameterizedTest
    @MethodSource("getPaths")
    void documentsGetCustomer(String path) {
        FILE.check(server.post(path, "{\"customer_id\":" + customerId + "}"));
        documented(404, server.post(path, "{\"phone\":\"12345\"}"));
        documented(400, server.post(path, "{}"));
        documented(400, server.post(path, "[{},{}]"));
        FILE.check(server.post(path, ""));
    }

    @Test
    void documentsTheFaq() {
        var orders = TestFaq.entry("", "Orders", "How do I get a refund?", "Within 5 days.");
        var within = TestFaq.entry("", "Orders > Delivery", "Where is it?", "Under way.");
        var account = new Account(TestServer.CM_ID, "x", Account.DEFAULT_ZONE, "{}");
        TestFaq.load(server.stores, account, true, List.of(orders, within));
        var categories = server.post(Paths.GET_FAQ_CATEGORIES, "{\"mispelt\":1}");
        assertEquals(
                List.copyOf(json(categories).at("/message/category/1").propertyNames()),
                FILE.properties("FaqCategory"));
        FILE.check(categories);
        FILE.check(server.post(Paths.GET_FAQ_CATEGORIES, ""));
        documented(403, server.post(Paths.GET_FAQ_CATEGORIES, "{\"cm_id\":7}"));
        var form = Map.of("Authorization", "Basic " + server.token, "Content-Type", "multipart/form-data; boundary=x");
        FILE.check(server.post(Paths.GET_FAQ_CATEGORIES, "--x--", form));
        documented(415, server.post(Paths.GET_FAQ_CATEGORIES, "a", form));
        var all = "{\"category_id\":" + json(categories).at("/message/category/0/id") + "}";
        var contents = server.post(Paths.GET_FAQ_CONTENTS, all.replace("}", ",\"limit\":1}"));
        assertEquals(
                List.copyOf(json(contents).at("/message/contents/0").propertyNames()), FILE.properties("FaqEntry"));
        FILE.check(contents);
        documented(400, server.post(Paths.GET_FAQ_CONTENTS, "{}"));
        documented(400, server.post(Paths.GET_FAQ_CONTENTS, all.replace("}", ",\"end_index\":201}")));
        documented(
                400,
                server.post(
                        Paths.GET_FAQ_CONTENTS,
                        all.replace("}", ",\"start_date\":\"2024-05-02\",\"end_date\":\"2024-05-01\"}")));
        var search = "{\"search_text\":\"refunds\"}";
        var found = server.post(Paths.SEARCH_FAQ_CONTENTS, search.replace("}", ",\"limit\":1}"));
        assertEquals(1, json(found).at("/message/totalCount").intValue());
        FILE.check(found);
        documented(400, server.post(Paths.SEARCH_FAQ_CONTENTS, "{}"));
        documented(400, server.post(Paths.SEARCH_FAQ_CONTENTS, search.replace("refunds", "x".repeat(1001))));
        var reader = server.addKey(TestServer.CM_ID, EnumSet.of(Scope.CUSTOMERS_READ), false, Instant.MAX);
        documented(403, server.post(Paths.SEARCH_FAQ_CONTENTS, search, basic(reader)));
        for (var wrong : List.of("{}", "{\"search_text\":\" \"}", search.replace("}", ",\"start_index\":-1}"))) {
            assertNotEquals(List.of(), FILE.requestViolations(Paths.SEARCH_FAQ_CONTENTS, wrong), wrong);
            assertEquals(400, server.post(Paths.SEARCH_FAQ_CONTENTS, wrong).statusCode(), wrong);
        }
    }

    @ParameterizedTest
    @MethodSource("savePaths")
    void documentsSaves(String path) {
        var person = "{\"customer_info\":{\"customer_name\":\"Ines\",\"phone\":\"9000000177\"}}";
        var once = Map.of("Authorization", "Basic " + server.token, "Idempotency-Key", path);
        FILE.check(server.post(path, person, once));
        documented(409, server.post(path, person.replace("77", "78"), once));
        documented(400, server.post(path, "{\"customer_info\":{\"phone\":\"9000000177\"}}"));
        documented(400, server.post(path, "{\"customer_info\":{\"customer_id\":1,\"update\":\"maybe\"}}"));
        documented(404, server.post(path, "{\"customer_info\":{\"customer_id\":987654321}}"));
        var reader = server.addKey(TestServer.CM_ID, EnumSet.of(Scope.CUSTOMERS_READ), false, Instant.MAX);
        documented(403, server.post(path, person, basic(reader)));
        var masking = server.addKey(TestServer.CM_ID, EnumSet.allOf(Scope.class), true, Instant.MAX);
        documented(403, server.post(path, person.replace("}}", ",\"update\":true}}"), basic(masking)));
        var matched = person.replace("}}", "},\"contact_info\":{\"title\":\"Dr\",\"matchEmailPhone\":true}}");
        documented(403, server.post(path, matched, basic(masking)));
    }

    @Test
    void documentsRefusedEnquiries() {
        var path = Paths.SAVE_ENQUIRY_OLD;
        documented(400, server.post(path, "{\"customer_name\":\"Ines\"}"));
        documented(404, server.post(path, "{\"enquiry_id\":3009}"));
        documented(404, server.post(path, "{\"customer_id\":%s,\"enquiry_id\":3009}".formatted(customerId)));
    }

    @Test
    void anEnquiryOfADeletedCustomerIsUnknown() {
        var path = Paths.SAVE_ENQUIRY_OLD;
        var added =
                json(server.post(path, "{\"customer_name\":\"Ines\",\"phone\":\"9000000181\",\"remarks\":\"quote\"}"));
        var enquiryId = added.get("enquiry_id").stringValue();
        delete(added.get("kapture_customer_id").stringValue());
        var refused = server.post(path, "{\"enquiry_id\":%s,\"remarks\":\"x\"}".formatted(enquiryId));
        assertEquals(
                "enquiry_id: this account has no enquiry " + enquiryId,
                json(refused).get("message").stringValue());
        assertEquals(404, refused.statusCode());
        FILE.check(refused);
    }

    /** An Enquiry Push has no {@code update}, so the caller could not follow the advice of a refusal by the code. */
    @Test
    void anEnquiryOfADeletedCustomerIsUnknownAlsoIfItsCodeIsInUse() {
        var path = Paths.SAVE_ENQUIRY_OLD;
        var body = "{\"customer_name\":\"Ines\",\"phone\":\"90000001%s\",\"customer_code\":\"USED-1\"}";
        var added = json(server.post(path, body.formatted("82")));
        delete(added.get("kapture_customer_id").stringValue());
        server.post(path, body.formatted("83"));
        var enquiryId = added.get("enquiry_id").stringValue();
        var refused = server.post(path, "{\"enquiry_id\":%s,\"customer_code\":\"USED-1\"}".formatted(enquiryId));
        assertEquals(
                "enquiry_id: this account has no enquiry " + enquiryId,
                json(refused).get("message").stringValue());
        assertEquals(404, refused.statusCode());
    }

    private static void delete(String customer) {
        server.stores
                .database()
                .write(transaction -> CustomerRemoval.delete(
                        transaction, TestServer.CM_ID, Long.parseLong(customer), server.clock.instant()));
    }

    /** Forms of a request that docs/api accepts at both paths: flat, with blank parts, and with blank entries. */
    @ParameterizedTest
    @MethodSource("savePaths")
    void allowsEachFormOfACustomer(String path) {
        var flat = "{\"name\":\"Ines\",\"phone\":\"9000000179\"}";
        accepted(path, flat);
        accepted(path, "[" + flat + "]");
        accepted(path, flat.replace("{", "{\"customer_info\":null,"));
        accepted(path, flat.replace("{", "{\"customer_info\":\" \","));
        accepted(path, flat.replace("{", "{\"customer_id\":-1,"));
        var nested = "{\"customer_info\":{\"customer_name\":\"Ines\",\"phone\":\"9000000179\",\"update\":true}";
        accepted(path, nested + ",\"contact_info\":[null,\" \",{}],\"enquiry_info\":null}");
        accepted(path, "{\"customer_info\":{\"customer_id\":" + customerId + ".0}}");
        refused(path, nested + ",\"contact_info\":[\"Ines\"]}");
        refused(path, flat.replace("{", "{\"customer_info\":7,"));
        refused(path, flat.replace("{", "{\"customer_info\":[],"));
    }

    @ParameterizedTest
    @MethodSource("orderPaths")
    void allowsEachFormOfAnOrder(String path) {
        var flat = "{\"customer_name\":\"Ines\",\"phone\":\"9000000192\",\"product_details\":[null,\"\",{\"rate\":1}]}";
        accepted(path, flat);
        accepted(path, "[" + flat + "]");
        accepted(path, flat.replaceFirst("\\{", "{\"order_info\":null,\"customer_info\":\"\","));
        var order = "\"order_info\":{\"erp_order_id\":\"F" + path + "\",\"update\":true}";
        var nested = "{\"customer_info\":{\"customer_name\":\"Ines\",\"phone\":\"9000000192\"},";
        accepted(path, nested + order + ",\"contact_info\":[null],\"product_details\":[null,{\"rate\":1},\" \"]}");
        accepted(path, nested + "\"order_info\":null}");
        accepted(path, "{\"customer_info\":null," + order + "}");
        accepted(path, "{\"customer_info\":\" \"," + order + "}");
        refused(path, nested + order + ",\"product_details\":[\"Chair\"]}");
        refused(path, "{\"customer_info\":[]," + order + "}");
        refused(path, flat.replaceFirst("\\{", "{\"order_info\":7,"));
    }

    private static void accepted(String path, String body) {
        assertEquals(List.of(), FILE.requestViolations(path, body), body);
        var answer = server.post(path, body);
        assertEquals(200, answer.statusCode(), body + " " + answer.body());
        FILE.check(answer);
    }

    private static void refused(String path, String body) {
        assertNotEquals(List.of(), FILE.requestViolations(path, body), body);
        assertEquals(400, server.post(path, body).statusCode(), body);
    }

    static List<String> orderPaths() {
        return List.of(Paths.SAVE_ORDER, Paths.SAVE_ORDER_OLD);
    }

    @ParameterizedTest
    @MethodSource("orderPaths")
    void documentsSavesOfOrders(String path) {
        var order = "{\"customer_info\":{\"customer_name\":\"Ines\",\"phone\":\"9000000191\"},"
                + "\"order_info\":{\"erp_order_id\":\"" + path + "\"},"
                + "\"product_details\":[{\"rate\":\"x\"}]}";
        var once = Map.of("Authorization", "Basic " + server.token, "Idempotency-Key", path);
        documented(400, server.post(path, order));
        documented(400, server.post(path, order.replace("\"x\"", "1,\"discount\":2")));
        documented(400, server.post(path, "{\"order_info\":{\"order_status\":\"Pending\"}}"));
        var good = order.replace("\"x\"", "1.5");
        var added = server.post(path, good, once);
        FILE.check(added);
        documented(409, server.post(path, good.replace("1.5", "2.5"), once));
        var taken = server.post(path, good);
        assertEquals(409, taken.statusCode());
        FILE.check(taken);
        documented(404, server.post(path, "{\"order_info\":{\"order_id\":987654321}}"));
        documented(404, server.post(path, "{\"order_info\":{},\"customer_info\":{\"customer_id\":987654321}}"));
        var reader = server.addKey(TestServer.CM_ID, EnumSet.of(Scope.ORDERS_READ), false, Instant.MAX);
        documented(403, server.post(path, good, basic(reader)));
        documented(403, server.post(path, good.replace("{\"customer_info", "{\"cm_id\":7,\"customer_info")));
        var masking = server.addKey(TestServer.CM_ID, EnumSet.allOf(Scope.class), true, Instant.MAX);
        documented(403, server.post(path, good.replace(path, "M" + path), basic(masking)));
    }

    @Test
    void documentsPullsOfOrders() {
        var day = "{\"cmId\":1000298,\"createStartDate\":\"2024-05-02\",\"createEndDate\":\"2024-05-02\"}";
        FILE.requestExamples(Paths.SAVE_ORDER)
                .forEach((name, body) ->
                        server.post(Paths.SAVE_ORDER, body.replace("\"1001\"", '"' + customerId + '"')));
        var pulled = server.post(Paths.PULL_ORDERS, day.replace("}", ",\"limit\":1,\"viewId\":\"2\"}"));
        FILE.check(pulled);
        var order = json(pulled).at("/message/0");
        assertEquals(List.copyOf(order.propertyNames()), FILE.properties("Order"));
        assertEquals(List.copyOf(order.get("contact").propertyNames()), FILE.properties("OrderContact"));
        FILE.check(server.post(Paths.PULL_ORDERS, "{\"cm_id\":\"1000298\",\"orderIds\":\"1\"}"));
        documented(400, server.post(Paths.PULL_ORDERS, "{\"cmId\":1000298}"));
        documented(400, server.post(Paths.PULL_ORDERS, day.replace("02\"}", "09\"}")));
        documented(400, server.post(Paths.PULL_ORDERS, day.replace("}", ",\"limit\":1001}")));
        documented(403, server.post(Paths.PULL_ORDERS, day.replace("1000298", "1000299")));
        var writer = server.addKey(TestServer.CM_ID, EnumSet.of(Scope.ORDERS_WRITE), false, Instant.MAX);
        documented(403, server.post(Paths.PULL_ORDERS, day, basic(writer)));
        var masking = server.addKey(TestServer.CM_ID, EnumSet.allOf(Scope.class), true, Instant.MAX);
        FILE.check(server.post(Paths.PULL_ORDERS, day, basic(masking)));
        FILE.check(server.post(
                Paths.PROOF_OF_ORDERS, "{\"cm_id\":1000298,\"startDate\":\"2024-05-02\",\"endDate\":\"2024-05-02\"}"));
        FILE.check(server.post(Paths.ORDER_CHANGES, "{\"cm_id\":1000298}"));
        documented(403, server.post(Paths.ORDER_CHANGES, "{\"cm_id\":1000298}", basic(writer)));
    }

    @ParameterizedTest
    @MethodSource("pathsWithBody")
    void documentsWhatAnyOperationMayAnswer(String path) {
        var own = of(path);
        documented(401, own.post(path, "{}", Map.of()));
        documented(401, own.post(path, "{}", basic("nonsense")));
        var get = own.get(path);
        documented(405, get);
        assertEquals("POST", get.headers().firstValue("Allow").orElseThrow());
        documented(413, own.post(path, " ".repeat((1 << 20) + 1)));
        var form = Map.of("Authorization", "Basic " + own.token, "Content-Type", "text/plain");
        documented(415, own.post(path, "{}", form));
        var malformed = own.post(path, "{\"a\": 1,}");
        assertEquals(400, malformed.statusCode());
        FILE.check(malformed);
    }

    @Test
    void documentsLimits() {
        try (var slow = TestServer.start(TestDatabase.SQLITE.create(), settings -> settings.ratePerSecond(50))) {
            HttpResponse<String> answer;
            var patience = 10_000;
            do {
                answer = slow.post(Paths.PULL_CUSTOMERS, TODAY);
            } while (answer.statusCode() == 200 && patience-- > 0);
            documented(429, answer);
            assertTrue(answer.headers().firstValue("Retry-After").isPresent());
        }
    }

    @Test
    void documentsThatAServerIsBusy() throws Exception {
        var writing = new CountDownLatch(1);
        var over = new CountDownLatch(1);
        try (var full = TestServer.start(TestDatabase.SQLITE.create(), settings -> settings.maxConcurrent(1))) {
            // While the only writer is busy, a write occupies the only place.
            Executor threads = task -> new Thread(task).start();
            var holder = CompletableFuture.runAsync(
                    () -> full.stores.database().write(transaction -> {
                        writing.countDown();
                        await(over);
                        return true;
                    }),
                    threads);
            writing.await();
            // One of the pulls below may have the place when this write arrives; then the write is sent again.
            var waiting = CompletableFuture.supplyAsync(
                    () -> Stream.generate(() -> full.post(Paths.ADD_TICKET, "[{\"title\":\"One\"}]"))
                            .filter(added -> added.statusCode() != 503)
                            .findFirst()
                            .orElseThrow(),
                    threads);
            var answer = Waits.read(() -> full.post(Paths.PULL_CUSTOMERS, TODAY), pulled -> pulled.statusCode() != 200);
            over.countDown();
            documented(503, answer);
            holder.join();
            assertEquals(200, waiting.join().statusCode());
            assertEquals(200, full.post(Paths.PULL_CUSTOMERS, TODAY).statusCode());
        } finally {
            over.countDown();
        }
    }

    @Test
    void documentsWhatOperatorsAsk() {
        FILE.check(server.get("/healthz/live"));
        FILE.check(server.get("/healthz/ready"));
        FILE.check(server.get("/openapi.json"));
        assertEquals(200, server.get("/metrics").statusCode());
        for (var path : List.of("/healthz/live", "/healthz/ready", "/openapi.json", "/docs", "/metrics")) {
            documented(405, server.post(path, "{}"));
        }
        for (var path : List.of("/openapi.json", "/docs")) {
            var known = server.send(HttpRequest.newBuilder(server.uri(path))
                    .header("If-None-Match", "*")
                    .build());
            assertEquals(304, known.statusCode(), path);
            assertTrue(FILE.statuses(path).contains(304), path);
        }
    }

    @Test
    void answersUnknownPathsInTheWordsOfTheApi() {
        for (var path : List.of("/nowhere", "/docs/nowhere.js", "/docs/swagger-ui/swagger-ui.css")) {
            var answer = server.get(path);
            assertEquals(404, answer.statusCode());
            assertEquals(List.of(), FILE.violationsOf("Failure", answer.body()));
        }
    }

    @Test
    void answersOtherMethodsOnPagesWithTheirOwn() {
        for (var page : List.of("/docs", "/healthz/ready")) {
            var answer = server.post(page, "{}");
            assertEquals(405, answer.statusCode());
            assertEquals("GET, HEAD", answer.headers().firstValue("Allow").orElseThrow());
        }
        var several = server.send(HttpRequest.newBuilder(server.uri("/daybook/v1/admin/accounts"))
                .DELETE()
                .build());
        assertEquals("GET, HEAD, POST", several.headers().firstValue("Allow").orElseThrow());
        var browser = server.send(HttpRequest.newBuilder(server.uri(Paths.GET_CUSTOMER))
                .header("Accept", "text/html")
                .build());
        assertEquals("POST", browser.headers().firstValue("Allow").orElseThrow());
    }

    /** Checks that the answer matches its schema and that its message is among the examples. */
    static void documented(int status, HttpResponse<String> answer) {
        assertEquals(status, answer.statusCode(), answer.body());
        FILE.check(answer);
        var examples = FILE.responseExamples(answer.uri().getPath(), status).values().stream()
                .map(example -> JsonMapper.shared().readTree(example))
                .toList();
        assertTrue(examples.contains(json(answer)), answer.body() + " is not among " + examples);
    }

    private static Map<String, String> basic(String token) {
        return Map.of("Authorization", "Basic " + token);
    }

    private static JsonNode json(HttpResponse<String> answer) {
        return JsonMapper.shared().readTree(answer.body());
    }
}
