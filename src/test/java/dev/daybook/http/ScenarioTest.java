package dev.daybook.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.daybook.domain.FeedPosition;
import dev.daybook.domain.PagePosition;
import dev.daybook.domain.RecordKind;
import dev.daybook.domain.account.Account;
import dev.daybook.domain.account.EmployeeName;
import dev.daybook.domain.account.Scope;
import dev.daybook.domain.faq.FaqChange;
import dev.daybook.kit.Scenario;
import dev.daybook.kit.TestDatabase;
import dev.daybook.kit.TestFaq;
import dev.daybook.kit.TestServer;
import dev.daybook.kit.Waits;
import dev.daybook.store.account.NamedIds;
import dev.daybook.store.faq.FaqStore;
import dev.daybook.wire.CursorCodec;
import dev.daybook.wire.Paths;
import dev.daybook.wire.PullCursor;
import java.io.ByteArrayOutputStream;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;

/**
 * Sends the requests of the tables in {@code src/test/resources/scenarios}, in order, on both databases, and checks the
 * answers.
 */
@Tag("jdk")
@Tag("battery-13")
class ScenarioTest {
    private static final Duration PATIENCE_WITH_CHANGES = Duration.ofMinutes(1);
    private static final Pattern PLACEHOLDER = Pattern.compile("\\$\\{([^}]*)}");

    /**
     * The first of 256 characters that stand for the bytes 00 to FF, so that a table can have bytes that are not UTF-8.
     * The characters are from a private use area.
     */
    private static final char RAW_BYTE = '\uE000';

    private static final long FOREIGN = 2_000;
    private static final Map<TestDatabase, TestServer> SERVERS = new EnumMap<>(TestDatabase.class);
    private static final Map<TestDatabase, Map<String, String>> WORDS = new EnumMap<>(TestDatabase.class);
    private static @Nullable TestServer sandbox;

    @BeforeAll
    static void start() {
        for (var database : TestDatabase.tested()) {
            var server = TestServer.start(database.fenced());
            SERVERS.put(database, server);
            WORDS.put(database, words(server));
        }
    }

    @BeforeAll
    static void startSandbox() {
        sandbox = TestServer.startSandbox(Account.DEFAULT_ZONE);
    }

    @AfterAll
    static void stop() {
        SERVERS.values().forEach(TestServer::close);
        if (sandbox != null) {
            sandbox.close();
        }
    }

    /** Runs the table of the sandbox, on SQLite only, like a demo. */
    @TestFactory
    Stream<DynamicTest> everySandboxScenarioGetsItsAnswer() {
        var server = Objects.requireNonNull(sandbox);
        var words = words(server);
        return Scenario.table("sandbox.txt", text -> fill(text, words)).stream()
                .map(scenario -> DynamicTest.dynamicTest(scenario.name(), () -> check(server, scenario)));
    }

    @TestFactory
    Stream<DynamicContainer> answers() {
        return TestDatabase.tested().stream()
                .flatMap(database -> Stream.of(
                                "json.txt",
                                "http.txt",
                                "pull.txt",
                                "save.txt",
                                "get.txt",
                                "proof.txt",
                                "changes.txt",
                                "pull-orders.txt",
                                "orders.txt",
                                "faq.txt")
                        .map(table -> DynamicContainer.dynamicContainer(
                                database + " " + table,
                                Scenario.table(table, text -> fill(text, WORDS.get(database))).stream()
                                        .map(scenario -> DynamicTest.dynamicTest(
                                                scenario.name(), () -> check(SERVERS.get(database), scenario))))));
    }

