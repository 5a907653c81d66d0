package dev.daybook.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import dev.daybook.domain.account.Account;
import dev.daybook.domain.account.Scope;
import dev.daybook.kit.SeenLog;
import dev.daybook.kit.SlowRequest;
import dev.daybook.kit.TestDatabase;
import dev.daybook.kit.TestServer;
import dev.daybook.kit.Waits;
import dev.daybook.store.account.ApiKeyStore;
import dev.daybook.wire.Paths;
import dev.daybook.wire.admin.AdminOperation;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Tests what each key may do, and which facts must never be revealed to it. */
class SecurityTest {
    private static final long OTHER = 2_000;
    private static final String DAY = "\"createStartDate\":\"2024-05-02\",\"createEndDate\":\"2024-05-02\"";
    private static final String UNAUTHORIZED = "{\"message\":\"Invalid Auth Key\",\"status\":\"failed\"}";

    private record Operation(String name, String path, String body) {}

    private static List<Operation> operations(String customerId) {
        return List.of(
                new Operation(
                        "proof",
                        Paths.PROOF_OF_CUSTOMERS,
                        "{\"cm_id\":1000298,\"startDate\":\"2024-05-02\",\"endDate\":\"2024-05-02\"}"),
                new Operation("changes", Paths.CUSTOMER_CHANGES, "{\"cm_id\":1000298}"),
                new Operation("pull", Paths.PULL_CUSTOMERS, "{\"cm_id\":1000298," + DAY + "}"),
                new Operation("get", Paths.GET_CUSTOMER, "{\"cm_id\":1000298,\"customer_id\":\"" + customerId + "\"}"),
                new Operation(
                        "add",
                        Paths.SAVE_CUSTOMER,
                        "{\"cm_id\":1000298,\"customer_info\":{\"customer_name\":\"New\",\"phone\":\"9000000002\"}}"),
                new Operation(
                        "update",
                        Paths.SAVE_CUSTOMER,
                        "{\"cm_id\":1000298,\"customer_info\":{\"customer_id\":\"" + customerId + "\"}}"));
    }