    private static Map<String, String> words(TestServer server) {
        var words = new HashMap<String, String>();
        words.put("pull", Paths.PULL_CUSTOMERS);
        words.put("pull-old", Paths.PULL_CUSTOMERS_OLD);
        words.put("save", Paths.SAVE_CUSTOMER);
        words.put("save-old", Paths.SAVE_CUSTOMER_OLD);
        words.put("save-enquiry", Paths.SAVE_ENQUIRY_OLD);
        words.put("get", Paths.GET_CUSTOMER);
        words.put("get-v2", Paths.GET_CUSTOMER_VERSIONED);
        words.put("proof", Paths.PROOF_OF_CUSTOMERS);
        words.put("changes", Paths.CUSTOMER_CHANGES);
        words.put("faq", Paths.GET_FAQ_CONTENTS);
        words.put("faq-categories", Paths.GET_FAQ_CATEGORIES);
        words.put("faq-search", Paths.SEARCH_FAQ_CONTENTS);
        words.put("crlf", "\r\n");
        words.put("sandbox-reset", Paths.SANDBOX_RESET);
        words.put("sandbox-clock", Paths.SANDBOX_CLOCK);
        words.put("sandbox-faults", Paths.SANDBOX_FAULTS);
        addCursors(words);
        words.put("day", "\"cm_id\":1000298,\"createStartDate\":\"2024-05-02\",\"createEndDate\":\"2024-05-02\"");
        words.put("nobody", "\"customer_info\":{\"customer_name\":\"Nobody\",\"phone\":\"8111111111\"}");
        words.put("nl", "\n");
        words.put("bar", "|");
        words.put("deep32", "{\"a\":" + "[".repeat(31) + "]".repeat(31) + "}");
        words.put("deep33", "{\"a\":" + "[".repeat(32) + "]".repeat(32) + "}");
        words.put(
                "hundred",
                IntStream.rangeClosed(1, 100).mapToObj(Integer::toString).collect(Collectors.joining(",")));
        words.put("sample", Scenario.resource("/scenarios/vendor-sample.txt"));
        server.addAccount(FOREIGN, Account.DEFAULT_ZONE);
        words.put("narrow", server.addKey(TestServer.CM_ID, EnumSet.of(Scope.CUSTOMERS_WRITE), false, Instant.MAX));
        var foreign = server.addKey(FOREIGN, EnumSet.allOf(Scope.class), false, Instant.MAX);
        words.put("foreign-key", foreign);
        words.put("foreign", add(server, foreign, "\"customer_name\":\"Elsewhere\",\"phone\":\"9555555555\""));
        words.put("asha", add(server, server.token, """
                "customer_name":"Asha Menon","phone":"9000000001","email_id":"asha@example.com","customer_code":"A-1",\
                "zone":"South","primary_source":"Web","customer_assign_emp_code":"E7","organization":false,\
                "individual":true,"additional_fields":{"attr1":"gold","attr15":"50%"}"""));
        words.put("ravi", add(server, server.token, """
                "customer_name":"ravi","phone":"+91 1234567890","email_id":"Ravi@Example.com","customer_code":"B-2"\
                """));
        words.put("zoe", add(server, server.token, """
                "customer_name":"Zoë Straße 100%","email_id":"zoe@example.com","channel_partner":true"""));
        for (var twin : new String[] {"twin1", "twin2"}) {
            words.put(twin, add(server, server.token, "\"customer_name\":\"" + twin + "\",\"phone\":\"9777777777\""));
        }
        addOrders(server, words);
        addFaq(server, words);
        words.put("faq-key", server.addKey(TestServer.CM_ID, EnumSet.of(Scope.FAQ_READ), false, Instant.MAX));
        words.put(
                "faq-less",
                server.addKey(
                        TestServer.CM_ID,
                        EnumSet.complementOf(EnumSet.of(Scope.FAQ_READ, Scope.EVERYTHING)),
                        false,
                        Instant.MAX));
        words.put("faq-mask", server.addKey(TestServer.CM_ID, EnumSet.of(Scope.FAQ_READ), true, Instant.MAX));
        words.put("faq-foreign", foreign);
        server.clock.set(Instant.parse("2024-06-01T06:00:00Z"));
        return words;
    }

    private static void addCursors(Map<String, String> words) {
        var nextDay = Instant.parse("2024-05-02T18:30:00Z");
        words.put("beginning", changes(FeedPosition.START));
        words.put("beyond", changes(new FeedPosition(Long.MAX_VALUE, 1)));
        var day = nextDay.minus(Duration.ofDays(1));
        var later = Instant.parse("2024-06-02T18:30:00Z");
        words.put("pull-cursor", pull(RecordKind.CUSTOMER, Instant.EPOCH, Instant.EPOCH));
        words.put("next-day-cursor", pull(RecordKind.CUSTOMER, day, nextDay));
        words.put("day-end-cursor", pull(RecordKind.CUSTOMER, day, nextDay.minusMillis(1)));
        words.put(
                "second-day-cursor", pull(RecordKind.CUSTOMER, day.minus(Duration.ofDays(1)), nextDay.minusMillis(1)));
        words.put("other-zone-cursor", pull(RecordKind.CUSTOMER, day.plusSeconds(1), nextDay.minusMillis(1)));
        words.put("order-cursor", pull(RecordKind.ORDER, Instant.EPOCH, Instant.EPOCH));
        words.put("later-order-cursor", pull(RecordKind.ORDER, later, later));
        words.put("foreign-beginning", CursorCodec.write(RecordKind.CUSTOMER, FOREIGN, FeedPosition.START));
        for (var kind : List.of(RecordKind.CUSTOMER, RecordKind.ORDER)) {
            words.put(
                    "foreign-" + kind.word() + "-cursor",
                    CursorCodec.write(
                            kind, FOREIGN, new PullCursor(Instant.EPOCH, new PagePosition(Instant.EPOCH, 1))));
        }
    }

    private static String changes(FeedPosition position) {
        return CursorCodec.write(RecordKind.CUSTOMER, TestServer.CM_ID, position);
    }

    private static String pull(RecordKind kind, Instant start, Instant createdAt) {
        return CursorCodec.write(kind, TestServer.CM_ID, new PullCursor(start, new PagePosition(createdAt, 1)));
    }

    /** Adds three orders on 20 May 2024. Puts the words that the tables of orders use into {@code words}. */
    private static void addOrders(TestServer server, Map<String, String> words) {
        server.clock.set(Instant.parse("2024-05-20T06:00:00Z"));
        words.put("order", Paths.SAVE_ORDER);
        words.put("order-old", Paths.SAVE_ORDER_OLD);
        words.put("orders", Paths.PULL_ORDERS);
        words.put("orders-proof", Paths.PROOF_OF_ORDERS);
        words.put("orders-changes", Paths.ORDER_CHANGES);
        words.put("buyer", "\"customer_info\":{\"customer_name\":\"Buyer\",\"phone\":\"8222222222\"}");
        words.put("orderday", "\"cmId\":1000298,\"createStartDate\":\"2024-05-20\",\"createEndDate\":\"2024-05-20\"");
        for (var scope :
                EnumSet.of(Scope.CUSTOMERS_READ, Scope.CUSTOMERS_WRITE, Scope.ORDERS_READ, Scope.ORDERS_WRITE)) {
            words.put(scope.label(), server.addKey(TestServer.CM_ID, EnumSet.of(scope), false, Instant.MAX));
        }
        words.put("masking", server.addKey(TestServer.CM_ID, EnumSet.allOf(Scope.class), true, Instant.MAX));
        var leela = addOrder(server, """
                {"customer_info":{"customer_name":"Leela Das","phone":"9333000001","email_id":"leela@example.com",\
                "customer_code":"L-1","city":"Pune","state":"MH","country":"India","zone":"West",\
                "secondary_source":"Fair"},"contact_info":[{"contact_person_name":"Leela Das","country_code":"91",\
                "contact_person_phone":"9333000001","contact_person_email":"leela@example.com"}],\
                "enquiry_info":{"remarks":"quote"},\
                "order_info":{"erp_order_id":"SO-1","order_status":"Pending","order_sub_status":"New",\
                "create_date":"2024-05-18 09:30","order_type":"Online","total_paid":"0.10","block_id":"B1",\
                "unit_id":"U7","transaction":"leela@bank","assign_emp_name":"Sales Desk","assign_email_id":"sales@shop.example",\
                "remarks":"call 9333000001 or leela@example.com","additional_fields":{"attr1":"gold"},\
                "ring":"+91 93330 00001","deep":{"mails":["leela@example.com"]},"count":12},\
                "product_details":[{"sku_id":"S1","product_name":"Chair","rate":"0.1","quantity":"3","discount":"0.05"},\
                {"product_name":"Nail","rate":0.000001,"quantity":0.000001}]}""");
        words.put("leela", after(leela, "\"kapture_customer_id\":\""));
        words.put("so-1", after(leela, "\"order_id\":\""));
        words.put("enquiry", after(leela, "\"enquiry_id\":\""));
        var omar = addOrder(server, """
                {"customer_info":{"customer_name":"Ömer 50%_","email_id":"Omer@Example.com"},\
                "order_info":{"erp_order_id":"SO-2","order_status":"Größe","grand_total":"99999999999999.999999"}}""");
        words.put("omer", after(omar, "\"kapture_customer_id\":\""));
        words.put("so-2", after(omar, "\"order_id\":\""));
        words.put("so-3", after(addOrder(server, """
                [{"customer_id":"%s","erp_order_id":"SO-3","order_status":"pending","create_date":"2024-05-19"}]""".formatted(words.get("leela"))), "\"order_id\":\""));
        var row = server.post(Paths.PULL_ORDERS, "{\"cmId\":1000298,\"orderIds\":" + words.get("so-1") + "}")
                .body();
        words.put("west", after(row, "\"zone\":", ','));
        words.put("sales", after(row, "\"assignedToId\":", ','));
    }