    @ParameterizedTest
    @EnumSource
    void refusesEveryKeyThatIsNotValid(TestDatabase database) {
        try (var server = TestServer.start(database)) {
            var asha = add(server, "\"customer_name\":\"Asha\",\"phone\":\"9000000001\"");
            server.addAccount(OTHER, Account.DEFAULT_ZONE);
            var every = EnumSet.allOf(Scope.class);
            var expired = server.addKey(TestServer.CM_ID, every, false, server.clock.instant());
            var disabled = server.addKey(TestServer.CM_ID, every, false, Instant.MAX);
            disableNewest(server);
            var headers = List.of(
                    "Basic",
                    "Basic ",
                    server.token,
                    "Basic " + server.token + " x",
                    "Basic " + server.token + "x",
                    "Basic " + server.token.substring(1),
                    "Basic " + server.token.toLowerCase(Locale.ROOT),
                    "Bearer " + server.token,
                    "Digest " + server.token,
                    "Basic AAAA",
                    "Basic ' OR 1=1 --",
                    "Basic " + "A".repeat(5_000),
                    "Basic " + expired,
                    "Basic " + disabled);
            for (var operation : operations(asha)) {
                assertUnauthorized(operation, "no header", send(server, operation, Optional.empty()));
                headers.forEach(
                        header -> assertUnauthorized(operation, header, send(server, operation, Optional.of(header))));
                assertEquals(
                        200,
                        send(server, operation, Optional.of("basic  " + server.token))
                                .statusCode(),
                        operation.name);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void hidesPhonesAndEmailsFromMaskingKeys(TestDatabase database) {
        try (var server = TestServer.start(database)) {
            var asha = add(
                    server, "\"customer_name\":\"Asha\",\"phone\":\"919000000001\",\"email_id\":\"asha@example.com\"");
            var key = server.addKey(TestServer.CM_ID, EnumSet.of(Scope.CUSTOMERS_READ), true, Instant.MAX);
            var headers = Map.of("Authorization", "Basic " + key);
            var bodies = List.of(
                    settledChanges(server, headers),
                    server.post(Paths.PULL_CUSTOMERS, "{\"cm_id\":1000298," + DAY + "}", headers),
                    server.post(Paths.GET_CUSTOMER, "{\"customer_id\":\"" + asha + "\"}", headers));
            for (var answer : bodies) {
                assertEquals(200, answer.statusCode(), answer.body());
                assertTrue(answer.body().contains("\"phone\":\"********0001\""), answer.body());
                assertTrue(answer.body().contains("\"email\":\"a***@example.com\""), answer.body());
                assertTrue(answer.body().contains("\"isMobileMasked\":true,\"isEmailMasked\":true"), answer.body());
                assertFalse(answer.body().contains("919000000001"), answer.body());
            }
        }
    }

    /**
     * A request with a masking key gets the same answer whether or not a customer has the phone or e-mail in the
     * request. Otherwise the key's owner could guess both.
     */
    @ParameterizedTest
    @EnumSource
    void maskingKeysCannotFindOutWhoHasAPhoneOrEmail(TestDatabase database) {
        try (var server = TestServer.start(database)) {
            var asha = add(
                    server, "\"customer_name\":\"Asha\",\"phone\":\"919000000001\",\"email_id\":\"asha@example.com\"");
            var key = server.addKey(TestServer.CM_ID, EnumSet.allOf(Scope.class), true, Instant.MAX);
            var headers = Map.of("Authorization", "Basic " + key);
            var update = "{\"customer_info\":{\"customer_name\":\"A\",\"update\":true,";
            var order = "\"cmId\":1000298," + DAY;
            var lookups = Map.of(
                    Paths.GET_CUSTOMER,
                    List.of("{\"phone\":\"PHONE\"}", "{\"email_id\":\"EMAIL\"}"),
                    Paths.PULL_CUSTOMERS,
                    List.of(
                            "{\"cm_id\":1000298," + DAY + ",\"phone\":\"PHONE\"}",
                            "{\"cm_id\":1000298," + DAY + ",\"email\":\"EMAIL\"}",
                            "{\"cm_id\":1000298," + DAY + ",\"attr3\":\"PHONE\"}",
                            "{\"cm_id\":1000298," + DAY + ",\"designationType\":\"PHONE\"}"),
                    Paths.PULL_ORDERS,
                    List.of(
                            "{" + order + ",\"phone\":\"PHONE\"}",
                            "{" + order + ",\"email\":\"EMAIL\"}",
                            "{" + order + ",\"attr1\":\"EMAIL\"}"),
                    Paths.SAVE_CUSTOMER,
                    List.of(
                            update + "\"phone\":\"PHONE\"}}",
                            update + "\"email_id\":\"EMAIL\"}}",
                            "{\"name\":\"A\",\"phone\":\"PHONE\"}",
                            "{\"customer_info\":{\"customer_id\":" + asha
                                    + "},\"contact_info\":{\"contact_person_phone\":\"PHONE\",\"matchEmailPhone\":true}}"),
                    Paths.SAVE_ORDER,
                    List.of("{\"customer_info\":{\"customer_name\":\"A\",\"phone\":\"PHONE\"},\"order_info\":{}}"));
            lookups.forEach((path, bodies) -> bodies.forEach(body -> {
                var known = body.replace("PHONE", "919000000001").replace("EMAIL", "asha@example.com");
                var unknown = body.replace("PHONE", "919000000002").replace("EMAIL", "zoe@example.com");
                var first = server.post(path, known, headers);
                assertEquals(403, first.statusCode(), known + " " + first.body());
                assertEquals(first.body(), server.post(path, unknown, headers).body());
            }));
            var ticket = server.post(Paths.ADD_TICKET, "{\"title\":\"x\",\"phone\":\"919000000001\"}", headers);
            assertTrue(ticket.body().contains("\"referenceId\":0,"), ticket.body());
            var contact = "{\"customer_info\":{\"customer_id\":" + asha
                    + "},\"contact_info\":{\"contact_person_phone\":\"919000000001\"},\"order_info\":{}}";
            assertEquals(200, server.post(Paths.SAVE_ORDER, contact, headers).statusCode());
            var pulled = server.post(Paths.PULL_ORDERS, "{" + order + "}").body();
            var got = server.post(Paths.GET_CUSTOMER, "{\"customer_id\":" + asha + "}")
                    .body();
            var primary = Pattern.compile("\"contacts\":\\[\\{\"id\":(\\d+)").matcher(got);
            assertTrue(primary.find(), got);
            assertFalse(pulled.contains("\"contact\":{\"id\":" + primary.group(1) + ","), pulled);
        }
    }

    /** A record with as many own fields as it may have accepts only names that it has. */
    @ParameterizedTest
    @EnumSource
    void maskingKeysCannotFindOutThePhonesAndEmailsInNamesOfOwnFields(TestDatabase database) {
        try (var server = TestServer.start(database)) {
            var fields = IntStream.range(0, 499)
                    .mapToObj(number -> "\"f" + number + "\":1")
                    .collect(Collectors.joining(",", "\"9000000001\":1,", ""));
            var asha = add(server, "\"customer_name\":\"Asha\",\"phone\":\"9000000009\"," + fields);
            var customer = "\"customer_info\":{\"customer_id\":" + asha;
            var enquiry = "{" + customer + "},\"enquiry_info\":{" + fields + "}}";
            var enquiryId = id("enquiry_id", server.post(Paths.SAVE_CUSTOMER, enquiry));
            var order = "{" + customer + "},\"order_info\":{" + fields + "}}";
            var orderId = id("order_id", server.post(Paths.SAVE_ORDER, order));
            var flat = id("ticket_id", server.post(Paths.ADD_TICKET, "{\"title\":\"T\"," + fields + "}"));
            var grouped = fields.replace(":1", ":{\"a\":1}");
            var ticket = id("ticket_id", server.post(Paths.ADD_TICKET, "{\"title\":\"T\"," + grouped + "}"));
            var key = server.addKey(TestServer.CM_ID, EnumSet.allOf(Scope.class), true, Instant.MAX);
            var headers = Map.of("Authorization", "Basic " + key);
            var status = ",\"status\":\"P\",\"NAME\":";
            var writes = List.of(
                    new Operation("customer", Paths.SAVE_CUSTOMER, "{" + customer + ",\"NAME\":2}}"),
                    new Operation(
                            "enquiry",
                            Paths.SAVE_CUSTOMER,
                            "{" + customer + "},\"enquiry_info\":{\"enquiry_id\":" + enquiryId + ",\"NAME\":2}}"),
                    new Operation(
                            "order", Paths.SAVE_ORDER, "{\"order_info\":{\"order_id\":" + orderId + ",\"NAME\":2}}"),
                    new Operation(
                            "customer of an order",
                            Paths.SAVE_ORDER,
                            "{" + customer + ",\"NAME\":2},\"order_info\":{\"order_id\":" + orderId + "}}"),
                    new Operation("ticket", Paths.UPDATE_TICKET, "{\"ticket_id\":\"" + flat + "\"" + status + "2}"),
                    new Operation(
                            "group of a ticket",
                            Paths.UPDATE_TICKET,
                            "{\"ticket_id\":\"" + ticket + "\"" + status + "{\"a\":2}}"));
            for (var write : writes) {
                for (var guess : List.of("9000000001", "9000000002", "zoe@example.com")) {
                    var answer = server.post(write.path, write.body.replace("NAME", guess), headers);
                    assertEquals(403, answer.statusCode(), write.name + guess + answer.body());
                }
                var known = server.post(write.path, write.body.replace("NAME", "f1"), headers);
                assertEquals(200, known.statusCode(), write.name + known.body());
            }
        }
    }

    private static String id(String name, HttpResponse<String> answer) {
        var id = Pattern.compile("\"" + name + "\":\"?(\\d+)").matcher(answer.body());
        assertTrue(id.find(), answer.body());
        return id.group(1);
    }

    /** A write changes the same contact and gets the same answer, whoever has the phone or e-mail that it contains. */
    @ParameterizedTest
    @EnumSource
    void writesWithAMaskingKeyDoNotDependOnWhoHasThePhone(TestDatabase database) {
        try (var server = TestServer.start(database)) {
            var asha = add(
                    server, "\"customer_name\":\"Asha\",\"phone\":\"919000000001\",\"email_id\":\"asha@example.com\"");
            var customer = "{\"customer_info\":{\"customer_id\":" + asha;
            var contacts = Pattern.compile("\"contact_ids\":\\[\"(\\d+)\"]");
            var primary = contacts.matcher(server.post(Paths.SAVE_CUSTOMER, customer + ",\"phone\":\"919000000004\"}}")
                    .body());
            assertTrue(primary.find());
            var id = primary.group(1);
            var parts = "},\"contact_info\":[{\"contact_id\":" + id + ",\"additional_contact_phone\":\"919000000003\"},"
                    + "{\"contact_person_phone\":\"919000000002\",\"contact_person_email\":\"noor@example.com\"}]}";
            assertEquals(200, server.post(Paths.SAVE_CUSTOMER, customer + parts).statusCode());
            var key = server.addKey(TestServer.CM_ID, EnumSet.allOf(Scope.class), true, Instant.MAX);
            var headers = Map.of("Authorization", "Basic " + key);
            var bodies = List.of(
                    customer + ",\"phone\":\"PHONE\"}}",
                    customer + ",\"email_id\":\"EMAIL\"}}",
                    customer + "},\"contact_info\":{\"contact_id\":" + id + ",\"contact_person_phone\":\"PHONE\"}}");
            for (var body : bodies) {
                for (var guess : List.of("4 asha", "2 noor", "2 noor", "3 zoya", "9 evan")) {
                    var sent = body.replace("PHONE", "91900000000" + guess.charAt(0))
                            .replace("EMAIL", guess.substring(2) + "@example.com");
                    var answer = server.post(Paths.SAVE_CUSTOMER, sent, headers).body();
                    assertTrue(answer.contains("\"contact_ids\":[\"" + id + "\"]"), sent + answer);
                    var shown = server.post(Paths.GET_CUSTOMER, "{\"customer_id\":" + asha + "}", headers)
                            .body();
                    var changed = sent.contains("@")
                            ? "\"email\":\"" + guess.charAt(2) + "***@example.com\""
                            : "\"phone\":\"********000" + guess.charAt(0) + "\"";
                    var place = shown.indexOf("\"contacts\":[{\"id\":" + id + ",");
                    var second = shown.indexOf("\"contactPerson\":\"\"", place);
                    assertTrue(shown.substring(place, second).contains(changed), changed + shown);
                }
            }
            server.post(Paths.SAVE_ORDER, customer + ",\"phone\":\"919000000002\"},\"order_info\":{}}", headers);
            var order = server.post(Paths.PULL_ORDERS, "{\"cmId\":1000298," + DAY + "}")
                    .body();
            assertTrue(order.contains("\"contact\":{\"id\":" + id + ","), order);
        }
    }

    @ParameterizedTest
    @EnumSource
    void keysForTicketsSeeOnlyTheCustomerDataThatTheySent(TestDatabase database) {
        try (var server = TestServer.start(database)) {
            var asha = add(
                    server, "\"customer_name\":\"Asha\",\"phone\":\"919000000001\",\"email_id\":\"asha@example.com\"");
            var writer = server.addKey(TestServer.CM_ID, EnumSet.of(Scope.TICKETS_WRITE), false, Instant.MAX);
            var headers = Map.of("Authorization", "Basic " + writer);
            var added = server.post(
                    Paths.ADD_TICKET,
                    "{\"title\":\"Kettle\",\"customer_id\":\"" + asha + "\",\"email_id\":\"ben@example.com\"}",
                    headers);
            assertTrue(added.body().contains("\"email\":\"ben@example.com\",\"phone\":\"\""), added.body());
            assertTrue(added.body().contains("\"taskTitle\":\"Kettle\""), added.body());
            assertTrue(added.body().contains("\"referenceId\":" + asha + ","), added.body());
            var others = server.post(
                    Paths.ADD_TICKET,
                    "{\"title\":\"Secret\",\"ticket_details\":\"secret\",\"customer_id\":\"" + asha
                            + "\",\"webform\":{\"a\":\"secret\"}}");
            assertTrue(others.body().contains("\"email\":\"asha@example.com\",\"phone\":\"919000000001\""));
            var number = Pattern.compile("\"ticket_id\":\"(\\d+)\"").matcher(others.body());
            assertTrue(number.find(), others.body());
            var update = "{\"ticket_id\":\"" + number.group(1) + "\",\"sub_status\":\"OP\"}";
            var updated = server.post(Paths.UPDATE_TICKET, update, headers);
            assertEquals(200, updated.statusCode(), updated.body());
            assertTrue(updated.body().contains("\"substatus\":\"OP\""), updated.body());
            for (var hidden : List.of("asha@", "919000000001")) {
                assertFalse(updated.body().contains(hidden), updated.body());
            }
            assertTrue(server.post(Paths.UPDATE_TICKET, update).body().contains("asha@example.com"));
        }
    }

    @ParameterizedTest
    @EnumSource
    void keysForOrdersMayFindAndAddCustomersButNotChangeThem(TestDatabase database) {
        try (var server = TestServer.start(database)) {
            var asha = add(server, "\"customer_name\":\"Asha\",\"phone\":\"919000000001\"");
            var before = server.post(Paths.GET_CUSTOMER, "{\"customer_id\":" + asha + "}")
                    .body();
            var writer = server.addKey(TestServer.CM_ID, EnumSet.of(Scope.ORDERS_WRITE), false, Instant.MAX);
            var headers = Map.of("Authorization", "Basic " + writer);
            var parts = "\"contact_info\":{\"contact_person_email\":\"evil@example.com\"},"
                    + "\"enquiry_info\":{\"remarks\":\"evil\"},\"order_info\":{\"erp_order_id\":\"E\",\"update\":true}}";
            for (var who : List.of(
                    "\"customer_id\":" + asha + ",\"customer_name\":\"Evil\"",
                    "\"customer_name\":\"Evil\",\"phone\":\"9000000001\"",
                    "\"customer_name\":\"Evil\",\"city\":\"Evil\"")) {
                var answer = server.post(Paths.SAVE_ORDER, "{\"customer_info\":{" + who + "}," + parts, headers);
                assertEquals(200, answer.statusCode(), answer.body());
                assertTrue(answer.body().contains("\"kapture_customer_id\":\"" + asha + "\""), answer.body());
                assertEquals(
                        Optional.of("customer_info, contact_info, enquiry_info"),
                        answer.headers().firstValue("X-Daybook-Ignored"),
                        answer.body());
                assertEquals(
                        before,
                        server.post(Paths.GET_CUSTOMER, "{\"customer_id\":" + asha + "}")
                                .body());
            }
            for (var who : List.of("", "\"customer_info\":{\"customer_id\":" + asha + "},")) {
                var answer = server.post(Paths.SAVE_ORDER, "{" + who + parts, headers);
                assertEquals(
                        Optional.of("contact_info, enquiry_info"),
                        answer.headers().firstValue("X-Daybook-Ignored"),
                        answer.body());
            }
            var flat = server.post(
                    Paths.SAVE_ORDER_OLD,
                    "{\"customer_name\":\"Evil\",\"phone\":\"9000000001\",\"city\":\"E\"}",
                    headers);
            assertEquals(200, flat.statusCode(), flat.body());
            assertEquals(Optional.of("customer_info"), flat.headers().firstValue("X-Daybook-Ignored"));
            var gone = "{\"customer_info\":{\"customer_id\":99,\"customer_name\":\"A\"}," + parts;
            assertEquals(404, server.post(Paths.SAVE_ORDER, gone, headers).statusCode());
            assertEquals(
                    before,
                    server.post(Paths.GET_CUSTOMER, "{\"customer_id\":" + asha + "}")
                            .body());
            var made = server.post(
                    Paths.SAVE_ORDER,
                    "{\"customer_info\":{\"customer_name\":\"Ben\",\"phone\":\"919000000003\"},\"order_info\":{}}",
                    headers);
            assertEquals(200, made.statusCode(), made.body());
            assertEquals(Optional.empty(), made.headers().firstValue("X-Daybook-Ignored"));
            var key = server.addKey(
                    TestServer.CM_ID, EnumSet.of(Scope.ORDERS_WRITE, Scope.CUSTOMERS_WRITE), false, Instant.MAX);
            var changed = "{\"customer_info\":{\"customer_id\":" + asha + ",\"city\":\"Pune\"}," + parts;
            server.post(Paths.SAVE_ORDER, changed, Map.of("Authorization", "Basic " + key));
            assertTrue(server.post(Paths.GET_CUSTOMER, "{\"customer_id\":" + asha + "}")
                    .body()
                    .contains("\"city\":\"Pune\""));
        }
    }

    @ParameterizedTest
    @EnumSource
    void hidesPhonesAndEmailsInEverythingThatPeopleWroteFreely(TestDatabase database) {
        try (var server = TestServer.start(database)) {
            var text = "call 9000000001, ९०००००००१२ or asha@example.com";
            var long2000 = "1".repeat(2_000) + " " + "a".repeat(20_000);
            add(
                    server,
                    "\"customer_name\":\"Asha\",\"phone\":\"919000000001\",\"remarks\":\"" + text + "\",\"address\":\""
                            + text + "\",\"customer_remarks\":\"" + text + "\"");
            var ticket = server.post(
                    Paths.ADD_TICKET,
                    "{\"title\":\"T\",\"ticket_details\":\"T\",\"disposition\":\"T\",\"comment\":\"T\",\"webform\":{\"a\":\"T\"},\"b\":9000000001,\"c\":\"L\"}"
                            .replace("T\"", text + "\"")
                            .replace("\"L\"", "\"" + long2000 + "\""));
            var number = Pattern.compile("\"ticket_id\":\"(\\d+)\"").matcher(ticket.body());
            assertTrue(number.find(), ticket.body());
            server.post(
                    Paths.SAVE_ORDER,
                    "{\"customer_info\":{\"customer_name\":\"A\",\"phone\":\"919000000001\"},\"order_info\":{\"remarks\":\"T\",\"address\":\"T\",\"a\":\"T\",\"c\":\"L\"}}"
                            .replace("T\"", text + "\"")
                            .replace("\"L\"", "\"" + long2000 + "\""));
            var key = server.addKey(TestServer.CM_ID, EnumSet.allOf(Scope.class), true, Instant.MAX);
            var headers = Map.of("Authorization", "Basic " + key);
            var id = number.group(1);
            var asked = Map.of(
                    Paths.GET_TICKET,
                    "{\"ticket_ids\":\"" + id + "\",\"conversation_type\":\"notes\",\"history_type\":\"all\"}",
                    Paths.PULL_TICKETS,
                    "{\"start_date\":\"2024-05-02\",\"end_date\":\"2024-05-02\"}",
                    Paths.UPDATE_TICKET,
                    "{\"ticket_id\":\"" + id + "\",\"sub_status\":\"OP\"}",
                    Paths.PULL_ORDERS,
                    "{\"cmId\":1000298," + DAY + "}",
                    Paths.PULL_CUSTOMERS,
                    "{\"cm_id\":1000298," + DAY + "}");
            asked.forEach((path, body) -> {
                var answer = server.post(path, body, headers);
                assertEquals(200, answer.statusCode(), path + answer.body());
                assertTrue(answer.body().contains("call ******0001, ******००१२ or a***@example.com"), answer.body());
                for (var hidden : List.of("9000000001", "९०००००", "asha@")) {
                    assertFalse(answer.body().contains(hidden), path + answer.body());
                }
            });
        }
    }

    @ParameterizedTest
    @EnumSource
    void sqlInRequestsIsTreatedAsText(TestDatabase database) {
        try (var server = TestServer.start(database)) {
            add(server, "\"customer_name\":\"Asha\",\"phone\":\"9000000001\",\"email_id\":\"a@example.com\"");
            var nasty = List.of(
                    "' OR '1'='1",
                    "'; DROP TABLE customer; --",
                    "%",
                    "_",
                    "A%",
                    "____",
                    "!",
                    "\\\\",
                    "\\\\' OR 1=1 --",
                    ":cmId",
                    "<ids>",
                    "?",
                    "$1",
                    "\\\"; --",
                    "{fn now()}");
            var fields = List.of("name", "email", "customerCode", "designationType", "attr1", "attr15");
            var headers = Map.of("Authorization", "Basic " + server.token);
            for (var text : nasty) {
                fields.forEach(field -> assertNothing(server, headers, "\"" + field + "\":\"" + text + "\""));
                assertNothing(server, headers, "\"phone\":\"1" + text + "\"");
                for (var field : List.of("zoneIdStr", "assignedToIdStr", "customer_id", "limit", "cursor")) {
                    var answer = server.post(
                            Paths.PULL_CUSTOMERS, "{\"cm_id\":1000298," + DAY + ",\"" + field + "\":\"" + text + "\"}");
                    assertEquals(400, answer.statusCode(), answer.body());
                }
                for (var field : List.of("email_id", "phone")) {
                    var answer = server.post(Paths.GET_CUSTOMER, "{\"" + field + "\":\"" + text + "\"}");
                    assertEquals(404, answer.statusCode(), field + " " + text + answer.body());
                }
            }
            assertTrue(server.post(Paths.GET_CUSTOMER, "{\"phone\":\"9000000001\"}")
                    .body()
                    .contains("Asha"));
        }
    }

    @ParameterizedTest
    @EnumSource
    void refusesADisabledKeyWithinASecond(TestDatabase database) throws InterruptedException {
        try (var server = TestServer.start(database)) {
            var key = server.addKey(TestServer.CM_ID, EnumSet.allOf(Scope.class), false, Instant.MAX);
            var pull = operations("1").get(2);
            assertEquals(200, send(server, pull, Optional.of("Basic " + key)).statusCode());
            disableNewest(server);
            Thread.sleep(1_000);
            assertEquals(401, send(server, pull, Optional.of("Basic " + key)).statusCode());
        }
    }

    @ParameterizedTest
    @EnumSource
    void refusesAKeyThatIsDisabledWhileTheBodyArrives(TestDatabase database) throws Exception {
        try (var server = TestServer.start(database)) {
            for (var operation : operations("1").subList(2, 5)) {
                var key = server.addKey(TestServer.CM_ID, EnumSet.allOf(Scope.class), false, Instant.MAX);
                try (var request = SlowRequest.begin(server.uri(operation.path()), key, operation.body())) {
                    disableNewest(server);
                    // The server may use a disabled key for up to one second more.
                    Thread.sleep(1_000);
                    var answer = request.end();
                    assertTrue(answer.startsWith("HTTP/1.1 401 "), operation.name() + ": " + answer);
                    assertTrue(answer.contains(UNAUTHORIZED), answer);
                }
            }
        }
    }

    @Test
    void logsNothingPersonalAndKeepsNoToken() throws Exception {
        var url = TestDatabase.SQLITE.create();
        var markers = List.of("9876501234", "marker@example.com", "Markername");
        String token;
        String text;
        try (var log = SeenLog.ofAll();
                var own = SeenLog.of("dev.daybook").from(Level.DEBUG);
                var server = TestServer.start(url)) {
            token = server.token;
            var info = "\"customer_name\":\"Markername\",\"phone\":\"9876501234\",\"email_id\":\"marker@example.com\"";
            add(server, info + ",\"customer_code\":\"Markername\"");
            server.post(Paths.SAVE_CUSTOMER, "{\"customer_info\":{" + info + ",\"customer_code\":\"Markername\"}}");
            server.post(Paths.SAVE_CUSTOMER, "{\"customer_info\":{" + info + ",\"limit\":}}");
            server.post(Paths.GET_CUSTOMER, "{\"phone\":\"9876501234\",\"Markername\":1}");
            server.post(Paths.GET_CUSTOMER, "{\"customer_id\":\"Markername\"}");
            server.post(Paths.GET_CUSTOMER + "?phone=9876501234", "{\"email_id\":\"marker@example.com\"}");
            server.post(Paths.CUSTOMER_CHANGES, "{\"cm_id\":1000298,\"cursor\":\"Markername\",\"Markername\":1}");
            server.post(Paths.CUSTOMER_CHANGES, "{\"cm_id\":1000298}");
            server.post(Paths.PROOF_OF_CUSTOMERS, "{\"cm_id\":1000298,\"startDate\":\"Markername\"}");
            server.post("/Markername", "{}");
            server.post(
                    Paths.PULL_CUSTOMERS,
                    "{\"cm_id\":1000298," + DAY + ",\"name\":\"Markername\",\"email\":\"marker@example.com\"}");
            server.post(Paths.PULL_CUSTOMERS, "{}", Map.of("Authorization", "Bearer " + token));
            var bytes = Files.readString(TestDatabase.file(url), StandardCharsets.ISO_8859_1);
            assertFalse(bytes.contains(token), "the token is in the database");
            var wal =
                    TestDatabase.file(url).resolveSibling(TestDatabase.file(url).getFileName() + "-wal");
            if (Files.exists(wal)) {
                var recent = Files.readString(wal, StandardCharsets.ISO_8859_1);
                assertFalse(recent.contains(token), "the token is in the database");
                bytes += recent;
            }
            assertTrue(bytes.contains("Markername"), "the test would not see what is stored");
            text = log.text() + own.text();
        }
        assertTrue(text.contains("operation=\"saveCustomer\", status=\"200\""), text);
        markers.forEach(marker -> assertFalse(text.contains(marker), text));
        assertFalse(text.contains(token), text);
    }

    /**
     * The rate also limits a key that lacks the scope for its requests: each request costs a body to read and a line in
     * the log.
     */
    @ParameterizedTest
    @CsvSource({"customers:read, 404", "faq:read, 403"})
    void aKeyThatExceedsItsRateGets429(String scope, int first) {
        try (var server = TestServer.start(TestDatabase.SQLITE.create(), settings -> settings.ratePerSecond(2))) {
            var key = server.addKey(TestServer.CM_ID, Scope.parse(scope), false, Instant.MAX);
            var headers = Map.of("Authorization", "Basic " + key);
            var answers = Stream.generate(() -> server.post(Paths.GET_CUSTOMER, "{\"customer_id\":\"1\"}", headers))
                    .limit(20)
                    .toList();
            var refused = answers.stream()
                    .filter(answer -> answer.statusCode() == 429)
                    .toList();
            assertEquals(first, answers.get(0).statusCode());
            assertFalse(refused.isEmpty(), "no answer was 429");
            refused.forEach(answer -> {
                assertEquals("1", answer.headers().firstValue("Retry-After").orElseThrow());
                assertTrue(answer.body().startsWith("{\"message\":\"Too many requests"), answer.body());
            });
        }
    }

    /** One client that sends too much must not stop the other clients of its account. */
    @Test
    void theRateOfAKeyDoesNotLimitAnotherKeyOfItsAccount() {
        try (var server = TestServer.start(TestDatabase.SQLITE.create(), settings -> settings.ratePerSecond(1))) {
            var other = server.addKey(TestServer.CM_ID, EnumSet.allOf(Scope.class), false, Instant.MAX);
            var unknown = "{\"customer_id\":\"1\"}";
            assertTrue(Stream.generate(() -> server.post(Paths.GET_CUSTOMER, unknown))
                    .limit(100)
                    .anyMatch(answer -> answer.statusCode() == 429));
            var answer = server.post(Paths.GET_CUSTOMER, unknown, Map.of("Authorization", "Basic " + other));
            assertEquals(404, answer.statusCode(), answer.body());
        }
    }

    /** Otherwise a browser or a tool may store personal data. */
    @ParameterizedTest
    @EnumSource
    void noAnswerOfTheApiOrTheAdminApiIsCached(TestDatabase database) {
        try (var server = TestServer.start(database)) {
            var key = "Basic " + server.addAdminKey(Instant.MAX);
            var calls = Stream.of("/accounts", "/users", "/nothing")
                    .map(path -> server.send(HttpRequest.newBuilder(server.adminUri(AdminOperation.ROOT + path))
                            .header("Authorization", key)
                            .build()));
            var requests = Stream.of(
                    server.post(Paths.PULL_CUSTOMERS, "{\"cm_id\":1000298," + DAY + "}"),
                    server.post(Paths.PULL_CUSTOMERS, "{}", Map.of()),
                    server.get("/nothing"));
            Stream.concat(calls, requests)
                    .forEach(answer -> assertEquals(
                            Optional.of("no-store"),
                            answer.headers().firstValue("Cache-Control"),
                            () -> answer.uri() + ": " + answer.statusCode()));
        }
    }

    @Test
    void answersFailuresWith200IfSet() {
        try (var server = TestServer.start(TestDatabase.SQLITE.create(), settings -> settings.failuresAreOk())) {
            var answers = Map.of(
                    "Date range cannot exceed 24 hours",
                    server.post(
                            Paths.PULL_CUSTOMERS,
                            "{\"cm_id\":1000298,\"createStartDate\":\"2024-05-02\",\"createEndDate\":\"2024-05-09\"}"),
                    "Invalid Auth Key",
                    server.post(Paths.GET_CUSTOMER, "{}", Map.of("Authorization", "Basic x")),
                    "Name, Email Id, and Phone Number required",
                    server.post(Paths.SAVE_CUSTOMER, "{}"),
                    "No Data found/customer_id is missing",
                    server.post(Paths.SAVE_CUSTOMER, "{\"customer_info\":{\"customer_id\":1}}"),
                    "Method not allowed - use POST",
                    server.get(Paths.GET_CUSTOMER),
                    "Not Found - no operation at this path; see /docs",
                    server.post("/nothing", "{}"));
            answers.forEach((text, answer) -> {
                assertEquals(200, answer.statusCode(), text);
                assertEquals("{\"message\":\"" + text + "\",\"status\":\"failed\"}", answer.body());
            });
            var once = Map.of("Authorization", "Basic " + server.token, "Idempotency-Key", "once");
            var first = server.post(Paths.SAVE_CUSTOMER, "{}", once);
            var again = server.post(Paths.SAVE_CUSTOMER, "{}", once);
            assertEquals(200, first.statusCode());
            assertEquals(200, again.statusCode());
            assertEquals(first.body(), again.body());
            var got = server.post(Paths.GET_CUSTOMER, "{\"customer_id\":1}");
            assertEquals(200, got.statusCode());
            assertTrue(got.body().startsWith("{\"Customer Details\":\"Information given"), got.body());
        }
    }

    /**
     * The setting that failures get status 200 applies only to the API. At other paths, a program that reads only the
     * status would take a wrong port or path for a success.
     */
    @Test
    void onlyFailuresOfTheApiGet200() {
        try (var server = TestServer.start(TestDatabase.SQLITE.create(), settings -> settings.failuresAreOk())) {
            for (var path : List.of("/healthz/nothing", AdminOperation.ROOT + "/nothing")) {
                assertEquals(404, server.get(path).statusCode(), path);
            }
            for (var path : List.of("/healthz/ready", "/metrics", AdminOperation.ROOT + "/restored")) {
                assertEquals(
                        405,
                        server.send(HttpRequest.newBuilder(server.uri(path))
                                        .DELETE()
                                        .build())
                                .statusCode(),
                        path);
            }
        }
        try (var server = TestServer.start(
                TestDatabase.SQLITE.create(),
                settings -> settings.failuresAreOk().adminPort(0).console().consolePort(0))) {
            for (var wrong : List.of(
                    server.uri("/healthz/ready"),
                    server.uri("/metrics"),
                    server.uri(AdminOperation.ROOT + "/accounts"),
                    server.adminUri("/nothing"),
                    server.adminUri(Paths.GET_CUSTOMER),
                    server.consoleUri("/nothing"))) {
                var answer = server.send(HttpRequest.newBuilder(wrong).build());
                assertEquals(404, answer.statusCode(), wrong.toString());
            }
            assertEquals(200, server.post("/nothing", "{}").statusCode(), "may be a path of the vendor");
        }
    }

    private static void disableNewest(TestServer server) {
        var disabled = server.stores.database().write(transaction -> {
            var keys = ApiKeyStore.list(transaction, TestServer.CM_ID);
            return ApiKeyStore.disable(
                    transaction, TestServer.CM_ID, keys.get(keys.size() - 1).id());
        });
        assertTrue(disabled);
    }

    /**
     * Requests the feed until it has records: on PostgreSQL, they appear in it only after other transactions have
     * ended.
     */
    private static HttpResponse<String> settledChanges(TestServer server, Map<String, String> headers) {
        return Waits.read(
                () -> server.post(Paths.CUSTOMER_CHANGES, "{\"cm_id\":1000298}", headers),
                answer -> !answer.body().contains("\"message\":[]"));
    }

    private static void assertUnauthorized(Operation operation, String header, HttpResponse<String> answer) {
        assertEquals(401, answer.statusCode(), operation.name + " " + header);
        assertEquals(UNAUTHORIZED, answer.body(), operation.name + " " + header);
        assertTrue(answer.headers().firstValue("X-Request-Id").isPresent());
    }

    private static void assertNothing(TestServer server, Map<String, String> headers, String filter) {
        var answer = server.post(Paths.PULL_CUSTOMERS, "{\"cm_id\":1000298," + DAY + "," + filter + "}", headers);
        assertEquals(200, answer.statusCode(), filter + ": " + answer.body());
        assertEquals("{\"message\":[],\"status\":\"success\"}", answer.body(), filter);
    }

    private static HttpResponse<String> send(TestServer server, Operation operation, Optional<String> authorization) {
        var request = HttpRequest.newBuilder(server.uri(operation.path))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(operation.body));
        authorization.ifPresent(value -> request.header("Authorization", value));
        return server.send(request.build());
    }

    private static String add(TestServer server, String info) {
        var answer = server.post(Paths.SAVE_CUSTOMER, "{\"customer_info\":{" + info + "}}");
        assertEquals(200, answer.statusCode(), answer.body());
        var head = "\"kapture_customer_id\":\"";
        var start = answer.body().indexOf(head) + head.length();
        return answer.body().substring(start, answer.body().indexOf('"', start));
    }
}