    private static String addOrder(TestServer server, String body) {
        var answer = server.post(Paths.SAVE_ORDER, body);
        assertEquals(200, answer.statusCode(), answer.body());
        return answer.body();
    }

    private static void addFaq(TestServer server, Map<String, String> words) {
        var author = new EmployeeName("Meera", "", "");
        var entries = new ArrayList<>(List.of(
                faq(
                        "Orders",
                        "How do I get a refund?",
                        "The money is back within **5** days.",
                        "2024-05-02T06:30:00Z",
                        author),
                faq("Orders", "Cancelling", "A \"refund\" follows.", "2024-05-01T18:29:59.999Z", EmployeeName.NOBODY),
                faq("Orders", "रिफ़ंड कब मिलेगा?", "पाँच दिनों में।", "2024-05-01T18:30:00Z", EmployeeName.NOBODY),
                faq("Orders > Delivery", "Café", "São Paulo", "2024-05-03T18:29:59Z", EmployeeName.NOBODY),
                faq("Orders > Delivery > Abroad", "பணம்", "ஆர்டர்", "2024-05-03T18:30:00Z", EmployeeName.NOBODY)));
        for (var number = 1; number <= 205; number++) {
            entries.add(faq("Many", "Number " + number, "many", "2024-05-02T06:30:00Z", EmployeeName.NOBODY));
        }
        TestFaq.load(server.stores, new Account(TestServer.CM_ID, "x", Account.DEFAULT_ZONE, "{}"), true, entries);
        TestFaq.load(
                server.stores,
                new Account(FOREIGN, "x", Account.DEFAULT_ZONE, "{}"),
                true,
                List.of(faq("Theirs", "Secret refund", "elsewhere", "2024-05-02T06:30:00Z", EmployeeName.NOBODY)));
        server.stores.database().read(transaction -> FaqStore.categories(transaction, TestServer.CM_ID)).stream()
                .forEach(category -> words.put("faq:" + category.name(), Long.toString(category.id())));
        server.stores.database().read(transaction -> FaqStore.categories(transaction, FOREIGN)).stream()
                .forEach(category -> words.put("faq:" + category.name(), Long.toString(category.id())));
        words.put(
                "meera",
                server.stores
                        .database()
                        .write(transaction -> new NamedIds(transaction, TestServer.CM_ID).idOrAdd(author))
                        .toString());
    }

    private static FaqChange faq(String path, String title, String detail, String created, EmployeeName author) {
        return new FaqChange("", List.of(path.split(" > ", -1)), title, detail, author, Instant.parse(created));
    }

    static String add(TestServer server, String token, String info) {
        var answer = server.post(
                Paths.SAVE_CUSTOMER, "{\"customer_info\":{" + info + "}}", Map.of("Authorization", "Basic " + token));
        assertEquals(200, answer.statusCode(), answer.body());
        return after(answer.body(), "\"kapture_customer_id\":\"");
    }

    static String after(String body, String head) {
        return after(body, head, '"');
    }

    private static String after(String body, String head, char end) {
        var start = body.indexOf(head) + head.length();
        return body.substring(start, body.indexOf(end, start));
    }

    static String fill(String text, Map<String, String> words) {
        return PLACEHOLDER.matcher(text).replaceAll(found -> Matcher.quoteReplacement(word(found.group(1), words)));
    }

    /**
     * The value of a placeholder: {@code x*500} is 500 letters x, {@code byte FF} a raw byte; any other name is looked
     * up in {@code words}.
     */
    private static String word(String name, Map<String, String> words) {
        if (name.startsWith("byte ")) {
            return String.valueOf((char) (RAW_BYTE + Integer.parseInt(name.substring(5), 16)));
        }
        var times = name.lastIndexOf('*');
        if (times > 0) {
            return name.substring(0, times).repeat(Integer.parseInt(name.substring(times + 1)));
        }
        var word = words.get(name);
        if (word == null) {
            throw new IllegalArgumentException("a scenario has an unknown word: " + name);
        }
        return word;
    }

    /**
     * Sends a scenario's request, checks the answer and returns it. Repeats a pull of changes for up to a minute:
     * PostgreSQL shows a change only after the end of all earlier transactions, such as one of a background task.
     */
    static HttpResponse<String> check(TestServer server, Scenario scenario) {
        var patience = scenario.path().endsWith("/changes") ? PATIENCE_WITH_CHANGES : Duration.ZERO;
        var end = System.nanoTime() + patience.toNanos();
        while (true) {
            try {
                return checkOnce(server, scenario);
            } catch (AssertionError notYet) {
                if (System.nanoTime() >= end) {
                    throw notYet;
                }
                Waits.sleep(20);
            }
        }
    }

    private static HttpResponse<String> checkOnce(TestServer server, Scenario scenario) {
        var answer = server.send(request(server, scenario));
        var shown = scenario.method() + " " + scenario.path() + " " + scenario.body() + "\n" + answer.body();
        assertEquals(scenario.status(), answer.statusCode(), shown);
        assertTrue(answer.headers().firstValue("X-Request-Id").isPresent(), "no X-Request-Id: " + shown);
        if (!scenario.method().equals("HEAD")) {
            assertTrue(answer.headers().firstValue("Content-Type").orElse("").startsWith("application/json"), shown);
            assertTrue(isOf(scenario.status() == 200, answer.body()), shown);
        }
        scenario.expectations().forEach(expectation -> check(expectation, answer, shown));
        return answer;
    }

    /**
     * Whether the body has the form of a success or, if {@code success} is false, of a failure. Both contain a status,
     * except a success of Get Ticket, which is an array.
     */
    private static boolean isOf(boolean success, String body) {
        return body.contains(success ? "\"status\":\"success\"" : "\"status\":\"failed\"")
                || (success && (body.equals("[]") || body.startsWith("[{\"additional_info\":")));
    }

    private static void check(String expectation, HttpResponse<String> answer, String shown) {
        if (expectation.startsWith("fails ")) {
            var message = expectation.substring(6).replace("\"", "\\\"");
            assertEquals("{\"message\":\"" + message + "\",\"status\":\"failed\"}", answer.body());
        } else if (expectation.startsWith("= ")) {
            assertEquals(expectation.substring(2), answer.body());
        } else if (expectation.startsWith("@")) {
            var header = expectation.substring(1).split(":", 2);
            var value = answer.headers().firstValue(header[0]);
            assertTrue(value.isPresent(), () -> "no " + header[0] + ": " + shown);
            if (!header[1].strip().equals("*")) {
                assertEquals(header[1].strip(), value.get(), header[0]);
            }
        } else if (expectation.startsWith("!")) {
            assertFalse(answer.body().contains(expectation.substring(1)), shown);
        } else {
            assertTrue(answer.body().contains(expectation), () -> "without " + expectation + ": " + shown);
        }
    }

    private static HttpRequest request(TestServer server, Scenario scenario) {
        var request = HttpRequest.newBuilder(server.uri(scenario.path()))
                .timeout(Duration.ofSeconds(30))
                .method(scenario.method(), HttpRequest.BodyPublishers.ofByteArray(bytes(scenario.body())))
                .header("Authorization", "Basic " + server.token)
                .header("Content-Type", "application/json");
        scenario.headers().forEach(request::setHeader);
        if ("none".equals(scenario.headers().get("Content-Type"))) {
            request = HttpRequest.newBuilder(request.build(), (name, value) -> !name.equalsIgnoreCase("Content-Type"));
        }
        return request.build();
    }

    private static byte[] bytes(String text) {
        var bytes = new ByteArrayOutputStream();
        text.codePoints().forEach(letter -> {
            if (letter >= RAW_BYTE && letter <= RAW_BYTE + 0xFF) {
                bytes.write(letter - RAW_BYTE);
            } else {
                bytes.writeBytes(Character.toString(letter).getBytes(StandardCharsets.UTF_8));
            }
        });
        return bytes.toByteArray();
    }
}
